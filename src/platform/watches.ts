/** Whether a change of files can be waited for. */
export interface Watches {
  /** Begins to watch a folder, and ends at once: null where that works, else the system's code. */
  tryOn(folder: string): string | null;
}
