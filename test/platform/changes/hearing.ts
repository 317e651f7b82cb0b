import type { FolderEvents } from '../../../src/platform/changes/events.ts';
import { type FolderWatch, type WatchedBy, watchFolders } from '../../../src/platform/changes.ts';

/** Milliseconds: the tests are not to wait for what is looked at every few seconds. */
export const CHECK = 300;

/** Milliseconds between two looks at busy folders. */
export const LOOKS = 30;

/** A watch, and all that it told. */
export class Hearing {
  readonly changes: { readonly folder: string; readonly name: string | null; readonly at: number }[] = [];
  readonly states: { readonly folder: string; readonly state: WatchedBy }[] = [];
  readonly watch: FolderWatch;
  readonly #looks: NodeJS.Timeout;

  /** Without `check` nothing is learned but from events, or from looks where it polls. */
  constructor(
    options: { polling?: 'auto' | 'always'; every?: number; events?: FolderEvents; check?: number } = {},
  ) {
    const { polling = 'auto', every = 50, events, check = 3_600_000 } = options;
    this.watch = watchFolders(
      {
        polling,
        every,
        onChange: (folder, name) => this.changes.push({ folder, name, at: performance.now() }),
        onState: (folder, state) => this.states.push({ folder, state }),
      },
      events,
      check,
    );
    this.#looks = setInterval(() => this.watch.look(), LOOKS);
  }

  async close(): Promise<void> {
    clearInterval(this.#looks);
    await this.watch.close();
  }

  names(folder: string): Set<string | null> {
    return new Set(this.changes.filter((change) => change.folder === folder).map(({ name }) => name));
  }

  /** Whether one who hears this looks at the name. */
  has(folder: string, name: string): boolean {
    const names = this.names(folder);
    return names.has(name) || names.has(null);
  }

  by(folder: string): string | undefined {
    return this.watch.state().get(folder)?.by;
  }

  /** After it everything that was told before is forgotten. */
  async silence(milliseconds = 120): Promise<void> {
    let length = -1;
    while (length !== this.changes.length) {
      length = this.changes.length;
      await pause(milliseconds);
    }
    this.changes.length = 0;
  }
}

/** Waits for what must come; how long it takes is the machine's matter. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
