import type { Correlation } from '../../../parsers/agent-log/correlation.ts';
import { LIMITS } from '../limits.ts';
import type { EngineState, Moment, OperationScope, OperationState } from '../model.ts';
import { operationKey } from '../operation-key.ts';
import type { ScanMatcher } from '../scan/matchers.ts';
import type { RecordSpan } from '../scan/scanner.ts';
import { operationOf } from './operations.ts';
import type { RecordReading } from './reading-of.ts';

/** The operation that a record belongs to, as its contexts tell. */
export function scopeOf({ documentId, runId, associationId }: Correlation): OperationScope {
  if (documentId !== null) return { kind: 'run', documentId, runId, associationId };
  return associationId === null ? { kind: 'agent' } : { kind: 'association', associationId };
}

/** The operation that a record of this time belongs to. */
export function operationAt(state: EngineState, scope: OperationScope, moment: Moment): OperationState {
  const operation = operationOf(state, scope);
  if (operation.scope.kind === 'run') operation.startedAt ??= moment.at === null ? null : moment;
  return operation;
}

const ASSOCIATION_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What an error says of an association by its id is about that, whatever the contexts say. */
export function withNamedAssociation(
  { operations }: EngineState,
  correlation: Correlation,
  { signals }: RecordReading,
): Correlation {
  if (correlation.documentId !== null || correlation.associationId !== null) return correlation;
  for (const { match } of signals) {
    const id = match.groups?.associationId ?? match.groups?.association ?? '';
    if (!ASSOCIATION_ID.test(id)) continue;
    const isKnown = operations.has(operationKey({ kind: 'association', associationId: id }));
    if (isKnown || operations.size < LIMITS.operationsByName) return { ...correlation, associationId: id };
  }
  return correlation;
}

/** Whether a record reports on an association, which it may not name. */
export function isAboutAssociations({ signals, successes }: RecordReading, body: string): boolean {
  return (
    /^Updat(?:e|ing) (?:instance )?association status/.test(body) ||
    signals.some(({ matcher }) => matcher.cause.startsWith('ASSOC_')) ||
    successes.some(({ matcher }) => matcher.reach === 'association')
  );
}

/** Bytes above a record in which the association that is being processed was named. */
const ASSOCIATION_REACH = 16 * 1024;

const ASSOCIATION_CONTEXT = Buffer.from('[associationId=');
/** The context of records that report on associations. */
const OF_ASSOCIATIONS = Buffer.from('[Association]');
const STATUS = Buffer.from('association status');

const UUID_LENGTH = 36;

/**
 * The agent reports the status of an association without saying which; it handles one at a time, so the last one
 * named above is meant.
 */
export function withAssociation(
  correlation: Correlation,
  contexts: readonly string[],
  span: RecordSpan,
): Correlation {
  if (
    correlation.documentId !== null ||
    correlation.associationId !== null ||
    !contexts.includes('Association')
  )
    return correlation;
  const above = lastAssociationAbove(span);
  if (above === null) return correlation;
  const id = span.bytes.toString('latin1', above.to - UUID_LENGTH, above.to);
  return /^[0-9a-f-]{36}$/.test(id) ? { ...correlation, associationId: id } : correlation;
}

/** Where the last association above a record is named, if that may be looked at: most records name their own. */
export function associationAbove(
  span: RecordSpan,
  candidates: readonly ScanMatcher[],
): { readonly from: number; readonly to: number } | null {
  const record = span.bytes.subarray(span.start, span.end);
  if (!record.includes(OF_ASSOCIATIONS)) return null;
  if (!candidates.some(mayTellOfAssociations) && !record.includes(STATUS)) return null;
  return lastAssociationAbove(span);
}

/** Could what it finds make a record be about associations? */
function mayTellOfAssociations({ purpose }: ScanMatcher): boolean {
  switch (purpose.kind) {
    case 'signal':
      return purpose.signal.cause.startsWith('ASSOC_');
    case 'success':
      return purpose.success.reach === 'association';
    case 'coded':
      return true;
    default:
      return false;
  }
}

function lastAssociationAbove(span: RecordSpan): { readonly from: number; readonly to: number } | null {
  const floor = Math.max(span.floor, span.start - ASSOCIATION_REACH);
  const at = span.bytes.subarray(floor, span.start).lastIndexOf(ASSOCIATION_CONTEXT);
  if (at < 0) return null;
  return { from: floor + at, to: floor + at + ASSOCIATION_CONTEXT.length + UUID_LENGTH };
}
