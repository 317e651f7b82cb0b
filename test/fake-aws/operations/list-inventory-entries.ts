import { ServiceError } from '../service-error.ts';
import { type InventoryEntry, inventoryOf } from '../state/state.ts';
import type { Context, Result } from './context.ts';
import { type PagedInput, pageOf } from './page.ts';

interface Input extends PagedInput {
  readonly InstanceId: string;
  readonly TypeName: string;
  readonly Filters?: readonly Filter[];
}

interface Filter {
  readonly Key: string;
  readonly Values: readonly string[];
  readonly Type?: string;
}

/** The entries of one type of one node, whose attributes every filter holds for. */
export function listInventoryEntries({ state, node }: Context, input: Input): Result {
  const { InstanceId, TypeName, Filters = [] } = input;
  if (InstanceId !== node.id) {
    throw new ServiceError('InvalidInstanceId', `Instance ${InstanceId} is not a managed instance.`);
  }
  const stored = inventoryOf(state, TypeName, InstanceId);
  const wanted = (stored?.entries ?? []).filter((entry) => Filters.every((filter) => holds(filter, entry)));
  const { members, more } = pageOf(wanted, input);
  const captured =
    stored === undefined ? {} : { SchemaVersion: stored.schemaVersion, CaptureTime: stored.captureTime };
  return {
    output: { TypeName, InstanceId, ...captured, Entries: members, ...more },
    outcomes: [{ kind: 'read', count: members.length }],
  };
}

/** A key is the attribute's name, with or without the type before it: `Custom:SsmDoctor.Cause`. */
function holds({ Key, Values, Type = 'Equal' }: Filter, entry: InventoryEntry): boolean {
  const value = entry[Key.slice(Key.lastIndexOf('.') + 1)];
  if (value === undefined) return Type === 'NotEqual';
  switch (Type) {
    case 'NotEqual':
      return !Values.includes(value);
    case 'BeginWith':
      return Values.some((other) => value.startsWith(other));
    case 'LessThan':
      return Values.some((other) => value < other);
    case 'GreaterThan':
      return Values.some((other) => value > other);
    case 'Exists':
      return true;
    default:
      return Values.includes(value);
  }
}
