import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeStateFile } from '../../src/platform/state-file.ts';

describe('writeStateFile', () => {
  it('makes the folders that are missing, for this user alone', () => {
    const scratch = mkdtempSync(join(tmpdir(), 'state-file-'));
    const path = join(scratch, 'a', 'b', 'state');
    expect(writeStateFile(path, [Buffer.from('ke'), Buffer.from('pt')])).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe('kept');
    expect(statSync(join(scratch, 'a', 'b')).mode & 0o777).toBe(0o700);
    rmSync(scratch, { recursive: true });
  });

  it.runIf(process.platform === 'linux')('comes back where the system takes no folders', () => {
    expect(writeStateFile('/proc/a/b/state', [Buffer.from('lost')])).toMatch(/^\/proc\/a\/b\/state: /);
  });
});
