import { parseSharedCredentials } from '../../../parsers/shared-credentials.ts';
import { type IdentityConfig, parseIdentityConfig } from '../../../parsers/state/identity-config.ts';
import { agentConnection } from '../identity/agent-connection.ts';
import {
  CredentialsError,
  type CredentialsQuestion,
  credentialsOf,
  type Provided,
  shownTime,
} from './credentials.ts';
import { defaultShareFile, troubleWithPath } from './share-file-place.ts';

const LARGEST = 64 * 1024;
const LONGEST_SHOWN = 300;

/**
 * The credentials that the agent shares, as its state says: of Default Host Management, or of a hybrid node. The file
 * is not ours, so no more is done with it than to take two keys and a token out of it: no program that it names is
 * started, no role assumed, and no other file read. It is read anew each time, since the agent replaces it.
 *
 * @throws CredentialsError where others could have written it
 */
export function sharedCredentials(question: CredentialsQuestion): Provided {
  const { machine, agent } = question;
  const state = agent.state('identity-config');
  if (state.kind === 'absent') return nothing(null);
  if (state.kind === 'refused') return nothing(`${state.shown}: ${state.why}`);
  const parsed = parseIdentityConfig(state.text);
  if (!parsed.ok) return nothing(`${state.shown}: ${parsed.detail}`);
  const config = parsed.value;
  const path = config.shareFile ?? defaultShareFile(config, machine);
  if (path === null) return nothing(null);
  const { credentialsExpireAt: expiresAt } = config;
  if (expiresAt !== null && expiresAt <= machine.clock()) {
    const why = `${path}: expired at ${shownTime(expiresAt)}, and it is ${shownTime(machine.clock())}; check that the agent runs, and the clock`;
    return { kind: 'nothing', why, isExpired: true };
  }
  return read(path, config, question);
}

function read(path: string, config: IdentityConfig, question: CredentialsQuestion): Provided {
  const { machine, agent, warn } = question;
  const trouble = troubleWithPath(path, machine);
  if (trouble !== null) throw refused(path, trouble);
  const file = machine.readOwned(agent.native(path), LARGEST);
  if (file.kind === 'absent')
    return nothing(`${path}: it is not there; the agent has not shared its credentials`);
  if (file.kind === 'refused') throw refused(path, file.message);
  if (file.isPublic)
    warn(
      `${path}: expected that only its owner may read these credentials, found that everybody may; run chmod 600 on it`,
    );
  const profile = config.shareProfile ?? agentConnection(agent).shareProfile ?? 'default';
  const section = parseSharedCredentials(file.text).get(profile);
  const id = section?.get('aws_access_key_id') ?? '';
  const secret = section?.get('aws_secret_access_key') ?? '';
  if (id === '' || secret === '') return nothing(`${path}: no keys in its section [${profile}]`);
  const token = section?.get('aws_session_token');
  return { kind: 'credentials', credentials: credentialsOf(id, secret, token, config.credentialsExpireAt) };
}

function nothing(why: string | null): Provided {
  return { kind: 'nothing', why };
}

function refused(path: string, why: string): CredentialsError {
  return new CredentialsError(
    'share-file',
    `the credentials that the agent shares: ${path.slice(0, LONGEST_SHOWN)}: ${why}`,
  );
}
