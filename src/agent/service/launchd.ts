import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { commandStep, commandUndo, runProgram, staysUpStep } from './command-steps.ts';
import { formerAt, makeFolderStep, removeFileStep, writeFileStep } from './file-steps.ts';
import { type ServiceHost, systemProgram } from './host.ts';
import { LAUNCHD_LABEL, launchdPlist } from './launchd-plist.ts';
import { type Found, type ServiceManager, type Standing, UNKNOWN_STANDING } from './manager.ts';
import type { Step } from './steps.ts';
import { MARKER, type UnitFacts } from './unit-facts.ts';

const PLACE = `/Library/LaunchDaemons/${LAUNCHD_LABEL}.plist`;
const TARGET = `system/${LAUNCHD_LABEL}`;
/** What launchctl says of a service that is on its way out (EINPROGRESS). */
const IN_PROGRESS = 36;
/** Milliseconds: longer than launchd gives a service to end. */
const LONGEST_STOP = 40_000;
const BETWEEN_LOOKS = 250;

/** launchd, the init of macOS. */
export class Launchd implements ServiceManager {
  readonly name = 'launchd';
  readonly place = PLACE;
  readonly changes = null;
  readonly #host: ServiceHost;

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  doubt(): string | null {
    if (systemProgram(this.#host, 'launchctl') !== null) return null;
    return `expected launchctl in ${this.#host.programFolders.join(', ')}, found none; this is no macOS`;
  }

  textOf(facts: UnitFacts): string {
    return launchdPlist(facts);
  }

  found(): Found {
    const former = formerAt(this.#host.at(PLACE));
    if (former.kind === 'absent') return { kind: 'absent' };
    if (former.kind === 'unreadable') return { kind: 'unknown', message: former.message };
    if (former.kind === 'link') return { kind: 'other', what: `a link to ${former.target}` };
    const text = former.bytes.toString();
    return text.includes(`<!-- ${MARKER}`)
      ? { kind: 'own', text }
      : { kind: 'other', what: "somebody else's daemon" };
  }

  isCurrent(found: Found, facts: UnitFacts): boolean {
    return found.kind === 'own' && found.text === this.textOf(facts);
  }

  standing(): Standing {
    const host = this.#host;
    const disabled = runProgram(host, 'launchctl', ['print-disabled', 'system']);
    if (disabled.kind === 'failed' || disabled.status !== 0) return UNKNOWN_STANDING;
    const isEnabled =
      existsSync(host.at(PLACE)) &&
      !new RegExp(`"${LAUNCHD_LABEL}" => (?:true|disabled)`).test(disabled.stdout);
    const ran = runProgram(host, 'launchctl', ['print', TARGET]);
    if (ran.kind === 'failed') return { ...UNKNOWN_STANDING, isEnabled };
    if (ran.status !== 0) return { isEnabled, isRunning: false, pid: null, failedWith: null };
    const isRunning = /^\s*state = running$/m.test(ran.stdout);
    const status = Number(/^\s*last exit code = (\d+)/m.exec(ran.stdout)?.[1] ?? 0);
    return {
      isEnabled,
      isRunning,
      pid: Number(/^\s*pid = (\d+)$/m.exec(ran.stdout)?.[1] ?? 0) || null,
      failedWith: isRunning || status === 0 ? null : status,
    };
  }

  install(facts: UnitFacts, found: Found): Step[] {
    const host = this.#host;
    const wasLoaded = found.kind !== 'absent' && this.#isLoaded();
    const load = commandUndo(host, 'launchctl', ['bootstrap', 'system', PLACE]);
    return [
      makeFolderStep(host, facts.state),
      makeFolderStep(host, posix.dirname(facts.log)),
      writeFileStep(host, PLACE, Buffer.from(this.textOf(facts)), wasLoaded ? [load] : []),
      ...this.#startSteps(wasLoaded, facts),
    ];
  }

  start(facts: UnitFacts): Step[] {
    return this.#startSteps(this.#isLoaded(), facts);
  }

  uninstall(found: Found): Step[] {
    return [
      ...(this.#isLoaded() ? [this.#bootoutStep()] : []),
      ...(found.kind === 'absent' ? [] : [removeFileStep(this.#host, PLACE)]),
    ];
  }

  #startSteps(isLoaded: boolean, { log }: UnitFacts): Step[] {
    const host = this.#host;
    const unload = commandUndo(host, 'launchctl', ['bootout', TARGET]);
    const undo = () => (this.#isLoaded() ? [unload] : []);
    return [
      ...(isLoaded ? [this.#bootoutStep()] : []),
      commandStep(host, 'launchctl', ['enable', TARGET]),
      commandStep(host, 'launchctl', ['bootstrap', 'system', PLACE], undo),
      staysUpStep(host, () => this.standing(), `see ${posix.dirname(log)}`),
    ];
  }

  #isLoaded(): boolean {
    const ran = runProgram(this.#host, 'launchctl', ['print', TARGET]);
    return ran.kind === 'ended' && ran.status === 0;
  }

  /** Comes back when the service is gone: it cannot be loaded before. */
  #bootoutStep(): Step {
    const { clock } = this.#host;
    return {
      title: `launchctl bootout ${TARGET}`,
      run: async () => {
        const ran = runProgram(this.#host, 'launchctl', ['bootout', TARGET]);
        if (ran.kind === 'failed') return ran.message;
        if (ran.status !== 0 && ran.status !== IN_PROGRESS && this.#isLoaded())
          return ran.stderr.trim() || `it ended with status ${ran.status}`;
        for (const start = clock.elapsed(); this.#isLoaded(); await clock.sleep(BETWEEN_LOOKS))
          if (clock.elapsed() - start > LONGEST_STOP) return `it still runs after ${LONGEST_STOP / 1000} s`;
        return null;
      },
    };
  }
}
