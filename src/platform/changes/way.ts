/** One way to learn of the changes in a folder, for as long as what stands at its path stays the same. */
export interface Way {
  /** Asked from time to time: what no event tells of. */
  check?(): void;
  /** Looks, where it does so in place of hearing; says whether it goes on so. */
  look?(): boolean;
  close(): void | Promise<void>;
}

/** What a way tells. */
export interface Told {
  changed(name: string | null): void;
  /** Something else may stand at the path now. */
  stirred(): void;
  /** Something else stands there now, even if it looks the same: the number of a removed folder is given again. */
  ended(): void;
  /** It cannot go on. */
  broken(error: unknown): void;
}
