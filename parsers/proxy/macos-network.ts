/**
 * The variables that stand for the web proxies of macOS's network service, from what `scutil --proxy` prints:
 * `HTTPSEnable : 1`, `HTTPSProxy : host`, `HTTPSPort : 3128`, and the exceptions as a numbered array.
 */
export function macosProxies(text: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const [name, prefix] of [
    ['https_proxy', 'HTTPS'],
    ['http_proxy', 'HTTP'],
  ] as const) {
    const host = settingOf(text, `${prefix}Proxy`);
    if (settingOf(text, `${prefix}Enable`) !== '1' || host === null) continue;
    const port = settingOf(text, `${prefix}Port`);
    variables.set(name, `http://${host}${port === null ? '' : `:${port}`}`);
  }
  const list = /ExceptionsList\s*:\s*<array>\s*\{([^}]*)\}/.exec(text)?.[1] ?? '';
  const exceptions = [...list.matchAll(/^\s*\d+\s*:\s*(\S+)/gm)].map(([, host]) => host);
  if (variables.size > 0 && exceptions.length > 0) variables.set('no_proxy', exceptions.join(','));
  return variables;
}

function settingOf(text: string, name: string): string | null {
  return new RegExp(`^\\s*${name}\\s*:\\s*(\\S+)\\s*$`, 'm').exec(text)?.[1] ?? null;
}
