import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryText } from '../../../src/delivery/spool/entry.ts';
import { openState, type State } from '../../../src/delivery/spool/state.ts';
import { anInventoryRequest, NODE } from '../a-request.ts';
import { anEntry } from './an-entry.ts';

let folder = '';
let state: State;
const spooled = () => readdirSync(join(folder, 'spool')).sort();
const aside = () => readdirSync(join(folder, 'aside')).sort();

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'spool-')), 'state');
  state = openState(folder);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

describe('the spool', () => {
  it('gives back what was kept, to the next run too', () => {
    state.spool.keep(anEntry());
    const { entries, notes } = openState(folder).spool.pending(NODE);
    expect(entries.map(({ entry }) => entry)).toEqual([anEntry()]);
    expect(notes).toEqual([]);
  });

  it('keeps the newest of each type and kind, whatever the clock says', () => {
    state.spool.keep({ ...anEntry(), madeAt: '2030-01-01T00:00:00.000Z' });
    state.spool.keep(anEntry({ ComplianceType: 'Custom:Other' }));
    state.spool.keep({
      madeAt: '2026-11-25T01:00:00.000Z',
      node: NODE,
      type: 'Custom:SsmDoctor',
      kind: 'inventory',
      request: anInventoryRequest(),
    });
    const newest = anEntry({ ItemContentHash: 'b'.repeat(64) });
    state.spool.keep(newest);
    const { entries } = state.spool.pending(NODE);
    expect(entries.map(({ entry: { kind, type } }) => `${kind} ${type}`)).toEqual([
      'compliance Custom:Other',
      'inventory Custom:SsmDoctor',
      'compliance Custom:SsmDoctor',
    ]);
    expect(entries.at(-1)?.entry).toEqual(newest);
  });

  it('sends the newer of two that two runs kept at once', () => {
    state.spool.keep(anEntry());
    const [first = ''] = spooled();
    const older = readFileSync(join(folder, 'spool', first));
    state.spool.keep(anEntry({ ItemContentHash: 'b'.repeat(64) }));
    writeFileSync(join(folder, 'spool', first), older, { mode: 0o600 });
    const { entries } = state.spool.pending(NODE);
    expect(entries.map(({ entry }) => entry)).toEqual([anEntry({ ItemContentHash: 'b'.repeat(64) })]);
    expect(spooled()).not.toContain(first);
  });

  it('never gives what is about another node, and says so', () => {
    state.spool.keep(anEntry({ ResourceId: 'i-0synthetic0000002' }));
    const { entries, notes } = state.spool.pending(NODE);
    expect(entries).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(/it is about i-0synthetic0000002, and this is i-0synthetic0000001; .*aside/),
    ]);
    expect(aside()).toHaveLength(1);
    expect(state.spool.pending(NODE).notes).toEqual([]);
  });

  it.each([
    ['cut short', entryText(anEntry()).slice(0, -30), /damaged/],
    ['full of zeros', '\0'.repeat(600), /damaged/],
    ['empty', '', /damaged/],
    ['of another shape', '{"format":1,"node":"i-1","request":[]}', /damaged/],
    [
      'with a request for another node inside',
      entryText({ ...anEntry({ ResourceId: 'i-2' }), node: NODE }),
      /damaged/,
    ],
    ['of a newer version', '{"format":2}', /newer version/],
    ['far too large', ' '.repeat(5e6), /did not write it/],
  ])('sets aside an entry that is %s', (_, text, why) => {
    state.spool.keep(anEntry());
    const [name = ''] = spooled();
    writeFileSync(join(folder, 'spool', name), text);
    const { entries, notes } = state.spool.pending(NODE);
    expect(entries).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(why)]);
    expect(aside()).toEqual([name]);
    expect(spooled()).toEqual([]);
  });

  it('sets aside what it did not write: other names, links, folders, files that others may write', () => {
    writeFileSync(join(folder, 'spool', 'notes.txt'), 'mine');
    symlinkSync('/etc/passwd', join(folder, 'spool', '0000000007-00000000000000aa.json'));
    writeFileSync(join(folder, 'spool', '0000000008-00000000000000ab.json'), entryText(anEntry()));
    chmodSync(join(folder, 'spool', '0000000008-00000000000000ab.json'), 0o666);
    const { entries, notes } = state.spool.pending(NODE);
    expect(entries).toEqual([]);
    expect(notes).toHaveLength(3);
    expect(aside()).toHaveLength(3);
    expect(statSync('/etc/passwd').isFile()).toBe(true);
  });

  it('gives the others where something cannot be moved away', () => {
    for (const place of ['spool', 'aside']) mkdirSync(join(folder, place, 'x', 'y'), { recursive: true });
    state.spool.keep(anEntry());
    const { entries, notes } = state.spool.pending(NODE);
    expect(entries).toHaveLength(1);
    expect(notes).toEqual([expect.stringMatching(/x was not sent: .*could not be moved away: ENOTEMPTY/)]);
  });

  it('is bounded, and so is what was set aside', () => {
    for (let index = 0; index < 24; index += 1)
      state.spool.keep(anEntry({ ComplianceType: `Custom:Type${index}` }));
    expect(spooled()).toHaveLength(20);
    expect(state.spool.pending(NODE).entries.at(-1)?.entry.type).toBe('Custom:Type23');
    for (let index = 0; index < 14; index += 1) writeFileSync(join(folder, 'spool', `x${index}`), '');
    state.spool.pending(NODE);
    expect(aside()).toHaveLength(10);
  });

  it('does not take what is being written for an entry, and clears it away when it was given up', () => {
    const old = join(folder, 'spool', '.ssm-doctor-00112233aabbccdd.tmp');
    const young = join(folder, 'spool', '.ssm-doctor-00112233aabbccde.tmp');
    writeFileSync(old, 'half of');
    writeFileSync(young, 'half of');
    utimesSync(old, 1, 1);
    expect(openState(folder).spool.pending(NODE)).toEqual({ entries: [], notes: [] });
    expect(existsSync(old)).toBe(false);
    expect(existsSync(young)).toBe(true);
  });

  it('belongs to this user alone', () => {
    state.spool.keep(anEntry());
    for (const path of [folder, join(folder, 'spool'), join(folder, 'aside')])
      expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'spool', spooled()[0] ?? '')).mode & 0o777).toBe(0o600);
  });

  it('closes a folder that others may look into', () => {
    chmodSync(folder, 0o755);
    openState(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('refuses a folder in the place of which others could put another', () => {
    const shared = join(folder, '..', 'shared');
    rmSync(folder, { recursive: true });
    openState(join(shared, 'state'));
    chmodSync(shared, 0o777);
    expect(() => openState(join(shared, 'state'))).toThrow(/only its owner may write, found mode 0777/);
    symlinkSync(shared, folder);
    expect(() => openState(folder)).toThrow();
  });
});

describe('the memory of what was sent', () => {
  it('tells the hash that a place accepted last', () => {
    state.sent.note(anEntry(), 'eu-west-1');
    expect(openState(folder).sent.hash(anEntry(), 'eu-west-1')).toBe('a'.repeat(64));
    expect(state.sent.hash(anEntry(), 'http://127.0.0.1:1')).toBeNull();
    expect(state.sent.hash(anEntry({ ComplianceType: 'Custom:Other' }), 'eu-west-1')).toBeNull();
  });

  it.each(['', '{', '[]', '{"format":2,"hashes":[]}', '{"format":1,"hashes":[1]}', 'null'])(
    'is empty where the file is %o',
    (text) => {
      writeFileSync(join(folder, 'sent.json'), text);
      expect(state.sent.hash(anEntry(), 'eu-west-1')).toBeNull();
      state.sent.note(anEntry(), 'eu-west-1');
      expect(state.sent.hash(anEntry(), 'eu-west-1')).toBe('a'.repeat(64));
    },
  );
});
