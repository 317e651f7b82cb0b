import { AgentTree } from '../aws/identity/agent-tree.ts';
import type { Machine } from '../platform/machine.ts';
import type { Programs } from '../platform/programs.ts';
import type { Reach } from '../platform/reach.ts';
import { readSmallText, type SmallText } from '../platform/small-text.ts';
import type { Space } from '../platform/space.ts';
import type { Watches } from '../platform/watches.ts';

/** What the checks of one run look at, and by what means. */
export interface SceneParts {
  readonly machine: Machine;
  /** The region that a person names. */
  readonly region: string | null;
  /** As package managers call it: `x86_64`, `aarch64`. */
  readonly architecture: string;
  /** Whether this is root, or Administrator. */
  readonly isPrivileged: boolean;
  /** Null where the files are not those of the running system. */
  readonly programs: Programs | null;
  readonly space: Space;
  readonly watches: Watches;
  readonly reach: Reach;
  /** Ends what several checks wait for together. */
  readonly signal: AbortSignal;
}

export class Scene implements SceneParts {
  readonly machine: Machine;
  readonly region: string | null;
  readonly architecture: string;
  readonly isPrivileged: boolean;
  readonly programs: Programs | null;
  readonly space: Space;
  readonly watches: Watches;
  readonly reach: Reach;
  readonly signal: AbortSignal;
  readonly agent: AgentTree;
  readonly #asked = new Map<string, Promise<unknown>>();

  constructor(parts: SceneParts) {
    this.machine = parts.machine;
    this.region = parts.region;
    this.architecture = parts.architecture;
    this.isPrivileged = parts.isPrivileged;
    this.programs = parts.programs;
    this.space = parts.space;
    this.watches = parts.watches;
    this.reach = parts.reach;
    this.signal = parts.signal;
    this.agent = new AgentTree(parts.machine);
  }

  /** The answer to a question that several checks ask, found once. */
  once<T>(question: string, find: () => T | Promise<T>): Promise<T> {
    const known = this.#asked.get(question);
    if (known !== undefined) return known as Promise<T>;
    const asked = (async () => find())();
    // Whoever asks hears of it; nobody may be left that does.
    asked.catch(() => undefined);
    this.#asked.set(question, asked);
    return asked;
  }

  /** What was found already about a question; null where it was not asked, or is not answered yet. */
  async found<T>(question: string): Promise<T | null> {
    const asked = this.#asked.get(question) as Promise<T> | undefined;
    const later = new Promise<null>((resolve) => setImmediate(() => resolve(null)));
    return asked === undefined ? null : Promise.race([asked.catch(() => null), later]);
  }

  /** A small file of the instance, by its path there. */
  text(path: string, most?: number): SmallText {
    return readSmallText(this.machine.files, this.path(path), most);
  }

  /** The native path of a path on the instance, with its links resolved; the path itself where there is nothing. */
  path(path: string): string {
    const native = this.agent.native(path);
    try {
      return this.machine.files.resolve(native);
    } catch {
      return native;
    }
  }

  /** Names in a folder of the instance; null where it cannot be listed. */
  names(path: string): readonly string[] | null {
    try {
      return this.machine.files.list(this.path(path));
    } catch {
      return null;
    }
  }
}
