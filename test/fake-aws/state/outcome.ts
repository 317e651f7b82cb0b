/** What a request that was answered did to the state. */
export type Outcome =
  | { readonly kind: 'stored'; readonly type: string; readonly count: number }
  /** The content hash is the stored one. */
  | { readonly kind: 'unchanged'; readonly type: string }
  /** A later run has already reported. */
  | { readonly kind: 'older'; readonly type: string }
  | { readonly kind: 'read'; readonly count: number };
