import { editDistance } from './edit-distance.ts';

/** Most ids that are suggested. */
const SUGGESTIONS = 5;
/** Longer questions are no misspelt id. */
const LONGEST = 64;

interface Named {
  readonly id: string;
  readonly title: string;
}

/** Ids that may have been meant: with all of the words in id or title, or spelt nearly so. The nearest first. */
export function nearIds(asked: string, causes: readonly Named[]): string[] {
  const wanted = idForm(asked).slice(0, LONGEST);
  const words = wanted.split('_').filter((word) => word.length > 1);
  const ranked = causes.flatMap((cause) => {
    const distance = editDistance(wanted, cause.id);
    const isNear = distance <= Math.max(2, Math.floor(wanted.length / 4));
    if (isNear) return [{ id: cause.id, rank: distance }];
    if (words.length === 0 || !hasAll(words, `${cause.id} ${cause.title.toUpperCase()}`)) return [];
    // What the id says comes before what only the title says.
    return [{ id: cause.id, rank: (hasAll(words, cause.id) ? LONGEST : 2 * LONGEST) + cause.id.length }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1))
    .slice(0, SUGGESTIONS)
    .map(({ id }) => id);
}

/** A text in the form of an id: `repo access-denied` is `REPO_ACCESS_DENIED`. */
export function idForm(text: string): string {
  return text
    .trim()
    .toUpperCase()
    .replace(/[\s_.-]+/g, '_');
}

function hasAll(words: readonly string[], text: string): boolean {
  return words.every((word) => text.includes(word));
}
