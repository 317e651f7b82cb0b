import { variable } from '../../platform/environment.ts';
import { NetworkError } from '../../platform/network.ts';
import { credentialsIn } from './answer.ts';
import { CredentialsError, type CredentialsQuestion, type Provided } from './credentials.ts';

const RELATIVE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const FULL = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
const TOKEN_FILE = 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE';
/** Where ECS and EKS serve credentials; with `https` any host does. */
const HOSTS = new Set([
  '169.254.170.2',
  '169.254.170.23',
  '[fd00:ec2::23]',
  'localhost',
  '127.0.0.1',
  '[::1]',
]);
/** Milliseconds. */
const TIMEOUT = 1000;
const LARGEST_TOKEN = 16 * 1024;

/**
 * The credentials of a container, from the service that its variables name.
 *
 * @throws CredentialsError where they are named and not given
 */
export async function containerCredentials(question: CredentialsQuestion): Promise<Provided> {
  const url = urlOf(question);
  if (url === null) return { kind: 'nothing', why: null };
  const token = tokenOf(question);
  try {
    const headers = token === null ? {} : { authorization: token };
    const answer = await question.machine.network.request({ method: 'GET', url, headers, timeout: TIMEOUT });
    const found =
      answer.status === 200 ? credentialsIn(answer.body) : `the answer has status ${answer.status}`;
    if (typeof found !== 'string') return { kind: 'credentials', credentials: found };
    throw refused(found);
  } catch (error) {
    if (error instanceof NetworkError) throw refused(error.message, { cause: error });
    throw error;
  }
}

function urlOf({ machine: { environment } }: CredentialsQuestion): string | null {
  const relative = variable(environment, RELATIVE);
  if (relative !== null) {
    if (relative.startsWith('/')) return `http://169.254.170.2${relative}`;
    throw refused(`${RELATIVE} does not begin with /`);
  }
  const full = variable(environment, FULL);
  if (full === null) return null;
  const url = URL.canParse(full) ? new URL(full) : null;
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && HOSTS.has(url.hostname));
  if (url === null || !isAllowed)
    throw refused(`${FULL} names neither https nor a host of the container's own`);
  return url.href;
}

function tokenOf({ machine }: CredentialsQuestion): string | null {
  const file = variable(machine.environment, TOKEN_FILE);
  const token = file === null ? variable(machine.environment, TOKEN) : textIn(file, machine);
  if (token === null || /^[\x20-\x7e]+$/.test(token)) return token;
  throw refused(`${file === null ? TOKEN : TOKEN_FILE} holds more than one line`);
}

function textIn(path: string, machine: CredentialsQuestion['machine']): string {
  const read = machine.readOwned(path, LARGEST_TOKEN);
  if (read.kind === 'text') return read.text.trim();
  throw refused(`${TOKEN_FILE} ${path}: ${read.kind === 'absent' ? 'it is not there' : read.message}`);
}

function refused(found: string, options?: ErrorOptions): CredentialsError {
  const message = `expected credentials of this container, found ${found}; check its task role, or unset the variables AWS_CONTAINER_*`;
  return new CredentialsError('container', message, options);
}
