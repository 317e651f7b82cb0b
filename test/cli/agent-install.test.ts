import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runAgentInstall } from '../../src/cli/agent-install.ts';
import { runAgentUninstall } from '../../src/cli/agent-uninstall.ts';
import { aHost, beAgent, type FakeHost, PROGRAMS, plantFile } from '../agent/service/a-host.ts';
import { aTerminal } from './a-terminal.ts';

const PLATFORMS = ['linux', 'macos', 'windows'] as const;
const UNIT = '/etc/systemd/system/ssm-doctor.service';
const PLIST = '/Library/LaunchDaemons/com.ssm-doctor.agent.plist';
const TASK = 'C:\\ProgramData\\ssm-doctor\\task.xml';
const PLACES = { linux: UNIT, macos: PLIST, windows: TASK } as const;

/** Installs, and gives what is printed. */
async function install(host: FakeHost, flags: Parameters<typeof runAgentInstall>[0] = {}): Promise<string> {
  const terminal = aTerminal();
  expect(await runAgentInstall(flags, terminal, host)).toBe(0);
  return terminal.text();
}

async function uninstall(
  host: FakeHost,
  flags: Parameters<typeof runAgentUninstall>[0] = {},
): Promise<string> {
  const terminal = aTerminal();
  expect(await runAgentUninstall(flags, terminal, host)).toBe(0);
  return terminal.text();
}

/** What it says when it does not install. */
async function refusal(host: FakeHost, flags: Parameters<typeof runAgentInstall>[0] = {}): Promise<string> {
  const error = await runAgentInstall(flags, aTerminal(), host).then(
    () => null,
    (thrown: Error) => thrown,
  );
  expect(error?.name).toBe('UsageError');
  return error?.message ?? '';
}

/** What it says when a step fails. */
async function failure(host: FakeHost): Promise<string> {
  const error = await runAgentInstall({}, aTerminal(), host).then(
    () => null,
    (thrown: Error) => thrown,
  );
  expect(error?.name).toBe('ServiceFailed');
  return error?.message ?? '';
}

/** Every file and folder of the machine, with what is in it. */
function treeOf(host: FakeHost): Record<string, string> {
  const names = readdirSync(host.root, { recursive: true, encoding: 'utf8' });
  const own = names.filter((name) => !name.startsWith('fake-state') && !name.startsWith('programs')).sort();
  return Object.fromEntries(own.map((name) => [name, contentOf(`${host.root}/${name}`)]));
}

function contentOf(path: string): string {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  return stats.isFile() ? readFileSync(path, 'latin1') : 'folder';
}

