import {
  InstanceMetadata,
  MetadataError,
  type MetadataTrouble,
} from '../../aws/identity/instance-metadata.ts';
import { kindOfId } from '../../aws/identity/node-id.ts';
import { NetworkError } from '../../platform/network.ts';
import type { Scene } from '../scene.ts';
import { agentView } from './agent-view.ts';
import { identityOf } from './identity.ts';

/** What the metadata of the instance answer. */
export type Metadata =
  | { readonly kind: 'hybrid' }
  | {
      readonly kind: 'answered';
      readonly instanceId: string;
      readonly region: string | null;
      readonly address: string;
      /** Whether questions without a token are answered; null where that could not be asked. */
      readonly answersVersionOne: boolean | null;
    }
  | {
      readonly kind: 'trouble';
      readonly trouble: MetadataTrouble;
      readonly message: string;
      /** The machine knows no way to them, as without any network. */
      readonly isUnroutable: boolean;
    };

const ID = '/latest/meta-data/instance-id';
const REGION = '/latest/meta-data/placement/region';

export function metadataOf(scene: Scene): Promise<Metadata> {
  return scene.once('metadata', async (): Promise<Metadata> => {
    const { machine } = await agentView(scene);
    const metadata = new InstanceMetadata(machine);
    try {
      const instanceId = await metadata.get(ID);
      const region = await metadata.get(REGION).catch(unlessMissing);
      const address = metadata.address ?? '';
      const url = `${address}${ID}`;
      const first = await machine.network
        .request({ method: 'GET', url, headers: {}, timeout: 1000 })
        .catch(unlessNobody);
      const answersVersionOne = first === null ? null : first.status === 200;
      return { kind: 'answered', instanceId, region, address, answersVersionOne };
    } catch (error) {
      if (!(error instanceof MetadataError)) throw error;
      const identity = await identityOf(scene);
      const isHybrid = identity.kind === 'node' && kindOfId(identity.node.id) === 'hybrid';
      return isHybrid
        ? { kind: 'hybrid' }
        : {
            kind: 'trouble',
            trouble: error.trouble,
            message: error.message,
            isUnroutable: isUnroutable(error),
          };
    }
  });
}

function isUnroutable({ cause }: Error): boolean {
  return cause instanceof NetworkError && cause.message === 'ENETUNREACH';
}

function unlessMissing(error: unknown): null {
  if (error instanceof MetadataError && error.trouble === 'not-found') return null;
  throw error;
}

function unlessNobody(error: unknown): null {
  if (error instanceof NetworkError) return null;
  throw error;
}
