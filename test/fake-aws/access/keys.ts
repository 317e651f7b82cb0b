import { randomBytes } from 'node:crypto';

/** Credentials as every client takes them; those of a person have no session token. */
export interface FakeCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Key extends FakeCredentials {
  /** A node's role may put, and nothing else, as the usual instance roles; a person may all. */
  readonly holder: 'node' | 'person';
  readonly expired: boolean;
}

/** The credentials that the service knows, by their access key id. */
export type Keys = Map<string, Key>;

/** Temporary credentials of a role; random, so that one service's are another's unknown. */
export function roleCredentials(): FakeCredentials {
  return { ...secret('ASIA'), sessionToken: `FakeToken${randomBytes(48).toString('base64')}` };
}

export function personCredentials(): FakeCredentials {
  return secret('AKIA');
}

export function addKey(keys: Keys, credentials: FakeCredentials, holder: Key['holder']): FakeCredentials {
  keys.set(credentials.accessKeyId, { ...credentials, holder, expired: false });
  return credentials;
}

/** From now on the credentials are refused as expired. */
export function expireKey(keys: Keys, { accessKeyId }: FakeCredentials): void {
  const key = keys.get(accessKeyId);
  if (key === undefined) throw new Error(`there are no credentials ${accessKeyId}`);
  keys.set(accessKeyId, { ...key, expired: true });
}

function secret(prefix: string): FakeCredentials {
  const letters = randomBytes(20).toString('hex').toUpperCase().slice(0, 12);
  return { accessKeyId: `${prefix}FAKE${letters}`, secretAccessKey: randomBytes(30).toString('base64') };
}
