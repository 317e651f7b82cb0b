import { ServiceError } from '../service-error.ts';

export interface ComplianceFilter {
  readonly Key?: string;
  readonly Values?: readonly string[];
  readonly Type?: string;
}

/** What can be asked for: each key with the value that a member has for it, empty where it has none. */
export type Facts = Readonly<Record<string, string>>;

/** The members for which every filter has a value that holds. */
export function filtered<T>(
  members: readonly T[],
  filters: readonly ComplianceFilter[] | undefined,
  keys: readonly string[],
  factsOf: (member: T) => Facts,
): T[] {
  for (const { Key = '', Values } of filters ?? []) {
    if (!keys.includes(Key)) throw new ServiceError('InvalidFilter', `The filter name is not valid: ${Key}`);
    if (Values === undefined) throw new ServiceError('InvalidFilter', `The filter ${Key} has no values.`);
  }
  return members.filter((member) => (filters ?? []).every((filter) => holds(filter, factsOf(member))));
}

function holds({ Key = '', Values = [], Type = 'EQUAL' }: ComplianceFilter, facts: Facts): boolean {
  const fact = facts[Key] ?? '';
  switch (Type) {
    case 'NOT_EQUAL':
      return !Values.includes(fact);
    case 'BEGIN_WITH':
      return Values.some((value) => fact.startsWith(value));
    case 'LESS_THAN':
      return Values.some((value) => fact < value);
    case 'GREATER_THAN':
      return Values.some((value) => fact > value);
    default:
      return Values.includes(fact);
  }
}
