import type { Judgement } from '../conclude/findings.ts';
import type { Judged } from '../conclude/roles.ts';
import type { OperationState } from '../model.ts';

/**
 * What is worth telling of an operation while it goes on: what it shows itself, and of generic causes only what nothing
 * else in it explains. Several runs may fail in one minute for reasons of their own, so that what was seen elsewhere
 * explains nothing yet; and the agent's own life is no single operation.
 */
export function toldOf({ judged, catalogue }: Judgement, operation: OperationState): readonly Judged[] {
  const own = judged.filter((trouble) => trouble.operation === operation);
  const isOne = operation.scope.kind === 'run';
  const isExplained = ({ explainedBy }: Judged): boolean =>
    explainedBy.some((other) => other.operation === operation);
  const specific = own.filter(
    (trouble) =>
      catalogue.causes.get(trouble.observation.cause)?.generality === 'specific' &&
      !(isOne && isExplained(trouble)),
  );
  const isClear = specific.some(({ observation }) => observation.closed === null);
  return isOne && isClear
    ? specific
    : own.filter((trouble) => specific.includes(trouble) || !isExplained(trouble));
}
