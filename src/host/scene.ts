import type { Mount } from '../../parsers/host/mountinfo.ts';
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
  /** Mounts that do not answer; nothing on them is looked at. */
  readonly silent: readonly Mount[];
  /** Ends what several checks wait for together. */
  readonly signal: AbortSignal;
}

/** The parts, and what is found with them. */
export interface Scene extends SceneParts {
  /** The files of the agent. */
  readonly agent: AgentTree;
  /** The answer to a question that several checks ask, found once. */
  once<T>(question: string, find: () => T | Promise<T>): Promise<T>;
  /** What was found already about a question; null where it was not asked, or is not answered yet. */
  found<T>(question: string): Promise<T | null>;
  /** A small file of the instance, by its path there. */
  text(path: string, most?: number): SmallText;
  /** The native path of a path on the instance, with its links resolved; the path itself where there is nothing. */
  path(path: string): string;
  /** Names in a folder of the instance; null where it cannot be listed. */
  names(path: string): readonly string[] | null;
}

export function makeScene(parts: SceneParts): Scene {
  const { files } = parts.machine;
  const agent = new AgentTree(parts.machine);
  const path = (onInstance: string): string => {
    const native = agent.native(onInstance);
    try {
      return files.resolve(native);
    } catch {
      return native;
    }
  };
  return {
    ...parts,
    ...answers(),
    agent,
    path,
    text: (onInstance, most) => readSmallText(files, path(onInstance), most),
    names: (onInstance) => {
      try {
        return files.list(path(onInstance));
      } catch {
        return null;
      }
    },
  };
}

function answers(): Pick<Scene, 'once' | 'found'> {
  const asked = new Map<string, Promise<unknown>>();
  return {
    once<T>(question: string, find: () => T | Promise<T>): Promise<T> {
      const known = asked.get(question);
      if (known !== undefined) return known as Promise<T>;
      const answer = (async () => find())();
      // Whoever asks hears of it; nobody may be left that does.
      answer.catch(() => undefined);
      asked.set(question, answer);
      return answer;
    },
    async found<T>(question: string): Promise<T | null> {
      const answer = asked.get(question) as Promise<T> | undefined;
      const later = new Promise<null>((resolve) => setImmediate(() => resolve(null)));
      return answer === undefined ? null : Promise.race([answer.catch(() => null), later]);
    },
  };
}
