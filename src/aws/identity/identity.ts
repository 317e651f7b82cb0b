import type { IdentitySource, ManagedNode } from './managed-node.ts';

/** Who this machine is to Systems Manager. Every message says what was expected, what was found, and what to do. */
export type Identity =
  | {
      readonly kind: 'node';
      readonly node: ManagedNode;
      /** What else was found, and why it does not matter: a stale file, the folder of an earlier node. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'none'; readonly reason: 'no-id' | 'no-region'; readonly message: string }
  | {
      readonly kind: 'conflict';
      readonly ids: readonly string[];
      readonly said: readonly Said[];
      readonly message: string;
    }
  | { readonly kind: 'unsupported'; readonly reason: 'ecs' | 'id'; readonly message: string };

/** An id, and who says it. */
export interface Said {
  readonly id: string;
  /** The folder of a node says only that there was one. */
  readonly toldBy: IdentitySource | 'node-folder';
  /** The variable, the path on the instance, or the address. */
  readonly place: string;
}

/** What one source says. */
export interface Claim extends Said {
  readonly toldBy: IdentitySource;
  readonly region: string | null;
}

/** What became of asking one source. */
export type Told =
  | { readonly kind: 'claim'; readonly claim: Claim }
  /** It is not there, which is an ordinary answer. */
  | { readonly kind: 'nothing' }
  /** It is there, and does not tell. */
  | { readonly kind: 'trouble'; readonly message: string };
