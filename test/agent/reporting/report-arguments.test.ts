import { expect, test } from 'vitest';
import { childEnvironment } from '../../../src/agent/reporting/child-environment.ts';
import { reportArguments } from '../../../src/agent/reporting/report-arguments.ts';
import { parseDeadline, parseDuration } from '../../../src/cli/arguments.ts';
import { anOrder } from './an-order.ts';

const DAY = 86_400_000;

test('each setting is an argument, and a value that begins with a dash stays a value', () => {
  const order = anOrder({
    to: ['compliance', 'file'],
    deadline: 120_000,
    minSeverity: 'HIGH',
    state: '-state',
    rules: ['/etc/rules.d', '-more'],
  });
  expect(reportArguments(order)).toEqual([
    'report',
    '--format=json',
    '--to=compliance,file',
    '--deadline=120s',
    '--since=43200m',
    '--min-severity=HIGH',
    '--type=Custom:SsmDoctor',
    '--state=-state',
    '--rules=/etc/rules.d',
    '--rules=-more',
  ]);
});

test.each([1, 1000, 90_500, DAY, 11 * DAY, 12 * DAY, 400 * DAY, 5000 * DAY + 1])(
  'a window of %d ms is taken by the command line, and is not made smaller',
  (since) => {
    const value = reportArguments(anOrder({ since })).find((argument) => argument.startsWith('--since='));
    const parsed = parseDuration(value?.slice('--since='.length) ?? '');
    expect(parsed).toBeGreaterThanOrEqual(since);
    expect(parsed - since).toBeLessThan(3_600_000);
  },
);

test.each([1000, 59_001, 600_000])('a deadline of %d ms is taken by the command line', (deadline) => {
  const value = reportArguments(anOrder({ deadline })).find((argument) => argument.startsWith('--deadline='));
  expect(parseDeadline(value?.slice('--deadline='.length) ?? '')).toBeGreaterThanOrEqual(deadline);
});

test('the child is given what it needs of the variables, and nothing else', () => {
  const needed = {
    PATH: '/usr/bin',
    HOME: '/root',
    TZ: 'Europe/Berlin',
    https_proxy: 'http://proxy:1',
    NO_PROXY: '169.254.169.254',
    AWS_PROFILE: 'node',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://x',
    ECS_CONTAINER_METADATA_URI_V4: 'http://y',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    SystemRoot: 'C:\\Windows',
    ProgramData: 'C:\\ProgramData',
  };
  const others = {
    SECRET: '1',
    NODE_OPTIONS: '--inspect',
    NOTIFY_SOCKET: '/run/x',
    LANG: 'de_DE',
    MY_PATH: '/',
  };
  expect(childEnvironment({ ...needed, ...others, UNSET: undefined })).toEqual({
    ...needed,
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
  });
});
