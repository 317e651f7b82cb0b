import { describe, expect, test } from 'vitest';
import { aCatalogue } from '../a-catalogue.ts';
import {
  AGENT_LOG,
  ASSOCIATION,
  agentLine,
  COMMAND,
  ERRORS_LOG,
  type GivenFile,
  MESSAGES,
  observations,
  observed,
  RUN_ID,
  readFiles,
} from '../a-node.ts';

const catalogue = aCatalogue();

function main(text: string): GivenFile {
  return { kind: 'agent-log', path: AGENT_LOG, text };
}

function errors(text: string): GivenFile {
  return { kind: 'errors-log', path: ERRORS_LOG, text };
}

function system(text: string): GivenFile {
  return { kind: 'system-log', path: MESSAGES, text };
}

function only(...given: GivenFile[]) {
  const [first, ...rest] = observations(readFiles(catalogue, given).state);
  if (first === undefined || rest.length > 0)
    throw new Error(`expected one observation, got ${rest.length + 1}`);
  return first.observation;
}

describe('what a record belongs to', () => {
  test.each([
    ['', 'agent'],
    [`[${COMMAND}] `, `run/${COMMAND}`],
    [`[messageID=aws.ssm.${COMMAND}.i-0synthetic0000001] `, `run/${COMMAND}`],
    [`[${ASSOCIATION}.${RUN_ID}] `, `run/${ASSOCIATION}/${RUN_ID}`],
    [`[associationId=${ASSOCIATION}] `, `association/${ASSOCIATION}`],
  ])('context %j makes it %s', (context, key) => {
    const { state } = readFiles(catalogue, [
      main(agentLine(1, 'ERROR', 'no role here', `[ssm-agent-worker] ${context}`)),
    ]);
    expect(observed(state)).toEqual([`${key} ROLE_MISSING 1`]);
  });

  test('a status without an id belongs to the association that was named last above it', () => {
    const other = ASSOCIATION.replace('2222', '3333');
    const status = agentLine(
      3,
      'INFO',
      'Updating association status {\n  "Status": "Failed"\n}',
      '[ssm-agent-worker] [Association] ',
    );
    const named = (minute: number, id: string): string =>
      agentLine(minute, 'INFO', 'running', `[Association] [associationId=${id}] `);
    const { state } = readFiles(catalogue, [
      main(named(1, other) + named(2, ASSOCIATION) + status + named(4, other)),
    ]);
    expect(observed(state)).toEqual([`association/${ASSOCIATION} ASSOC_FAILED 1`]);
  });

  test('a status belongs to no association when none was named within 16 KB above it', () => {
    const status = agentLine(
      3,
      'INFO',
      'Updating association status {\n  "Status": "Failed"\n}',
      '[Association] ',
    );
    const named = agentLine(1, 'INFO', 'running', `[Association] [associationId=${ASSOCIATION}] `);
    const { state } = readFiles(catalogue, [main(named + agentLine(2, 'INFO', 'x'.repeat(17_000)) + status)]);
    expect(observed(state)).toEqual(['agent ASSOC_FAILED 1']);
  });
});

describe('where a record stands', () => {
  test('the line that matched is cited, with the beginning of its record, in LF and CRLF files', () => {
    for (const end of ['\n', '\r\n']) {
      const lines = [
        '2026-11-20 00:01:00 INFO [amazon-ssm-agent] all is well',
        '2026-11-20 00:02:00 ERROR [Worker] it broke',
        '\tbecause',
        '\tno role here',
        '2026-11-20 00:03:00 INFO on it goes',
        '',
      ];
      const { last } = only(main(lines.join(end)));
      expect([last.file, last.line, last.stamp]).toEqual([AGENT_LOG, 4, '2026-11-20 00:02:00']);
      expect(last.excerpt).toBe('2026-11-20 00:02:00 ERROR [Worker] it broke\n\tno role here');
      expect(last.moment).toMatchObject({ at: Date.UTC(2026, 10, 20, 0, 2), clock: 'local' });
    }
  });

  test('first and last are by time, not by order of the files', () => {
    const old: GivenFile = { ...main(agentLine(1, 'ERROR', 'no role here')), path: `${AGENT_LOG}.1` };
    const recent = main(agentLine(9, 'ERROR', 'no role here'));
    for (const order of [
      [old, recent],
      [recent, old],
    ]) {
      const { first, last, count } = only(...order);
      expect([first.stamp, last.stamp, count]).toEqual(['2026-11-20 00:01:00', '2026-11-20 00:09:00', 2]);
    }
  });
});

