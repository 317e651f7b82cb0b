import { describe, expect, test } from 'vitest';
import { macosProxies } from '../../../parsers/proxy/macos-network.ts';
import { systemdEnvironment } from '../../../parsers/proxy/systemd.ts';
import { upstartEnvironment } from '../../../parsers/proxy/upstart.ts';
import { serviceEnvironment } from '../../../parsers/proxy/windows-service.ts';

describe('systemdEnvironment', () => {
  test('takes quoted, plain and continued assignments', () => {
    const text = `# comment with Environment="x=y"
[Service]
Environment="http_proxy=http://proxy.example.com:3128" 'no_proxy=169.254.169.254, localhost'
Environment=https_proxy=http://user:p%%40ss@proxy.example.com:3128 \\
  OTHER="a b"
#Environment=https_proxy=http://old.example.com:1`;
    expect(Object.fromEntries(systemdEnvironment(text))).toEqual({
      http_proxy: 'http://proxy.example.com:3128',
      no_proxy: '169.254.169.254, localhost',
      https_proxy: 'http://user:p%40ss@proxy.example.com:3128',
      OTHER: 'a b',
    });
  });

  test('forgets what stands before an empty assignment', () => {
    expect(systemdEnvironment('Environment=A=1\nEnvironment=\nEnvironment=B=2').has('A')).toBe(false);
  });
});

test('upstartEnvironment takes the lines with env', () => {
  const text =
    'env http_proxy=http://proxy.example.com:3128\nenv no_proxy="169.254.169.254"\n#env x=1\nexec a';
  expect(Object.fromEntries(upstartEnvironment(text))).toEqual({
    http_proxy: 'http://proxy.example.com:3128',
    no_proxy: '169.254.169.254',
  });
});

test('serviceEnvironment divides the strings of the list', () => {
  const text =
    '\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent\r\n    Environment    REG_MULTI_SZ    http_proxy=http://p:80\\0https_proxy=http://p:81\\0no_proxy=169.254.169.254\r\n\r\n';
  expect(Object.fromEntries(serviceEnvironment(text))).toEqual({
    http_proxy: 'http://p:80',
    https_proxy: 'http://p:81',
    no_proxy: '169.254.169.254',
  });
  expect(serviceEnvironment('ERROR: The system was unable to find the specified registry key')).toEqual(
    new Map(),
  );
});

describe('macosProxies', () => {
  test('takes the proxies that are on, and the exceptions', () => {
    const text = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
  }
  HTTPEnable : 0
  HTTPProxy : off.example.com
  HTTPSEnable : 1
  HTTPSPort : 3128
  HTTPSProxy : proxy.example.com
}`;
    expect(Object.fromEntries(macosProxies(text))).toEqual({
      https_proxy: 'http://proxy.example.com:3128',
      no_proxy: '*.local,169.254/16',
    });
  });

  test('finds none where none is on', () => {
    expect(macosProxies('<dictionary> {\n  ExceptionsList : <array> {\n    0 : *.local\n  }\n}').size).toBe(
      0,
    );
  });
});
