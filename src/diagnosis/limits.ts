/** Bounds of what the engine keeps, so that memory does not grow with the input. */
export const LIMITS = {
  /** Runs and associations with trouble in them. */
  operations: 2048,
  /** Operations beyond which an association gets none of its own for being named in a text. */
  operationsByName: 256,
  /** Causes and subjects in one operation. */
  observations: 400,
  /** Subjects of one cause in one operation. */
  subjects: 40,
  associations: 4096,
  /** Runs of patching documents that are compared with each other, newest first. */
  patchRuns: 64,
  /** Records remembered to tell copies from repetitions. */
  copies: 150_000,
  /** Templates of unrecognized errors. */
  clusters: 200,
} as const;
