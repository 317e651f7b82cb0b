import { describe, expect, test } from 'vitest';
import type { Files } from '../../src/platform/files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import { ASSOCIATION, COMMAND, discoverIn, linesOf, NODE, RUN_ID, skipsOf, writeTree } from './a-tree.ts';

const DATA = `var/lib/amazon/ssm/${NODE}`;
const RUNS = `${DATA}/document/orchestration`;
const SEEN = `/${RUNS}`;
const IDENTITY = `{"SchemaVersion":"1.1","InstanceId":"${NODE}","IdentityType":"EC2"}`;

describe('a Linux tree', () => {
  test('gives state, then logs with the oldest roll first, then outputs', () => {
    const root = writeTree({
      'etc/os-release': 'ID=amzn',
      'etc/amazon/ssm/amazon-ssm-agent.json': '{}',
      'var/lib/amazon/ssm/runtimeconfig/identity_config.json': IDENTITY,
      'var/log/amazon/ssm/patch-configuration/patch-states-configuration.json': '{"patchStates":{}}',
      'var/log/amazon/ssm/amazon-ssm-agent.log': 'newest',
      'var/log/amazon/ssm/amazon-ssm-agent.log.1': 'oldest',
      'var/log/amazon/ssm/amazon-ssm-agent.log.10': 'new',
      'var/log/amazon/ssm/amazon-ssm-agent.log.2': 'old',
      'var/log/amazon/ssm/errors.log': '',
      'var/log/amazon/ssm/hibernate.log': '',
      'var/log/amazon/ssm/audits/amazon-ssm-agent-audit-2026-11-20': 'SchemaVersion=1',
      'var/log/amazon/ssm/audits/amazon-ssm-agent-audit-2026-11-19': 'SchemaVersion=1',
      'var/log/amazon/ssm/patch-baseline-operations-1.83.tar.gz': 'no log',
      'var/log/messages': '',
      'var/log/audit/audit.log': '',
      'var/log/audit/audit.log.1': '',
      'var/log/dnf.log': '',
      'var/log/apt/term.log.1.gz': '',
      'var/log/apt/term.log': '',
      [`${DATA}/document/state/current/${COMMAND}`]: '{}',
      [`${DATA}/document/state/completed/${COMMAND}`]: '{}',
      [`${DATA}/inventory/custom/rack.json`]: '{}',
      [`${DATA}/inventory/custom/rack.json.tmp`]: '{}',
      [`${RUNS}/${COMMAND}/awsrunShellScript/PatchLinux/stderr`]: 'e',
      [`${RUNS}/${COMMAND}/awsrunShellScript/PatchLinux/stdout`]: 'o',
      [`${RUNS}/${COMMAND}/awsrunShellScript/PatchLinux/stdoutConsole`]: 'o',
      'var/lib/amazon/ssm/Vault/Store/RegistrationKey': 'secret',
    });
    const discovery = discoverIn(root);
    expect(linesOf(discovery)).toEqual([
      'identity-config /var/lib/amazon/ssm/runtimeconfig/identity_config.json',
      'patch-states /var/log/amazon/ssm/patch-configuration/patch-states-configuration.json',
      'os-release /etc/os-release',
      'agent-config /etc/amazon/ssm/amazon-ssm-agent.json',
      `document-state /${DATA}/document/state/current/${COMMAND}`,
      `custom-inventory /${DATA}/inventory/custom/rack.json`,
      'agent-log /var/log/amazon/ssm/amazon-ssm-agent.log.1',
      'agent-log /var/log/amazon/ssm/amazon-ssm-agent.log.2',
      'agent-log /var/log/amazon/ssm/amazon-ssm-agent.log.10',
      'agent-log /var/log/amazon/ssm/amazon-ssm-agent.log',
      'errors-log /var/log/amazon/ssm/errors.log',
      'hibernate-log /var/log/amazon/ssm/hibernate.log',
      'audit-log /var/log/amazon/ssm/audits/amazon-ssm-agent-audit-2026-11-19',
      'audit-log /var/log/amazon/ssm/audits/amazon-ssm-agent-audit-2026-11-20',
      'system-log /var/log/messages',
      'system-log /var/log/audit/audit.log.1',
      'system-log /var/log/audit/audit.log',
      'package-log /var/log/dnf.log',
      'package-log /var/log/apt/term.log.1.gz',
      'package-log /var/log/apt/term.log',
      `step-output ${SEEN}/${COMMAND}/awsrunShellScript/PatchLinux/stdout`,
      `step-output ${SEEN}/${COMMAND}/awsrunShellScript/PatchLinux/stderr`,
    ]);
    expect(discovery.skipped).toEqual([]);
    expect(discovery.nodeIds).toEqual([NODE]);
    expect(discovery.hasAgent).toBe(true);
  });

  test('without an agent has system logs and says that there is none', () => {
    const discovery = discoverIn(writeTree({ 'etc/os-release': 'ID=amzn', 'var/log/syslog': 'x' }));
    expect(linesOf(discovery)).toEqual(['os-release /etc/os-release', 'system-log /var/log/syslog']);
    expect(discovery.hasAgent).toBe(false);
  });

  test('in the folders of an archive is found without them', () => {
    const discovery = discoverIn(writeTree({ 'download/node-1/var/log/amazon/ssm/errors.log': 'x' }));
    expect(linesOf(discovery)).toEqual(['errors-log /var/log/amazon/ssm/errors.log']);
  });

  test('reads the newest few rolls of a system log, numbered by logrotate or dated', () => {
    const names = [
      'messages',
      'messages-20261101',
      'messages-20261108',
      'messages-20261115',
      'messages-20261025',
    ];
    const numbered = ['syslog', 'syslog.1', 'syslog.2.gz', 'syslog.3.gz', 'syslog.4.gz'];
    const discovery = discoverIn(
      writeTree(Object.fromEntries([...names, ...numbered].map((name) => [`var/log/${name}`, 'x']))),
    );
    expect(linesOf(discovery)).toEqual([
      'system-log /var/log/messages-20261101',
      'system-log /var/log/messages-20261108',
      'system-log /var/log/messages-20261115',
      'system-log /var/log/messages',
      'system-log /var/log/syslog.3.gz',
      'system-log /var/log/syslog.2.gz',
      'system-log /var/log/syslog.1',
      'system-log /var/log/syslog',
    ]);
    expect(skipsOf(discovery)).toEqual([
      'older-than-window /var/log/messages-20261025',
      'older-than-window /var/log/syslog.4.gz',
    ]);
  });

  test('says which rolls are packed in a way that is not read', () => {
    const discovery = discoverIn(
      writeTree({
        'var/log/amazon/ssm/amazon-ssm-agent.log': 'x',
        'var/log/amazon/ssm/amazon-ssm-agent.log-20261101.xz': 'x',
        'var/log/messages-20261101.xz': 'x',
      }),
    );
    expect(linesOf(discovery)).toEqual(['agent-log /var/log/amazon/ssm/amazon-ssm-agent.log']);
    expect(skipsOf(discovery)).toEqual([
      'unsupported-encoding /var/log/amazon/ssm/amazon-ssm-agent.log-20261101.xz',
      'rotated-away /var/log/messages-20261101.xz',
    ]);
  });

  test('leaves out logs that were not written to in the window, and says so', () => {
    const root = writeTree({
      'var/log/amazon/ssm/amazon-ssm-agent.log.1': { text: 'x', at: '2026-10-01T00:00:00Z' },
      'var/log/amazon/ssm/amazon-ssm-agent.log': { text: 'x', at: '2026-11-20T00:00:00Z' },
    });
    const discovery = discoverIn(root, 'linux', { since: Date.UTC(2026, 10, 1) });
    expect(linesOf(discovery)).toEqual(['agent-log /var/log/amazon/ssm/amazon-ssm-agent.log']);
    expect(skipsOf(discovery)).toEqual(['older-than-window /var/log/amazon/ssm/amazon-ssm-agent.log.1']);
  });

  test('finds journal exports at the root and among the logs', () => {
    const discovery = discoverIn(
      writeTree({ 'journal.txt': 'x', 'var/log/node.journal.txt': 'x', 'notes.txt': 'x' }),
    );
    expect(linesOf(discovery)).toEqual(['system-log /var/log/node.journal.txt', 'system-log /journal.txt']);
  });
});

