/** How much room a file system has. */
export interface Space {
  /** Of the file system that holds a path. @throws FilesError */
  of(path: string): Room;
}

export interface Room {
  /** Bytes in all, and bytes that root may still write. */
  readonly size: number;
  readonly free: number;
  /** Zero where the file system makes them as it needs them. */
  readonly inodes: number;
  readonly freeInodes: number;
}
