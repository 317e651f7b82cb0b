import type { Reached } from '../../platform/reach.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { reached, targetOf } from '../facts/reached.ts';
import { type WinHttp, winHttp } from '../facts/winhttp.ts';
import { obstacleOf } from '../judge-reached.ts';

interface ProxyFacts {
  readonly winHttp: WinHttp;
  /** The way to the proxy itself; null where there is none. */
  readonly reached: Reached | null;
}

/** The proxy of Windows Update, which is not that of a person. */
export const WINHTTP_PROXY: Check = check<ProxyFacts>({
  name: 'winhttp-proxy',
  title: 'Proxy of WinHTTP',
  platforms: ['windows'],
  limit: 5000,
  gather: async (scene): Promise<ProxyFacts> => {
    const found = await winHttp(scene);
    if (found.kind !== 'proxy') return { winHttp: found, reached: null };
    const target = targetOf(`http://${found.proxy.address}`);
    return { winHttp: found, reached: await reached(scene, { ...target, proxy: null }) };
  },
  judge: judgeWinHttp,
});

export function judgeWinHttp({ winHttp: found, reached: way }: ProxyFacts): Judgement {
  if (found.kind === 'unknown') return { status: 'not-readable', summary: found.why };
  if (found.kind === 'direct')
    return { status: 'not-applicable', summary: 'WinHTTP uses no proxy: Windows Update connects directly' };
  const { address, bypass } = found.proxy;
  const facts = factsOf({ proxy: address, bypass: bypass.join(', ') });
  const obstacle = way === null ? null : obstacleOf(way);
  if (obstacle === null)
    return { status: 'ok', summary: `WinHTTP uses the proxy ${address}, which answers`, facts };
  return {
    status: 'failed',
    cause: 'NETWORK_PROXY_ERROR',
    summary: `WinHTTP uses the proxy ${address}: ${obstacle.summary}`,
    facts,
  };
}
