import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CheckOutcome, CheckReport } from '../../../src/report/check-report.ts';
import { authority, selfSigned } from '../../support/authority.ts';
import { program } from '../../support/program.ts';
import { BLACK_HOLE, NODE, PROXY, REGION, type Scenario } from './scenario.ts';

/** Namespaces of the network, of mounts and of processes are for root on Linux alone. */
export const CAN_MAKE_WORLDS = process.platform === 'linux' && process.geteuid?.() === 0 && hasTools();

function hasTools(): boolean {
  return ['ip', 'unshare', 'chroot'].every(
    (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0,
  );
}

/** What a program left behind that ran in a world. */
export interface Left {
  readonly status: number | null;
  /** What it wrote to stdout, and to stderr. */
  readonly text: string;
  readonly errors: string;
  /** Names of processes that were left, besides those that were there. */
  readonly processes: readonly string[];
  /** TCP sockets of clients that were left. */
  readonly sockets: readonly string[];
  /** Files that it made or changed. */
  readonly files: readonly string[];
}

/** What came of looking at a world. */
export interface Looked extends Left {
  readonly report: CheckReport;
  /** Milliseconds of the whole program. */
  readonly took: number;
  of(check: string): CheckOutcome;
}

const run = promisify(execFile);

/** Empty where there is no such file. */
function textOf(file: string): string {
  return spawnSync('cat', [file], { encoding: 'utf8' }).stdout;
}

/** The names of the services' endpoints. */
const NAMES = [`*.${REGION}.amazonaws.com`, `*.s3.${REGION}.amazonaws.com`];

/** Checks a machine in the world of a scenario. */
export async function lookAt(scenario: Scenario, args: readonly string[] = []): Promise<Looked> {
  const left = await runIn(scenario, ['check', ...args]);
  const report: CheckReport = JSON.parse(left.text);
  return {
    ...left,
    report,
    took: report.run?.durationMs ?? 0,
    of(check) {
      const found = report.outcomes.find((one) => one.check === check);
      if (found === undefined) throw new Error(`no check ${check}`);
      return found;
    },
  };
}

/** Runs the program in the world of a scenario for an answer in JSON. */
export async function runIn(scenario: Scenario, args: readonly string[]): Promise<Left> {
  const left = await inWorld(scenario, [...programForAll(), ...args, '--format', 'json']);
  if (!left.text.startsWith('{')) throw new Error(`no report: ${left.errors}${left.text}`);
  return left;
}

/** What starts the program, also for users who are not root. */
export function programForAll(): readonly string[] {
  const { file, args, script } = program();
  if (script !== null) chmodSync(dirname(script), 0o755);
  return [file, ...args];
}

/** Makes the world of a scenario, runs a command in it, and takes it away again. */
export async function inWorld(scenario: Scenario, command: readonly string[]): Promise<Left> {
  const folder = mkdtempSync(join(tmpdir(), 'world-'));
  const name = `ssmdoc-${process.pid}-${folder.slice(-6)}`;
  const servers: { kill(): void }[] = [];
  try {
    chmodSync(folder, 0o755);
    plant(folder, scenario);
    makeNetwork(name, scenario);
    servers.push(await serve(name, folder));
    return await look(name, folder, scenario, command);
  } finally {
    for (const server of servers) server.kill();
    spawnSync('ip', ['netns', 'del', name]);
    rmSync(`/etc/netns/${name}`, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  }
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: 'pipe' });
}

function makeNetwork(name: string, { address, network }: Scenario): void {
  mkdirSync(`/etc/netns/${name}`, { recursive: true });
  writeFileSync(`/etc/netns/${name}/resolv.conf`, 'nameserver 127.0.0.1\n');
  ip('netns', 'add', name);
  ip('-n', name, 'link', 'set', 'lo', 'up');
  if (network === 'none') return;
  for (const own of ['169.254.169.254/32', '10.66.0.1/32', '10.66.0.2/32'])
    ip('-n', name, 'addr', 'add', own, 'dev', 'lo');
  if (address === 'no-route') return;
  // What is sent there vanishes: the other end has no address, and the neighbour is nobody.
  ip('-n', name, 'link', 'add', 'hole', 'type', 'veth', 'peer', 'name', 'nobody');
  ip('-n', name, 'addr', 'add', '10.77.0.1/24', 'dev', 'hole');
  for (const end of ['hole', 'nobody']) ip('-n', name, 'link', 'set', end, 'up');
  ip('-n', name, 'neigh', 'add', BLACK_HOLE, 'lladdr', '02:00:00:00:00:09', 'dev', 'hole');
}

async function serve(name: string, folder: string): Promise<{ kill(): void }> {
  const script = resolve('test/host/world/serve.ts');
  const ready = join(folder, 'ready');
  const server = spawn(
    'ip',
    [
      'netns',
      'exec',
      name,
      'sh',
      '-c',
      `exec ${process.execPath} --no-warnings ${script} ${folder}/scenario.json > ${ready} 2>&1`,
    ],
    { stdio: 'ignore' },
  );
  for (let tries = 0; tries < 500; tries++) {
    const text = textOf(ready);
    if (text.startsWith('ready')) return server;
    if (text.includes('Error')) throw new Error(text);
    await setTimeout(20);
  }
  throw new Error('the world did not begin');
}

