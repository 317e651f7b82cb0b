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

/** Who gave credentials. */
export type CredentialsSource = 'variables' | 'profile' | 'share-file' | 'container' | 'instance-role';

type Provider = (question: CredentialsQuestion) => Provided | Promise<Provided>;

/** In the order in which they are asked. What the agent shares is preferred to the role of the instance, as by the agent. */
const PROVIDERS: readonly (readonly [CredentialsSource, Provider])[] = [
  ['variables', environmentCredentials],
  ['profile', profileCredentials],
  ['share-file', sharedCredentials],
  ['container', containerCredentials],
  ['instance-role', instanceRole],
];

/**
 * Credentials of this node, found anew each time: what a person gives, else what the agent shares, else the role of
 * the container or the instance.
 *
 * @throws CredentialsError which says what everybody said
 */
export async function findCredentials(question: CredentialsQuestion): Promise<AwsCredentials> {
  return (await locateCredentials(question)).credentials;
}

/** The same, and who gave them. @throws CredentialsError which says what everybody said */
export async function locateCredentials(
  question: CredentialsQuestion,
): Promise<{ readonly credentials: AwsCredentials; readonly source: CredentialsSource }> {
  const reasons: string[] = [];
  let isExpired = false;
  for (const [source, provide] of PROVIDERS) {
    const provided = await provide(question);
    if (provided.kind === 'credentials') return { credentials: provided.credentials, source };
    if (provided.why !== null) reasons.push(provided.why);
    isExpired ||= provided.isExpired === true;
  }
  throw new CredentialsError(
    isExpired ? 'expired' : 'none',
    `expected credentials of this node, found none: ${reasons.join('; ')}; attach an instance profile with AmazonSSMManagedInstanceCore or turn on Default Host Management, and see that the agent runs`,
  );
}
