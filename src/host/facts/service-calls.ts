import { type AwsCredentials, CredentialsError } from '../../aws/credentials/credentials.ts';
import { type CredentialsSource, locateCredentials } from '../../aws/credentials/find-credentials.ts';
import { httpAgents } from '../../aws/endpoint/http-agents.ts';
import { serviceHost } from '../../aws/service-host.ts';
import { signedHeaders, type Unsigned } from '../../aws/sign.ts';
import type { Reached } from '../../platform/reach.ts';
import { endpointHost } from '../checks/endpoints.ts';
import type { Scene } from '../scene.ts';
import { agentProxy, agentView } from './agent-view.ts';
import { authoritiesOfAgent } from './authorities.ts';
import { identityOf, regionOf } from './identity.ts';
import { reached } from './reached.ts';

/** Keys, and who gave them; or why there are none. */
export type FoundCredentials =
  | {
      readonly kind: 'found';
      readonly credentials: AwsCredentials;
      readonly source: CredentialsSource;
    }
  | { readonly kind: 'none'; readonly code: CredentialsError['code']; readonly message: string };

/** The credentials of the node, looked for as the agent does. */
export function credentialsOf(scene: Scene): Promise<FoundCredentials> {
  return scene.once('credentials', async (): Promise<FoundCredentials> => {
    const { machine } = await agentView(scene);
    const found = await agentProxy(scene);
    const proxy = found.kind === 'proxy' ? found.proxy : null;
    const ca = await authoritiesOfAgent(scene);
    try {
      const located = await locateCredentials({
        machine,
        agent: scene.agent,
        region: (await regionOf(scene)) ?? 'us-east-1',
        warn: () => undefined,
        agents: () => httpAgents({ proxy, ca }),
      });
      return { kind: 'found', ...located };
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      return { kind: 'none', code: error.code, message: error.message };
    }
  });
}

/** What a service answered to a signed question, or what stood in the way; null where there was nothing to ask with. */
export type Called = Reached | null;

/** Who these credentials are of. Everybody may ask that. */
export function callerIdentity(scene: Scene): Promise<Called> {
  return scene.once('caller-identity', async () => {
    const region = await regionOf(scene);
    if (region === null) return null;
    return signed(scene, 'sts', region, {
      host: serviceHost('sts', region),
      path: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
  });
}

/** Which associations the node has: what the agent itself asks every ten minutes. */
export function listedAssociations(scene: Scene): Promise<Called> {
  return scene.once('listed-associations', async () => {
    const identity = await identityOf(scene);
    const host = await endpointHost(scene, 'ssm');
    if (identity.kind !== 'node' || host === null) return null;
    return signed(scene, 'ssm', identity.node.region, {
      host,
      path: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonSSM.ListInstanceAssociations',
      },
      body: JSON.stringify({ InstanceId: identity.node.id, MaxResults: 1 }),
    });
  });
}

async function signed(scene: Scene, service: string, region: string, request: Unsigned): Promise<Called> {
  const found = await credentialsOf(scene);
  if (found.kind !== 'found') return null;
  const now = scene.machine.clock();
  const headers = signedHeaders(request, found.credentials, { region, service, now });
  const { host, path, body } = request;
  return reached(scene, { host, ask: { method: 'POST', path, headers, body } });
}
