import { join } from 'node:path';
import { parseSharedCredentials, type Section } from '../../../parsers/shared-credentials.ts';
import { variable } from '../../platform/environment.ts';
import { CredentialsError, type CredentialsQuestion, credentialsOf, type Provided } from './credentials.ts';

const LARGEST = 1024 * 1024;
/** Profiles that a profile may lead over. */
const LONGEST_CHAIN = 8;
/** What the SDK knows how to get keys by, over the network. */
const BY_SDK = /^(?:role_arn|sso_\w+|web_identity_token_file|login_session)$/;

interface ProfileFiles {
  readonly credentials: string;
  readonly config: string;
}

/**
 * The credentials of the profile that a person names. Keys are read here; a role or a sign-on is left to the SDK,
 * which is loaded for it. A program that the profile names is not started.
 *
 * @throws CredentialsError where the profile does not give any
 */
export async function profileCredentials(question: CredentialsQuestion): Promise<Provided> {
  const profile = variable(question.machine.environment, 'AWS_PROFILE');
  if (profile === null) return { kind: 'nothing', why: null };
  const files = filesOf(question);
  const sections = profilesIn(files, question);
  const section = sections.get(profile);
  if (section === undefined) throw refused(profile, `none in ${files.credentials} and ${files.config}`);
  const id = section.get('aws_access_key_id');
  const secret = section.get('aws_secret_access_key');
  if (id && secret) {
    const token = section.get('aws_session_token');
    return { kind: 'credentials', credentials: credentialsOf(id, secret, token, null) };
  }
  refusePrograms(profile, sections);
  if (![...section.keys()].some((key) => BY_SDK.test(key))) throw refused(profile, 'one without keys');
  return { kind: 'credentials', credentials: await bySdk(profile, files, question) };
}

function filesOf({ machine: { environment, platform } }: CredentialsQuestion): ProfileFiles {
  const home = variable(environment, platform === 'windows' ? 'USERPROFILE' : 'HOME') ?? '';
  return {
    credentials: variable(environment, 'AWS_SHARED_CREDENTIALS_FILE') ?? join(home, '.aws', 'credentials'),
    config: variable(environment, 'AWS_CONFIG_FILE') ?? join(home, '.aws', 'config'),
  };
}

/** Profiles by name, as both files together make them; the one with credentials counts where both say something. */
function profilesIn(files: ProfileFiles, question: CredentialsQuestion): Map<string, Section> {
  const profiles = new Map<string, Section>();
  for (const [name, section] of sectionsOf(files.config, question))
    profiles.set(name.replace(/^profile /, ''), section);
  for (const [name, section] of sectionsOf(files.credentials, question))
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...section]));
  return profiles;
}

function sectionsOf(path: string, { machine, warn }: CredentialsQuestion): Map<string, Section> {
  const file = machine.readOwned(path, LARGEST);
  if (file.kind === 'absent') return new Map();
  if (file.kind === 'refused') throw new CredentialsError('profile', `AWS_PROFILE: ${path}: ${file.message}`);
  const sections = parseSharedCredentials(file.text);
  const holdsKeys = [...sections.values()].some((section) => section.has('aws_secret_access_key'));
  if (file.isPublic && holdsKeys)
    warn(
      `${path}: expected that only its owner may read these credentials, found that everybody may; run chmod 600 on it`,
    );
  return sections;
}

/** The SDK would start them in a shell. */
function refusePrograms(profile: string, sections: ReadonlyMap<string, Section>): void {
  let name: string | undefined = profile;
  for (let steps = 0; name !== undefined && steps < LONGEST_CHAIN; steps++) {
    const section = sections.get(name);
    if (section?.has('credential_process'))
      throw refused(
        profile,
        `one that names a program (credential_process in ${name}), and none is started; put its keys into the variables: aws configure export-credentials --profile ${name} --format env`,
      );
    name = section?.get('source_profile');
  }
}

async function bySdk(profile: string, files: ProfileFiles, { agents, region }: CredentialsQuestion) {
  const { fromIni } = await import('../sdk.ts');
  try {
    const settings = {
      profile,
      filepath: files.credentials,
      configFilepath: files.config,
      ignoreCache: true,
      // For a profile that asks for the role of the instance.
      ec2MetadataV1Disabled: true,
      parentClientConfig: { region },
      clientConfig: { requestHandler: await agents() },
    };
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await fromIni(settings)();
    return credentialsOf(accessKeyId, secretAccessKey, sessionToken, expiration?.getTime() ?? null);
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw refused(profile, `one that does not give any (${message})`, { cause: error });
  }
}

function refused(profile: string, found: string, options?: ErrorOptions): CredentialsError {
  const message = `expected credentials of the profile ${JSON.stringify(profile)} that AWS_PROFILE names, found ${found}; check the profile, or unset AWS_PROFILE`;
  return new CredentialsError('profile', message, options);
}
