/**
 * The variables of a service, from what `reg.exe query KEY /v Environment` prints: one line with the value's name,
 * its type, and the strings of the list with a literal `\0` between them.
 */
export function serviceEnvironment(text: string): Map<string, string> {
  const list = /^[ \t]+Environment[ \t]+REG_MULTI_SZ[ \t]+(.*)$/im.exec(text)?.[1] ?? '';
  const variables = new Map<string, string>();
  for (const word of list.trim().split('\\0')) {
    const at = word.indexOf('=');
    if (at > 0) variables.set(word.slice(0, at).trim(), word.slice(at + 1).trim());
  }
  return variables;
}
