import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { complianceOf } from '../fake-aws/state/state.ts';
import { NODE } from '../support/identity-files.ts';
import { bundle, type Ended, REGION, ReportingNode } from './reporting-node.ts';

const TYPE = 'Custom:SsmDoctor';
const NOT_USED = /^ssm-doctor: the state is not used, and everything is read: [^\n]+\n$/;
const NOT_KEPT = /^ssm-doctor: the state is not kept, so the next run reads everything: [^\n]+\n$/;
const made = bundle();
const folder = mkdtempSync(join(tmpdir(), 'mounted-'));
const mounts = mount('size=64k') && unmount();
afterAll(() => {
  unmount();
  rmSync(folder, { recursive: true });
});

let aws: FakeAws;
let node: ReportingNode;
beforeEach(async () => {
  aws = await startFakeAws({ node: { id: NODE, region: REGION } });
  node = new ReportingNode(made);
  node.share(aws.credentials);
});
afterEach(async () => {
  unmount();
  await aws.close();
});

const report = (...args: string[]): Promise<Ended> =>
  node.report(['--endpoint', aws.url, '--to', 'compliance', '--deadline', '2s', ...args]);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

describe('where nothing can be kept', () => {
  it.each([
    ['a file stands in the way', () => join(node.root, 'var/log/amazon/ssm/amazon-ssm-agent.log'), NOT_USED],
    ['others may write', () => shared(), NOT_KEPT],
  ])('a report is delivered all the same, and it is said: %s', async (_, place, warning) => {
    const { status, stdout, stderr } = await report('--state', join(place(), 'state'));
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(warning) });
    expect(oneLine(stdout)).toMatch(/note nothing can be kept for later: .*expected a folder/);
    expect(complianceOf(aws.state, TYPE, NODE)).toBeDefined();
  });

  it('a report that is not delivered is not said to be kept', async () => {
    aws.faults.add({ kind: 'throttle' }, { times: 99 });
    const { status, stdout } = await report('--state', join(shared(), 'state'));
    expect(status).toBe(1);
    expect(stdout).toMatch(/\nrefused +compliance items/);
    expect(stdout).not.toContain('it is kept');
  });

  // A file system of a few pages, or one that is read-only, takes a mount, which takes root.
  it.skipIf(!mounts)('a full disk is said, and keeps nothing from being delivered', async () => {
    mount('size=64k,mode=0700');
    fill();
    const { status, stdout, stderr } = await report('--state', folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(NOT_KEPT) });
    expect(oneLine(stdout)).toMatch(
      /note (?:nothing|Custom:SsmDoctor) c.* be kept for later: .*(?:a full disk|ENOSPC)/,
    );
    expect(complianceOf(aws.state, TYPE, NODE)).toBeDefined();
    expect(names(folder).filter((name) => /tmp$|lock$|json$/.test(name))).toEqual([]);
  });

  it.skipIf(!mounts)('what was read does not take the last room of a disk', async () => {
    mount('size=64k,mode=0700');
    const path = join(folder, 'diagnosis.state');
    node.says(
      Array.from({ length: 120 }, () => 'out of luck\n2026-11-20 03:12:00 ERROR [x] again').join(' '),
    );
    expect((await report('--state', folder)).stderr).toBe('');
    const { size } = statSync(path);
    expect(size).toBeGreaterThan(2 * 4096);
    rmSync(path);
    fill();
    for (let left = 0; left < 2 * size; left += 4096) rmSync(join(folder, `filler${left / 4096}`));
    const { status, stderr } = await report('--state', folder);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringMatching(/diagnosis\.state: expected \d+ free bytes on the disk, found \d+\n$/),
    });
    expect(names(folder)).not.toContain('diagnosis.state');
  });

  it.skipIf(!mounts)('a disk that fills up after the first report keeps that one', async () => {
    mount('size=64k,mode=0700');
    aws.faults.add({ kind: 'throttle' }, { times: 99 });
    expect((await report('--state', folder)).stdout).toMatch(/\nkept +compliance items/);
    const before = names(join(folder, 'spool'));
    expect(before).toHaveLength(1);
    fill();
    await report('--state', folder);
    expect(names(join(folder, 'spool'))).toEqual(before);
    aws.faults.clear();
    expect((await report('--state', folder)).status).toBe(0);
    expect(names(join(folder, 'spool'))).toEqual([]);
  });

  it.skipIf(!mounts)('a read-only disk is said, and keeps nothing from being delivered', async () => {
    mount('size=64k,mode=0700');
    aws.faults.add({ kind: 'throttle' }, { times: 99 });
    await report('--state', folder);
    aws.faults.clear();
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const { status, stdout, stderr } = await report('--state', folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.stringMatching(NOT_KEPT) });
    expect(oneLine(stdout)).toContain('could not be kept for later: EROFS');
    expect(names(join(folder, 'spool'))).toHaveLength(1);
  });
});

/** A folder in which everybody may write. */
function shared(): string {
  const path = join(node.root, 'shared');
  execFileSync('mkdir', ['-p', path]);
  chmodSync(path, 0o777);
  return path;
}

function mount(options: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
}

function unmount(): boolean {
  return spawnSync('umount', [folder]).status === 0;
}

function fill(): void {
  try {
    for (let index = 0; ; index += 1) writeFileSync(join(folder, `filler${index}`), Buffer.alloc(4096));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

function names(path: string): string[] {
  return readdirSync(path).sort();
}
