import type { State } from '../state/state.ts';
import type { Context, Result } from './context.ts';
import { type PagedInput, pageOf } from './page.ts';

interface Input extends PagedInput {
  readonly TypeName?: string;
}

/** The types that have been put and the attributes that their entries had, all of them texts. */
export function getInventorySchema({ state }: Context, input: Input): Result {
  const wanted = schemasOf(state).filter(({ TypeName }) => !input.TypeName || TypeName === input.TypeName);
  const { members, more } = pageOf(wanted, input);
  return { output: { Schemas: members, ...more }, outcomes: [{ kind: 'read', count: members.length }] };
}

function schemasOf({ inventory }: State) {
  const types = new Map(inventory.map((stored) => [stored.type, stored.schemaVersion]));
  return [...types].map(([type, version]) => {
    const entries = inventory.filter((stored) => stored.type === type).flatMap((stored) => stored.entries);
    const names = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
    return {
      TypeName: type,
      Version: version,
      Attributes: names.map((name) => ({ Name: name, DataType: 'string' })),
    };
  });
}
