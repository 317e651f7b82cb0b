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

/** Letters put in, left out, changed, or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const line = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      line[column] = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = above;
    above = line;
  }
  return above[b.length] ?? 0;
}
