import type { RecordPlaceKind } from './copies.ts';

/** What the records of one file have in common. */
export interface FileFacts {
  /** Path on the instance. */
  readonly shown: string;
  readonly kind: RecordPlaceKind;
  /** Added to positions, so that later files come later. */
  readonly order: number;
}
