import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Files, FilesError } from '../../src/platform/files.ts';
import type { Report } from '../../src/report/report.ts';
import {
  AGENT_LOG,
  ASSOCIATION,
  agentLine,
  briefOf,
  COMMAND,
  copyOf,
  diagnoseFiles,
  ERRORS_LOG,
  type InstanceFiles,
  NODE,
  OTHER_COMMAND,
  RUNS,
} from './a-node.ts';

const NO_ROLE = 'EC2RoleRequestError: no EC2 instance role found';
const ROLE_WORKS = 'Successfully connected with instance profile role credentials';
const LOCKED =
  'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)\n';
const FAILED = 'failed to run commands: exit status 2\n';

interface Run {
  readonly folder: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly script?: string;
  /** Day of November 2026. */
  readonly day: number;
}

function filesOf(...runs: readonly Run[]): InstanceFiles {
  return Object.fromEntries(
    runs.flatMap(({ folder, stdout = '', stderr = '', script = 'true', day }) => {
      const modified = Date.UTC(2026, 10, day);
      return Object.entries({ stdout, stderr, '_script.sh': script }).map(([name, bytes]) => [
        `${RUNS}/${folder}/${name}`,
        { bytes, modified },
      ]);
    }),
  );
}

function command(id: string, facts: Omit<Run, 'folder'>): Run {
  return { folder: `${id}/awsrunShellScript/0.awsrunShellScript`, ...facts };
}

function associationRun(facts: Omit<Run, 'folder'>, id = ASSOCIATION, step = 'PatchLinux'): Run {
  const day = String(facts.day).padStart(2, '0');
  return { folder: `${id}/2026-11-${day}T03-12-00.000Z/awsrunShellScript/${step}`, ...facts };
}

function statuses(report: Report): string[] {
  return report.findings.map(({ cause, status }) => `${cause} ${status}`);
}

/** A copy in which one file may not be opened. */
function withoutAccess(given: InstanceFiles, refused: string): Files {
  const files = copyOf(given);
  return {
    list: (folder) => files.list(folder),
    listEntries: (folder) => files.listEntries(folder),
    look: (path) => files.look(path),
    find: (path) => files.find(path),
    resolve: (path) => files.resolve(path),
    open(path) {
      if (path.endsWith(refused)) throw new FilesError('EACCES', path);
      return files.open(path);
    },
  };
}

/** Without what depends on the machine. */
function stable({ run, ...report }: Report): unknown {
  return { ...report, run: { ...run, durationMs: 0, startedAt: '' } };
}

describe('recovery needs proof', () => {
  const failed = { stdout: LOCKED, stderr: FAILED };

  test('a later run of the same association that ended well clears an earlier one', () => {
    const report = diagnoseFiles(
      filesOf(associationRun({ ...failed, day: 18 }), associationRun({ day: 19 })),
    );
    expect(new Set(report.findings.map(({ status }) => status))).toEqual(new Set(['recovered']));
    expect(report.verdict).toBe('compliant');
  });

  test('an earlier one clears nothing, nor does one of another association', () => {
    const other = ASSOCIATION.replace('2222', '3333');
    for (const run of [associationRun({ day: 17 }), associationRun({ day: 19 }, other, 'harden')]) {
      const report = diagnoseFiles(filesOf(associationRun({ ...failed, day: 18 }), run));
      expect(statuses(report)).toContain('PKG_LOCK_HELD active');
    }
  });

  test('a later run of the same script clears a command; a different command that worked clears nothing', () => {
    for (const [script, status] of [
      ['./harden', 'recovered'],
      ['uptime', 'active'],
    ] as const) {
      const report = diagnoseFiles(
        filesOf(
          command(COMMAND, { ...failed, script: './harden', day: 18 }),
          command(OTHER_COMMAND, { script, day: 19 }),
        ),
      );
      expect(statuses(report)).toContain(`PKG_LOCK_HELD ${status}`);
    }
  });

  test('silence proves nothing: days of other work and of log leave it active', () => {
    const log =
      agentLine(1, 'ERROR', NO_ROLE) +
      Array.from({ length: 2000 }, (_, at) => agentLine(2 + at, 'INFO', 'all is well')).join('');
    expect(statuses(diagnoseFiles({ [AGENT_LOG]: log }))).toContain('CREDENTIALS_NO_INSTANCE_PROFILE active');
  });

  test('a success of the agent later in the log clears it, one before it does not', () => {
    const [trouble, success] = [agentLine(5, 'ERROR', NO_ROLE), agentLine(9, 'INFO', ROLE_WORKS)];
    expect(diagnoseFiles({ [AGENT_LOG]: trouble + success }).verdict).toBe('compliant');
    expect(diagnoseFiles({ [AGENT_LOG]: agentLine(1, 'INFO', ROLE_WORKS) + trouble }).verdict).toBe(
      'non-compliant',
    );
  });
});

describe('now', () => {
  test('on a copy is the newest time in the evidence', () => {
    const report = diagnoseFiles({
      [AGENT_LOG]: agentLine(7, 'ERROR', NO_ROLE) + agentLine(90, 'INFO', 'all is well'),
    });
    expect(report.run.now).toBe('2026-11-20T01:30:00.000Z');
  });

  test('is what is given, if something is', () => {
    expect(diagnoseFiles({ [AGENT_LOG]: agentLine(7, 'INFO', 'x') }, { now: 0 }).run.now).toBe(
      '1970-01-01T00:00:00.000Z',
    );
  });

  test('is the clock where there is no evidence', () => {
    expect(diagnoseFiles({ '/etc/hostname': 'x' }).run.now).toBe('2027-01-01T00:00:00.000Z');
  });
});

