import { expect, test } from 'vitest';
import { judgeRepositories } from '../../src/host/checks/repositories.ts';
import { repositoriesOf } from '../../src/host/facts/repositories.ts';
import type { Reached } from '../../src/platform/reach.ts';
import { sceneWith } from './a-scene.ts';

test('knows what yum asks first, with its variables and proxies', () => {
  const scene = sceneWith({
    'etc/os-release': 'ID="rhel"\nVERSION_ID="9.4"\n',
    'etc/yum.repos.d/a.repo':
      '[base]\nbaseurl=https://a.example/$releasever/$basearch/\n[region]\nbaseurl=https://$awsregion.example/\n[off]\nenabled=0\nbaseurl=http://x\n',
    'etc/yum.repos.d/a.repo.rpmnew': '[new]\nbaseurl=http://x\n',
    'etc/dnf/dnf.conf': '[main]\nproxy=http://proxy.example:3128\n',
    'etc/dnf/vars/awsregion': 'eu-west-1\n',
  });
  expect(repositoriesOf(scene)).toEqual({
    manager: 'yum',
    found: [
      {
        ...{ name: 'base', proxy: 'http://proxy.example:3128', isPersonal: false },
        url: 'https://a.example/9/x86_64/repodata/repomd.xml',
      },
      {
        ...{ name: 'region', proxy: 'http://proxy.example:3128', isPersonal: false },
        url: 'https://eu-west-1.example/repodata/repomd.xml',
      },
    ],
  });
});

test('knows what apt asks first, each archive once', () => {
  const scene = sceneWith({
    'etc/apt/sources.list':
      'deb http://a.example/debian/ bookworm main\ndeb http://a.example/debian/ bookworm contrib\n',
    'etc/apt/sources.list.d/b.list': 'deb https://b.example/flat ./\n',
    'etc/apt/sources.list.d/b.list.save': 'deb https://c.example/ x main\n',
    'etc/apt/apt.conf.d/99proxy': 'Acquire::http::Proxy "http://proxy.example:3128";\n',
  });
  const { manager, found } = repositoriesOf(scene);
  expect(manager).toBe('apt');
  expect(found.map(({ url, proxy }) => [url, proxy])).toEqual([
    ['http://a.example/debian/dists/bookworm/InRelease', 'http://proxy.example:3128'],
    ['https://b.example/flat/InRelease', 'http://proxy.example:3128'],
  ]);
});

const REACHED: Reached = {
  ...{ host: 'a.example', port: 443, via: null, addresses: ['192.0.2.1'], isKnownName: false },
  ...{ tls: null, trouble: null },
  answer: { status: 200, headers: {}, body: '', isWhole: true, clockAhead: null },
};
const repository = { name: 'base', url: 'https://a.example/', proxy: undefined, isPersonal: false };
const judged = (more: Partial<Reached>) =>
  judgeRepositories({
    manager: 'yum',
    more: 0,
    repositories: [{ repository, reached: { ...REACHED, ...more } }],
  });
const answering = (status: number) =>
  judged({ answer: { status, headers: {}, body: '', isWhole: true, clockAhead: null } });

test('judges by what is answered, or what stands in the way', () => {
  expect(answering(200).status).toBe('ok');
  expect(answering(302).status).toBe('ok');
  expect(answering(403)).toMatchObject({ cause: 'REPO_ACCESS_DENIED' });
  expect(answering(404)).toMatchObject({ cause: 'REPO_NOT_FOUND' });
  expect(answering(503)).toMatchObject({ cause: 'REPO_HTTP_ERROR' });
  const trouble = { stage: 'connect', code: 'TIMEOUT', message: '' } as const;
  expect(judged({ trouble, answer: null })).toMatchObject({ cause: 'REPO_UNREACHABLE' });
  const refused = { stage: 'proxy', code: 'STATUS_407', message: '' } as const;
  expect(judged({ trouble: refused, via: 'p:1', answer: null })).toMatchObject({
    cause: 'NETWORK_PROXY_AUTH_REQUIRED',
  });
  expect(judgeRepositories({ manager: 'apt', more: 0, repositories: [] })).toMatchObject({
    cause: 'REPO_NONE_ENABLED',
  });
});
