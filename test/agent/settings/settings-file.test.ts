import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentPlaces, agentPlaces } from '../../../src/agent/settings/places.ts';
import { loadSettings, settingsProblems } from '../../../src/agent/settings/settings-file.ts';

const isWindows = process.platform === 'win32';
let folder = '';
let file = '';
let places: AgentPlaces;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  file = join(folder, 'agent.yaml');
  places = { ...agentPlaces(isWindows ? 'windows' : 'linux', {}), settings: file };
});
afterEach(() => rmSync(folder, { recursive: true }));

function problemOf(content: string | Buffer): string {
  writeFileSync(file, content, { mode: 0o600 });
  const problems = settingsProblems(null, places);
  expect(problems).toHaveLength(1);
  return problems[0] ?? '';
}

describe('the settings file', () => {
  it('is read from its place, and may be missing there', () => {
    expect(loadSettings(null, places)).toMatchObject({ file: null, settings: { log: { keep: 5 } } });
    writeFileSync(file, '\ufefflog: {keep: 7}\r\n', { mode: 0o644 });
    expect(loadSettings(null, places)).toMatchObject({ file, settings: { log: { keep: 7 } } });
    expect(settingsProblems(null, places)).toEqual([]);
  });

  it('has to be there where it was named', () => {
    const other = join(folder, 'other.yaml');
    expect(settingsProblems(other, places)).toEqual([`${other}: there is nothing here; check the path`]);
    writeFileSync(other, 'log: {keep: 8}');
    expect(loadSettings(other, places)).toMatchObject({ file: other, settings: { log: { keep: 8 } } });
  });

  it('tells all that is wrong in it, with its name', () => {
    writeFileSync(file, 'log:\n  keep: x\nlogs: 1\n');
    expect(settingsProblems(null, places)).toEqual([
      `${file}:2:9: log.keep: expected a whole number from 0 to 100, found "x"`,
      `${file}:3:1: logs: unknown key; did you mean log? allowed here are report, watch, log, state, rules`,
    ]);
  });

  it.each([
    [
      'UTF-16 with a mark',
      Buffer.from('\ufefflog: {}', 'utf16le'),
      ': expected UTF-8 text, found UTF-16; save it as UTF-8',
    ],
    [
      'UTF-16 without one',
      Buffer.from('log: {}', 'utf16le'),
      ': expected UTF-8 text, found UTF-16; save it as UTF-8',
    ],
    ['one zero byte', Buffer.from([0]), ': expected UTF-8 text, found UTF-16; save it as UTF-8'],
    [
      'zero bytes',
      Buffer.from('log: {}\n\0\0\0'),
      ': expected UTF-8 text, found zero bytes; save it as UTF-8',
    ],
    [
      'Latin-1',
      Buffer.from('# one\nstate: /srv/\xe9t\xe9\n', 'latin1'),
      ':2: expected UTF-8 text, found other bytes; save it as UTF-8',
    ],
    [
      'half a character',
      Buffer.from('log: {}\n\n# é').subarray(0, -1),
      ':3: expected UTF-8 text, found other bytes; save it as UTF-8',
    ],
    ['too much', '#'.repeat(65_537), ': expected at most 65536 bytes, found 65537'],
  ])('is refused when it holds %s', (_what, content, expected) => {
    expect(problemOf(content)).toBe(`${file}${expected}`);
  });

  it('is taken at its largest', () => {
    writeFileSync(file, `log: {keep: 9}\n${'#'.repeat(65_536 - 15)}`);
    expect(loadSettings(null, places).settings.log.keep).toBe(9);
  });

  it('is refused when it is a folder', () => {
    mkdirSync(file);
    expect(settingsProblems(null, places)[0]).toContain('expected a file, found a folder');
  });
});

describe.skipIf(isWindows)('a settings file that others could have written', () => {
  it.each([0o622, 0o660])('is refused: mode %i', (mode) => {
    writeFileSync(file, 'log: {}');
    chmodSync(file, mode);
    expect(settingsProblems(null, places)).toEqual([
      expect.stringMatching(/found .*; run chmod go-w on it$/),
    ]);
  });

  it('is refused in a folder of all', () => {
    writeFileSync(file, 'log: {}');
    chmodSync(folder, 0o777);
    expect(settingsProblems(null, places)[0]).toContain('expected a folder that only its owner may write');
  });

  it('is refused when it is a link', () => {
    const target = join(folder, 'target');
    writeFileSync(target, 'log: {}');
    symlinkSync(target, file);
    expect(settingsProblems(null, places)[0]).toContain(
      'expected a file, found a link, which is not followed',
    );
  });

  it.skipIf(process.geteuid?.() !== 0)('is refused when it is of another user', () => {
    writeFileSync(file, 'log: {}');
    chownSync(file, 12345, 12345);
    expect(settingsProblems(null, places)[0]).toContain("found one of user 12345's; change its owner");
  });
});