describe('folders of several nodes', () => {
  const OLD = 'i-0synthetic0000009';
  const output = 'document/orchestration/self-update-agent/awsupdateSsmAgent/stdout';

  test('only that of the live node is read, the other is named', () => {
    const root = writeTree({
      'var/lib/amazon/ssm/runtimeconfig/identity_config.json': IDENTITY,
      [`var/lib/amazon/ssm/${OLD}/${output}`]: 'x',
      [`${DATA}/${output}`]: 'x',
    });
    const discovery = discoverIn(root);
    expect(discovery.nodeIds).toEqual([NODE, OLD]);
    expect(skipsOf(discovery)).toEqual([`other-node /var/lib/amazon/ssm/${OLD}`]);
    expect(discovery.sources.map((source) => source.nodeId)).toEqual([null, NODE]);
  });

  test('all are read when no state tells which is live', () => {
    const root = writeTree({ [`var/lib/amazon/ssm/${OLD}/${output}`]: 'x', [`${DATA}/${output}`]: 'x' });
    const discovery = discoverIn(root);
    expect(discovery.sources.map((source) => source.nodeId).toSorted()).toEqual([NODE, OLD]);
  });

  test('the registration tells where there is no runtime configuration; other ids are known by their folders', () => {
    const root = writeTree({
      'var/lib/amazon/ssm/registration': '{"ManagedInstanceID":"mi-0synthetic0000003","Region":"eu-west-1"}',
      'var/lib/amazon/ssm/task_container_0/document/state/current/x': '{}',
      'var/lib/amazon/ssm/packages/x/y': 'z',
    });
    expect(discoverIn(root).nodeIds).toEqual(['mi-0synthetic0000003', 'task_container_0']);
  });
});

