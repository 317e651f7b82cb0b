import { type LogName, parseLogName } from './log-name.ts';
import type { Place } from './place.ts';
import type { Source, SourceKind } from './source.ts';
import type { Folder, Tree } from './tree.ts';

/** A log and how its rolls are numbered. */
export interface LogSeries {
  readonly kind: SourceKind;
  /** Name without the suffix of a roll. */
  readonly name: string;
  /**
   * Which number is the oldest. The agent's logger counts up, so `.1` is the oldest; logrotate renames, so there
   * `.1` is the newest.
   */
  readonly oldest: 'lowest' | 'highest';
  /** Most files of the series, newest first. */
  readonly most: number;
}

interface Member {
  readonly place: Place;
  readonly name: LogName;
}

/** The files of these logs in a folder: logs in the order asked for, of each the oldest roll first. */
export function collectSeries(
  tree: Tree,
  folder: Folder,
  wanted: readonly LogSeries[],
  since: number | null,
): Source[] {
  const names = wanted.map((series) => series.name);
  const members = new Map<string, Member[]>(names.map((name) => [name, []]));
  for (const entry of folder.entries) {
    if (entry.type === 'folder') continue;
    const name = parseLogName(entry.name, names);
    if (name !== null) members.get(name.log)?.push({ place: tree.below(folder.place, entry.name), name });
  }
  return wanted.flatMap((series) => sourcesOf(tree, series, members.get(series.name) ?? [], since));
}

function sourcesOf(tree: Tree, series: LogSeries, found: readonly Member[], since: number | null): Source[] {
  const ordered = inOrder(found, series);
  const left = Math.max(0, ordered.length - series.most);
  const oldest = ordered[0];
  if (left > 0 && oldest !== undefined) {
    tree.skip(oldest.place, series.kind, 'older-than-window', `${left} older rolls of this log are not read`);
  }
  const sources: Source[] = [];
  for (const { place, name } of ordered.slice(left)) {
    const source = tree.source(series.kind, place);
    if (source === null) continue;
    if (isOlder(source, since)) skipOlder(tree, place, source);
    else if (name.packing === null || name.packing === 'gz') sources.push(source);
    else skipPacked(tree, place, source, name.packing);
  }
  return sources;
}

/** Whether nothing was written to the file since the time. */
export function isOlder(source: Source, since: number | null): boolean {
  return since !== null && source.entry.modified < since;
}

export function skipOlder(tree: Tree, place: Place, { kind, entry }: Source): void {
  tree.skip(place, kind, 'older-than-window', 'not written to since the start of the window', entry.size);
}

/** Rolls of the system's logs hold only copies of what the agent says, so nothing of the agent's own is missing. */
function skipPacked(tree: Tree, place: Place, { kind, entry }: Source, packing: string): void {
  const isCopy = kind === 'system-log' || kind === 'package-log';
  const reason = isCopy ? 'rotated-away' : 'unsupported-encoding';
  tree.skip(place, kind, reason, `packed as ${packing}; unpack it to have it read`, entry.size);
}

/** Numbered rolls that are packed come from logrotate, whoever wrote the log. */
function inOrder(members: readonly Member[], series: LogSeries): Member[] {
  const isRotated = members.some(({ name }) => name.roll.kind === 'number' && name.packing !== null);
  const direction = series.oldest === 'highest' || isRotated ? -1 : 1;
  return members.toSorted(
    (a, b) => compareRolls(a.name, b.name, direction) || (a.place.path < b.place.path ? -1 : 1),
  );
}

const RANKS = { other: 0, date: 1, number: 2, current: 3 } as const;

/** Oldest first; `direction` is 1 where numbers count up with time, -1 where they count back. */
export function compareRolls({ roll: a }: LogName, { roll: b }: LogName, direction: number): number {
  if (a.kind === 'number' && b.kind === 'number') return (a.number - b.number) * direction;
  if (a.kind === 'date' && b.kind === 'date') return a.date < b.date ? -1 : Number(a.date > b.date);
  return RANKS[a.kind] - RANKS[b.kind];
}
