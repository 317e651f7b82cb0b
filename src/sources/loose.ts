import { recognise } from '../../parsers/recognise.ts';
import { readHead } from './head.ts';
import { isOlder, skipOlder } from './log-series.ts';
import { kindOfName } from './loose-names.ts';
import { looseOutput } from './loose-output.ts';
import { newestRuns } from './orchestration.ts';
import type { Place } from './place.ts';
import type { Run } from './run-folder.ts';
import type { DiscoveryOptions, Source, SourceKind } from './source.ts';
import type { Folder, Tree } from './tree.ts';

export interface Loose {
  /** In no order of reading. */
  readonly sources: readonly Source[];
  readonly runs: readonly Run[];
}

const DEEPEST = 4;
const MOST_FILES = 2000;
const HEAD = 64 * 1024;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NODE_ID = /(?:^|\/)(m?i-[0-9a-z]{8,})(?=\/)/;
/** The vault holds private keys, the shared credentials secrets; downloads and scripts are no evidence. */
const NOT_OPENED =
  /^(?:Vault|downloads|credentials|(?:EC2)?(?:RegistrationKey|Manifest)|InstanceFingerprint|_script\..*)$/i;

/**
 * Finds evidence in a folder that has no layout, such as a download of support files. What a file is, its name says
 * if only such files have it, and else its content, so that renamed files count too. Folders of runs are taken as
 * such.
 */
export function looseFiles(tree: Tree, options: DiscoveryOptions): Loose {
  const search = new LooseSearch(tree, options);
  const pending = [{ place: tree.base, depth: 0 }];
  for (const { place, depth } of pending) {
    for (const below of search.visit(tree.folder(place))) {
      if (depth < DEEPEST) pending.push({ place: below, depth: depth + 1 });
      else tree.skip(below, 'folder', 'entry-limit', `deeper than ${DEEPEST} levels`);
    }
  }
  search.noteRest();
  return search;
}

class LooseSearch {
  readonly sources: Source[] = [];
  readonly runs: Run[] = [];
  readonly #tree: Tree;
  readonly #options: DiscoveryOptions;
  readonly #rootName: string;
  #files = 0;
  #unknown = 0;

  constructor(tree: Tree, options: DiscoveryOptions) {
    this.#tree = tree;
    this.#options = options;
    this.#rootName = nameOf(tree.base.path);
  }

  /** Takes the files of a folder; returns the folders in it that are to be visited, too. */
  visit(folder: Folder): Place[] {
    const { place } = folder;
    if (isOrchestration(folder)) {
      const { since, maxRuns } = this.#options;
      this.runs.push(
        ...newestRuns(this.#tree, place, { nodeId: this.#nodeIdOf(place), since, maxRuns }).runs,
      );
      return [];
    }
    const folders: Place[] = [];
    for (const { name, type } of folder.entries) {
      if (NOT_OPENED.test(name) || isCopy(folder, name)) continue;
      const below = this.#tree.below(place, name);
      if (type === 'folder') folders.push(below);
      else if (++this.#files <= MOST_FILES) this.#take(below);
    }
    return folders;
  }

  noteRest(): void {
    const { base } = this.#tree;
    const left = this.#files - MOST_FILES;
    if (left > 0) this.#tree.skip(base, 'folder', 'entry-limit', `${left} further files`);
    if (this.#unknown === 0) return;
    this.#tree.skip(base, 'folder', 'not-found', `${this.#unknown} files hold nothing that is known`);
  }

  #take(place: Place): void {
    const file = this.#tree.file(place, 'file');
    if (file === null) return;
    const kind = file.entry.size === 0 ? kindOfName(nameOf(place.path)) : this.#kindOf(place, file.path);
    if (kind === null) return;
    const output = kind === 'step-output' ? looseOutput(pathOf(place), this.#rootName) : null;
    const source = { kind, ...file, shown: place.shown, nodeId: this.#nodeIdOf(place), output };
    if (isOlder(source, this.#options.since)) skipOlder(this.#tree, place, source);
    else this.sources.push(source);
  }

  #kindOf(place: Place, path: string): SourceKind | null {
    const head = readHead(this.#tree.files, path, HEAD);
    if (head.kind === 'refused') {
      this.#tree.refuse(place, 'file', head.error);
      return null;
    }
    const kind = head.kind === 'binary' ? null : (kindOfName(nameOf(place.path)) ?? recognise(head.text));
    if (kind === null) this.#unknown += 1;
    return kind;
  }

  #nodeIdOf(place: Place): string | null {
    return NODE_ID.exec(`${this.#rootName}${pathOf(place)}/`)?.[1] ?? null;
  }
}

/** Without the drive. */
function pathOf({ shown }: Place): string {
  return shown.replace(/^[A-Z]:/, '');
}

function isOrchestration({ place, entries }: Folder): boolean {
  return (
    nameOf(place.path).toLowerCase() === 'orchestration' ||
    entries.some((entry) => entry.type === 'folder' && UUID.test(entry.name))
  );
}

/** `stdoutConsole` holds the bytes of the `stdout` beside it. */
function isCopy({ entries }: Folder, name: string): boolean {
  const original = /^(std(?:out|err))Console$/.exec(name)?.[1];
  return original !== undefined && entries.some((entry) => entry.name === original);
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? '';
}
