import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { watching } from './a-watch.ts';
import { folderOf, HEALTHY, LOG, run } from './child.ts';

const COMMAND = '11111111-aaaa-4bbb-8ccc-000000000001';
const RUNS = 'var/lib/amazon/ssm/i-0synthetic0000001/document/orchestration';
const CURRENT = 'var/lib/amazon/ssm/i-0synthetic0000001/document/state/current';
const REFUSED =
  '2026-11-20 03:12:01 ERROR [ssm-agent-worker] EC2RoleRequestError: no EC2 instance role found\n';
const LOCKED =
  'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)\n';

function node(files: Readonly<Record<string, string>> = {}): string {
  const root = folderOf({ ...HEALTHY, ...files });
  for (const folder of [RUNS, CURRENT]) mkdirSync(join(root, folder), { recursive: true });
  return root;
}

/** What the agent leaves when a command runs and fails. */
function fail(root: string, output = LOCKED): void {
  const stdout = join(root, RUNS, COMMAND, 'awsrunShellScript/PatchLinux/stdout');
  mkdirSync(dirname(stdout), { recursive: true });
  writeFileSync(stdout, output);
  const head = '2026-11-20 03:12:02 INFO [ssm-document-worker]';
  appendFileSync(
    join(root, LOG),
    `${head} [${COMMAND}] document: ${COMMAND} worker started\n${head} [${COMMAND}] [DataBackend] [pluginName=aws:runShellScript] The execution of command returned Exit Status: 100\n${head} [${COMMAND}] [DataBackend] document execution complete\n`,
  );
}

