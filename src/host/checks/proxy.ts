import { shownProxy } from '../../aws/endpoint/proxy.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { type AgentProxy, agentProxy } from '../facts/agent-view.ts';

/** The proxy that the agent uses. Whether it lets through, the checks of endpoints tell. */
export const PROXY: Check = check<AgentProxy>({
  name: 'proxy',
  title: 'Proxy configuration',
  gather: agentProxy,
  judge: judgeProxy,
});

export function judgeProxy(found: AgentProxy): Judgement {
  if (found.kind === 'none') return { status: 'not-applicable', summary: 'No proxy configuration detected' };
  if (found.kind === 'hidden')
    return {
      status: 'not-readable',
      summary: 'the variables of the running agent, which may name a proxy, are for root alone; run as root',
    };
  if (found.kind === 'unusable')
    return { status: 'failed', cause: 'NETWORK_PROXY_ERROR', summary: found.message };
  const { proxy, place } = found;
  const https = shownProxy({ ...proxy, NO_PROXY: '' }, 'https://example.invalid');
  const http = shownProxy({ ...proxy, NO_PROXY: '' }, 'http://example.invalid');
  const text = `https_proxy: ${https ?? 'NULL'} http_proxy: ${http ?? 'NULL'} no_proxy: ${proxy.NO_PROXY}`;
  return {
    status: 'ok',
    summary: `Detected proxy configuration: ${text}`,
    facts: factsOf({ place, https, http, exceptions: proxy.NO_PROXY }),
  };
}
