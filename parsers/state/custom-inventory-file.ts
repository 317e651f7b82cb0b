import { objectOf, parseObject } from './json.ts';

/** What the agent's gatherer does not take of a file of custom inventory. */
export type CustomInventoryFault =
  | 'no JSON'
  | 'a byte order mark'
  | 'TypeName'
  | 'SchemaVersion'
  | 'Content'
  | 'an attribute';

const MOST_ATTRIBUTES = 50;
const LONGEST_NAME = 64;
const LONGEST_VALUE = 4096;

/**
 * What is wrong with a file in the folder for custom inventory; null where the agent takes it. Rules: ssm-agent
 * `gatherers/custom/customGatherer.go`; its decoder takes keys in any case.
 */
export function faultOfCustomInventory(text: string): CustomInventoryFault | null {
  if (text.startsWith('\ufeff')) return 'a byte order mark';
  const parsed = parseObject(text);
  if (!parsed.ok) return 'no JSON';
  const fields = new Map(Object.entries(parsed.value).map(([name, value]) => [name.toLowerCase(), value]));
  const type = fields.get('typename');
  const length = typeof type === 'string' ? bytesOf(type) : 0;
  if (typeof type !== 'string' || !type.startsWith('Custom:') || length > 100) return 'TypeName';
  const version = fields.get('schemaversion');
  if (typeof version !== 'string' || !/^\d{1,6}\.\d{1,6}$/.test(version)) return 'SchemaVersion';
  const content = fields.get('content');
  const entries = Array.isArray(content) ? content : [content];
  for (const entry of entries) {
    const attributes = objectOf(entry);
    if (attributes === null) return 'Content';
    if (!isTaken(attributes)) return 'an attribute';
  }
  return null;
}

function isTaken(attributes: Readonly<Record<string, unknown>>): boolean {
  const all = Object.entries(attributes);
  return (
    all.length <= MOST_ATTRIBUTES &&
    all.every(
      ([name, value]) =>
        name.length >= 1 &&
        bytesOf(name) <= LONGEST_NAME &&
        typeof value === 'string' &&
        bytesOf(value) <= LONGEST_VALUE,
    )
  );
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
