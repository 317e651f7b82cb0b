import type { CommandDocument, CommandParameter } from '../../../build-scripts/deploy/command-document.ts';

export type ParameterValues = Readonly<Record<string, string>>;

/** A command that the service or the agent refuses before a step begins. */
export class RefusedParameter extends Error {}

/**
 * The values that the steps get: those given, else the defaults, after the checks that service and agent make. The
 * pattern is searched for, as Go does it: it decides about the whole value only where it is anchored.
 */
export function acceptParameters(document: CommandDocument, given: ParameterValues): ParameterValues {
  for (const name of Object.keys(given))
    if (document.parameters[name] === undefined) throw new RefusedParameter(`${name} is not a parameter`);
  return Object.fromEntries(
    Object.entries(document.parameters).map(([name, parameter]) => {
      const value = given[name] ?? parameter.default;
      const objection = objectionTo(parameter, value);
      if (objection !== null) throw new RefusedParameter(`${name}: ${objection}`);
      return [name, value];
    }),
  );
}

function objectionTo(parameter: CommandParameter, value: unknown): string | null {
  if (typeof value !== 'string') return 'is not a string';
  const { allowedValues, allowedPattern, maxChars } = parameter;
  if (allowedValues !== undefined && !allowedValues.includes(value)) return 'is not among allowedValues';
  if (allowedPattern !== undefined && !new RegExp(allowedPattern, 'u').test(value))
    return 'does not match allowedPattern';
  return maxChars !== undefined && [...value].length > maxChars ? 'is too long' : null;
}
