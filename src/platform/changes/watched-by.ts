/** How a folder is watched. The reason is in words for people. */
export type WatchedBy =
  | { readonly by: 'events' }
  | { readonly by: 'polling'; readonly reason: string }
  | { readonly by: 'absent' };
