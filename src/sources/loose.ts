import { type Content, recognise } from '../../parsers/recognise.ts';
import { AGENT_LOGS } from './agent-logs.ts';
import { readHead } from './head.ts';
import { parseLogName } from './log-name.ts';
import { isOlder, skipOlder } from './log-series.ts';
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
 * Finds evidence in a folder that has no layout, such as a download of support files: what a file is, its content
 * says, so that renamed files count too. Folders of runs are taken as such.
 */
export function looseFiles(tree: Tree, options: DiscoveryOptions): Loose {
  const sources: Source[] = [];
  const runs: Run[] = [];
  const pending = [{ place: tree.base, depth: 0 }];
  let files = 0;
  let unknown = 0;
  for (const { place, depth } of pending) {
    const folder = tree.folder(place);
    if (isOrchestration(folder)) {
      const { since, maxRuns } = options;
      runs.push(...newestRuns(tree, place, { nodeId: nodeIdOf(place.shown), since, maxRuns }));
      continue;
    }
    for (const { name, type } of folder.entries) {
      if (NOT_OPENED.test(name)) continue;
      const below = tree.below(place, name);
      if (type === 'folder') {
        if (depth < DEEPEST) pending.push({ place: below, depth: depth + 1 });
        else tree.skip(below, 'folder', 'entry-limit', `deeper than ${DEEPEST} levels`);
      } else if (files >= MOST_FILES || isCopy(folder, name)) {
        files += 1;
      } else {
        files += 1;
        const source = looseSource(tree, below, options.since);
        if (source === 'unknown') unknown += 1;
        else if (source !== null) sources.push(source);
      }
    }
  }
  if (files > MOST_FILES)
    tree.skip(tree.base, 'folder', 'entry-limit', `${files - MOST_FILES} further files`);
  if (unknown > 0) tree.skip(tree.base, 'folder', 'not-found', `${unknown} files hold nothing that is known`);
  return { sources, runs };
}

/** The file as what its content says; null when it is left out with a note. */
function looseSource(tree: Tree, place: Place, since: number | null): Source | 'unknown' | null {
  const file = tree.file(place, 'file');
  if (file === null || file.entry.size === 0) return file === null ? null : 'unknown';
  const head = readHead(tree.files, file.path, HEAD);
  if (head.kind === 'refused') tree.refuse(place, 'file', head.error);
  if (head.kind === 'refused') return null;
  const kind = head.kind === 'binary' ? null : kindOf(place, recognise(head.text));
  if (kind === null) return 'unknown';
  const output =
    kind === 'step-output' ? looseOutput(place.shown.replace(/^[A-Z]:/, ''), nameOf(tree.base.path)) : null;
  const source: Source = { kind, ...file, nodeId: nodeIdOf(place.shown), output };
  if (!isOlder(source, since)) return source;
  skipOlder(tree, place, source);
  return null;
}

/** Of the agent's logs some differ only by their name. */
function kindOf(place: Place, content: Content | null): SourceKind | null {
  const name = nameOf(place.path);
  if (content === 'agent-log') {
    const names = AGENT_LOGS.map((series) => series.name);
    const log = parseLogName(name, names)?.log;
    return AGENT_LOGS.find((series) => series.name === log)?.kind ?? 'agent-log';
  }
  return content ?? (/std(?:out|err)/i.test(name) ? 'step-output' : null);
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

function nodeIdOf(shown: string): string | null {
  return NODE_ID.exec(shown)?.[1] ?? null;
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? '';
}
