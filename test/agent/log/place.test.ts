import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderAround, ssmFolders } from '../../../src/agent/log/place.ts';

let root = '';
let ssm = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'place-')));
  ssm = join(root, 'log', 'amazon', 'ssm');
  mkdirSync(ssm, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the folder around a log', () => {
  it.each([
    ['in it', ['agent.log']],
    ['below it', ['audits', 'deep', 'agent.log']],
    ['over a way back', ['..', 'ssm', 'agent.log']],
  ])('is found %s', (_what, steps) => {
    expect(folderAround(join(ssm, ...steps), [join(root, 'other'), ssm])).toBe(ssm);
  });

  it.each([
    ['beside it', ['..', 'agent.log']],
    ['in one whose name begins the same', ['..', 'ssm-doctor', 'agent.log']],
    ['in one whose name begins with dots', ['..', '..', '..', '..log', 'agent.log']],
  ])('is none %s', (_what, steps) => {
    expect(folderAround(join(ssm, ...steps), [ssm])).toBeNull();
  });

  it('is found over links, of the log and of the folder', () => {
    symlinkSync(ssm, join(root, 'own'), 'junction');
    expect(folderAround(join(root, 'own', 'agent.log'), [ssm])).toBe(ssm);
    expect(folderAround(join(ssm, 'agent.log'), [join(root, 'own')])).toBe(join(root, 'own'));
  });

  it('is found where it is not there yet', () => {
    const later = join(root, 'later', 'ssm');
    expect(folderAround(join(later, 'x', 'agent.log'), [later])).toBe(later);
  });
});

describe('the folders of the SSM agent', () => {
  it.each([
    ['linux', ['/var/log/amazon/ssm', '/var/lib/amazon/ssm']],
    ['macos', ['/var/log/amazon/ssm', '/opt/aws/ssm/data']],
    ['windows', ['C:\\ProgramData\\Amazon\\SSM\\Logs', 'C:\\ProgramData\\Amazon\\SSM\\InstanceData']],
  ] as const)('are those of its logs and of its data on %s', (platform, folders) => {
    expect(ssmFolders(platform)).toEqual(expect.arrayContaining([...folders]));
  });
});
