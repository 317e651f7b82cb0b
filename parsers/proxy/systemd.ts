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

/** Words with their quotes taken off; a backslash stands for the character after it. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\' && at + 1 < text.length) {
      at += 1;
      word = `${word ?? ''}${text[at]}`;
    } else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (quote === '' && (char === ' ' || char === '\t')) {
      if (word !== null) words.push(word);
      word = null;
    } else word = `${word ?? ''}${char}`;
  }
  if (word !== null) words.push(word);
  return words;
}
