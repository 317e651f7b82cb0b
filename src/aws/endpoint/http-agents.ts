import type { ProxyEnv } from './proxy.ts';

/** Agents of Node for requests of the SDK. */
export interface HttpAgents {
  readonly httpAgent: unknown;
  readonly httpsAgent: unknown;
}

/** Agents that go through the proxy, where there is one, and trust the certificates besides those of Node. */
export async function httpAgents(
  { proxy, ca }: { readonly proxy: ProxyEnv | null; readonly ca: string | null },
  options: { readonly keepAlive?: boolean; readonly maxSockets?: number } = {},
) {
  const [http, https, tls] = await Promise.all([
    import('node:http'),
    import('node:https'),
    import('node:tls'),
  ]);
  // The types of Node 22 do not know `proxyEnv` yet.
  const common: object = { ...options, ...(proxy === null ? {} : { proxyEnv: { ...proxy } }) };
  const trusted = ca === null ? {} : { ca: [...tls.getCACertificates('default'), ca] };
  return { httpAgent: new http.Agent(common), httpsAgent: new https.Agent({ ...common, ...trusted }) };
}
