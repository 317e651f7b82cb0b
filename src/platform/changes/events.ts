/** Hears what happens in a folder, not in what is below it. */
export interface FolderEvents {
  /** Whether it costs less to look at a folder in which very much happens than to hear of it. */
  readonly looksWhenBusy: boolean;
  /** Whether a file can be listened to in place of a folder, and that costs little. */
  readonly hearsFiles: boolean;
  readonly open: OpenFolder;
}

/**
 * From its return on (or from its first call of `happened` with null on) nothing is missed.
 *
 * @throws what the system refuses: the folder is not there, may not be read, no watch is left
 */
export type OpenFolder = (folder: string, listener: EventListener) => OpenEvents;

export interface EventListener {
  /** The name in the folder; its own name when it is about the folder itself; null when anything may have changed. */
  happened(name: string | null): void;
  /** The folder was removed or moved away: nothing is heard of what stands there now. */
  ended(): void;
  /** Nothing is heard any more. */
  broken(error: unknown): void;
}

export interface OpenEvents {
  close(): void | Promise<void>;
}
