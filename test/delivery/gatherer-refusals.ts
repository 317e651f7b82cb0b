/**
 * What the agent's gatherer of custom inventory does not take of a file, by the rules of its customGatherer.go: lengths
 * in bytes, a file as a whole where Content is one object, in a list the entry. Empty when it takes all.
 */
export function refusedByGatherer(bytes: Uint8Array): string[] {
  if (bytes[0] === 0xef && bytes[1] === 0xbb) return ['a byte order mark'];
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const value = JSON.parse(text) as Record<string, unknown>;
  const found: string[] = [];
  const { TypeName: type, SchemaVersion: version, Content: content } = value;
  if (typeof type !== 'string' || type === '' || lengthOf(type) > 100 || !type.startsWith('Custom:'))
    found.push(`TypeName ${type}`);
  if (typeof version !== 'string' || !/^([0-9]{1,6})(\.[0-9]{1,6})$/.test(version))
    found.push(`SchemaVersion ${version}`);
  if (bytes.length > 3_072 * 1024) found.push(`${bytes.length} bytes`);
  if (!Array.isArray(content)) return [...found, 'Content is no list'];
  for (const entry of content as unknown[]) found.push(...refusedInEntry(entry));
  return found;
}

function refusedInEntry(entry: unknown): string[] {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return ['an entry is no object'];
  const attributes = Object.entries(entry);
  const found = attributes.length > 50 ? [`${attributes.length} attributes`] : [];
  for (const [name, value] of attributes) {
    if (name === '' || lengthOf(name) > 64) found.push(`name ${name}`);
    if (typeof value !== 'string') found.push(`${name} is no string`);
    else if (lengthOf(value) > 4_096) found.push(`${name} has ${lengthOf(value)} bytes`);
  }
  return found;
}

/** Go's len. */
function lengthOf(text: string): number {
  return Buffer.byteLength(text);
}
