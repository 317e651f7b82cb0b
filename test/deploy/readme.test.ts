import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { queries } from '../../build-scripts/deploy/queries.ts';
import { distributorManifest } from '../../build-scripts/release/distributor.ts';
import { AWS, send } from './agent/aws-command-line.ts';
import { commandPath } from './agent/node.ts';
import { TEMPLATE } from './template/read.ts';

const README = readFileSync('deploy/README.md', 'utf8');
const COMMANDS = [...README.matchAll(/^```sh\n([\s\S]+?)^```$/gm)]
  .flatMap(([, block = '']) =>
    block
      .replaceAll(/\\\n\s*/g, '')
      .trim()
      .split('\n'),
  )
  .map((command) => command.trim());
function run(command: string) {
  return spawnSync('/bin/sh', ['-c', command], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
}

/** The released files are not there before somebody makes them: what a command names of them is made here. */
function withReleased(command: string): string {
  const manifest = join(mkdtempSync(join(tmpdir(), 'released-')), 'manifest.json');
  writeFileSync(manifest, distributorManifest('1.4.0', []));
  return command.replace('file://dist/release/manifest.json', `file://${manifest}`);
}

describe('the README of deploy', () => {
  const aws = COMMANDS.filter((command) => command.startsWith('aws '));
  it.skipIf(AWS === null).each(aws)(
    'has a command that the AWS command line takes and sends: %s',
    async (command) => {
      const { status, stderr, body } = await send(withReleased(command));
      expect({ status, stderr, isSent: body !== null }).toEqual({ status: 0, stderr: '', isSent: true });
    },
  );

  it.skipIf(AWS === null)('would be found out about a wrong command', async () => {
    for (const wrong of [
      'aws ssm list-inventory-entries --instance-id i-0',
      'aws ssm list-compliance-items --ids i-0',
    ])
      expect(await send(wrong)).toMatchObject({ status: 252, body: null });
  });

  it.skipIf(AWS === null)('sends the template and the document as they are', async () => {
    const [stack = '', document = ''] = ['create-stack', 'create-document'].map((verb) =>
      aws.find((command) => command.includes(verb)),
    );
    const form = new URLSearchParams((await send(stack)).body ?? '');
    expect(form.get('TemplateBody')).toBe(readFileSync('deploy/cloudformation/ssm-doctor.yaml', 'utf8'));
    const { Content } = JSON.parse((await send(document)).body ?? '');
    expect(Content).toBe(readFileSync('deploy/document/ssm-doctor.yaml', 'utf8'));
  });

  it('names all else that it says is run here', () => {
    const others = COMMANDS.filter((command) => !command.startsWith('aws '));
    expect(others).toEqual([
      expect.stringMatching(/^cd "\$\(mktemp -d\)" && curl /),
      'npm run generate',
      'shellcheck deploy/document/*.sh',
      'yamllint --strict -c deploy/.yamllint deploy',
      'npx vitest run test/deploy',
      'rm -rf /opt/ssm-doctor /var/lib/ssm-doctor "/Library/Application Support/ssm-doctor"',
    ]);
  });

  it.skipIf(commandPath('shellcheck') === null)('has scripts that shellcheck takes one by one', () => {
    expect(run('shellcheck deploy/document/*.sh')).toMatchObject({ status: 0, stdout: '' });
  });

  it.skipIf(process.platform === 'win32')('removes the folders of the product and no others', () => {
    const root = mkdtempSync(join(tmpdir(), 'removal-'));
    const [command = ''] = COMMANDS.filter((text) => text.startsWith('rm '));
    const folders = [
      '/opt/ssm-doctor',
      '/var/lib/ssm-doctor',
      '/Library/Application Support/ssm-doctor',
      '/opt/other',
    ];
    for (const folder of folders) {
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, 'file'), '');
    }
    const relocated = command.replaceAll(/(["\s])\/(opt|var|Library)/g, `$1${root}/$2`);
    expect(run(relocated).status).toBe(0);
    expect(folders.filter((folder) => existsSync(join(root, folder)))).toEqual(['/opt/other']);
    rmSync(root, { recursive: true });
  });

  it('tells each parameter with its default', () => {
    const [, section = ''] = README.split('## Parameters');
    const rows = (section.split('\n## ')[0] ?? '').matchAll(/^\| (`.+?) \| (.+?) \|/gm);
    const told = [...rows].flatMap(([, names = '', defaults = '']) => {
      const values = defaults.split(', ').map((text) => (text === 'empty' ? '' : text.replaceAll('`', '')));
      return names.split(', ').map((name, index) => [name.replaceAll('`', ''), values[index] ?? values[0]]);
    });
    const expected = Object.entries(TEMPLATE.Parameters).map(([name, { Default }]) => [
      name,
      String(Default),
    ]);
    const defaults = Object.fromEntries(told.map(([name = '', value]) => [name, value]));
    // The one value with a comma in it.
    expect({ ...defaults, DeliverTo: 'compliance,file' }).toEqual(Object.fromEntries(expected));
  });

  it('tells each query, each status and each file', () => {
    for (const { name } of queries()) expect(README).toContain(`\`ssm-doctor-${name}\``);
    const script = ['common', 'unix']
      .map((name) => readFileSync(`deploy/document/${name}.sh`, 'utf8'))
      .join('');
    for (const [, status] of script.matchAll(/fail (\d+)/g))
      expect(README).toMatch(new RegExp(`^\\| ${status} \\|`, 'm'));
    for (const [, path = ''] of README.matchAll(
      /`((?:cloudformation|document|queries|guard)\/[\w./*-]+)`/g,
    )) {
      const folder = join('deploy', dirname(path));
      expect(
        readdirSync(folder).some((name) => join(folder, name) === join('deploy', path) || path.includes('*')),
      ).toBe(true);
    }
  });
});
