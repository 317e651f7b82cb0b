export type InventoryFileProblem =
  /** The agent keeps nothing there: it is not installed, or elsewhere. */
  | 'no-data-store'
  | 'no-node-id'
  /** A link, a file in place of a folder, or a folder in place of the file. */
  | 'not-as-expected'
  | 'too-many-files'
  /** No permission, or a read-only file system. */
  | 'not-writable'
  | 'disk-full'
  | 'system';

/** Why the inventory file was not written; nothing was left behind. The message is one sentence for a person. */
export class InventoryFileError extends Error {
  override readonly name = 'InventoryFileError';
  readonly code: InventoryFileProblem;

  constructor(code: InventoryFileProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
