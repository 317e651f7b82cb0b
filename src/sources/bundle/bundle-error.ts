export type BundleErrorCode =
  /** It is not an archive of a kind that can be read. */
  | 'not-a-bundle'
  /** It cannot be opened, or is damaged from the first byte on. */
  | 'unreadable'
  /** The folder for the unpacked files cannot be written or is too full. */
  | 'no-space';

/** Nothing of a bundle could be used. The message says what was expected, what was found, and what to do. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  readonly code: BundleErrorCode;
  /** The archive, or the folder that could not be written. */
  readonly path: string;

  constructor(code: BundleErrorCode, path: string, message: string, options?: ErrorOptions) {
    super(`${path}: ${message}`, options);
    this.code = code;
    this.path = path;
  }
}

/** The system's code of an error (`ENOSPC`), for a message. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
