/** An archive of apt: where it is, and which part of it is used. */
export interface AptSource {
  readonly url: string;
  /** `bookworm`, `bookworm-security`; a path that ends with a slash where the archive has no parts. */
  readonly suite: string;
}

const LINE = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/;

/** Lines of `sources.list` (sources.list(5)); those of sources, and other ways than http and https, are left out. */
export function parseAptLines(text: string): AptSource[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, url, suite] = LINE.exec(line) ?? [];
    return url !== undefined && suite !== undefined && isHttp(url) ? [{ url, suite }] : [];
  });
}

/** The paragraphs of a `.sources` file. */
export function parseAptParagraphs(text: string): AptSource[] {
  return text.split(/\r?\n\s*\r?\n/).flatMap((paragraph) => {
    const of = (name: string): string[] => {
      const found = new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t]+.*)*)`, 'im').exec(paragraph)?.[1] ?? '';
      return found.split(/\s+/).filter((word) => word !== '');
    };
    const isOff = of('Enabled')[0]?.toLowerCase() === 'no';
    if (isOff || !of('Types').includes('deb')) return [];
    return of('URIs')
      .filter(isHttp)
      .flatMap((url) => of('Suites').map((suite) => ({ url, suite })));
  });
}

/** The proxy for a scheme in apt's settings, as `Acquire::http::Proxy "URL";`. */
export function aptProxy(text: string, scheme: 'http' | 'https'): string | null {
  const line = new RegExp(`^\\s*Acquire::${scheme}::Proxy\\s+"?([^";\\s]{1,500})"?\\s*;`, 'im');
  return line.exec(text.replace(/^\s*(?:\/\/|#).*$/gm, ''))?.[1] ?? null;
}

function isHttp(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
