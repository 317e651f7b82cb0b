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
    const name = /^\s*\[([^\]]+)\]/.exec(line)?.[1]?.trim().replace(/\s+/g, ' ');
    if (name !== undefined) {
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      continue;
    }
    const equals = line.indexOf('=');
    if (equals < 1 || /^[\s#;]/.test(line)) continue;
    section?.set(line.slice(0, equals).trim().toLowerCase(), withoutComment(line.slice(equals + 1)));
  }
  return sections;
}

function withoutComment(value: string): string {
  const comment = value.search(/\s[#;]/);
  return (comment === -1 ? value : value.slice(0, comment)).trim();
}