describe('copies', () => {
  const record = agentLine(1, 'ERROR', 'no role here');

  test('the same record in amazon-ssm-agent.log and errors.log counts once', () => {
    expect(only(main(record), errors(record)).count).toBe(1);
    expect(only(errors(record), main(record)).count).toBe(1);
  });

  test('two equal records in one file are two events, in both files together still two', () => {
    expect(only(main(record + record)).count).toBe(2);
    expect(only(main(record + record), errors(record + record)).count).toBe(2);
  });

  test('errors.log alone counts, and so does what only it has', () => {
    expect(only(errors(record)).count).toBe(1);
    expect(only(main(record), errors(record + agentLine(2, 'ERROR', 'no role here'))).count).toBe(2);
  });

  test('a copy in the journal counts once', () => {
    expect(only(main(record), system(`Nov 20 00:01:00 host amazon-ssm-agent[812]: ${record}`)).count).toBe(1);
  });

  test('unknown errors and harmless lines count once, too', () => {
    const text =
      agentLine(1, 'ERROR', 'a thing nobody knows') + agentLine(2, 'ERROR', 'looks bad but is not');
    const { state } = readFiles(catalogue, [main(text), errors(text)]);
    expect([...state.unknown.values()].map(({ count }) => count)).toEqual([1]);
    expect(state.harmless.get('looks-bad')?.count).toBe(1);
  });
});

describe('unknown errors', () => {
  test.each([
    '2026-11-20 00:01:00 ERROR a thing nobody knows\n',
    '2026-11-20 00:01:00.1234 CRITICAL [amazon-ssm-agent] a thing nobody knows\n',
    '1704967520066534055 [Error] a thing nobody knows\n',
    ' ERROR a thing nobody knows\n',
    'ERROR a thing nobody knows\n',
  ])('are kept: %j', (line) => {
    const { state } = readFiles(catalogue, [main(line)]);
    expect([...state.unknown.values()].map(({ template }) => template.join(' '))).toEqual([
      'a thing nobody knows',
    ]);
  });

  test('are none: lower levels, and lines that a context matcher knows', () => {
    const text =
      agentLine(1, 'WARN', 'a thing nobody knows') + agentLine(2, 'ERROR', 'known and of no account');
    expect(readFiles(catalogue, [main(text)]).state.unknown.size).toBe(0);
  });
});

describe("the system's log", () => {
  test("a line of another program is of the system's family, and its errors are not the agent's", () => {
    const text =
      'Nov 20 00:01:00 host kernel: disk full on /var\nNov 20 00:02:00 host nginx[7]: ERROR a thing nobody knows\n';
    const { state } = readFiles(catalogue, [system(text)]);
    expect(observations(state).map(({ observation }) => [observation.cause, observation.family])).toEqual([
      ['DISK_FULL', 'system'],
    ]);
    expect(state.unknown.size).toBe(0);
  });

  test('a record of the agent in it is read like one in its own log', () => {
    const text = `Nov 20 00:01:00 host amazon-ssm-agent[812]: 2026-11-20 00:01:00 ERROR [Worker] [${COMMAND}] it broke\nNov 20 00:01:00 host amazon-ssm-agent[812]: #011no role here\n`;
    const [found] = observations(readFiles(catalogue, [system(text)]).state);
    expect(found?.key).toBe(`run/${COMMAND}`);
    expect(found?.observation).toMatchObject({ cause: 'ROLE_MISSING', family: 'agent' });
    expect(found?.observation.last).toMatchObject({ line: 2, stamp: '2026-11-20 00:01:00' });
  });

  test('a record without a stamp of its own has that of the journal, in no clock', () => {
    const last = only(system('Nov 20 00:01:00 host amazon-ssm-agent[812]: no role here\n')).last;
    expect(last).toMatchObject({ stamp: 'Nov 20 00:01:00', moment: { at: null } });
  });

  test('its last line says how long the agent ran where it is of the agent', () => {
    const own = `Nov 20 00:02:00 host amazon-ssm-agent[812]: ${agentLine(2, 'INFO', 'late')}`;
    const other = 'Nov 20 09:01:00 host nginx[7]: 2026-11-20 09:01:00 INFO later still\n';
    const endWith = (text: string): number | null | undefined =>
      readFiles(catalogue, [main(agentLine(1, 'INFO', 'early')), system(text)]).state.agentLogEnd?.at;
    expect(endWith(own)).toBe(Date.UTC(2026, 10, 20, 0, 2));
    expect(endWith(own + other)).toBe(Date.UTC(2026, 10, 20, 0, 1));
  });
});

describe('successes of the agent', () => {
  test('the two latest are kept, newest first, across files', () => {
    const texts = [1, 2, 3, 4].map((minute) => agentLine(minute, 'INFO', 'the role was found'));
    const { state } = readFiles(catalogue, [
      main(texts.slice(2).join('')),
      { ...main(texts.slice(0, 2).join('')), path: `${AGENT_LOG}.1` },
    ]);
    expect(state.agentSuccesses.get('role-found')?.map(({ stamp }) => stamp)).toEqual([
      '2026-11-20 00:04:00',
      '2026-11-20 00:03:00',
    ]);
  });
});

describe('votes for the zone', () => {
  test('the first record of a run tells how far local time is from UTC, to the quarter of an hour', () => {
    const text = `2026-11-20 08:42:03 INFO [ssm-agent-worker] [${ASSOCIATION}.${RUN_ID}] running operation Scan, no role here\n`;
    expect([...readFiles(catalogue, [main(text)]).state.zoneVotes]).toEqual([[330, 1]]);
  });

  test('a record long after the beginning of its run has no vote', () => {
    const text = `2026-11-20 03:25:00 ERROR [${ASSOCIATION}.${RUN_ID}] no role here\n`;
    expect(readFiles(catalogue, [main(text)]).state.zoneVotes.size).toBe(0);
  });
});
