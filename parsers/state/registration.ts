import { malformed, type Parsed } from '../parsed.ts';
import { nameOf, parseObject } from './json.ts';

/** What a hybrid node was registered as. */
export interface Registration {
  readonly instanceId: string;
  readonly region: string | null;
}

/** Parses the agent's `registration` file. */
export function parseRegistration(text: string): Parsed<Registration> {
  const parsed = parseObject(text);
  if (!parsed.ok) return parsed;
  const instanceId = nameOf(parsed.value.ManagedInstanceID);
  if (instanceId === null) return malformed('ManagedInstanceID is missing, or longer than any');
  return { ok: true, value: { instanceId, region: nameOf(parsed.value.Region) } };
}
