import { win32 } from 'node:path';
import { commandStep, commandUndo, lenientStep, runProgram } from './command-steps.ts';
import { makeFolderStep, writeFileStep } from './file-steps.ts';
import { type ServiceHost, systemProgram } from './host.ts';
import { type Found, type ServiceManager, type Standing, UNKNOWN_STANDING } from './manager.ts';
import { privilegeDoubt } from './privileges.ts';
import type { Step } from './steps.ts';
import type { UnitFacts } from './unit-facts.ts';
import { taskBytes, taskDigest, windowsTask } from './windows-task.ts';

const TASK = 'ssm-doctor';
/** Beside the state: what the task was made of. */
const FILE = 'task.xml';
const RUN = ['/Run', '/TN', TASK];
/** Groups by their number, since their names are translated. */
const SYSTEM = '*S-1-5-18';
const ADMINISTRATORS = '*S-1-5-32-544';

/**
 * The Task Scheduler of Windows. The service control manager is no choice: it ends a service that does not answer it,
 * which a program in JavaScript cannot.
 */
export class TaskScheduler implements ServiceManager {
  readonly name = 'the Task Scheduler';
  readonly place = `\\${TASK}`;
  readonly changes = null;
  readonly #host: ServiceHost;

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  doubt(): string | null {
    const missing = ['schtasks', 'icacls'].find((name) => systemProgram(this.#host, name) === null);
    if (missing === undefined) return null;
    return `expected ${missing}.exe in ${this.#host.programFolders.join(', ')}, found none; repair Windows`;
  }

  textOf(facts: UnitFacts): string {
    return windowsTask(facts);
  }

  /** Who is no administrator does not see the tasks of SYSTEM. */
  found(): Found {
    const ran = runProgram(this.#host, 'schtasks', ['/Query', '/TN', TASK, '/XML']);
    if (ran.kind === 'failed') return { kind: 'unknown', message: ran.message };
    if (ran.status === 0)
      return taskDigest(ran.stdout) === null
        ? { kind: 'other', what: "somebody else's task" }
        : { kind: 'own', text: ran.stdout };
    if (privilegeDoubt(this.#host) === null) return { kind: 'absent' };
    return { kind: 'unknown', message: 'only an administrator sees it' };
  }

  isCurrent(found: Found, facts: UnitFacts): boolean {
    return found.kind === 'own' && taskDigest(found.text) === taskDigest(this.textOf(facts));
  }

  /** Whether it runs is said in the language of the machine only. */
  standing(): Standing {
    const found = this.found();
    if (found.kind === 'absent') return { ...UNKNOWN_STANDING, isEnabled: false };
    if (found.kind === 'unknown') return UNKNOWN_STANDING;
    const text = found.kind === 'own' ? found.text : '';
    const [settings = ''] = /<Settings>.*<\/Settings>/s.exec(text) ?? [];
    return { ...UNKNOWN_STANDING, isEnabled: !/<Enabled>\s*false\s*<\/Enabled>/.test(settings) };
  }

  install(facts: UnitFacts, found: Found): Step[] {
    const host = this.#host;
    const path = win32.join(facts.state, FILE);
    const create = ['/Create', '/TN', TASK, '/XML', path, '/F'];
    const putBack = [create, RUN].map((args) => commandUndo(host, 'schtasks', args));
    const remove = commandUndo(host, 'schtasks', ['/Delete', '/TN', TASK, '/F']);
    const undo = () => (found.kind === 'absent' && this.found().kind !== 'absent' ? [remove] : []);
    return [
      ...foldersOf(facts).flatMap((folder) => [makeFolderStep(host, folder), ...this.#ownSteps(folder)]),
      writeFileStep(host, path, taskBytes(this.textOf(facts)), found.kind === 'own' ? putBack : []),
      ...(found.kind === 'absent' ? [] : [lenientStep(host, 'schtasks', ['/End', '/TN', TASK])]),
      commandStep(host, 'schtasks', create, undo),
      commandStep(host, 'schtasks', RUN),
    ];
  }

  start(): Step[] {
    return [
      commandStep(this.#host, 'schtasks', ['/Change', '/TN', TASK, '/ENABLE']),
      commandStep(this.#host, 'schtasks', RUN),
    ];
  }

  uninstall(found: Found): Step[] {
    if (found.kind === 'absent') return [];
    return [
      lenientStep(this.#host, 'schtasks', ['/End', '/TN', TASK]),
      commandStep(this.#host, 'schtasks', ['/Delete', '/TN', TASK, '/F']),
    ];
  }

  /**
   * Every user may make files and folders below %ProgramData%, so that the folder may have been put there by anybody:
   * it gets its owner, loses what others allowed themselves, and is closed to all but the system and administrators.
   */
  #ownSteps(folder: string): Step[] {
    const host = this.#host;
    const grants = [SYSTEM, ADMINISTRATORS].map((group) => `${group}:(OI)(CI)F`);
    return [
      commandStep(host, 'icacls', [folder, '/setowner', ADMINISTRATORS, '/T', '/L', '/Q']),
      commandStep(host, 'icacls', [folder, '/reset', '/T', '/L', '/Q']),
      commandStep(host, 'icacls', [folder, '/inheritance:r', '/grant:r', ...grants, '/L', '/Q']),
    ];
  }
}

/** The folder of the state, and that of the log unless it lies in it. */
function foldersOf({ state, log }: UnitFacts): string[] {
  const logs = win32.dirname(log);
  return logs.toLowerCase().startsWith(`${state.toLowerCase()}\\`) ? [state] : [state, logs];
}
