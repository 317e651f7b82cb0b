import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { commandStep, commandUndo, lenientStep, runProgram, staysUpStep } from './command-steps.ts';
import { type Former, formerAt, makeFolderStep, removeFileStep, writeFileStep } from './file-steps.ts';
import { type ServiceHost, systemProgram } from './host.ts';
import { type Found, type ServiceManager, type Standing, UNKNOWN_STANDING } from './manager.ts';
import type { Step, Undo } from './steps.ts';
import { systemdUnit } from './systemd-unit.ts';
import { MARKER, type UnitFacts } from './unit-facts.ts';

const NAME = 'ssm-doctor.service';
const PLACE = `/etc/systemd/system/${NAME}`;
/** It is there where systemd is what the machine was started with: sd_booted(3). */
const BOOTED = '/run/systemd/system';
/** Of the distributions that this program runs on; taken for one that does not say its version. */
const OLDEST_VERSION = 239;

/** systemd, the init of Linux distributions. */
export class Systemd implements ServiceManager {
  readonly name = 'systemd';
  readonly place = PLACE;
  readonly changes = `${PLACE}.d`;
  readonly #host: ServiceHost;

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  doubt(): string | null {
    const host = this.#host;
    if (!existsSync(host.at(BOOTED)))
      return `expected systemd to have started this machine, found ${initOf(host)}; let your own supervisor run "ssm-doctor agent", or a timer "ssm-doctor report"`;
    if (systemProgram(host, 'systemctl') === null)
      return `expected systemctl in ${host.programFolders.join(', ')}, found none; install systemd's tools`;
    return null;
  }

  textOf(facts: UnitFacts): string {
    return systemdUnit(facts, this.#version());
  }

  found(): Found {
    return foundIn(formerAt(this.#host.at(PLACE)));
  }

  isCurrent(found: Found, facts: UnitFacts): boolean {
    return found.kind === 'own' && found.text === this.textOf(facts);
  }

  standing(): Standing {
    const names = ['LoadState', 'ActiveState', 'SubState', 'UnitFileState', 'MainPID', 'ExecMainStatus'];
    const ran = runProgram(this.#host, 'systemctl', ['show', `--property=${names.join(',')}`, NAME]);
    if (ran.kind === 'failed' || ran.status !== 0) return UNKNOWN_STANDING;
    return standingIn(new Map(ran.stdout.split('\n').map((line) => line.split('=', 2) as [string, string])));
  }

  install(facts: UnitFacts, found: Found): Step[] {
    const host = this.#host;
    const before = found.kind === 'absent' ? UNKNOWN_STANDING : this.standing();
    return [
      ...foldersOf(facts).map((folder) => makeFolderStep(host, folder)),
      writeFileStep(host, PLACE, Buffer.from(this.textOf(facts)), this.#putBack(before)),
      commandStep(host, 'systemctl', ['daemon-reload']),
      ...this.#startSteps(before),
    ];
  }

  start(): Step[] {
    return this.#startSteps(this.standing());
  }

  uninstall(found: Found): Step[] {
    const host = this.#host;
    const isBooted = this.doubt() === null;
    const stop =
      found.kind === 'absent'
        ? commandStep(host, 'systemctl', ['stop', NAME])
        : commandStep(host, 'systemctl', ['disable', '--now', NAME]);
    return [
      ...(isBooted ? [stop] : []),
      ...(found.kind === 'absent' ? [] : [removeFileStep(host, PLACE)]),
      ...(isBooted ? [commandStep(host, 'systemctl', ['daemon-reload'])] : []),
      // One that failed is listed for as long as the machine runs.
      ...(isBooted ? [lenientStep(host, 'systemctl', ['reset-failed', NAME])] : []),
    ];
  }

  /** What runs goes on with the new unit when it is started again. */
  #startSteps(before: Standing): Step[] {
    const host = this.#host;
    const disable = commandUndo(host, 'systemctl', ['disable', '--now', NAME]);
    const undo = () => (before.isEnabled === true ? [] : [disable]);
    return [
      ...(before.isRunning === true
        ? [
            commandStep(host, 'systemctl', ['enable', NAME], undo),
            commandStep(host, 'systemctl', ['restart', NAME]),
          ]
        : [commandStep(host, 'systemctl', ['enable', '--now', NAME], undo)]),
      staysUpStep(host, () => this.standing(), `see journalctl -u ${NAME}`),
    ];
  }

  #putBack(before: Standing): Undo[] {
    const restart = commandUndo(this.#host, 'systemctl', ['restart', NAME]);
    const reload = commandUndo(this.#host, 'systemctl', ['daemon-reload']);
    return before.isRunning === true ? [reload, restart] : [reload];
  }

  #version(): number {
    const ran = runProgram(this.#host, 'systemctl', ['--version']);
    const [, version] = /^systemd (\d+)/.exec(ran.kind === 'ended' ? ran.stdout : '') ?? [];
    return Number(version ?? OLDEST_VERSION);
  }
}

/** A unit that is masked is a link to /dev/null. */
function foundIn(former: Former): Found {
  switch (former.kind) {
    case 'absent':
      return { kind: 'absent' };
    case 'unreadable':
      return { kind: 'unknown', message: former.message };
    case 'link':
      return {
        kind: 'other',
        what: former.target === '/dev/null' ? 'a masked unit' : `a link to ${former.target}`,
      };
    case 'file': {
      const text = former.bytes.toString();
      return text.startsWith(`# ${MARKER}`)
        ? { kind: 'own', text }
        : { kind: 'other', what: "somebody else's unit" };
    }
  }
}

function standingIn(values: ReadonlyMap<string, string>): Standing {
  if (values.get('ActiveState') === undefined) return UNKNOWN_STANDING;
  const active = values.get('ActiveState');
  const status = Number(values.get('ExecMainStatus') ?? 0);
  const hasFailed = active === 'failed' || values.get('SubState') === 'auto-restart';
  return {
    isEnabled: values.get('UnitFileState') === 'enabled',
    isRunning: active === 'active' || active === 'reloading',
    pid: Number(values.get('MainPID') ?? 0) || null,
    failedWith: hasFailed ? status : null,
  };
}

/** systemd makes its own ones. */
function foldersOf({ state, log }: UnitFacts): string[] {
  return [state, posix.dirname(log)].filter((folder) => !/^\/var\/(?:lib|log)\/ssm-doctor$/.test(folder));
}

function initOf(host: ServiceHost): string {
  try {
    return `${readFileSync(host.at('/proc/1/comm'), 'utf8').trim()} as process 1`;
  } catch {
    return 'something else';
  }
}
