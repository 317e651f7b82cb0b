/** The settings of one section of an INI file of the AWS tools. */
export type Section = ReadonlyMap<string, string>;

/**
 * Reads a shared credentials or configuration file. Names of sections are kept as written (`default`, `profile dev`),
 * keys in lower case. Sections of one name are one; a `#` or `;` after a blank begins a comment in a value; indented
 * lines belong to a nested setting and are left out.
 */
export function parseSharedCredentials(text: string): Map<string, Section> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = null;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const name = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1]?.replace(/\s+/g, ' ');
    if (name !== undefined) {
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      continue;
    }
    const [, key, value] = /^([^\s=#;][^=]*?)\s*=\s*(.*?)(?:\s+[#;].*)?\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) section?.set(key.toLowerCase(), value);
  }
  return sections;
}
