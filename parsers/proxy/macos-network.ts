/**
 * The variables that stand for the web proxies of macOS's network service, from what `scutil --proxy` prints:
 * `HTTPSEnable : 1`, `HTTPSProxy : host`, `HTTPSPort : 3128`, and the exceptions as a numbered array.
 */
export function macosProxies(text: string): Map<string, string> {
  const { settings, exceptions } = linesOf(text);
  const variables = new Map<string, string>();
  for (const [name, prefix] of [
    ['https_proxy', 'HTTPS'],
    ['http_proxy', 'HTTP'],
  ] as const) {
    const host = settings.get(`${prefix}Proxy`);
    if (settings.get(`${prefix}Enable`) !== '1' || host === undefined) continue;
    const port = settings.get(`${prefix}Port`);
    variables.set(name, `http://${host}${port === undefined ? '' : `:${port}`}`);
  }
  if (variables.size > 0 && exceptions.length > 0) variables.set('no_proxy', exceptions.join(','));
  return variables;
}

function linesOf(text: string): { settings: Map<string, string>; exceptions: string[] } {
  const settings = new Map<string, string>();
  const exceptions: string[] = [];
  let list: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    const [name = '', value = ''] = line.trim().split(/ : /, 2);
    if (value.startsWith('<array>')) list = name;
    else if (name === '}') list = null;
    else if (list === null) settings.set(name, value);
    else if (list === 'ExceptionsList') exceptions.push(value);
  }
  return { settings, exceptions };
}
