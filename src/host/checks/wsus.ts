import type { Reached } from '../../platform/reach.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { reached, targetOf } from '../facts/reached.ts';
import { registryKey } from '../facts/windows.ts';
import { winHttp, winHttpProxyFor } from '../facts/winhttp.ts';
import { obstacleOf, wayFacts } from '../judge-reached.ts';
import type { Scene } from '../scene.ts';

const POLICY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate';
/** What Windows Update asks there. */
const SERVICE = '/ClientWebService/client.asmx';

type Wsus =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: string }
  | { readonly kind: 'invalid'; readonly server: string }
  | { readonly kind: 'asked'; readonly server: string; readonly reached: Reached };

/** Whether the server that updates come from can be reached, as Windows Update does. */
export const WSUS: Check = check<Wsus>({
  name: 'wsus',
  title: 'WSUS server',
  platforms: ['windows'],
  limit: 9000,
  gather: askWsus,
  judge: judgeWsus,
});

async function askWsus(scene: Scene): Promise<Wsus> {
  const [policy, automatic] = await Promise.all([
    registryKey(scene, POLICY),
    registryKey(scene, `${POLICY}\\AU`),
  ]);
  if (policy.kind === 'unknown') return policy;
  const isUsed = automatic.kind === 'values' && automatic.values.get('usewuserver') === 1;
  const server = policy.kind === 'values' ? String(policy.values.get('wuserver') ?? '') : '';
  if (!isUsed || server === '') return { kind: 'none' };
  if (!/^https?:\/\//i.test(server) || !URL.canParse(server)) return { kind: 'invalid', server };
  const target = targetOf(server);
  const found = await reached(scene, {
    ...target,
    proxy: winHttpProxyFor(await winHttp(scene), target.host),
    ask: { method: 'GET', path: SERVICE, headers: {}, body: '' },
  });
  return { kind: 'asked', server, reached: found };
}

export function judgeWsus(found: Wsus): Judgement {
  if (found.kind === 'none') return { status: 'not-applicable', summary: 'no WSUS server is used' };
  if (found.kind === 'unknown') return { status: 'not-readable', summary: found.why };
  const { server } = found;
  if (found.kind === 'invalid')
    return {
      status: 'failed',
      cause: 'WU_POLICY_BLOCKED',
      summary: `the policy names no address as WUServer: ${server.slice(0, 200)}`,
    };
  const facts = [...factsOf({ WUServer: server }), ...wayFacts(found.reached)];
  const obstacle = obstacleOf(found.reached);
  if (obstacle !== null) return { status: 'failed', ...obstacle, facts };
  const status = found.reached.answer?.status ?? 200;
  if (status < 400) return { status: 'ok', summary: `the WSUS server ${server} answers`, facts };
  return {
    status: 'failed',
    cause: 'WU_WSUS_ERROR',
    summary: `the WSUS server ${server} answers ${status} to what Windows Update asks`,
    facts,
  };
}
