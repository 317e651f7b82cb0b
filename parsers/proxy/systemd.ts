/**
 * The variables that `Environment=` of a systemd unit or drop-in sets, in order of the text; an empty assignment
 * clears those before it. Format: systemd.exec(5), systemd.syntax(7): words in blanks, quotes around any part of
 * one, a backslash at the end of a line continues it, `%%` stands for `%`.
 */
export function systemdEnvironment(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const value = /^\s*Environment\s*=(.*)$/.exec(line)?.[1];
    if (value === undefined) continue;
    if (value.trim() === '') variables.clear();
    for (const word of wordsOf(value)) {
      const at = word.indexOf('=');
      if (at > 0) variables.set(word.slice(0, at), word.slice(at + 1).replaceAll('%%', '%'));
    }
  }
  return variables;
}

function wordsOf(text: string): string[] {
  return [...text.matchAll(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+/g)].map(([word]) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|\\(.)/g, (_whole, double, single, escaped) =>
      escaped === undefined ? String(double ?? single).replace(/\\(["'\\])/g, '$1') : escaped,
    ),
  );
}
