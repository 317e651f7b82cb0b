import { findIdentity } from '../../aws/identity/find-identity.ts';
import type { Identity } from '../../aws/identity/identity.ts';
import { NetworkError } from '../../platform/network.ts';
import type { Scene } from '../scene.ts';
import { agentView } from './agent-view.ts';

const QUESTION = 'identity';

/** Who this machine is to Systems Manager. */
export function identityOf(scene: Scene): Promise<Identity> {
  return scene.once(QUESTION, async () =>
    findIdentity((await agentView(scene)).machine, regionFlag(scene), scene.agent),
  );
}

export interface ShownIdentity {
  readonly id: string | null;
  readonly region: string | null;
}

/** What is known about it without asking anybody now. */
export async function shownIdentity(scene: Scene): Promise<ShownIdentity> {
  const asked = await scene.found<Identity>(QUESTION);
  const identity =
    asked ?? (await findIdentity({ ...scene.machine, network: NOBODY }, regionFlag(scene), scene.agent));
  return identity.kind === 'node'
    ? { id: identity.node.id, region: identity.node.region }
    : { id: null, region: scene.region };
}

/** The region that the agent works in; null where nobody says. */
export async function regionOf(scene: Scene): Promise<string | null> {
  const identity = await identityOf(scene);
  return identity.kind === 'node' ? identity.node.region : scene.region;
}

function regionFlag({ region }: Scene): { region?: string } {
  return region === null ? {} : { region };
}

const NOBODY = {
  request: async (): Promise<never> => {
    throw new NetworkError('unreachable', 'nobody is asked');
  },
};
