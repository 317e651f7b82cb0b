import { describe, expect, test } from 'vitest';
import { aptProxy, parseAptLines, parseAptParagraphs } from '../../../parsers/host/apt-sources.ts';
import { parseYumRepositories, withVariables, yumProxy } from '../../../parsers/host/yum-repos.ts';

describe('yum', () => {
  const TEXT = `# of the vendor
[main]
proxy = http://proxy.example:3128

[amzn2-core]
name=Amazon Linux 2 core repository
mirrorlist=$awsproto://$amazonlinux.$awsregion.$awsdomain/$releasever/core/latest/$basearch/mirror.list
enabled=1

[debuginfo]
baseurl=http://a.example/d
enabled = 0

[two]
baseurl = https://one.example/x/
   https://two.example/x/
sslclientcert=/etc/pki/product.crt
proxy=_none_
`;

  test('gives each repository, with the defaults of what is not said', () => {
    expect(parseYumRepositories(TEXT)).toEqual([
      {
        ...{ id: 'amzn2-core', isEnabled: true, baseUrls: [], proxy: null, isPersonal: false },
        list: '$awsproto://$amazonlinux.$awsregion.$awsdomain/$releasever/core/latest/$basearch/mirror.list',
      },
      {
        ...{ id: 'debuginfo', isEnabled: false, list: null, proxy: null, isPersonal: false },
        baseUrls: ['http://a.example/d'],
      },
      {
        ...{ id: 'two', isEnabled: true, list: null, proxy: '_none_', isPersonal: true },
        baseUrls: ['https://one.example/x/', 'https://two.example/x/'],
      },
    ]);
    expect(yumProxy(TEXT)).toBe('http://proxy.example:3128');
  });

  test('puts in what variables say, or says that one is not known', () => {
    const known = new Map([
      ['releasever', '9'],
      ['basearch', 'x86_64'],
    ]);
    expect(withVariables('http://a/$releasever/$' + '{basearch}/os', known)).toBe('http://a/9/x86_64/os');
    expect(withVariables('http://$awsregion/x', known)).toBeNull();
  });
});

describe('apt', () => {
  test('gives archives of lines, and leaves out sources, comments and media', () => {
    const text = `# deb http://off.example/debian x main
deb http://deb.example/debian bookworm main contrib
deb [arch=amd64 signed-by=/a/b.gpg] https://other.example/repo ./
deb-src http://deb.example/debian bookworm main
deb cdrom:[Debian]/ bookworm main
`;
    expect(parseAptLines(text)).toEqual([
      { url: 'http://deb.example/debian', suite: 'bookworm' },
      { url: 'https://other.example/repo', suite: './' },
    ]);
  });

  test('gives archives of paragraphs, each with each suite', () => {
    const text = `Types: deb deb-src
URIs: http://archive.example/ubuntu
Suites: noble noble-updates
 noble-backports
Components: main

Enabled: no
Types: deb
URIs: http://off.example/
Suites: noble
`;
    expect(parseAptParagraphs(text).map(({ suite }) => suite)).toEqual([
      'noble',
      'noble-updates',
      'noble-backports',
    ]);
  });

  test('finds the proxy of a scheme', () => {
    const text =
      '// Acquire::http::Proxy "http://off:1";\nAcquire::http::Proxy "http://proxy.example:3128";\n';
    expect(aptProxy(text, 'http')).toBe('http://proxy.example:3128');
    expect(aptProxy(text, 'https')).toBeNull();
  });
});
