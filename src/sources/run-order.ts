import type { Source } from './source.ts';

/** Puts the outputs of one run in the order in which its steps were written; the two of a step stay together. */
export function inWritingOrder(outputs: readonly Source[]): readonly Source[] {
  if (outputs.length < 2) return outputs;
  const written = new Map<string, number>();
  for (const source of outputs) {
    const step = folderOf(source);
    written.set(step, Math.max(written.get(step) ?? 0, source.entry.modified));
  }
  return outputs.toSorted((a, b) => {
    const [step, other] = [folderOf(a), folderOf(b)];
    if (step === other) return rankOf(a) - rankOf(b) || (a.path < b.path ? -1 : 1);
    return (written.get(step) ?? 0) - (written.get(other) ?? 0) || (step < other ? -1 : 1);
  });
}

function folderOf({ shown }: Source): string {
  return shown.slice(0, shown.lastIndexOf('/'));
}

function rankOf({ output }: Source): number {
  return output?.stream === 'stdout' ? 0 : 1;
}
