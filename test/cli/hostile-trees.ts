import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import type { Files, OpenFile } from '../../src/platform/files.ts';
import { FilesError } from '../../src/platform/files.ts';

const NODE = 'i-0synthetic0000001';
const COMMAND = '11111111-aaaa-4bbb-8ccc-000000000001';
const ASSOCIATION = '22222222-aaaa-4bbb-8ccc-000000000002';
const RUNS = `/var/lib/amazon/ssm/${NODE}/document/orchestration`;
const RUN = `${RUNS}/${ASSOCIATION}/2026-11-20T03-12-00.123Z/awsrunShellScript/PatchLinux`;

/** A small instance that has something in every kind of file. */
export const GOOD_FILES: Readonly<Record<string, string>> = {
  '/etc/amazon/ssm/amazon-ssm-agent.json':
    '{"Profile": {}, "Agent": {"Region": "eu-west-1"}, "Ssm": {"Endpoint": ""}}\n',
  '/etc/amazon/ssm/seelog.xml':
    '<seelog type="adaptive"><outputs formatid="f"><rollingfile type="size" filename="/var/log/amazon/ssm/amazon-ssm-agent.log" maxsize="3" maxrolls="5"/></outputs><formats><format id="f" format="%Date %Time %LEVEL %Msg%n"/></formats></seelog>',
  '/etc/os-release': 'ID=ubuntu\nPRETTY_NAME="Ubuntu 24.04 LTS"\n',
  '/etc/timezone': 'Europe/Berlin\n',
  '/var/lib/amazon/ssm/runtimeconfig/identity_config.json': `{"SchemaVersion":"1.1","InstanceId":"${NODE}","IdentityType":"EC2"}`,
  '/var/lib/amazon/ssm/registration': '{"ManagedInstanceID":"mi-00000000000000001","Region":"eu-west-1"}',
  [`/var/lib/amazon/ssm/${NODE}/document/state/completed/${COMMAND}`]: `{"DocumentInformation":{"DocumentID":"${COMMAND}","CommandID":"${COMMAND}","DocumentName":"AWS-RunPatchBaseline"}}`,
  '/var/log/amazon/ssm/amazon-ssm-agent.log': [
    '2026-11-20 03:12:00.1234 INFO [amazon-ssm-agent] amazon-ssm-agent - v3.3.987.0',
    '2026-11-20 03:12:01 ERROR [ssm-agent-worker] EC2RoleRequestError: no EC2 instance role found',
    'caused by: EC2MetadataError: failed to make EC2Metadata request',
    `2026-11-20 03:12:02 INFO [ssm-agent-worker] [Association] [associationId=${ASSOCIATION}] Updating association status {\n  "Status": "Failed"\n}`,
    `2026-11-20 03:12:03 ERROR [ssm-document-worker] [${ASSOCIATION}.2026-11-20T03-12-00.123Z] open /var/lib/x: no space left on device`,
    '1704967520066534055 [Error] a thing that nobody knows, number 17',
    '',
  ].join('\n'),
  '/var/log/amazon/ssm/amazon-ssm-agent.log.1':
    '2026-11-19 03:12:00 ERROR RequestError: send request failed\ncaused by: Post "https://ssm.eu-west-1.amazonaws.com/": dial tcp 10.0.0.5:443: i/o timeout\n',
  '/var/log/amazon/ssm/errors.log':
    '2026-11-20 03:12:01 ERROR [ssm-agent-worker] EC2RoleRequestError: no EC2 instance role found\n',
  '/var/log/amazon/ssm/hibernate.log':
    '2026-11-20 03:13:00 INFO Agent is in hibernate mode. Reducing logging.\n',
  '/var/log/amazon/ssm/audits/amazon-ssm-agent-audit-2026-11-20':
    'SchemaVersion=1\nagent_telemetry amazon-ssm-agent.start 3.3.987.0 03:12:00\n',
  '/var/log/amazon/ssm/patch-configuration/patch-states-configuration.json':
    '{"patchStates":[{"id":"KB5000001","title":"2026-11 Cumulative Update (KB5000001)","state":"Failed"}]}',
  '/var/log/amazon/ssm/patch-configuration/patch-inventory-from-last-operation.json': `{"TypeName":"AWS:PatchSummary","Content":[{"ExecutionId":"${COMMAND}","OperationType":"Install","MissingCount":"2","OperationEndTime":"2026-11-20T02:31:23Z"}]}`,
  '/var/log/messages':
    'Nov 20 03:12:00 host amazon-ssm-agent[812]: 2026-11-20 03:12:00 ERROR it broke\nNov 20 03:12:01 host kernel: Out of memory: Killed process 4711 (apt-get)\n',
  '/var/log/dpkg.log': '2026-11-20 03:12:00 status half-installed libc6:amd64 2.39\n',
  '/var/log/apt/term.log':
    'Log started: 2026-11-20  03:12:00\ndpkg: error processing package libc6 (--configure):\nLog ended: 2026-11-20  03:12:09\n',
  [`${RUN}/stdout`]:
    '11/20/2026 03:12:00 root [INFO]: Running with snapshot id\nE: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr)\nerror: an odd thing\n',
  [`${RUN}/stderr`]: 'failed to run commands: exit status 156\n',
  [`${RUN}/_script.sh`]: '#!/bin/sh\nexit 156\n',
  [`${RUNS}/${COMMAND}/awsrunShellScript/0.awsrunShellScript/stdout`]: 'fine\n',
  [`${RUNS}/${COMMAND}/awsrunShellScript/0.awsrunShellScript/stderr`]: '',
};