describe('the verdict', () => {
  const healthy = { [AGENT_LOG]: agentLine(1, 'INFO', 'all is well') };

  test('is compliant when all was read and nothing is wrong', () => {
    expect(diagnoseFiles(healthy).verdict).toBe('compliant');
  });

  test('is inconclusive when a file could not be read', () => {
    const report = diagnoseFiles(withoutAccess({ ...healthy, [ERRORS_LOG]: 'x' }, ERRORS_LOG));
    expect(report.verdict).toBe('inconclusive');
    expect(report.coverage.find(({ file }) => file === ERRORS_LOG)).toMatchObject({
      status: 'skipped',
      reason: 'not-readable',
    });
  });

  test('is inconclusive when something was left out before', () => {
    const skipped = [
      { file: '/x', kind: 'archive', status: 'skipped', reason: 'malformed', detail: '', bytes: 0, lines: 0 },
    ] as const;
    expect(diagnoseFiles(healthy, { skipped }).verdict).toBe('inconclusive');
  });

  test('is inconclusive when nothing was read, or an error is left that nobody knows', () => {
    expect(diagnoseFiles({ '/etc/hostname': 'x' }).verdict).toBe('inconclusive');
    expect(diagnoseFiles({ [AGENT_LOG]: agentLine(1, 'ERROR', 'a thing nobody knows') }).verdict).toBe(
      'inconclusive',
    );
  });

  test('is non-compliant with an active cause, even when a file could not be read', () => {
    const files = withoutAccess(
      { [AGENT_LOG]: agentLine(1, 'ERROR', NO_ROLE), [ERRORS_LOG]: 'x' },
      ERRORS_LOG,
    );
    const report = diagnoseFiles(files);
    expect(report.verdict).toBe('non-compliant');
  });
});

describe('the same evidence gives the same report', () => {
  const messages = fc.constantFrom(
    NO_ROLE,
    ROLE_WORKS,
    'a thing nobody knows',
    'open /var/lib/x: no space left on device',
    'all is well',
  );
  const log = fc
    .array(fc.tuple(fc.nat(600), fc.constantFrom('INFO', 'ERROR'), messages), { maxLength: 12 })
    .map((lines) =>
      lines
        .sort(([a], [b]) => a - b)
        .map((line) => agentLine(...line))
        .join(''),
    );
  const instance = fc.record({
    [AGENT_LOG]: log,
    [`${AGENT_LOG}.1`]: log,
    [ERRORS_LOG]: log,
    [`${RUNS}/${COMMAND}/awsrunShellScript/s/stdout`]: fc.constantFrom(LOCKED, ''),
  });

  test('each time it is read', () => {
    fc.assert(
      fc.property(instance, (files) => {
        expect(stable(diagnoseFiles(files))).toEqual(stable(diagnoseFiles(files)));
      }),
      { numRuns: 25 },
    );
  });

  test('in whatever order the system lists the files', () => {
    fc.assert(
      fc.property(instance, (given) => {
        const files = copyOf(given);
        const reversed: Files = {
          list: (folder) => files.list(folder).reverse(),
          listEntries: (folder) => files.listEntries(folder).reverse(),
          look: (path) => files.look(path),
          find: (path) => files.find(path),
          resolve: (path) => files.resolve(path),
          open: (path) => files.open(path),
        };
        expect(stable(diagnoseFiles(reversed))).toEqual(stable(diagnoseFiles(files)));
      }),
      { numRuns: 25 },
    );
  });
});

describe('what leaves the engine', () => {
  test('holds no secret, wherever it stood', () => {
    const secret = 'hunter2-synthetic';
    const files = {
      [AGENT_LOG]:
        agentLine(1, 'ERROR', `${NO_ROLE} password=${secret}`) +
        agentLine(2, 'ERROR', `a thing nobody knows, token: ${secret}`),
      [`${RUNS}/${COMMAND}/awsrunShellScript/s/stdout`]: `error: odd thing with password="${secret}"\n${LOCKED}`,
      '/etc/amazon/ssm/amazon-ssm-agent.json': `{"password": "${secret}", `,
    };
    const report = diagnoseFiles(files);
    expect(report.findings.length).toBeGreaterThan(1);
    expect(report.unrecognized.length).toBeGreaterThan(0);
    expect(JSON.stringify(report)).not.toContain(secret);
  });
});

describe('progress', () => {
  test('goes through all sources to the end', () => {
    const seen: string[] = [];
    diagnoseFiles(
      { [AGENT_LOG]: agentLine(1, 'INFO', 'x'), [ERRORS_LOG]: '' },
      {
        onProgress: ({ files, totalFiles, bytes, totalBytes }) =>
          seen.push(`${files}/${totalFiles} ${bytes}/${totalBytes}`),
      },
    );
    const size = agentLine(1, 'INFO', 'x').length;
    expect(seen).toHaveLength(2);
    expect(seen.at(-1)).toBe(`2/2 ${size}/${size}`);
  });
});

describe('the order of the report', () => {
  test('has the active root first', () => {
    const report = diagnoseFiles({
      ...filesOf(command(COMMAND, { stdout: LOCKED, stderr: FAILED, day: 20 })),
      [AGENT_LOG]: agentLine(5, 'ERROR', NO_ROLE) + agentLine(9, 'INFO', ROLE_WORKS),
    });
    expect(briefOf(report.findings)[0]).toBe('PKG_LOCK_HELD active root');
    expect(briefOf(report.findings).at(-1)).toMatch(/recovered/);
    expect(report.node.id).toBe(NODE);
  });
});