describe('run folders', () => {
  const outputs = (paths: readonly string[]) => {
    const discovery = discoverIn(
      writeTree(Object.fromEntries(paths.map((path) => [`${RUNS}/${path}`, 'x']))),
    );
    return discovery.sources.map(({ output }) => output);
  };

  test.each([
    [
      'Run Command 2.x',
      `${COMMAND}/awsrunShellScript/PatchLinux`,
      COMMAND,
      null,
      'awsrunShellScript',
      'PatchLinux',
    ],
    [
      'Run Command 1.x',
      `${COMMAND}/awsrunShellScript/0.awsrunShellScript`,
      COMMAND,
      null,
      'awsrunShellScript',
      '0.awsrunShellScript',
    ],
    [
      'association',
      `${ASSOCIATION}/${RUN_ID}/awssoftwareInventory/collectSoftwareInventoryItems`,
      ASSOCIATION,
      RUN_ID,
      'awssoftwareInventory',
      'collectSoftwareInventoryItems',
    ],
    ['agent update 1.2', `${COMMAND}/awsupdateSsmAgent`, COMMAND, null, 'awsupdateSsmAgent', ''],
    [
      'agent update 2.2',
      `${COMMAND}/awsupdateSsmAgent/awsupdateSsmAgent`,
      COMMAND,
      null,
      'awsupdateSsmAgent',
      'awsupdateSsmAgent',
    ],
    [
      'self update',
      'self-update-agent/awsupdateSsmAgent',
      'self-update-agent',
      null,
      'awsupdateSsmAgent',
      '',
    ],
    [
      'nested document',
      `${COMMAND}/runDocument/InstallNoReboot/InstallNoReboot/awsrunShellScript/PatchLinux`,
      COMMAND,
      null,
      'awsrunShellScript',
      'PatchLinux',
    ],
    [
      'nested document with a time',
      `${COMMAND}/${RUN_ID}/patchBaseline/awsrunShellScript/PatchLinux`,
      COMMAND,
      RUN_ID,
      'awsrunShellScript',
      'PatchLinux',
    ],
  ])('of %s', (_, folder, documentId, runId, plugin, step) => {
    const both = { documentId, runId, plugin, step };
    expect(outputs([`${folder}/stderr`, `${folder}/stdout`])).toEqual([
      { ...both, stream: 'stdout' },
      { ...both, stream: 'stderr' },
    ]);
  });

  test('give the copy for the console only where the output itself is gone', () => {
    const step = `${RUNS}/${COMMAND}/awsrunShellScript/s`;
    const root = writeTree({
      [`${step}/stdoutConsole`]: 'x',
      [`${step}/stderr`]: 'x',
      [`${step}/stderrConsole`]: 'x',
      [`${RUNS}/${COMMAND}/s/_script.sh`]: 'x',
    });
    expect(linesOf(discoverIn(root))).toEqual([
      `step-output /${step}/stdoutConsole`,
      `step-output /${step}/stderr`,
    ]);
  });

  test('give their scripts, beside the plugin or in it, and no downloads', () => {
    const root = writeTree({
      [`${RUNS}/${COMMAND}/awsrunShellScript/first/stdout`]: 'x',
      [`${RUNS}/${COMMAND}/awsrunShellScript/first/stderr`]: 'x',
      [`${RUNS}/${COMMAND}/first/_script.sh`]: 'x',
      [`${RUNS}/${COMMAND}/awsrunShellScript/0.awsrunShellScript/_script.sh`]: 'x',
      [`${RUNS}/${COMMAND}/downloads/stdout`]: 'x',
      [`${RUNS}/${COMMAND}/notRun/_script.sh`]: 'x',
    });
    const discovery = discoverIn(root);
    const [run] = discovery.runs;
    expect(new Map(run?.scripts)).toEqual(
      new Map([
        ['first', `${root}/${RUNS}/${COMMAND}/first/_script.sh`],
        [
          '0.awsrunShellScript',
          `${root}/${RUNS}/${COMMAND}/awsrunShellScript/0.awsrunShellScript/_script.sh`,
        ],
        ['notRun', `${root}/${RUNS}/${COMMAND}/notRun/_script.sh`],
      ]),
    );
    expect(discovery.sources).toHaveLength(2);
  });

  test('give the script that stands beside its outputs without a look at the folder', () => {
    const step = `${RUNS}/${COMMAND}/awsrunShellScript/0.awsrunShellScript`;
    const root = writeTree({ [`${step}/_script.sh`]: 'x', [`${step}/stdout`]: 'x', [`${step}/stderr`]: '' });
    const listed: string[] = [];
    const files = nodeFiles();
    const watched: Files = {
      ...files,
      listEntries(folder) {
        listed.push(folder);
        return files.listEntries(folder);
      },
    };
    const [run] = discoverIn(root, 'linux', { files: watched }).runs;
    expect([...(run?.scripts ?? [])]).toEqual([['0.awsrunShellScript', `${root}/${step}/_script.sh`]]);
    expect(listed).not.toContain(`${root}/${step}`);
  });

  test('without any output are runs, too', () => {
    const discovery = discoverIn(writeTree({ [`${RUNS}/${COMMAND}/PatchLinux/_script.sh`]: 'x' }));
    expect(discovery.runs.map((run) => [run.documentId, run.runId, run.shown])).toEqual([
      [COMMAND, null, `${SEEN}/${COMMAND}`],
    ]);
  });

  test('that are deeper or larger than runs are end with a note', () => {
    const deep = 'x/'.repeat(12);
    const many = Object.fromEntries(
      Array.from({ length: 2001 }, (_, i) => [`${RUNS}/${ASSOCIATION}/f${i}`, '']),
    );
    const discovery = discoverIn(writeTree({ [`${RUNS}/${COMMAND}/${deep}stdout`]: 'x', ...many }));
    expect(discovery.sources).toEqual([]);
    expect(skipsOf(discovery).toSorted()).toEqual([
      `entry-limit ${SEEN}/${COMMAND}`,
      `entry-limit ${SEEN}/${ASSOCIATION}`,
    ]);
  });
});
