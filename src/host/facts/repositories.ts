import {
  type AptSource,
  aptProxy,
  parseAptLines,
  parseAptParagraphs,
} from '../../../parsers/host/apt-sources.ts';
import { parseYumRepositories, withVariables, yumProxy } from '../../../parsers/host/yum-repos.ts';
import { parseOsRelease } from '../../../parsers/state/os-release.ts';
import type { Scene } from '../scene.ts';

/** A repository, and what the package manager asks of it first. */
export interface Repository {
  readonly name: string;
  /** Null where a variable in it is not known. */
  readonly url: string | null;
  /** Undefined for the one of the environment, null for none. */
  readonly proxy: string | null | undefined;
  /** A client that does not show its certificate is refused, which says nothing. */
  readonly isPersonal: boolean;
}

export interface Repositories {
  readonly manager: 'apt' | 'yum' | null;
  readonly found: readonly Repository[];
}

/** The repositories that are enabled. */
export function repositoriesOf(scene: Scene): Repositories {
  const yum = yumRepositories(scene);
  if (yum !== null) return { manager: 'yum', found: yum };
  const apt = aptRepositories(scene);
  return apt === null ? { manager: null, found: [] } : { manager: 'apt', found: apt };
}

function yumRepositories(scene: Scene): Repository[] | null {
  const folder = ['/etc/yum.repos.d', '/etc/zypp/repos.d'].find((path) => scene.names(path) !== null);
  if (folder === undefined) return null;
  const names = scene.names(folder)?.filter((name) => name.endsWith('.repo')) ?? [];
  const variables = yumVariables(scene);
  const main = ['/etc/dnf/dnf.conf', '/etc/yum.conf']
    .map((path) => scene.text(path))
    .find((file) => file.kind === 'text');
  const mainProxy = main?.kind === 'text' ? yumProxy(main.text) : null;
  return names
    .map((name) => scene.text(`${folder}/${name}`))
    .flatMap((file) => (file.kind === 'text' ? parseYumRepositories(file.text) : []))
    .filter(({ isEnabled }) => isEnabled)
    .map(({ id, baseUrls, list, proxy, isPersonal }): Repository => {
      const own = proxy ?? mainProxy;
      const base = baseUrls[0];
      const url = list ?? (base === undefined ? null : `${base.replace(/\/+$/, '')}/repodata/repomd.xml`);
      return {
        name: id,
        url: url === null ? null : withVariables(url, variables),
        proxy: own === null ? undefined : own === '_none_' ? null : own,
        isPersonal,
      };
    });
}

/** What yum and dnf know by themselves, and the files that name more. */
function yumVariables(scene: Scene): Map<string, string> {
  const variables = new Map([
    ['basearch', scene.architecture],
    ['arch', scene.architecture],
  ]);
  const release = scene.agent.first(['/etc/os-release', '/usr/lib/os-release']);
  const parsed = release.kind === 'text' ? parseOsRelease(release.text) : null;
  const version = parsed?.ok === true ? parsed.value.versionId : null;
  if (version !== null) {
    // Of Red Hat and its kin the number before the point is meant.
    const isAmazon = parsed?.ok === true && parsed.value.id === 'amzn';
    variables.set('releasever', isAmazon ? version : (version.split('.')[0] ?? version));
  }
  for (const folder of ['/etc/yum/vars', '/etc/dnf/vars'])
    for (const name of scene.names(folder) ?? []) {
      const file = scene.text(`${folder}/${name}`, 4096);
      if (file.kind === 'text') variables.set(name.toLowerCase(), file.text.split('\n')[0]?.trim() ?? '');
    }
  return variables;
}

function aptRepositories(scene: Scene): Repository[] | null {
  const names = scene.names('/etc/apt/sources.list.d') ?? [];
  const main = scene.text('/etc/apt/sources.list');
  if (main.kind === 'absent' && names.length === 0) return null;
  const sources = [
    ...(main.kind === 'text' ? parseAptLines(main.text) : []),
    ...names.flatMap((name): AptSource[] => {
      const file = scene.text(`/etc/apt/sources.list.d/${name}`);
      if (file.kind !== 'text') return [];
      if (name.endsWith('.sources')) return parseAptParagraphs(file.text);
      return name.endsWith('.list') ? parseAptLines(file.text) : [];
    }),
  ];
  const settings = aptSettings(scene);
  const seen = new Map(sources.map((source) => [`${source.url} ${source.suite}`, source]));
  return [...seen.values()].map(({ url, suite }): Repository => {
    const base = url.replace(/\/+$/, '');
    const path = suite.endsWith('/') ? `${suite.replace(/^\.?\//, '')}InRelease` : `dists/${suite}/InRelease`;
    const scheme = url.toLowerCase().startsWith('https:') ? 'https' : 'http';
    const proxy = aptProxy(settings, scheme) ?? (scheme === 'https' ? aptProxy(settings, 'http') : null);
    return {
      name: `${base} ${suite}`,
      url: `${base}/${path}`,
      proxy: proxy === null ? undefined : proxy === 'DIRECT' ? null : proxy,
      isPersonal: false,
    };
  });
}

function aptSettings(scene: Scene): string {
  const folder = '/etc/apt/apt.conf.d';
  const paths = [
    ...(scene.names(folder) ?? []).toSorted().map((name) => `${folder}/${name}`),
    '/etc/apt/apt.conf',
  ];
  return paths
    .map((path) => scene.text(path))
    .map((file) => (file.kind === 'text' ? file.text : ''))
    .join('\n');
}
