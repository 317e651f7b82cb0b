/** A repository of yum or dnf, as its file has it. */
export interface YumRepository {
  readonly id: string;
  readonly isEnabled: boolean;
  /** With variables in it. */
  readonly baseUrls: readonly string[];
  /** Asked for where the mirrors are. */
  readonly list: string | null;
  /** In place of the one of the main settings; `_none_` for none. */
  readonly proxy: string | null;
  /** It asks for a certificate of the client, or a user. */
  readonly isPersonal: boolean;
}

/** The sections of a `.repo` file (yum.conf(5), dnf.conf(5)); lines that begin with a blank go on. */
export function parseYumRepositories(text: string): YumRepository[] {
  return iniSections(text).flatMap(([id, values]) => {
    if (id === 'main') return [];
    const of = (name: string): string | null => values.get(name) || null;
    return [
      {
        id,
        isEnabled: !/^(?:0|no|false|off)$/i.test(of('enabled') ?? '1'),
        baseUrls: (of('baseurl') ?? '').split(/[\s,]+/).filter((url) => url !== ''),
        list: of('mirrorlist') ?? of('metalink'),
        proxy: of('proxy'),
        isPersonal: of('sslclientcert') !== null || of('username') !== null,
      },
    ];
  });
}

/** The proxy of the main settings of yum or dnf. */
export function yumProxy(text: string): string | null {
  const main = iniSections(text).find(([id]) => id === 'main');
  return main?.[1].get('proxy') || null;
}

function iniSections(text: string): [string, Map<string, string>][] {
  const sections: [string, Map<string, string>][] = [];
  let last = '';
  for (const line of text.split(/\r?\n/)) {
    const values = sections.at(-1)?.[1];
    const name = /^\[([^\]]{1,200})\]/.exec(line)?.[1];
    const at = line.indexOf('=');
    if (name !== undefined) sections.push([name, new Map()]);
    else if (/^[#;]/.test(line) || values === undefined) continue;
    else if (/^\s+\S/.test(line) && last !== '') values.set(last, `${values.get(last) ?? ''} ${line.trim()}`);
    else if (at > 0) {
      last = line.slice(0, at).trim().toLowerCase();
      values.set(last, line.slice(at + 1).trim());
    }
  }
  return sections;
}

/** A text with its variables put in, `$name` or `${name}`; null where one is not known. */
export function withVariables(text: string, variables: ReadonlyMap<string, string>): string | null {
  let isWhole = true;
  const filled = text.replace(/\$(?:\{(\w{1,64})\}|(\w{1,64}))/g, (_all, braced, bare) => {
    const value = variables.get((braced ?? bare).toLowerCase());
    if (value === undefined) isWhole = false;
    return value ?? '';
  });
  return isWhole ? filled : null;
}
