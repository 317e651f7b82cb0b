import { parseInstant } from '../../../parsers/state/time.ts';
import { variable } from '../../platform/environment.ts';
import {
  CredentialsError,
  type CredentialsQuestion,
  credentialsOf,
  type Provided,
  shownTime,
} from './credentials.ts';

/** Keys in the variables of the AWS tools. @throws CredentialsError where they are half there or expired */
export function environmentCredentials({ machine: { environment, clock } }: CredentialsQuestion): Provided {
  const id = variable(environment, 'AWS_ACCESS_KEY_ID');
  const secret = variable(environment, 'AWS_SECRET_ACCESS_KEY');
  if (id === null && secret === null) return { kind: 'nothing', why: null };
  if (id === null || secret === null) {
    const missing = id === null ? 'AWS_ACCESS_KEY_ID' : 'AWS_SECRET_ACCESS_KEY';
    throw new CredentialsError(
      'incomplete',
      `expected both keys in the variables, found no ${missing}; set it, or unset the other`,
    );
  }
  const expiresAt = parseInstant(environment.AWS_CREDENTIAL_EXPIRATION);
  if (expiresAt !== null && expiresAt <= clock())
    throw new CredentialsError(
      'expired',
      `expected valid credentials in the variables, found some that expired at ${shownTime(expiresAt)}, it is ${shownTime(clock())}; renew or unset them, and check the clock`,
    );
  const token = variable(environment, 'AWS_SESSION_TOKEN');
  return { kind: 'credentials', credentials: credentialsOf(id, secret, token, expiresAt) };
}