/** The files of the node: an agent that is installed and at work, and whom the system trusts. */
function plant(folder: string, scenario: Scenario): void {
  const trusted = authority('Amazon');
  const pem = {
    ok: () => trusted.issue(NAMES),
    silent: () => trusted.issue(NAMES),
    expired: () => trusted.issue(NAMES, { to: '210101000000Z' }),
    intercepted: () => authority('Corporate Gateway').issue(NAMES),
    'self-signed': () => selfSigned(NAMES),
  }[scenario.tls ?? 'ok']();
  writeFileSync(join(folder, 'scenario.json'), JSON.stringify({ ...scenario, ...pem }));
  const files: Record<string, string> = {
    '/etc/ssl/certs/ca-certificates.crt': trusted.cert,
    '/etc/debian_version': '12.0\n',
    '/etc/apt/sources.list': `deb https://mirror.${REGION}.amazonaws.com/debian bookworm main\n`,
    '/usr/bin/amazon-ssm-agent': '#!/bin/sh\necho "SSM Agent version: 3.3.987.0"\n',
    '/usr/bin/systemctl': `#!/bin/sh\ncat <<X\n${unit(scenario)}X\n`,
    '/var/lib/amazon/ssm/runtimeconfig/identity_config.json': JSON.stringify({
      ...{ SchemaVersion: '1.1', InstanceId: NODE, IdentityType: 'EC2', CredentialSource: 'EC2' },
      CredentialsExpiresAt: new Date(Date.now() + 1_800_000).toISOString(),
      CredentialsRetrievedAt: new Date().toISOString(),
    }),
    ...scenario.files,
  };
  if (scenario.tree !== undefined) cpSync(scenario.tree, join(folder, 'upper'), { recursive: true });
  for (const layer of ['upper', 'work', 'root', 'out']) mkdirSync(join(folder, layer), { recursive: true });
  chmodSync(join(folder, 'out'), 0o777);
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, 'upper', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, path.startsWith('/usr/bin/') ? 0o755 : 0o644);
  }
}

function unit({ agentRuns = true }: Scenario): string {
  const state = agentRuns ? 'ActiveState=active\nSubState=running' : 'ActiveState=inactive\nSubState=dead';
  return `Id=amazon-ssm-agent.service\nLoadState=loaded\n${state}\nUnitFileState=enabled\nMainPID=7\nNRestarts=0\nResult=success\n`;
}

const PROCESSES = 'for p in /proc/[0-9]*; do read -r name < $p/comm && echo $name; done 2>/dev/null';
/** Connections that are open. */
const SOCKETS = 'awk \'$4 == "01" { print $2, $3 }\' /proc/net/tcp /proc/net/tcp6';

/** The root of this machine with the node's files over it, and processes of its own. */
async function look(
  name: string,
  folder: string,
  scenario: Scenario,
  command: readonly string[],
): Promise<Left> {
  const { agentRuns = true, proxy, setup = '', asUser = false } = scenario;
  const variables = proxy === undefined ? '' : `https_proxy=http://${PROXY} no_proxy=169.254.169.254`;
  const start = (file: string): string =>
    `cp /bin/sleep ${file}; env -i ${variables} ${file} 600 >/dev/null 2>&1 & `;
  const user = asUser ? 'setpriv --reuid 65534 --regid 65534 --clear-groups ' : '';
  const out = `${folder}/out`;
  const inside = [
    agentRuns
      ? `mkdir -p /opt/node; ${start('/opt/node/amazon-ssm-agent')} ${start('/opt/node/ssm-agent-worker')}`
      : '',
    // Of this machine; over it lies a layer that is thrown away.
    'rm -rf /etc/apt/sources.list.d /etc/apt/apt.conf.d',
    `sleep 0.1; ${setup}`,
    `${PROCESSES} > ${out}/before; touch ${out}/mark; sleep 0.05`,
    `cd /; ${user}${command.join(' ')} > ${out}/report 2> ${out}/errors; echo $? > ${out}/status; date +%s%N > ${out}/end`,
    `${SOCKETS} > ${out}/sockets; ${PROCESSES} > ${out}/after`,
    'kill $(jobs -p) 2>/dev/null; true',
  ].join('\n');
  const script = `set -e
mount -t overlay overlay -o lowerdir=/,upperdir=${folder}/upper,workdir=${folder}/work ${folder}/root
cat /etc/resolv.conf > ${folder}/root/etc/resolv.conf
mount -t proc proc ${folder}/root/proc
mount --rbind /dev ${folder}/root/dev
mount --bind ${out} ${folder}/root${out}
exec chroot ${folder}/root /bin/sh ${out}/inside`;
  writeFileSync(join(folder, 'out', 'inside'), inside);
  const errors = await run(
    'ip',
    ['netns', 'exec', name, 'unshare', '--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', script],
    { timeout: 60_000 },
  ).then(
    ({ stderr }) => stderr,
    (error: unknown) => String(error),
  );
  const read = (file: string): string => textOf(join(folder, 'out', file));
  return {
    status: Number(read('status')),
    text: read('report'),
    errors: `${errors}${read('errors')}`,
    processes: linesLeft(read('before'), read('after')),
    sockets: read('sockets')
      .split('\n')
      .filter((line) => line !== ''),
    files: changedSince(folder),
  };
}

/** Each line of the later list once less for each that was there before. */
function linesLeft(before: string, after: string): string[] {
  const there = before.split('\n');
  return after.split('\n').filter((line) => {
    const at = there.indexOf(line);
    if (at !== -1) there.splice(at, 1);
    return at === -1;
  });
}

function changedSince(folder: string): string[] {
  const args = [join(folder, 'upper'), '-newer', join(folder, 'out', 'mark'), '-not', '-type', 'd'];
  return execFileSync('find', args, { encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '');
}
