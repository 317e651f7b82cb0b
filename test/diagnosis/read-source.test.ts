import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/diagnosis/engine.ts';
import { type Files, FilesError, type OpenFile } from '../../src/platform/files.ts';
import type { Coverage } from '../../src/report/report.ts';
import { aCatalogue } from './a-catalogue.ts';
import { AGENT_LOG, agentLine, copyOf, observed, ROOT, readFiles } from './a-node.ts';

const TEXT = agentLine(1, 'ERROR', 'no role here') + agentLine(2, 'INFO', 'all is well');

function read(text: string | Uint8Array) {
  const { state, coverage } = readFiles(aCatalogue(), [{ kind: 'agent-log', path: AGENT_LOG, text }]);
  return { seen: observed(state), coverage: coverage[0] };
}

/** Reads a log whose opened file behaves like this. */
function readThrough(change: (file: OpenFile, path: string) => OpenFile): Coverage {
  const inner = copyOf({ [AGENT_LOG]: TEXT });
  const files: Files = { ...bound(inner), open: (path) => change(inner.open(path), path) };
  const path = `${ROOT}${AGENT_LOG}`;
  return new Engine(aCatalogue(), files).read({
    kind: 'agent-log',
    path,
    shown: AGENT_LOG,
    entry: inner.look(path),
    nodeId: null,
    output: null,
  });
}

function bound(files: Files): Files {
  return {
    list: (folder) => files.list(folder),
    listEntries: (folder) => files.listEntries(folder),
    look: (path) => files.look(path),
    find: (path) => files.find(path),
    resolve: (path) => files.resolve(path),
    open: (path) => files.open(path),
  };
}

describe('a log', () => {
  const UTF16 = Buffer.from(TEXT, 'utf16le');

  test.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), UTF16])],
    ['UTF-16BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(UTF16).swap16()])],
    ['UTF-16LE without a mark', UTF16],
    ['gzip', gzipSync(TEXT)],
  ])('in %s says the same', (_encoding, bytes) => {
    const { seen, coverage } = read(bytes);
    expect(seen).toEqual(['agent ROLE_MISSING 1']);
    expect(coverage).toMatchObject({ status: 'read', reason: null, lines: 2 });
    expect(coverage?.bytes).toBe(Buffer.byteLength(TEXT));
  });

  test('that is empty was read', () => {
    expect(read('').coverage).toMatchObject({ status: 'read', bytes: 0, lines: 0 });
  });

  test('that is no text is left out, and why', () => {
    expect(read(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3])).coverage).toMatchObject({
      status: 'skipped',
      reason: 'unsupported-encoding',
    });
  });

  test('whose gzip data break off says so, and what came before counts', () => {
    const packed = gzipSync(TEXT + agentLine(3, 'INFO', 'x').repeat(2000));
    const { seen, coverage } = read(packed.subarray(0, packed.length - 12));
    expect(seen).toEqual(['agent ROLE_MISSING 1']);
    expect(coverage).toMatchObject({ status: 'partly-read', reason: 'malformed' });
  });
});

describe('a file that changes while it is read', () => {
  test('and vanished before it was opened says so', () => {
    const coverage = readThrough((_file, path) => {
      throw new FilesError('ENOENT', path);
    });
    expect(coverage).toMatchObject({ status: 'skipped', reason: 'vanished' });
  });

  test('and may not be read says what would be needed', () => {
    const coverage = readThrough((_file, path) => {
      throw new FilesError('EACCES', path);
    });
    expect(coverage).toMatchObject({ status: 'skipped', reason: 'not-readable' });
    expect(coverage.detail).toContain('root');
  });

  test('and fails in the middle is partly read', () => {
    const coverage = readThrough((file, path) => ({
      ...file,
      read(target, position) {
        if (position > 0) throw new FilesError('EIO', path);
        return file.read(target.subarray(0, 100), position);
      },
    }));
    expect(coverage).toMatchObject({
      status: 'partly-read',
      reason: 'not-readable',
      detail: 'the system says EIO',
    });
  });

  test('and shrinks ends where its data end, and says that it was cut', () => {
    const coverage = readThrough((file) => ({
      ...file,
      read: (target, position) => (position >= 20 ? 0 : file.read(target.subarray(0, 20), position)),
    }));
    expect(coverage).toMatchObject({ status: 'partly-read', reason: 'changed-while-read', bytes: 20 });
  });

  test('and grows is read up to the size that it had', () => {
    const coverage = readThrough((file) => ({
      ...file,
      entry: { ...file.entry, size: Buffer.byteLength(TEXT) - 5 },
    }));
    expect(coverage).toMatchObject({ status: 'read', bytes: Buffer.byteLength(TEXT) - 5 });
  });

  test('is closed in every case', () => {
    let closed = 0;
    const closing = (file: OpenFile): OpenFile => ({ ...file, close: () => closed++ });
    readThrough(closing);
    readThrough((file, path) => ({
      ...closing(file),
      read() {
        throw new FilesError('EIO', path);
      },
    }));
    expect(closed).toBe(2);
  });
});
