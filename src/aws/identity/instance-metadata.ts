import { isOn, variable } from '../../platform/environment.ts';
import type { Machine } from '../../platform/machine.ts';
import { type HttpAnswer, NetworkError } from '../../platform/network.ts';

/**
 * - `disabled`: a variable says not to ask
 * - `unreachable`: nobody there; not EC2, or a firewall
 * - `hop-limit`: somebody there, whose answer to the first question does not arrive
 * - `forbidden`: the instance's metadata are switched off, or the question was forwarded
 * - `not-found`: no such data
 * - `refused`: any other answer
 * - `settings`: the variables that name the service are wrong
 */
export type MetadataTrouble =
  | 'disabled'
  | 'unreachable'
  | 'hop-limit'
  | 'forbidden'
  | 'not-found'
  | 'refused'
  | 'settings';

/** Why the metadata do not tell, with what to do. */
export class MetadataError extends Error {
  override readonly name = 'MetadataError';
  readonly trouble: MetadataTrouble;

  constructor(trouble: MetadataTrouble, message: string, options?: ErrorOptions) {
    super(`instance metadata: ${message}`, options);
    this.trouble = trouble;
  }
}

const IPV4 = 'http://169.254.169.254';
const IPV6 = 'http://[fd00:ec2::254]';
const ENDPOINT = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';
const MODE = 'AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE';
const DISABLED = 'AWS_EC2_METADATA_DISABLED';
/** Milliseconds; the service is one hop away. */
const TIMEOUT = 1000;
const ATTEMPTS = 2;
/** Seconds that a session lasts: one run. */
const LIFETIME = '300';
const HOP_LIMIT =
  'the service took the connection but its answer did not arrive, as from within a container whose instance has a hop limit of 1; run on the instance itself, or raise HttpPutResponseHopLimit to 2';

type Asked = Pick<Machine, 'environment' | 'network'>;

/**
 * The instance metadata service, version 2 only: each question carries the token of a session, and none is asked
 * without. One value is one session.
 */
export class InstanceMetadata {
  readonly #machine: Asked;
  #session: { readonly address: string; readonly token: string } | null = null;

  constructor(machine: Asked) {
    this.#machine = machine;
  }

  /** Where the service was found. */
  get address(): string | null {
    return this.#session?.address ?? null;
  }

  /** What stands at a path such as `/latest/meta-data/instance-id`. @throws MetadataError */
  async get(path: string): Promise<string> {
    const answer = await this.#ask(path);
    if (answer.status !== 401) return contentOf(answer, path);
    this.#session = null;
    return contentOf(await this.#ask(path), path);
  }

  async #ask(path: string): Promise<HttpAnswer> {
    this.#session ??= await this.#open();
    const { address, token } = this.#session;
    try {
      const headers = { 'x-aws-ec2-metadata-token': token };
      return await this.#request('GET', `${address}${path}`, headers);
    } catch (error) {
      throw failed(error, address);
    }
  }

  async #open(): Promise<{ address: string; token: string }> {
    if (isOn(this.#machine.environment, DISABLED))
      throw new MetadataError('disabled', `${DISABLED} is true; unset it where this machine is on EC2`);
    let last: MetadataError | null = null;
    for (const address of addressesOf(this.#machine)) {
      try {
        return { address, token: await this.#token(address) };
      } catch (error) {
        if (!(error instanceof MetadataError)) throw error;
        if (error.trouble !== 'unreachable') throw error;
        last ??= error;
      }
    }
    throw last ?? new MetadataError('unreachable', 'no address');
  }

  async #token(address: string): Promise<string> {
    try {
      const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': LIFETIME };
      const answer = await this.#request('PUT', `${address}/latest/api/token`, headers);
      if (answer.status === 404 || answer.status === 405)
        throw new MetadataError(
          'refused',
          `${address} knows no sessions, so it is not the service of an instance`,
        );
      const token = contentOf(answer, '/latest/api/token').trim();
      if (/^[\x21-\x7e]{1,1024}$/.test(token)) return token;
      throw new MetadataError('refused', `${address} gave no token`);
    } catch (error) {
      if (error instanceof NetworkError && error.trouble === 'unanswered')
        throw new MetadataError('hop-limit', `${address}: ${HOP_LIMIT}`, { cause: error });
      throw failed(error, address);
    }
  }

  /** What is broken or too much for the service is asked once more. */
  async #request(method: 'GET' | 'PUT', url: string, headers: Record<string, string>): Promise<HttpAnswer> {
    for (let attempt = 1; ; attempt++) {
      try {
        const answer = await this.#machine.network.request({ method, url, headers, timeout: TIMEOUT });
        if (answer.status < 500 || attempt === ATTEMPTS) return answer;
      } catch (error) {
        const isBroken = error instanceof NetworkError && error.trouble === 'broken';
        if (!isBroken || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

function addressesOf({ environment }: Asked): readonly string[] {
  const endpoint = variable(environment, ENDPOINT);
  if (endpoint !== null) {
    if (!/^https?:\/\/[^/\s@]+\/*$/i.test(endpoint) || !URL.canParse(endpoint))
      throw new MetadataError(
        'settings',
        `${ENDPOINT}: expected http://HOST[:PORT], found something else; unset it`,
      );
    return [endpoint.replace(/\/+$/, '')];
  }
  const mode = variable(environment, MODE)?.toLowerCase();
  if (mode === undefined) return [IPV4, IPV6];
  if (mode === 'ipv4') return [IPV4];
  if (mode === 'ipv6') return [IPV6];
  throw new MetadataError('settings', `${MODE}: expected IPv4 or IPv6, found something else; unset it`);
}

function contentOf({ status, body }: HttpAnswer, path: string): string {
  if (status === 200) return body;
  if (status === 404) throw new MetadataError('not-found', `nothing at ${path}`);
  if (status === 403)
    throw new MetadataError(
      'forbidden',
      'refused with status 403: they are switched off for this instance, or a proxy forwards the question; set HttpEndpoint to enabled (aws ec2 modify-instance-metadata-options)',
    );
  throw new MetadataError('refused', `expected status 200 for ${path}, found ${status}; try again`);
}

function failed(error: unknown, address: string): unknown {
  if (!(error instanceof NetworkError)) return error;
  const { trouble, message } = error;
  if (trouble === 'unreachable')
    return new MetadataError('unreachable', `nobody at ${address} (${message}); is this machine on EC2?`, {
      cause: error,
    });
  return new MetadataError('refused', `${address}: ${message}; try again`, { cause: error });
}
