import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type InventoryFile,
  inventoryFile,
  type WrittenInventory,
  writeInventoryFile,
} from '../../../src/delivery/inventory/file.ts';
import { InventoryFileError } from '../../../src/delivery/inventory/file-error.ts';
import type { Platform } from '../../../src/report/report.ts';
import { aFinding, aReport } from '../../reporters/a-report.ts';
import { NODE } from '../an-order.ts';
import { refusedByGatherer } from '../gatherer-refusals.ts';

const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;
const STORE = 'var/lib/amazon/ssm';
const FOLDER = `${STORE}/${NODE.id}/inventory/custom`;
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inventory-file-'));
  mkdirSync(join(root, STORE), { recursive: true });
});

afterEach(() => {
  spawnSync('chmod', ['-R', 'u+rwx', root]);
  rmSync(root, { recursive: true, force: true });
});

function aFile(given: { platform?: Platform; id?: string; type?: string } = {}): InventoryFile {
  const { platform = 'linux', id = NODE.id, type = 'Custom:SsmDoctor' } = given;
  return inventoryFile(aReport({ findings: [aFinding()] }), { platform, root, node: { ...NODE, id }, type });
}

function write(): WrittenInventory {
  return writeInventoryFile(aFile());
}

function refusal(attempt: () => unknown = write): InventoryFileError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof InventoryFileError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

function others(count: number): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (let at = 0; at < count; at++)
    writeFileSync(
      join(root, FOLDER, `other-${at}.json`),
      `{"SchemaVersion":"1.0","TypeName":"Custom:Other${at}","Content":{"A":"b"}}`,
    );
}

/** Everything below the root, with what it is. */
function treeOf(): string[] {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return names.map((name) => `${name} ${lstatSync(join(root, name)).mode}`).sort();
}

describe('inventoryFile', () => {
  test.each<[Platform, string]>([
    ['linux', 'var/lib/amazon/ssm'],
    ['macos', 'opt/aws/ssm/data'],
    ['windows', 'ProgramData/Amazon/SSM/InstanceData'],
  ])('lies where the agent of %s gathers', (platform, store) => {
    for (const id of ['i-0123456789abcdef0', 'mi-0123456789abcdef0']) {
      const path = join(root, ...store.split('/'), id, 'inventory', 'custom', 'ssm-doctor.json');
      expect(aFile({ platform, id }).path).toBe(path);
    }
  });

  test('is refused for an id that is none, and so leads to no other folder', () => {
    for (const id of ['', '..', 'i-0123/../../etc', 'ecs:cluster_task_c', 'i-0123456789abcdef0\n'])
      expect(refusal(() => aFile({ id })).code).toBe('no-node-id');
  });
});

