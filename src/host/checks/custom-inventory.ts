import {
  type CustomInventoryFault,
  faultOfCustomInventory,
} from '../../../parsers/state/custom-inventory-file.ts';
import { FilesError, isForbidden } from '../../platform/files.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { identityOf } from '../facts/identity.ts';
import type { Scene } from '../scene.ts';

interface Folder {
  readonly path: string;
  readonly files:
    | readonly { readonly name: string; readonly fault: CustomInventoryFault | null }[]
    | 'absent'
    | 'refused';
}

/** With more the agent gathers no inventory at all. */
const MOST_FILES = 20;
const LARGEST = 3 * 1024 * 1024;

/** Whether the agent will take what others left in its folder for custom inventory. */
export const CUSTOM_INVENTORY: Check = check<Folder | null>({
  name: 'custom-inventory',
  title: 'Custom inventory folder',
  limit: 4000,
  gather: async (scene) => {
    const identity = await identityOf(scene);
    const data = scene.agent.layout.data[0];
    if (identity.kind !== 'node' || data === undefined) return null;
    const path = `${data}/${identity.node.id}/inventory/custom`;
    return { path, files: filesIn(scene, path) };
  },
  judge: judgeInventory,
});

function filesIn(scene: Scene, path: string): Folder['files'] {
  try {
    const names = scene.machine.files.list(scene.path(path)).filter((name) => name.endsWith('.json'));
    return names
      .toSorted()
      .slice(0, MOST_FILES + 1)
      .map((name) => {
        const file = scene.text(`${path}/${name}`, LARGEST);
        return { name, fault: file.kind === 'text' ? faultOfCustomInventory(file.text) : null };
      });
  } catch (error) {
    if (!(error instanceof FilesError)) throw error;
    return isForbidden(error) ? 'refused' : 'absent';
  }
}

export function judgeInventory(folder: Folder | null): Judgement {
  if (folder === null)
    return { status: 'not-applicable', summary: 'which node this is, and so its folder, is not known' };
  const { path, files } = folder;
  if (files === 'refused')
    return { status: 'not-readable', summary: `${path} may not be listed; run as root` };
  if (files === 'absent')
    return { status: 'not-applicable', summary: `there is no ${path}, as nobody gives inventory of his own` };
  const facts = factsOf({ folder: path, files: files.length });
  if (files.length > MOST_FILES)
    return {
      status: 'failed',
      cause: 'INVENTORY_CUSTOM_FILE_LIMIT',
      summary: `more than ${MOST_FILES} files in ${path}: the agent refuses all inventory`,
      facts,
      places: [path],
    };
  const bad = files.filter(({ fault }) => fault !== null);
  if (bad.length === 0)
    return {
      status: 'ok',
      summary: `${files.length} files, and the agent takes them`,
      facts,
      places: [path],
    };
  return {
    status: 'failed',
    cause: 'INVENTORY_CUSTOM_FILE_INVALID',
    summary: `the agent leaves out ${bad.map(({ name, fault }) => `${name} (${fault})`).join(', ')}`,
    facts,
    places: bad.map(({ name }) => `${path}/${name}`),
  };
}
