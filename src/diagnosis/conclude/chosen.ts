import type { Judged, Roots } from './roles.ts';

/** The troubles that a question is about, and what brought them about. */
export function chosenOf(
  judged: readonly Judged[],
  rootsOfEach: Roots,
  isAbout: (trouble: Judged) => boolean,
): Judged[] {
  const chosen = new Set(judged.filter(isAbout));
  for (const [consequence, roots] of rootsOfEach) {
    if (chosen.has(consequence)) for (const root of roots) chosen.add(root);
  }
  return judged.filter((trouble) => chosen.has(trouble));
}