describe('writeInventoryFile', () => {
  test('writes what the gatherer takes, makes the folders, and leaves nothing else there', () => {
    const { path, sameType } = write();
    expect(path).toBe(join(root, FOLDER, 'ssm-doctor.json'));
    expect(sameType).toEqual([]);
    expect(refusedByGatherer(readFileSync(path))).toEqual([]);
    expect(readdirSync(dirname(path))).toEqual(['ssm-doctor.json']);
  });

  test('replaces its own file, and writes the same bytes when nothing changed', () => {
    const { path } = write();
    const before = readFileSync(path);
    writeFileSync(path, 'something else');
    write();
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(dirname(path))).toEqual(['ssm-doctor.json']);
  });

  test.skipIf(isWindows)(
    'gives new folders owner and mode of the data folder, and the file to root alone',
    () => {
      chmodSync(join(root, STORE), 0o751);
      const umask = process.umask(0o077);
      try {
        write();
      } finally {
        process.umask(umask);
      }
      for (const folder of [FOLDER, dirname(FOLDER), dirname(dirname(FOLDER))]) {
        expect(statSync(join(root, folder)).mode & 0o7777).toBe(0o751);
        expect(statSync(join(root, folder)).uid).toBe(statSync(join(root, STORE)).uid);
      }
      expect(statSync(join(root, FOLDER, 'ssm-doctor.json')).mode & 0o7777).toBe(0o600);
    },
  );

  test.skipIf(isWindows)('leaves folders that are there as they are', () => {
    mkdirSync(join(root, FOLDER), { recursive: true });
    chmodSync(join(root, FOLDER), 0o700);
    write();
    expect(statSync(join(root, FOLDER)).mode & 0o7777).toBe(0o700);
  });

  test('asks whether the agent is installed when its data folder is missing', () => {
    rmSync(join(root, 'var'), { recursive: true });
    const error = refusal();
    expect(error.code).toBe('no-data-store');
    expect(error.message).toMatch(
      /^expected the data folder of the SSM Agent, found nothing at .*is the agent installed\?$/,
    );
    expect(treeOf()).toEqual([]);
  });

  test('takes the twentieth place, but not one more, and says why', () => {
    others(19);
    write();
    rmSync(join(root, FOLDER, 'ssm-doctor.json'));
    writeFileSync(join(root, FOLDER, 'broken.json'), '{');
    const error = refusal();
    expect(error.code).toBe('too-many-files');
    expect(error.message).toContain(
      'found 20; with more than 20 the agent gathers no inventory at all, so ours was not written',
    );
    expect(readdirSync(join(root, FOLDER)).sort()).not.toContain('ssm-doctor.json');
    expect(readdirSync(join(root, FOLDER))).toHaveLength(20);
  });

  test('takes its own file away when others have come and it is one too many', () => {
    others(19);
    write();
    writeFileSync(join(root, FOLDER, 'late.json'), '{}');
    expect(refusal().message).toContain('so our own was taken away');
    expect(readdirSync(join(root, FOLDER))).toHaveLength(20);
    expect(existsSync(join(root, FOLDER, 'ssm-doctor.json'))).toBe(false);
  });

  test('counts as the agent does: by the extension in lower case, in the folder itself', () => {
    others(19);
    mkdirSync(join(root, FOLDER, 'below'));
    for (const name of ['a.JSON', 'b.json.bak', 'c.txt', 'below/d.json'])
      writeFileSync(join(root, FOLDER, name), '{}');
    write();
    expect(readdirSync(join(root, FOLDER))).toContain('ssm-doctor.json');
  });

  test('tells of other files with the same type', () => {
    mkdirSync(join(root, FOLDER), { recursive: true });
    const same = '{"typename": "Custom:SsmDoctor", "SchemaVersion": "1.0", "Content": {}}';
    writeFileSync(join(root, FOLDER, 'a.json'), same);
    writeFileSync(join(root, FOLDER, 'b.json'), same.replace('Doctor', 'Other'));
    writeFileSync(join(root, FOLDER, 'z.json'), same);
    writeFileSync(join(root, FOLDER, 'broken.json'), '{"TypeName": "Custom:SsmDoctor"');
    expect(write().sameType).toEqual(['a.json', 'z.json']);
  });

  test.skipIf(isWindows).each([STORE, `${STORE}/${NODE.id}`, dirname(FOLDER), FOLDER])(
    'is not led out of its folder by a link at %s',
    (place) => {
      const outside = mkdtempSync(join(tmpdir(), 'inventory-outside-'));
      try {
        rmSync(join(root, place), { recursive: true, force: true });
        mkdirSync(dirname(join(root, place)), { recursive: true });
        symlinkSync(outside, join(root, place));
        const before = treeOf();
        const error = refusal();
        expect(error.code).toBe('not-as-expected');
        expect(error.message).toContain('found a link at');
        expect(readdirSync(outside)).toEqual([]);
        expect(treeOf()).toEqual(before);
      } finally {
        rmSync(outside, { recursive: true });
      }
    },
  );

  test.skipIf(isWindows).each([`${STORE}/${NODE.id}`, dirname(FOLDER), FOLDER])(
    'is not led elsewhere on the machine by a link at %s',
    (place) => {
      const elsewhere = join(root, 'etc');
      mkdirSync(join(elsewhere, 'inventory', 'custom'), { recursive: true });
      mkdirSync(join(elsewhere, 'custom'));
      mkdirSync(dirname(join(root, place)), { recursive: true });
      symlinkSync(elsewhere, join(root, place));
      const before = treeOf();
      expect(refusal()).toMatchObject({ code: 'not-as-expected', cause: { code: 'ELOOP' } });
      expect(treeOf()).toEqual(before);
    },
  );

  test.skipIf(isWindows)('takes a data folder that was moved to another disk and linked', () => {
    mkdirSync(join(root, 'data'));
    rmSync(join(root, STORE), { recursive: true });
    symlinkSync(join(root, 'data'), join(root, STORE));
    write();
    expect(existsSync(join(root, 'data', NODE.id, 'inventory', 'custom', 'ssm-doctor.json'))).toBe(true);
  });

  test.skipIf(isWindows)('does not write through a link in place of the file', () => {
    mkdirSync(join(root, FOLDER), { recursive: true });
    writeFileSync(join(root, 'target'), 'old');
    symlinkSync(join(root, 'target'), join(root, FOLDER, 'ssm-doctor.json'));
    expect(refusal().code).toBe('not-as-expected');
    expect(readFileSync(join(root, 'target'), 'utf8')).toBe('old');
  });

  test('says so when something else stands in its way', () => {
    mkdirSync(join(root, STORE, NODE.id), { recursive: true });
    writeFileSync(join(root, STORE, NODE.id, 'inventory'), '');
    expect(refusal()).toMatchObject({ code: 'not-as-expected' });
    rmSync(join(root, STORE, NODE.id, 'inventory'));
    mkdirSync(join(root, FOLDER, 'ssm-doctor.json'), { recursive: true });
    expect(refusal()).toMatchObject({ code: 'not-as-expected' });
  });

  test.skipIf(isWindows || isRoot)('says so when it may not write, and leaves nothing behind', () => {
    chmodSync(join(root, STORE), 0o555);
    const before = treeOf();
    const error = refusal();
    expect(error.code).toBe('not-writable');
    expect(error.cause).toMatchObject({ code: 'EACCES' });
    expect(treeOf()).toEqual(before);
  });
});

