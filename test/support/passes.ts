const TRIES = 3;

/**
 * What `work` costs on a text, in plain passes over its characters: both are timed in turn and the best of a few tries
 * counts, so that neither a slow machine nor a busy one makes a difference. Work that looks again and again at the
 * same text costs thousands of passes of a long one.
 */
export function passesOf(text: string, work: (text: string) => unknown): number {
  let ofWork = Number.POSITIVE_INFINITY;
  let ofPass = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < TRIES; tries++) {
    ofPass = Math.min(
      ofPass,
      timeOf(() => sumOf(text)),
    );
    ofWork = Math.min(
      ofWork,
      timeOf(() => work(text)),
    );
  }
  return ofWork / ofPass;
}

function timeOf(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function sumOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum + text.charCodeAt(at)) | 0;
  return sum;
}