/** Sequences that a terminal obeys, and characters that hide or reorder what stands around them. */
export const ESCAPES = [
  '\x1b[2J',
  '\x1b]0;owned\x07',
  '\x1b[31m',
  '\x9b31m',
  '\x07',
  '\b\b\b',
  '\r',
  '\x7f',
  '\u202e',
  '\u2066',
  '\u200b',
  '\u2028',
  '\ufeff',
  '\x00',
  '\x1bP1;1|x\x1b\\',
];

type Damage = (bytes: Buffer) => Buffer;

/** What may become of the bytes of a file. */
const damage: fc.Arbitrary<Damage> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.double({ min: 0, max: 1, noNaN: true }).map(
      (share): Damage =>
        (bytes) =>
          bytes.subarray(0, Math.floor(bytes.length * share)),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.array(fc.nat(), { minLength: 1, maxLength: 12 }).map(
      (places): Damage =>
        (bytes) =>
          flipped(bytes, places),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(), fc.constantFrom(...ESCAPES)).map(
      ([place, sequence]): Damage =>
        (bytes) =>
          insertedEverywhere(bytes, sequence, place),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Damage>(
      utf16le,
      utf16be,
      (bytes) => utf16le(bytes).subarray(2),
      (bytes) => utf16be(bytes).subarray(2),
      withMark,
      latin1,
      crlf,
      (bytes) => gzipSync(bytes),
      (bytes) => gzipSync(bytes).subarray(0, -9),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.uint8Array({ maxLength: 3000 }).map(
      (random): Damage =>
        () =>
          Buffer.from(random),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 64 })).map(
      ([place, random]): Damage =>
        (bytes) =>
          inserted(bytes, Buffer.from(random), place),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(5000).map(
      (count): Damage =>
        (bytes) =>
          inserted(bytes, Buffer.alloc(count), count),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('{"a":[', '<a ', '[', '"', '{"Content":[{', '&e;').map(
      (piece): Damage =>
        () =>
          Buffer.from(piece.repeat(2000)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat().map(
      (place): Damage =>
        (bytes) =>
          inserted(bytes, Buffer.alloc(1024 * 1024, 'long line '), place),
    ),
  },
);

/** The files of an instance, some of them damaged in one or more ways. */
export const hostileFiles: fc.Arbitrary<Record<string, Buffer>> = fc
  .array(
    fc.tuple(fc.constantFrom(...Object.keys(GOOD_FILES)), fc.array(damage, { minLength: 1, maxLength: 3 })),
    { minLength: 1, maxLength: 8 },
  )
  .map((damages) => {
    const files: Record<string, Buffer> = Object.fromEntries(
      Object.entries(GOOD_FILES).map(([path, text]) => [path, Buffer.from(text)]),
    );
    for (const [path, ways] of damages)
      files[path] = ways.reduce((bytes, way) => way(bytes), files[path] ?? Buffer.alloc(0));
    return files;
  });

function flipped(bytes: Buffer, places: readonly number[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const place of places) {
    const at = Math.floor(place / 8) % Math.max(1, copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << (place & 7));
  }
  return copy;
}

function inserted(bytes: Buffer, piece: Buffer, place: number): Buffer {
  const at = place % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
}

function insertedEverywhere(bytes: Buffer, sequence: string, place: number): Buffer {
  const step = 1 + (place % 40);
  return Buffer.from(
    bytes.toString('utf8').replace(new RegExp(`[^]{${step}}`, 'g'), (part) => part + sequence),
  );
}

function utf16le(bytes: Buffer): Buffer {
  return Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le');
}

function utf16be(bytes: Buffer): Buffer {
  return utf16le(bytes).swap16();
}

function withMark(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from('\ufeff'), bytes]);
}

function latin1(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('utf8').replaceAll('e', 'é'), 'latin1');
}

function crlf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('utf8').replaceAll('\n', '\r\n'));
}

/** What may happen to a file between two calls. */
export type Trouble = 'vanishes' | 'shrinks' | 'fails' | 'refuses' | 'none';

/** The same files, but each has the trouble that `troubleOf` names when it is opened or read. */
export function troubledFiles(files: Files, troubleOf: (path: string) => Trouble): Files {
  return {
    list: (folder) => files.list(folder),
    listEntries: (folder) => files.listEntries(folder),
    look: (path) => files.look(path),
    find: (path) => files.find(path),
    resolve: (path) => files.resolve(path),
    open(path) {
      const trouble = troubleOf(path);
      if (trouble === 'vanishes') throw new FilesError('ENOENT', path);
      if (trouble === 'refuses') throw new FilesError('EACCES', path);
      return troubledFile(files.open(path), path, trouble);
    },
  };
}

function troubledFile(file: OpenFile, path: string, trouble: Trouble): OpenFile {
  const end = Math.floor(file.entry.size / 2);
  return {
    entry: file.entry,
    close: () => file.close(),
    read(target, position) {
      if (trouble === 'none' || position + target.length <= end) return file.read(target, position);
      if (trouble === 'fails') throw new FilesError('EIO', path);
      return position >= end ? 0 : file.read(target.subarray(0, end - position), position);
    },
  };
}
