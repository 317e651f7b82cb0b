import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TARGETS } from '../../build-scripts/binaries/targets.ts';
import { installers } from '../../build-scripts/release/installers.ts';
import {
  commandPath,
  fakeProgram,
  makeNode,
  RUNS_HERE,
  SHELLS,
  sha256,
  type TestNode,
  textOf,
} from './agent/node.ts';
import { type ReleaseServer, startReleaseServer } from './agent/release-server.ts';

const VERSION = '1.2.3';
const NAME = `ssm-doctor-${VERSION}-linux-${process.arch}`;

function released(body = fakeProgram(VERSION)): Record<string, string> {
  const [target] = TARGETS.filter(({ name }) => name === `linux-${process.arch}`);
  if (target === undefined) throw new Error('no target runs here');
  return installers(VERSION, [{ target, path: '', sha256: sha256(body) }]);
}

let server: ReleaseServer;
let folder: string;
let node: TestNode;
beforeAll(async () => {
  if (RUNS_HERE) server = await startReleaseServer();
});
afterAll(() => server?.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'release-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function relocated(script: string): string {
  return script.replaceAll('prefix=/opt/ssm-doctor\n', `prefix='${node.prefix}'\n`);
}

/** The server answers in this process, which must not wait. */
async function run(script: string, ...args: string[]): Promise<{ status: number; stderr: string }> {
  const path = join(folder, 'script.sh');
  writeFileSync(path, relocated(script));
  const env = { PATH: node.path, CURL_CA_BUNDLE: server.certificate };
  const child = spawn(join(node.path, 'sh'), [path, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (data) => {
    stderr += data;
  });
  const [status] = await once(child, 'close');
  return { status, stderr };
}

describe.skipIf(!RUNS_HERE).each(SHELLS)('the installer of a release under %s', (shell) => {
  beforeEach(() => {
    node = makeNode(shell);
    for (const command of ['cp', 'df', 'dirname']) node.add(command);
  });
  afterEach(() => node.remove());

  it('installs what lies beside it, once, and is undone', async () => {
    const { 'install.sh': install = '', 'uninstall.sh': uninstall = '' } = released();
    writeFileSync(join(folder, 'ssm-doctor'), fakeProgram(VERSION));
    expect(await run(install)).toMatchObject({
      status: 0,
      stderr: `ssm-doctor: installed ${VERSION} in ${node.prefix}\n`,
    });
    expect(textOf(node.program)).toBe(fakeProgram(VERSION));
    expect(await run(install)).toMatchObject({
      status: 0,
      stderr: `ssm-doctor: ${VERSION} is in ${node.prefix} already\n`,
    });
    expect(node.installed()).toEqual(['ssm-doctor']);
    expect(await run(uninstall, '--all')).toMatchObject({ status: 11 });
    const removed = await run(uninstall, '--purge');
    expect(removed).toMatchObject({ status: 0 });
    expect(removed.stderr).toBe(
      `${VERSION} ran: agent uninstall --purge\nssm-doctor: removed ${node.prefix}\n`,
    );
    expect(existsSync(node.prefix)).toBe(false);
  });

  it('installs from where the released files are', async () => {
    const body = fakeProgram(VERSION);
    server.answers.set(`/releases/${VERSION}/${NAME}`, { kind: 'file', body });
    expect(await run(released()['install.sh'] ?? '', `${server.url}/releases`)).toMatchObject({ status: 0 });
    expect(textOf(node.program)).toBe(body);
  });

  it('installs by the line of the README, checked before it runs', async () => {
    const [line = ''] =
      /^cd "\$\(mktemp -d\)" && curl .*$/m.exec(readFileSync('deploy/README.md', 'utf8')) ?? [];
    node.write('sudo', 'exec "$@"');
    const script = relocated(released()['install.sh'] ?? '');
    server.answers.set(`/releases/${VERSION}/install.sh`, { kind: 'file', body: script });
    server.answers.set(`/releases/${VERSION}/${NAME}`, { kind: 'file', body: fakeProgram(VERSION) });
    const here = line
      .replaceAll('https://downloads.example.com/ssm-doctor', `${server.url}/releases`)
      .replace('1.4.0', VERSION);
    expect(await run(here)).toMatchObject({ status: 1 });
    expect(existsSync(node.program)).toBe(false);
    expect(await run(here.replace('0'.repeat(64), sha256(script)))).toMatchObject({ status: 0 });
    expect(textOf(node.program)).toBe(fakeProgram(VERSION));
  });

  it.each([
    ['another file lies beside it', 13, 'has SHA-256', () => 'other', []],
    ['nothing lies beside it', 16, 'give the folder of the released files', () => null, []],
    ['the folder is not fetched safely', 11, 'begins with https://', () => null, ['http://127.0.0.1/x']],
  ])('installs nothing when %s', async (_what, status, text, beside, args) => {
    const body = beside();
    if (body !== null) writeFileSync(join(folder, NAME), body);
    const result = await run(released()['install.sh'] ?? '', ...args);
    expect(result.stderr).toContain(text);
    expect(result.status).toBe(status);
    expect(existsSync(node.program)).toBe(false);
  });

  it.each([
    ['an old glibc', 'getconf', 'echo glibc 2.26', 10, 'which Amazon Linux 2 and RHEL 7 do not have'],
    ['another C library', 'getconf', 'exit 1', 10, 'no glibc (musl, Alpine)'],
    ['another processor', 'uname', '[ "$1" = -m ] && echo riscv64 || echo Linux', 10, 'on riscv64'],
    ['another system', 'uname', 'echo FreeBSD', 10, 'no ssm-doctor for FreeBSD'],
    [
      'too little room',
      'df',
      'echo Filesystem; echo "/dev/x y 9 9 4000 10% /"',
      14,
      '4 MB free; 130 MB are needed',
    ],
  ])('names %s', async (_what, command, script, status, text) => {
    node.write(command, script);
    writeFileSync(join(folder, 'ssm-doctor'), fakeProgram(VERSION));
    const result = await run(released()['install.sh'] ?? '');
    expect(result.stderr).toContain(text);
    expect(result.status).toBe(status);
    expect(existsSync(node.program)).toBe(false);
  });
});

describe.skipIf(!RUNS_HERE || commandPath('shellcheck') === null)('shellcheck', () => {
  it('has nothing to say about the scripts of a release and its packages', () => {
    const { 'install.sh': install = '', 'uninstall.sh': uninstall = '' } = released();
    const scripts = ['postinst', 'prerm', 'postrm'].map((name) =>
      readFileSync(`deploy/packages/debian/${name}`, 'utf8'),
    );
    for (const input of [install, uninstall, ...scripts])
      expect(spawnSync('shellcheck', ['-'], { input, encoding: 'utf8' })).toMatchObject({
        status: 0,
        stdout: '',
      });
  });
});