describe.each(PLATFORMS)('on %s', (platform) => {
  test('it is installed, and runs', async () => {
    const host = aHost(platform);
    expect(await install(host)).toMatch(
      /^(?:done {3}.+\n)+installed: .* starts the agent with the machine; see /,
    );
    expect(host.programs.has('running')).toBe(true);
    expect(existsSync(host.at(PLACES[platform]))).toBe(true);
  });

  test('a second time nothing is done', async () => {
    const host = aHost(platform);
    await install(host);
    beAgent(host);
    const before = [treeOf(host), host.programs.calls()];
    expect(await install(host)).toMatch(/^nothing to do: .* has this very service at .*\n$/);
    expect([treeOf(host), host.programs.calls()]).toEqual(before);
  });

  test('one of an older version is replaced, and started again', async () => {
    const older = PROGRAMS[platform].replace(/ssm-doctor(\.exe)?$/, 'older$1');
    const host = aHost(platform, { program: [PROGRAMS[platform], older] });
    await install({ ...host, program: [older] });
    const upgrade = { ...host, program: [PROGRAMS[platform]] };
    expect(await install(upgrade)).toContain('installed anew: ');
    expect(host.programs.has('running')).toBe(true);
    beAgent(host);
    expect(await install(upgrade)).toContain('nothing to do');
  });

  test('it is removed, and a second time nothing is done', async () => {
    const host = aHost(platform);
    await install(host);
    expect(await uninstall(host)).toMatch(/^(?:done {3}.+\n)+/);
    for (const fact of ['running', 'enabled', 'bootstrapped', 'task'])
      expect([fact, host.programs.has(fact)]).toEqual([fact, false]);
    const calls = host.programs.calls();
    expect(await uninstall(host)).toMatch(/^not installed: .* has nothing at /);
    expect(host.programs.calls()).toEqual(calls);
  });

  test('what was never there is not removed', async () => {
    const host = aHost(platform);
    const before = treeOf(host);
    expect(await uninstall(host, { purge: true })).toMatch(/^not installed: /);
    expect([treeOf(host), host.programs.calls()]).toEqual([before, []]);
  });

  test('a dry run lists the steps and does none; so does who has no rights', async () => {
    const host = aHost(platform);
    host.programs.set('user');
    const user = { ...host, user: platform === 'windows' ? null : 1000 };
    const before = treeOf(host);
    if (platform !== 'windows') expect(await install(user, { dryRun: true })).toMatch(/^(?:would {2}.+\n)+$/);
    host.programs.unset('user');
    const steps = await install(host, { dryRun: true });
    expect(treeOf(host)).toEqual(before);
    expect(host.programs.calls()).toEqual([]);
    expect((await install(host)).replaceAll('done   ', 'would  ')).toContain(steps);
  });

  test('the service is printed, and nothing else happens', async () => {
    const host = { ...aHost(platform), user: 1000 };
    const before = treeOf(host);
    expect(await install(host, { print: true })).toMatch(/^(?:# Made by|<\?xml|<Task )/);
    expect([treeOf(host), host.programs.calls()]).toEqual([before, []]);
  });

  test('who has no rights is told', async () => {
    const host = aHost(platform);
    host.programs.set('user');
    const message = await refusal({ ...host, user: platform === 'windows' ? null : 1000 });
    expect(message).toMatch(
      platform === 'windows' ? /Run as administrator/ : /found user 1000; run it with sudo/,
    );
    expect(host.programs.calls()).toEqual([]);
  });

  test('programs of the system are spoken to in one language, with no search of theirs', async () => {
    const host = aHost(platform);
    process.env.LC_ALL = 'de_DE.UTF-8';
    await install(host).finally(() => delete process.env.LC_ALL);
    expect(readFileSync(`${host.root}/fake-state/environment`, 'utf8')).toBe(
      'C /usr/sbin:/usr/bin:/sbin:/bin\n',
    );
  });

  test('a missing program of the system is told', async () => {
    const message = await refusal(aHost(platform, { programFolders: ['/nowhere'] }));
    expect(message).toMatch(/expected .* found none|Run as administrator/);
  });

  test('wrong settings are told before anything is done', async () => {
    const host = aHost(platform);
    const path = {
      linux: '/etc/ssm-doctor/agent.yaml',
      macos: '/Library/Application Support/ssm-doctor/agent.yaml',
      windows: 'C:\\Program Files\\ssm-doctor\\agent.yaml',
    }[platform];
    plantFile(host, path, 'report:\n  jiter: 5m\n');
    expect(await refusal(host)).toMatch(/agent\.yaml:2:3: report\.jiter: unknown key; did you mean jitter\?/);
    expect(host.programs.calls()).toEqual([]);
  });
});

describe('on each platform a step that fails is told, and what was done is taken back', () => {
  test.each([
    ['linux', 'systemctl daemon-reload'],
    ['linux', 'systemctl enable --now'],
    ['macos', 'launchctl enable'],
    ['macos', 'launchctl bootstrap'],
    ['windows', 'icacls'],
    ['windows', 'schtasks /Create'],
    ['windows', 'schtasks /Run'],
  ] as const)('%s: %s', async (platform, call) => {
    const host = aHost(platform);
    const before = treeOf(host);
    host.programs.fail(call, 'no, not today\nand not tomorrow');
    const message = await failure(host);
    expect(message).toContain(call);
    expect(message).toMatch(/: no, not today; and not tomorrow; taken back: .*removed /);
    for (const fact of ['running', 'enabled', 'bootstrapped', 'task', 'loaded'])
      if (fact !== 'loaded' || !call.includes('reload'))
        expect([fact, host.programs.has(fact)]).toEqual([fact, false]);
    expect(treeOf(host)).toEqual(before);
    host.programs.mend();
    await install(host);
    expect(host.programs.has('running')).toBe(true);
  });

  test.each([
    ['linux', 'systemctl daemon-reload'],
    ['linux', 'systemctl restart'],
    ['macos', 'launchctl enable'],
    ['macos', 'launchctl bootstrap'],
    ['windows', 'schtasks /Create'],
    ['windows', 'schtasks /Run'],
  ] as const)('%s: the former service runs on when an upgrade fails at %s', async (platform, call) => {
    const program = PROGRAMS[platform].replace(/ssm-doctor(\.exe)?$/, 'newer$1');
    const host = aHost(platform, { program: [PROGRAMS[platform], program] });
    const former = { ...host, program: [PROGRAMS[platform]] };
    await install(former);
    beAgent(host);
    const before = treeOf(host);
    host.programs.failOnce(call, 'no');
    const message = await failure({ ...host, program: [program] });
    expect(message).toMatch(/: no; taken back: .*put back the former /);
    expect(message).not.toContain('left: ');
    expect(treeOf(host)).toEqual(before);
    expect(host.programs.has('running')).toBe(true);
    expect(await install(former)).toContain('nothing to do');
  });

  test.each([
    ['linux', /it ended with status 2; see journalctl -u ssm-doctor\.service/],
    ['macos', /it ended with status 2; see \/Library\/Logs\/ssm-doctor/],
  ] as const)('%s: an agent that ends at once is told, and not left there', async (platform, said) => {
    const host = aHost(platform);
    const before = treeOf(host);
    host.programs.endsWith(2);
    expect(await failure(host)).toMatch(said);
    expect(treeOf(host)).toEqual(before);
  });
});

describe('systemd', () => {
  test('the unit is written, loaded, enabled and started, in this order', async () => {
    const host = aHost('linux');
    expect(await install(host)).toBe(`done   write ${UNIT}
done   systemctl daemon-reload
done   systemctl enable --now ssm-doctor.service
done   see that it runs
installed: systemd starts the agent with the machine; see ssm-doctor agent status
`);
    expect(host.programs.calls()).toEqual([
      'systemctl daemon-reload',
      'systemctl enable --now ssm-doctor.service',
    ]);
    expect(statSync(host.at(UNIT)).mode & 0o777).toBe(0o644);
    expect(readFileSync(host.at(UNIT), 'utf8')).toContain('\nExecStart=/opt/ssm-doctor/ssm-doctor agent\n');
  });

  test('the unit follows the version of systemd', async () => {
    const old = aHost('linux');
    old.programs.set('version', '239');
    expect(await install(old, { print: true })).not.toMatch(/Type=|RestartSteps|ProtectClock/);
    const fresh = aHost('linux');
    fresh.programs.set('version', '255');
    expect(await install(fresh, { print: true })).toMatch(/Type=exec\n.*RestartSteps=5\n/s);
  });

  test('one that was stopped or disabled by hand is started, and not written', async () => {
    const host = aHost('linux');
    await install(host);
    const before = treeOf(host);
    for (const fact of ['running', 'enabled']) {
      host.programs.unset(fact);
      expect(await install(host)).toContain('it was installed: systemd has started the agent');
      expect(host.programs.has('running') && host.programs.has('enabled')).toBe(true);
    }
    expect(treeOf(host)).toEqual(before);
  });

  test.each([
    ["somebody else's unit", '[Service]\nExecStart=/bin/other\n'],
    ['one that only speaks of it', '[Unit]\n# Made by ssm-doctor agent install\n'],
  ])('%s is not touched without --force', async (_what, text) => {
    const host = aHost('linux');
    plantFile(host, UNIT, text);
    const before = treeOf(host);
    expect(await refusal(host)).toMatch(/found somebody else's unit; look at it, then use --force/);
    await expect(runAgentUninstall({}, aTerminal(), host)).rejects.toThrow(/--force/);
    expect([treeOf(host), host.programs.calls()]).toEqual([before, []]);
    await install(host, { force: true });
    expect(readFileSync(host.at(UNIT), 'utf8')).toMatch(/^# Made by ssm-doctor/);
  });

  test('a masked unit is told; with --force it is replaced, and masked again when that fails', async () => {
    const host = aHost('linux');
    symlinkSync('/dev/null', host.at(UNIT));
    const before = treeOf(host);
    expect(await refusal(host)).toMatch(/found a masked unit/);
    host.programs.fail('systemctl enable', 'no');
    await expect(runAgentInstall({ force: true }, aTerminal(), host)).rejects.toThrow(/put back the former/);
    expect(treeOf(host)).toEqual(before);
    host.programs.mend();
    await install(host, { force: true });
    expect(lstatSync(host.at(UNIT)).isFile()).toBe(true);
  });

  test('what cannot be taken back is told', async () => {
    const host = aHost('linux');
    host.programs.fail('systemctl', 'Failed to connect to bus');
    expect(await failure(host)).toMatch(
      /^systemctl daemon-reload: Failed to connect to bus; taken back: removed \S+; left: not systemctl daemon-reload: Failed/,
    );
    expect(existsSync(host.at(UNIT))).toBe(false);
  });

  test('a machine that was not started by systemd is told what to do', async () => {
    const host = aHost('linux');
    plantFile(host, '/proc/1/comm', 'tini\n');
    const elsewhere = {
      ...host,
      at: (path: string) => host.at(path === '/run/systemd/system' ? '/none' : path),
    };
    expect(await refusal(elsewhere)).toMatch(/found tini as process 1; let your own supervisor run/);
    // What was put there when the image was made can still be removed.
    plantFile(host, UNIT, '# Made by ssm-doctor agent install, which writes it anew.\n');
    expect(await uninstall(elsewhere)).toBe(`done   remove ${UNIT}\n`);
    expect(host.programs.calls()).toEqual([]);
  });

  test('an agent that somebody started otherwise is not disturbed', async () => {
    const host = aHost('linux');
    beAgent(host);
    expect(await refusal(host)).toMatch(
      new RegExp(`that systemd started, found one as process ${process.pid} since \\S+; end it first`),
    );
    expect(host.programs.calls()).toEqual([]);
  });

  test('one whose unit was removed by hand is stopped', async () => {
    const host = aHost('linux');
    host.programs.set('running');
    expect(await uninstall(host)).toContain('done   systemctl stop ssm-doctor.service\n');
    expect(host.programs.has('running')).toBe(false);
  });

  test('folders that the settings name are made, for root alone, and can be written to', async () => {
    const host = aHost('linux');
    plantFile(
      host,
      '/etc/ssm-doctor/agent.yaml',
      'state: /srv/doctor state\nlog:\n  file: /srv/logs/a.log\n',
    );
    await install(host);
    expect(statSync(host.at('/srv/doctor state')).mode & 0o777).toBe(0o700);
    expect(statSync(host.at('/srv')).mode & 0o777).toBe(0o755);
    expect(readFileSync(host.at(UNIT), 'utf8')).toContain(
      'ReadWritePaths=-/var/lib/amazon/ssm "-/srv/doctor state" -/srv/logs\n',
    );
  });
});

describe('launchd', () => {
  test('the daemon is written, allowed and loaded, in this order', async () => {
    const host = aHost('macos');
    await install(host);
    expect(host.programs.calls()).toEqual([
      'launchctl enable system/com.ssm-doctor.agent',
      `launchctl bootstrap system ${PLIST}`,
    ]);
    expect(statSync(host.at('/Library/Logs/ssm-doctor')).mode & 0o777).toBe(0o700);
  });

  test('one that was disabled by hand is allowed and loaded again', async () => {
    const host = aHost('macos');
    await install(host);
    for (const fact of ['bootstrapped', 'running']) host.programs.unset(fact);
    host.programs.set('disabled');
    expect(await install(host)).toContain('it was installed: launchd has started the agent');
    expect(host.programs.has('disabled')).toBe(false);
  });
});

describe('the Task Scheduler', () => {
  test('the folder is closed to others, the task registered from UTF-16 and started', async () => {
    const host = aHost('windows');
    await install(host);
    const folder = 'C:\\ProgramData\\ssm-doctor';
    expect(host.programs.calls()).toEqual([
      `icacls ${folder} /setowner *S-1-5-32-544 /T /L /Q`,
      `icacls ${folder} /reset /T /L /Q`,
      `icacls ${folder} /inheritance:r /grant:r *S-1-5-18:(OI)(CI)F *S-1-5-32-544:(OI)(CI)F /L /Q`,
      `schtasks /Create /TN ssm-doctor /XML ${TASK} /F`,
      'schtasks /Run /TN ssm-doctor',
    ]);
    expect([...readFileSync(host.at(TASK)).subarray(0, 2)]).toEqual([0xff, 0xfe]);
  });

  test('a task that was disabled by hand is enabled and started', async () => {
    const host = aHost('windows');
    await install(host);
    const task = readFileSync(`${host.root}/fake-state/task`, 'utf8');
    host.programs.set('task', task.replace('<Hidden>', '<Enabled>false</Enabled>\n    <Hidden>'));
    expect(await install(host)).toBe(`done   schtasks /Change /TN ssm-doctor /ENABLE
done   schtasks /Run /TN ssm-doctor
it was installed: the Task Scheduler has started the agent; see ssm-doctor agent status
`);
  });

  test('a task whose agent ended is started, and not registered anew', async () => {
    const host = aHost('windows');
    await install(host);
    expect(await install(host)).toContain('done   schtasks /Run /TN ssm-doctor\n');
    expect(host.programs.calls().filter((call) => call.includes('/Create'))).toHaveLength(1);
  });

  test("somebody else's task is not touched without --force", async () => {
    const host = aHost('windows');
    host.programs.set('task', '<Task><Actions><Exec><Command>other.exe</Command></Exec></Actions></Task>');
    expect(await refusal(host)).toMatch(/found somebody else's task; look at it, then use --force/);
    expect(host.programs.calls()).toEqual([]);
    expect(await install(host, { force: true })).toContain('installed anew');
  });

  test('a folder that leads elsewhere is not taken', async () => {
    const host = aHost('windows');
    mkdirSync(host.at('C:\\elsewhere'));
    symlinkSync(host.at('C:\\elsewhere'), host.at('C:\\ProgramData\\ssm-doctor'));
    expect(await failure(host)).toMatch(/^make C:\\ProgramData\\ssm-doctor: a file stands in place/);
    expect(host.programs.calls()).toEqual([]);
  });
});

describe('the program that is started by root is', () => {
  test.each([
    ['linux', '/home/ec2-user/ssm-doctor', /outside of home folders/],
    ['linux', '/root/ssm-doctor', /outside of home folders/],
    ['linux', '/tmp/x/ssm-doctor', /outside of temporary folders/],
    ['linux', '/var/tmp/ssm-doctor', /outside of temporary folders/],
    ['linux', 'ssm-doctor', /expected the absolute path/],
    ['linux', '/opt/a "b"/ssm-doctor', /found "\\"" in/],
    ['linux', '/opt/a\nb/ssm-doctor', /found "\\n" in/],
    ['macos', '/Users/me/ssm-doctor', /outside of home folders/],
    ['macos', '/private/tmp/ssm-doctor', /outside of temporary folders/],
    ['windows', 'C:\\Users\\me\\ssm-doctor.exe', /where only administrators write/],
    ['windows', 'C:\\Program Files Extra\\ssm-doctor.exe', /where only administrators write/],
    ['windows', 'C:\\Program Files\\..\\Users\\ssm-doctor.exe', /where only administrators write/],
    ['windows', 'C:\\Program Files\\%TEMP%\\ssm-doctor.exe', /found "%" in/],
  ] as const)('not on %s: %s', async (platform, path, said) => {
    const host = aHost(platform);
    const message = await refusal({ ...host, program: [path] });
    expect(message).toMatch(said);
    expect(message).toMatch(
      /; put the program into .*, and run it from there|as root, and run it from there/,
    );
    expect(host.programs.calls()).toEqual([]);
  });

  test('neither one that others may write, nor in a folder where others may put another', async () => {
    const host = aHost('linux');
    chmodSync(host.at('/opt/ssm-doctor/ssm-doctor'), 0o757);
    expect(await refusal(host)).toMatch(
      /\/opt\/ssm-doctor\/ssm-doctor: expected a program that only its owner may write/,
    );
    chmodSync(host.at('/opt/ssm-doctor/ssm-doctor'), 0o755);
    chmodSync(host.at('/opt'), 0o777);
    expect(await refusal(host)).toMatch(/\/opt: expected a folder that only its owner may write/);
  });

  test('the script is judged like the interpreter', async () => {
    const host = aHost('linux', { program: ['/usr/bin/node', '/opt/ssm-doctor/main.cjs'] });
    await install(host);
    expect(readFileSync(host.at(UNIT), 'utf8')).toContain(
      '\nExecStart=/usr/bin/node /opt/ssm-doctor/main.cjs agent\n',
    );
    const other = aHost('linux', { program: ['/usr/bin/node', '/home/me/main.cjs'] });
    expect(await refusal(other)).toMatch(/home folders, found \/home\/me\/main\.cjs/);
  });

  test('there', async () => {
    const host = aHost('linux');
    expect(await refusal({ ...host, program: ['/opt/ssm-doctor/gone'] })).toMatch(
      /ENOENT about \/opt\/ssm-doctor\/gone/,
    );
    expect(await refusal({ ...host, program: ['/opt/ssm-doctor'] })).toMatch(
      /found no file at \/opt\/ssm-doctor;/,
    );
  });
});

describe('what was written', () => {
  const state = '/var/lib/ssm-doctor';

  function withFiles(): FakeHost {
    const host = aHost('linux');
    plantFile(host, `${state}/spool/a.json`, '{}');
    plantFile(host, '/var/log/ssm-doctor/agent.log', 'x\n');
    plantFile(host, '/etc/ssm-doctor/agent.yaml', '{}');
    return host;
  }

  test('stays, and is told', async () => {
    const host = withFiles();
    await install(host);
    plantFile(host, '/etc/systemd/system/ssm-doctor.service.d/override.conf', '[Service]\nNice=0\n');
    expect(await uninstall(host)).toBe(`done   systemctl disable --now ssm-doctor.service
done   remove ${UNIT}
done   systemctl daemon-reload
done   systemctl reset-failed ssm-doctor.service
left   /var/lib/ssm-doctor (what the agent wrote; --purge removes it)
left   /var/log/ssm-doctor (what the agent wrote; --purge removes it)
left   /etc/ssm-doctor/agent.yaml (settings)
left   /etc/systemd/system/ssm-doctor.service.d (your changes to the service)
`);
    expect(existsSync(host.at(`${state}/spool/a.json`))).toBe(true);
  });

  test('goes with --purge, later, too; settings stay', async () => {
    const host = withFiles();
    expect(await uninstall(host, { purge: true })).toBe(`not installed: systemd has nothing at ${UNIT}
done   remove what is in /var/lib/ssm-doctor
done   remove what is in /var/log/ssm-doctor
left   /etc/ssm-doctor/agent.yaml (settings)
`);
    expect(existsSync(host.at(state))).toBe(false);
    expect(existsSync(host.at('/var/log/ssm-doctor'))).toBe(false);
    expect(existsSync(host.at('/etc/ssm-doctor/agent.yaml'))).toBe(true);
  });

  test('stays where others have something, too', async () => {
    const host = aHost('linux');
    plantFile(host, '/etc/ssm-doctor/agent.yaml', 'state: /srv/shared\n');
    plantFile(host, '/srv/shared/precious', 'x');
    expect(await uninstall(host, { purge: true })).toContain(
      'left   /srv/shared (not a folder of ssm-doctor alone, remove it yourself)\n',
    );
    expect(existsSync(host.at('/srv/shared/precious'))).toBe(true);
  });

  test('goes without the settings and rules that lie beside it on macOS', async () => {
    const host = aHost('macos');
    const folder = '/Library/Application Support/ssm-doctor';
    for (const name of ['agent.yaml', 'rules.d/a.yaml', 'diagnosis.state'])
      plantFile(host, `${folder}/${name}`, '{}');
    await uninstall(host, { purge: true });
    expect(readdirSync(host.at(folder)).sort()).toEqual(['agent.yaml', 'rules.d']);
  });

  test('stays while an agent runs that systemd did not start', async () => {
    const host = withFiles();
    beAgent(host);
    await expect(runAgentUninstall({ purge: true }, aTerminal(), host)).rejects.toThrow(
      /--purge: expected no agent or one that systemd started, found one as process \d+/,
    );
    expect(existsSync(host.at(`${state}/spool/a.json`))).toBe(true);
  });

  test('is not looked for through a link', async () => {
    const host = aHost('linux');
    plantFile(host, '/srv/ssm-doctor/precious', 'x');
    symlinkSync(host.at('/srv/ssm-doctor'), host.at(state));
    await uninstall(host, { purge: true });
    expect(existsSync(host.at('/srv/ssm-doctor/precious'))).toBe(true);
  });
});