describe('watch', () => {
  test('tells a cause when its line is appended, and nothing of what was there before', async () => {
    const root = node({ [LOG]: REFUSED });
    const watched = watching(root);
    await watched.until(({ type }) => type === 'watching');
    appendFileSync(join(root, LOG), `${LOCKED}${REFUSED.replace('03:12:01', '03:14:01')}`);
    const found = await watched.until(({ type }) => type === 'finding');
    expect(found).toMatchObject({
      change: 'new',
      cause: 'CREDENTIALS_NO_INSTANCE_PROFILE',
      evidence: { file: `/${LOG}`, line: 3 },
    });
    watched.end();
    expect(await watched.ended).toBe(0);
    expect(watched.events.filter(({ type }) => type === 'finding')).toHaveLength(1);
    expect(watched.events.at(-1)).toMatchObject({ type: 'end', lines: 2, findings: 1 });
  });

  test('tells the life of a command with its cause, in order, and ends with it', async () => {
    const root = node();
    const watched = watching(root, ['--format', 'jsonl', '--until', COMMAND]);
    await watched.until(({ type }) => type === 'watching');
    fail(root);
    expect(await watched.ended).toBe(3);
    const told = watched.events.map((event) =>
      'change' in event ? `${event.type} ${event.change}` : event.type,
    );
    expect(told).toEqual(['watching', 'operation started', 'finding new', 'operation ended', 'end']);
    expect(watched.events[2]).toMatchObject({ cause: 'PKG_LOCK_HELD', operation: { commandId: COMMAND } });
    expect(watched.events[3]).toMatchObject({ outcome: 'failed', exitStatus: 100 });
  });

  test('a command fails that the agent reports to have failed, whatever its steps say', async () => {
    const root = node();
    const watched = watching(root, ['--format', 'jsonl', '--until', COMMAND]);
    await watched.until(({ type }) => type === 'watching');
    const head = '2026-11-20 03:12:02.0001 INFO [ssm-agent-worker] [MessageService]';
    const message = '33333333-aaaa-4bbb-8ccc-000000000001';
    appendFileSync(
      join(root, LOG),
      [
        `${head} [EngineProcessor] [BasicExecuter] [${COMMAND}] inter process communication started at /var/lib`,
        `${head} [EngineProcessor] sending document: ${COMMAND} complete response`,
        `${head} [MGSInteractor] received reply for RunCommandResult aws.ssm.${COMMAND}.i-0synthetic0000001 with message id ${message}`,
        `${head} [EngineProcessor] execution of aws.ssm.${COMMAND}.i-0synthetic0000001 is over. Removing interimState from current folder`,
        `${head} [MGSInteractor] Sending reply {\n  "documentStatus": "Failed",\n  "documentTraceOutput": ""\n}`,
        `${head} [MGSInteractor] successfully sent reply message id: ${message}\n`,
      ].join('\n'),
    );
    expect(await watched.ended).toBe(3);
    expect(watched.events).toContainEqual(
      expect.objectContaining({ type: 'operation', change: 'ended', outcome: 'failed', exitStatus: null }),
    );
  });

  test('tells the end of a run that has ended when it is interrupted', async () => {
    const root = node();
    const watched = watching(root);
    await watched.until(({ type }) => type === 'watching');
    fail(root);
    await watched.until((event) => event.type === 'operation' && event.change === 'started');
    watched.end();
    expect(await watched.ended).toBe(0);
    expect(watched.events).toContainEqual(expect.objectContaining({ change: 'ended', outcome: 'failed' }));
  });

  test('--until knows a command that has ended before', async () => {
    const root = node();
    fail(root);
    const watched = watching(root, ['--format', 'jsonl', '--until', COMMAND]);
    expect(await watched.ended).toBe(3);
    expect(watched.events).toContainEqual(
      expect.objectContaining({ type: 'finding', cause: 'PKG_LOCK_HELD' }),
    );
  });

  test('goes on over a rotation, and reads what is still written to the old file', async () => {
    const root = node();
    const watched = watching(root);
    await watched.until(({ type }) => type === 'watching');
    const log = join(root, LOG);
    appendFileSync(log, REFUSED);
    expect(await watched.until(({ type }) => type === 'finding')).toMatchObject({
      evidence: { file: `/${LOG}`, line: 2 },
    });
    renameSync(log, `${log}.1`);
    writeFileSync(log, '2026-11-20 03:12:00 INFO [ssm-agent-worker] a new file\n');
    appendFileSync(`${log}.1`, REFUSED);
    expect(
      await watched.until((event) => event.type === 'finding' && event.change === 'again'),
    ).toMatchObject({ evidence: { file: `/${LOG}.1`, line: 3 } });
  });

  test('knows a log that is made a while after the one of its name was rolled', async () => {
    const root = node();
    const watched = watching(root);
    await watched.until(({ type }) => type === 'watching');
    const log = join(root, LOG);
    renameSync(log, `${log}.1`);
    // So that the change of the names is looked at by itself.
    await pause(200);
    appendFileSync(`${log}.1`, REFUSED);
    await watched.until(({ type }) => type === 'finding');
    appendFileSync(log, REFUSED);
    await watched.until((event) => event.type === 'finding' && event.change === 'again');
  });

  test('says that lines are lost with a log that was removed', async () => {
    const root = node();
    const watched = watching(root);
    await watched.until(({ type }) => type === 'watching');
    rmSync(join(root, LOG));
    expect(await watched.until(({ type }) => type === 'lost')).toMatchObject({ reason: 'rotated-away' });
  });

  test('waits for a log folder that is not there yet', async () => {
    const root = folderOf({ 'etc/os-release': 'ID=debian\n' });
    const watched = watching(root);
    await watched.until(({ type }) => type === 'watching');
    mkdirSync(join(root, dirname(LOG)), { recursive: true });
    writeFileSync(join(root, LOG), REFUSED);
    expect(await watched.until(({ type }) => type === 'finding')).toMatchObject({
      cause: 'CREDENTIALS_NO_INSTANCE_PROFILE',
    });
  }, 20_000);

  test('begins with how things stand: what is wrong, and what has begun before', async () => {
    const root = node({ [LOG]: REFUSED, [join(CURRENT, COMMAND)]: '{}' });
    const watched = watching(root);
    expect(await watched.until(({ type }) => type === 'standing')).toMatchObject({
      running: [{ commandId: COMMAND }],
      verdict: 'non-compliant',
      active: [{ cause: 'CREDENTIALS_NO_INSTANCE_PROFILE', firstSeen: '2026-11-20T03:12:01.000Z' }],
    });
    rmSync(join(root, CURRENT, COMMAND));
    await watched.until((event) => event.type === 'operation' && event.change === 'ended');
    watched.end();
    expect(await watched.ended).toBe(0);
    expect(watched.events.map(({ type }) => type)).toEqual(['watching', 'standing', 'operation', 'end']);
  });

  test('shows people at a glance how things stand', async () => {
    const root = node({ [LOG]: REFUSED, [join(CURRENT, COMMAND)]: '{}' });
    const watched = watching(root, []);
    await watched.shows('under way');
    watched.end();
    expect(await watched.ended).toBe(0);
    const lines = watched.text.split('\n').map((line) => line.slice(9));
    expect(lines[0]).toMatch(/^watching {3}1 log, \d folders; times are UTC; Ctrl-C ends$/);
    expect(lines.slice(1, 4)).toEqual([
      'so far     1 cause active; 1 run under way',
      '           CREDENTIALS_NO_INSTANCE_PROFILE since 2026-11-20 03:12Z: EC…',
      '           under way: command 11111111',
    ]);
  });

  test('ends at once, whatever it still looks at', async () => {
    const watched = watching(node());
    await watched.until(({ type }) => type === 'watching');
    watched.end();
    expect(await watched.ended).toBe(0);
    expect(watched.errors).toBe('');
  });

  test('shows people a line of at most 80 columns for each change', async () => {
    const root = node();
    const watched = watching(root, []);
    await watched.shows('so far');
    fail(root);
    await watched.shows('failed');
    watched.end();
    expect(await watched.ended).toBe(0);
    const lines = watched.text.trimEnd().split('\n');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines.map((line) => line.slice(9, 18).trim())).toEqual([
      'watching',
      'so far',
      'started',
      'cause',
      'failed',
      'end',
    ]);
  });

  test('polls where it is told to, and says so', async () => {
    const root = node();
    const watched = watching(root, ['--format', 'jsonl', '--polling', 'always']);
    await watched.until(({ type }) => type === 'polling');
    appendFileSync(join(root, LOG), REFUSED);
    await watched.until(({ type }) => type === 'finding');
  }, 20_000);

  test('refuses a root that is no folder', () => {
    const root = folderOf({ 'a.tar': 'x' });
    const refused = run(['watch', '--root', join(root, 'a.tar')]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('expected a folder');
  });
});
