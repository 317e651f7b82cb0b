import { malformed, type Parsed } from '../parsed.ts';
import { nameOf, parseObject, textOf } from './json.ts';
import { parseInstant } from './time.ts';

/** Who the agent believes to be, and how it fares with credentials. */
export interface IdentityConfig {
  readonly instanceId: string;
  /** `EC2`, `OnPrem`, `CustomIdentity`, `ECS`. */
  readonly identityType: string | null;
  /** `EC2`, `SSM`, `None`. */
  readonly credentialSource: string | null;
  /** File that credentials are shared in. */
  readonly shareFile: string | null;
  readonly shareProfile: string | null;
  /** Milliseconds since 1970, UTC; null when there never were any. */
  readonly credentialsExpireAt: number | null;
  readonly credentialsRetrievedAt: number | null;
}

/** Parses `runtimeconfig/identity_config.json` (schema 1.1). */
export function parseIdentityConfig(text: string): Parsed<IdentityConfig> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const fields = parsed.value;
  const instanceId = nameOf(fields.InstanceId);
  if (instanceId === null) return malformed('InstanceId is missing, or longer than any');
  return {
    ok: true,
    value: {
      instanceId,
      identityType: nameOf(fields.IdentityType),
      credentialSource: nameOf(fields.CredentialSource),
      shareFile: textOf(fields.ShareFile),
      shareProfile: nameOf(fields.ShareProfile),
      credentialsExpireAt: parseInstant(fields.CredentialsExpiresAt),
      credentialsRetrievedAt: parseInstant(fields.CredentialsRetrievedAt),
    },
  };
}
