/** The variables that `env NAME=VALUE` of an upstart job or its override sets. Format: init(5). */
export function upstartEnvironment(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const [, name, quoted, plain] of text.matchAll(/^[ \t]*env[ \t]+(\w+)=(?:"([^"\n]*)"|([^\s#]*))/gm))
    if (name !== undefined) variables.set(name, quoted ?? plain ?? '');
  return variables;
}
