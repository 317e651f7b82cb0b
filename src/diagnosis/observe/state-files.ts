import type { Catalogue } from '../../causes/catalogue.ts';
import type { Source, SourceKind } from '../../sources/source.ts';
import type { EngineState } from '../model.ts';

const STATE_KINDS: ReadonlySet<SourceKind> = new Set(['patch-inventory', 'patch-states', 'identity-config', 'registration', 'document-state', 'os-release', 'time-zone']);

/** Is a file of this kind one document of state, to be taken as a whole? */
export function isStateKind(kind: SourceKind): boolean {
  return STATE_KINDS.has(kind);
}

/** Enters what a state file tells. Returns what is wrong with the file, or null. */
export function absorbState(_state: EngineState, _catalogue: Catalogue, _source: Source, _text: string, _order: number): string | null {
  return null;
}