/** As root no permission is in the way; a mount that is read-only or full is. */
const canMount =
  isRoot &&
  process.platform === 'linux' &&
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'x', '/mnt']).status === 0;

describe.skipIf(!canMount)('on a file system of its own', () => {
  const program = `
    import { readFileSync } from 'node:fs';
    const { writeInventoryFile } = await import(${JSON.stringify(join(import.meta.dirname, '../../../src/delivery/inventory/file.ts'))});
    try { writeInventoryFile(JSON.parse(readFileSync(0, 'utf8'))); console.log('written') }
    catch (error) { console.log(error.name, error.code, error.cause?.code) }
  `;

  function inMount(prepare: string): { readonly said: string; readonly left: string[] } {
    const script = `set -e; mount -t tmpfs -o size=64k x "$1/${STORE}"; ${prepare}; "$2" --no-warnings --input-type=module -e "$3"; cd "$1/${STORE}"; find . -mindepth 1 -not -name filler`;
    const argv = ['-m', 'sh', '-c', script, 'sh', root, process.execPath, program];
    const file = { ...aFile(), text: 'x'.repeat(40_000) };
    const { stdout, stderr } = spawnSync('unshare', argv, { encoding: 'utf8', input: JSON.stringify(file) });
    const [said = stderr, ...left] = stdout.trim().split('\n');
    return { said, left };
  }

  test('writes where there is room', () => {
    expect(inMount('true').said).toBe('written');
  });

  test('says that it is full, and leaves nothing behind', () => {
    const { said, left } = inMount(`head -c 40000 /dev/zero > "$1/${STORE}/filler"`);
    expect(said).toBe('InventoryFileError disk-full ENOSPC');
    expect(left).toEqual([]);
  });

  test('says that it is read-only, and leaves nothing behind', () => {
    const { said, left } = inMount(`mount -o remount,ro "$1/${STORE}"`);
    expect(said).toBe('InventoryFileError not-writable EROFS');
    expect(left).toEqual([]);
  });
});
