import { containerCredentials } from './container.ts';
import {
  type AwsCredentials,
  CredentialsError,
  type CredentialsQuestion,
  type Provided,
} from './credentials.ts';
import { environmentCredentials } from './environment.ts';
import { instanceRole } from './instance-role.ts';
import { profileCredentials } from './profile.ts';
import { sharedCredentials } from './share-file.ts';

/** In the order in which they are asked. What the agent shares is preferred to the role of the instance, as by the agent. */
const PROVIDERS: readonly ((question: CredentialsQuestion) => Provided | Promise<Provided>)[] = [
  environmentCredentials,
  profileCredentials,
  sharedCredentials,
  containerCredentials,
  instanceRole,
];

/**
 * Credentials of this node, found anew each time: what a person gives, else what the agent shares, else the role of
 * the container or the instance.
 *
 * @throws CredentialsError which says what everybody said
 */
export async function findCredentials(question: CredentialsQuestion): Promise<AwsCredentials> {
  const reasons: string[] = [];
  let isExpired = false;
  for (const provide of PROVIDERS) {
    const provided = await provide(question);
    if (provided.kind === 'credentials') return provided.credentials;
    if (provided.why !== null) reasons.push(provided.why);
    isExpired ||= provided.isExpired === true;
  }
  throw new CredentialsError(
    isExpired ? 'expired' : 'none',
    `expected credentials of this node, found none: ${reasons.join('; ')}; attach an instance profile with AmazonSSMManagedInstanceCore or turn on Default Host Management, and see that the agent runs`,
  );
}
