import { accessDenied } from '../access/authorize.ts';
import { ServiceError } from '../service-error.ts';
import type { Outcome } from '../state/outcome.ts';
import { type InventoryEntry, inventoryOf, replace, type State } from '../state/state.ts';
import { CUSTOM_INVENTORY_TYPE, INVENTORY_TYPES_PER_ACCOUNT, REQUEST_BYTES } from '../unmodelled-limits.ts';
import type { Context, Result } from './context.ts';

interface Input {
  readonly InstanceId: string;
  readonly Items: readonly Item[];
}

interface Item {
  readonly TypeName: string;
  readonly SchemaVersion: string;
  readonly CaptureTime: string;
  readonly ContentHash?: string;
  readonly Content?: readonly InventoryEntry[];
  readonly Context?: Readonly<Record<string, string>>;
}

/** Replaces the entries of each type; an item with the stored hash is left as it is. All items or none. */
export function putInventory({ state, node }: Context, input: Input): Result {
  if (input.InstanceId !== node.id) {
    if (node.tied) throw accessDenied('PutInventory', node);
    throw new ServiceError('InvalidInstanceId', `Instance ${input.InstanceId} is not a managed instance.`);
  }
  for (const item of input.Items) check(state, node.id, item);
  checkTypeCount(state, input.Items);
  const outcomes = input.Items.map((item) => put(state, node.id, item));
  return { output: {}, outcomes };
}

function put(state: State, nodeId: string, item: Item): Outcome {
  const { TypeName: type, SchemaVersion, CaptureTime, ContentHash, Content } = item;
  const stored = inventoryOf(state, type, nodeId);
  const isKnown = ContentHash !== undefined && stored?.hash === ContentHash;
  if (isKnown || Content === undefined) return { kind: 'unchanged', type };
  const kept = {
    nodeId,
    type,
    schemaVersion: SchemaVersion,
    captureTime: CaptureTime,
    hash: ContentHash ?? null,
    entries: Content,
  };
  replace(state.inventory, kept, (other) => other === stored);
  return { kind: 'stored', type, count: Content.length };
}

function check(state: State, nodeId: string, item: Item): void {
  const { TypeName, ContentHash, Content, Context } = item;
  const members = { TypeName };
  if (!CUSTOM_INVENTORY_TYPE.test(TypeName)) {
    throw new ServiceError('InvalidTypeNameException', `Type name ${TypeName} is not valid.`);
  }
  if (Context !== undefined) {
    const message = `Context is not supported for ${TypeName}.`;
    throw new ServiceError('UnsupportedInventoryItemContextException', message, { members });
  }
  if (Content === undefined && ContentHash === undefined) {
    const message = 'Either Content or ContentHash is needed.';
    throw new ServiceError('InvalidItemContentException', message, { members });
  }
  if (Content === undefined && inventoryOf(state, TypeName, nodeId)?.hash !== ContentHash) {
    const message = 'The content hash is not the one that is stored. Send the content.';
    throw new ServiceError('ItemContentMismatchException', message, { members });
  }
  if (Buffer.byteLength(JSON.stringify(Content ?? [])) > REQUEST_BYTES) {
    const message = 'Inventory item can have up to 800 KB in total.';
    throw new ServiceError('ItemSizeLimitExceededException', message, { members });
  }
  checkSpelling(state, item);
}

/** Attribute names of one type are the same in any case of letters, and must be spelled alike everywhere. */
function checkSpelling(state: State, { TypeName, Content = [] }: Item): void {
  const known = state.inventory
    .filter((stored) => stored.type === TypeName)
    .flatMap(({ entries }) => entries);
  const spellings = new Map(
    known.flatMap((entry) => Object.keys(entry)).map((name) => [name.toLowerCase(), name]),
  );
  for (const name of Content.flatMap((entry) => Object.keys(entry))) {
    const spelling = spellings.get(name.toLowerCase()) ?? name;
    if (spelling !== name) {
      const message = `Attribute ${name} is already known as ${spelling}.`;
      throw new ServiceError('InvalidItemContentException', message, { members: { TypeName } });
    }
    spellings.set(name.toLowerCase(), name);
  }
}

function checkTypeCount(state: State, items: readonly Item[]): void {
  const types = new Set([
    ...state.inventory.map(({ type }) => type),
    ...items.map(({ TypeName }) => TypeName),
  ]);
  if (types.size <= INVENTORY_TYPES_PER_ACCOUNT) return;
  throw new ServiceError(
    'CustomSchemaCountLimitExceededException',
    `You have exceeded the limit for custom schemas (${INVENTORY_TYPES_PER_ACCOUNT}).`,
  );
}
