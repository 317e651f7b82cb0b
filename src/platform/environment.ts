/** Variables as a process was given them; on Windows their names have no case, and are kept in upper case here. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A copy, in which names of Windows are found as the rest of the program spells them. */
export function environmentOf(given: Environment, hasCase: boolean): Environment {
  if (hasCase) return { ...given };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toUpperCase(), value]));
}

/** What a variable says; null when it is not set or empty. */
export function variable(environment: Environment, name: string): string | null {
  const value = environment[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

/** Whether a switch of the AWS tools is on: they take `true` in any case, and nothing else. */
export function isOn(environment: Environment, name: string): boolean {
  return variable(environment, name)?.toLowerCase() === 'true';
}
