import type { Machine } from '../../platform/machine.ts';
import type { HttpAgents } from '../endpoint/http-agents.ts';
import type { AgentTree } from '../identity/agent-tree.ts';

/** Keys to sign with, in the words of the AWS SDK. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What one provider has: keys, or why not; null where it does not come into question here. */
export type Provided =
  | { readonly kind: 'credentials'; readonly credentials: AwsCredentials }
  | { readonly kind: 'nothing'; readonly why: string | null; readonly isExpired?: true };

export interface CredentialsQuestion {
  readonly machine: Machine;
  readonly agent: AgentTree;
  /** Where a role is assumed, unless the profile says. */
  readonly region: string;
  /** Called with what is worth a warning and no reason to stop. */
  readonly warn: (message: string) => void;
  /** How what the SDK asks on behalf of a profile goes out; loaded when it is asked. */
  readonly agents: () => Promise<HttpAgents>;
}

/**
 * - `none`: nobody has any
 * - `expired`: those that there are were good until a time that is past
 * - `incomplete`: half of them
 * - `share-file`: the file that the agent shares its credentials in cannot be trusted
 * - `profile`: the profile that a person names does not give any
 * - `container`: the container's service refuses
 */
export type CredentialsTrouble = 'none' | 'expired' | 'incomplete' | 'share-file' | 'profile' | 'container';

/** Why there are no credentials: what was expected, what was found, what to do. Holds nothing secret. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  readonly code: CredentialsTrouble;

  constructor(code: CredentialsTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A value without those of its members that are not known. */
export function credentialsOf(
  accessKeyId: string,
  secretAccessKey: string,
  sessionToken: string | null | undefined,
  expiresAt: number | null,
): AwsCredentials {
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken ? { sessionToken } : {}),
    ...(expiresAt === null ? {} : { expiration: new Date(expiresAt) }),
  };
}

/** A time in whole seconds, as people read it. */
export function shownTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
