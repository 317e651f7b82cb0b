import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Scenario } from './world/scenario.ts';
import { CAN_MAKE_WORLDS, lookAt, programForAll } from './world/world.ts';

/** Longer than any way through the network may take. */
const LONGEST = 9500;

describe.skipIf(!CAN_MAKE_WORLDS)('in a healthy world', () => {
  test('a healthy node: all is well, soon, and nothing is left behind', async () => {
    const looked = await lookAt({});
    const bad = looked.report.outcomes.filter(({ status }) => status !== 'ok' && status !== 'not-applicable');
    expect(bad.map(({ check, summary }) => `${check}: ${summary}`)).toEqual([]);
    expect(looked.status).toBe(0);
    expect(looked.report.node).toMatchObject({ id: 'i-0synthetic0000001', region: 'eu-west-1' });
    expect(looked.of('credentials').summary).toMatch(
      /^Credentials are for arn:aws:sts::.* and will expire at/,
    );
    expect(looked.of('agent-version').summary).toBe(
      'SSM Agent version is 3.3.987.0 which is the latest version',
    );
    expect(looked.took).toBeLessThan(1500);
    expect(looked.processes).toEqual([]);
    expect(looked.sockets).toEqual([]);
    expect(looked.files).toEqual([]);
  });
});

describe.skipIf(!CAN_MAKE_WORLDS).concurrent('in a world of its own', () => {
  const CASES: readonly (readonly [string, Scenario, Readonly<Record<string, string>>])[] = [
    ['no route', { address: 'no-route' }, { 'endpoint-ssm': 'NETWORK_UNREACHABLE' }],
    ['a name that nobody knows', { dns: 'nxdomain' }, { 'endpoint-ssm': 'NETWORK_DNS_FAILURE' }],
    ['a silent name server', { dns: 'silent' }, { 'endpoint-ssm': 'NETWORK_DNS_FAILURE' }],
    ['no name server', { dns: 'none' }, { 'endpoint-ssm': 'NETWORK_DNS_FAILURE' }],
    [
      'a refused connection',
      { address: 'refused' },
      { 'endpoint-ssmmessages': 'NETWORK_CONNECTION_REFUSED' },
    ],
    ['a black hole', { address: 'black-hole' }, { 'endpoint-ssm': 'NETWORK_TIMEOUT' }],
    ['a certificate of its own', { tls: 'self-signed' }, { 'endpoint-ssm': 'NETWORK_TLS_FAILURE' }],
    ['a certificate that ended', { tls: 'expired' }, { 'endpoint-ssm': 'NETWORK_TLS_FAILURE' }],
    ['a gateway that reads along', { tls: 'intercepted' }, { 'endpoint-ssm': 'NETWORK_TLS_FAILURE' }],
    ['a handshake that hangs', { tls: 'silent' }, { 'endpoint-ssm': 'NETWORK_TLS_FAILURE' }],
    ['a proxy that wants a password', { proxy: '407' }, { 'endpoint-ssm': 'NETWORK_PROXY_AUTH_REQUIRED' }],
    ['a proxy that is gone', { proxy: 'refused' }, { 'endpoint-ssm': 'NETWORK_PROXY_ERROR' }],
    ['metadata that are off', { imds: 'forbidden' }, { imds: 'CREDENTIALS_IMDS_UNAVAILABLE' }],
    ['metadata that take no token', { imds: 'unauthorized' }, { imds: 'CREDENTIALS_IMDS_UNAVAILABLE' }],
    ['metadata that hang', { imds: 'hanging' }, { imds: 'CREDENTIALS_IMDS_UNAVAILABLE' }],
    ['no metadata', { imds: 'absent' }, { imds: 'CREDENTIALS_IMDS_UNAVAILABLE' }],
    ['no role', { imds: 'no-role' }, { credentials: 'CREDENTIALS_NO_INSTANCE_PROFILE' }],
    ['a role for others', { imds: 'not-assumable' }, { credentials: 'CREDENTIALS_ROLE_NOT_ASSUMABLE' }],
    ['expired credentials', { aws: 'expired' }, { credentials: 'CREDENTIALS_EXPIRED' }],
    ['an unknown token', { aws: 'unknown-token' }, { credentials: 'CREDENTIALS_INVALID' }],
    ['a role that may not', { aws: 'denied' }, { 'service-answer': 'IAM_ACCESS_DENIED' }],
    ['an explicit deny', { aws: 'explicitly-denied' }, { 'service-answer': 'IAM_EXPLICIT_DENY' }],
    ['an endpoint policy', { aws: 'endpoint-policy' }, { 'service-answer': 'IAM_ENDPOINT_POLICY_DENIED' }],
    ['a throttled service', { aws: 'throttled' }, { 'service-answer': 'AWS_API_THROTTLED' }],
    ['a service that fails', { aws: 'down' }, { 'service-answer': 'AWS_SERVICE_ERROR' }],
    [
      'a clock that is behind',
      { clockAhead: 3_600_000 },
      { clock: 'HOST_CLOCK_SKEW', credentials: 'HOST_CLOCK_SKEW' },
    ],
    ['a clock that is ahead', { clockAhead: -3_600_000 }, { clock: 'HOST_CLOCK_SKEW' }],
    ['a bucket that is closed', { s3: 'denied' }, { 'patch-buckets': 'IAM_ENDPOINT_POLICY_DENIED' }],
    ['a filter in front of a bucket', { s3: 'filtered' }, { 'patch-buckets': 'NETWORK_PROXY_ERROR' }],
    ['a repository that refuses', { repository: 'denied' }, { repositories: 'REPO_ACCESS_DENIED' }],
    ['a repository that moved', { repository: 'missing' }, { repositories: 'REPO_NOT_FOUND' }],
    ['an agent that is stopped', { agentRuns: false }, { 'agent-service': 'AGENT_NOT_RUNNING' }],
  ];

  test.each(CASES)('%s', async (_name, scenario, expected) => {
    const looked = await lookAt(scenario);
    for (const [name, cause] of Object.entries(expected))
      expect(looked.of(name)).toMatchObject({ status: 'failed', cause });
    expect(looked.report.answer).toBe('failed');
    expect(looked.status).toBe(3);
    expect(looked.took).toBeLessThan(LONGEST);
    expect(
      looked.report.outcomes.filter(({ status }) => status === 'crashed' || status === 'timed-out'),
    ).toEqual([]);
    expect(looked.processes).toEqual([]);
    expect(looked.sockets).toEqual([]);
    expect(looked.files).toEqual([]);
  });

  test('goes through the proxy of the running agent', async () => {
    const looked = await lookAt({ proxy: 'open', address: 'served' });
    expect(looked.of('endpoint-ssm')).toMatchObject({ status: 'ok' });
    expect(looked.of('endpoint-ssm').facts).toContainEqual({ name: 'proxy', value: '10.66.0.2:3128' });
    expect(looked.of('proxy')).toMatchObject({ status: 'ok' });
    expect(looked.of('proxy').facts).toContainEqual({ name: 'place', value: 'the running agent' });
    expect(looked.status).toBe(0);
  });

  test('does not take it amiss that STS cannot be reached', async () => {
    const looked = await lookAt({ sts: 'black-hole' });
    expect(looked.of('credentials').summary).toMatch(
      /^Systems Manager takes the credentials from instance-role/,
    );
    expect(looked.status).toBe(0);
  });

  test('says which versions of the metadata answer', async () => {
    const facts = async (imds: 'ok' | 'two-versions') => (await lookAt({ imds }, ['imds'])).of('imds').facts;
    expect(await facts('ok')).toContainEqual({ name: 'version', value: '2 only' });
    expect(await facts('two-versions')).toContainEqual({ name: 'version', value: '1 and 2' });
  });

  test('does not wait for a mount that does not answer, nor for what leads to it', async () => {
    const folder = '/var/cache';
    // What is mounted there is served by nobody. A link into it stands where state of the agent would.
    const setup = [
      'exec 3<>/dev/fuse',
      `mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0 nobody ${folder}`,
      `rm -rf /var/lib/amazon/ssm; mkdir -p /var/lib/amazon; ln -s ${folder}/ssm /var/lib/amazon/ssm`,
    ].join('; ');
    const looked = await lookAt({ setup });
    expect(looked.of('mounts')).toMatchObject({ status: 'failed', places: ['/var/lib/amazon/ssm', folder] });
    expect(looked.of('mounts').summary).toContain(
      `/var/lib/amazon/ssm (fuse nobody), ${folder} (fuse nobody)`,
    );
    expect(looked.of('disk-space').status).toBe('ok');
    expect(looked.of('endpoint-ssm').status).toBe('ok');
    expect(looked.took).toBeLessThan(LONGEST);
    expect(looked.report.outcomes.filter(({ status }) => /timed-out|crashed/.test(status))).toEqual([]);
    expect(looked.processes).toEqual([]);
  });

  const TMPFS = 'mkdir -p /var/lib/amazon/ssm; mount -t tmpfs';
  test.each<[string, Scenario, string, string]>([
    [
      'a full disk',
      {
        setup: `${TMPFS} -o size=2m x /var/lib/amazon/ssm; head -c 2000000 /dev/zero > /var/lib/amazon/ssm/x`,
      },
      'disk-space',
      'HOST_DISK_FULL',
    ],
    [
      'no inodes',
      {
        setup: `${TMPFS} -o nr_inodes=3 x /var/lib/amazon/ssm; touch /var/lib/amazon/ssm/1 /var/lib/amazon/ssm/2`,
      },
      'inodes',
      'HOST_INODES_EXHAUSTED',
    ],
    [
      'noexec',
      { setup: `${TMPFS} -o noexec x /var/lib/amazon; mkdir /var/lib/amazon/ssm` },
      'mounts',
      'HOST_NOEXEC',
    ],
    ['a read-only file system', { setup: 'mount -t tmpfs -o ro x /var/tmp' }, 'mounts', 'HOST_READONLY_FS'],
    [
      'a restart that is due',
      { files: { '/run/reboot-required': '', '/run/reboot-required.pkgs': 'linux-image-x\n' } },
      'reboot',
      'HOST_REBOOT_PENDING',
    ],
    [
      'dpkg that was interrupted',
      { files: { '/var/lib/dpkg/updates/0001': '' } },
      'package-state',
      'PKG_DPKG_INTERRUPTED',
    ],
    ['yum at work', { setup: 'mkdir -p /run; echo 1 > /run/zypp.pid' }, 'package-lock', 'PKG_LOCK_HELD'],
    [
      'a lock of the kernel',
      {
        setup:
          'mount -t tmpfs x /var/lib/dpkg; touch /var/lib/dpkg/lock-frontend; flock /var/lib/dpkg/lock-frontend sleep 20 & sleep 0.2',
      },
      'package-lock',
      'PKG_LOCK_HELD',
    ],
    [
      'keys of a person',
      {
        files: {
          '/root/.aws/credentials':
            '[default]\naws_access_key_id = AKIASYNTHETIC0000002\naws_secret_access_key = x\n',
        },
      },
      'static-keys',
      'CREDENTIALS_STATIC_KEYS_IN_USE',
    ],
    [
      'inventory that is no JSON',
      { files: { '/var/lib/amazon/ssm/i-0synthetic0000001/inventory/custom/a.json': '{' } },
      'custom-inventory',
      'INVENTORY_CUSTOM_FILE_INVALID',
    ],
  ])('finds %s', async (_name, scenario, name, cause) => {
    const looked = await lookAt(scenario, [name]);
    expect(looked.of(name)).toMatchObject({ status: 'failed', cause });
    expect(looked.report.outcomes).toHaveLength(1);
    expect(looked.files).toEqual([]);
  });

  test.each([
    ['watches', 'max_inotify_watches', 'ENOSPC'],
    ['instances', 'max_inotify_instances', 'EMFILE'],
  ])('finds that there are no inotify %s left', (_name, limit, code) => {
    // Limits of a user are those of his namespace, so that nobody else is short of them.
    const script = `echo 0 > /proc/sys/user/${limit}; exec ${programForAll().join(' ')} check inotify --format json`;
    const args = ['--user', '--map-root-user', 'sh', '-c', script];
    const text = spawnSync('unshare', args, { encoding: 'utf8' }).stdout;
    const [outcome] = JSON.parse(text).outcomes;
    expect(outcome).toMatchObject({ status: 'failed', cause: 'HOST_INOTIFY_LIMIT' });
    expect(outcome.summary).toContain(code);
  });

  test('says as an ordinary user what it could not see', async () => {
    const folders = '/var/lib/amazon/ssm /var/log/amazon/ssm';
    const setup = `mkdir -p ${folders}; chmod 700 ${folders}`;
    const looked = await lookAt({ asUser: true, setup });
    const unseen = [
      'inotify',
      'static-keys',
      'proxy',
      'hibernation',
      'custom-inventory',
      'credential-renewal',
    ];
    for (const name of unseen) {
      expect(looked.of(name), name).toMatchObject({ status: 'not-readable' });
      expect(looked.of(name).summary, name).toContain('run as root');
    }
    expect(looked.report.run.isPrivileged).toBe(false);
    expect(looked.report.outcomes.filter(({ status }) => status === 'crashed')).toEqual([]);
    expect(looked.report.outcomes.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(looked.status).toBe(4);
  });

  test('answers in the shape of ssm-cli', async () => {
    const { text } = await lookAt({ dns: 'nxdomain' }, ['--compat', 'ssm-cli']);
    const { DiagnosticsOutput: listed } = JSON.parse(text);
    expect(listed.map(({ Check }: { Check: string }) => Check)).toEqual([
      'EC2 IMDS',
      'Hybrid instance registration',
      ...['ssm', 'ec2messages', 'ssmmessages', 's3', 'kms', 'logs', 'monitoring'].map(
        (name) => `Connectivity to ${name} endpoint`,
      ),
      'AWS Credentials',
      'Agent service',
      'Proxy configuration',
      'SSM Agent version',
    ]);
    expect(listed[0]).toEqual({
      ...{ Check: 'EC2 IMDS', Status: 'Success' },
      Note: 'IMDS is accessible and has instance id i-0synthetic0000001 in region eu-west-1',
    });
    expect(listed[2].Note).toMatch(/is not reachable: .*\[NETWORK_DNS_FAILURE\]$/);
  });
});
