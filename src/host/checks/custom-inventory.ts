import {
  type CustomInventoryFault,
  faultOfCustomInventory,
} from '../../../parsers/state/custom-inventory-file.ts';
import { type Check, check, factsOf, type Judgement } from '../check.ts';
import { identityOf } from '../facts/identity.ts';

interface Folder {
  readonly path: string;
  /** Null where it cannot be listed. */
  readonly files: readonly { readonly name: string; readonly fault: CustomInventoryFault | null }[] | null;
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
    const names =
      scene
        .names(path)
        ?.filter((name) => name.endsWith('.json'))
        .toSorted() ?? null;
    const files = names?.slice(0, MOST_FILES + 1).map((name) => {
      const file = scene.text(`${path}/${name}`, LARGEST);
      return { name, fault: file.kind === 'text' ? faultOfCustomInventory(file.text) : null };
    });
    return { path, files: files ?? null };
  },
  judge: judgeInventory,
});

export function judgeInventory(folder: Folder | null): Judgement {
  if (folder === null)
    return { status: 'not-applicable', summary: 'which node this is, and so its folder, is not known' };
  const { path, files } = folder;
  if (files === null)
    return { status: 'not-applicable', summary: `${path} is not there, or may not be listed` };
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
