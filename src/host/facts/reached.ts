import { hostsEntry } from '../../../parsers/host/hosts-file.ts';
import { proxyFor } from '../../aws/endpoint/proxy.ts';
import type { Ask, Reached, Via } from '../../platform/reach.ts';
import type { Scene } from '../scene.ts';
import { agentProxy } from './agent-view.ts';
import { authoritiesOfAgent } from './authorities.ts';

/** Milliseconds for each stage of the way. */
const STAGE_MS = 1500;

export interface Question {
  readonly host: string;
  readonly port?: number;
  readonly isTls?: boolean;
  readonly ask?: Ask;
  /** In place of the agent's; null for none. */
  readonly proxy?: string | null;
}

/** Whom a URL of the web leads to. */
export function targetOf(url: string): {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
} {
  const { hostname, port, protocol } = new URL(url);
  const isTls = protocol === 'https:';
  return { host: hostname, port: Number(port) || (isTls ? 443 : 80), isTls };
}

/** How far the agent gets on its way to a host: with its proxies, and the authorities that it trusts. */
export function reached(scene: Scene, question: Question): Promise<Reached> {
  const { host, isTls = true, port = isTls ? 443 : 80, ask } = question;
  const asked = ask === undefined ? '' : `${ask.method} ${ask.path} ${ask.headers['x-amz-target'] ?? ''}`;
  return scene.once(`reach ${isTls} ${host}:${port} ${question.proxy} ${asked}`, async () => {
    const hosts = scene.text('/etc/hosts');
    return scene.reach.reach({
      host,
      port,
      isTls,
      known: hosts.kind === 'text' ? hostsEntry(hosts.text, host) : null,
      proxy: await viaOf(scene, question, `${isTls ? 'https' : 'http'}://${host}:${port}`),
      authorities: await authoritiesOfAgent(scene),
      ask: ask ?? null,
      limit: STAGE_MS,
    });
  });
}

async function viaOf(scene: Scene, { proxy }: Question, url: string): Promise<Via | null> {
  if (proxy === null) return null;
  if (proxy !== undefined) return viaAt(proxy);
  const found = await agentProxy(scene);
  const address = found.kind === 'proxy' ? proxyFor(found.proxy, url) : null;
  return address === null ? null : viaAt(address);
}

/** The address of a proxy, taken apart; null where it is none. */
function viaAt(address: string): Via | null {
  if (!URL.canParse(address)) return null;
  const { hostname, port, protocol, username, password } = new URL(address);
  const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    host: hostname,
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    authorization: username === '' ? null : `Basic ${Buffer.from(secret).toString('base64')}`,
  };
}
