import { describe, expect, it } from 'vitest';
import { checkSignature, signed } from '../../../build-scripts/binaries/code-signature.ts';
import { readMachO } from '../../../build-scripts/binaries/mach-o.ts';

const TEXT = { name: '__TEXT', fileOffset: 0, fileSize: 0x3000 };
const LINKEDIT = { name: '__LINKEDIT', fileOffset: 0x3000, fileSize: 0x1234 };

/** A Mach-O file of two segments; the section in the first begins at 0x1000. */
function machO(): Buffer {
  const bytes = Buffer.alloc(LINKEDIT.fileOffset + LINKEDIT.fileSize, 0xa5);
  bytes.fill(0, 0, 0x1000);
  bytes.writeUInt32LE(0xfeedfacf, 0);
  bytes.writeUInt32LE(2, 16);
  bytes.writeUInt32LE(2 * 72 + 80, 20);
  let at = 32;
  for (const { name, fileOffset, fileSize } of [TEXT, LINKEDIT]) {
    const sections = name === '__TEXT' ? 1 : 0;
    bytes.writeUInt32LE(0x19, at);
    bytes.writeUInt32LE(72 + sections * 80, at + 4);
    bytes.write(name, at + 8, 'latin1');
    bytes.writeBigUInt64LE(0x4000n, at + 32);
    bytes.writeBigUInt64LE(BigInt(fileOffset), at + 40);
    bytes.writeBigUInt64LE(BigInt(fileSize), at + 48);
    bytes.writeUInt32LE(sections, at + 64);
    if (sections > 0) bytes.writeUInt32LE(0x1000, at + 72 + 48);
    at += 72 + sections * 80;
  }
  return bytes;
}

describe('an ad-hoc signature', () => {
  it('has a hash of every page, up to itself', () => {
    const bytes = signed(machO(), 'synthetic');
    expect(checkSignature(bytes)).toEqual({
      identifier: 'synthetic',
      isAdHoc: true,
      pages: 5,
      wrongPages: 0,
    });
  });

  it('stands in the last segment, which ends with the file', () => {
    const bytes = signed(machO(), 'synthetic');
    const { segments, signature } = readMachO(bytes);
    const last = segments.get('__LINKEDIT');
    expect((last?.fileOffset ?? 0) + (last?.fileSize ?? 0)).toBe(bytes.length);
    expect(last?.memorySize).toBeGreaterThanOrEqual(last?.fileSize ?? Number.POSITIVE_INFINITY);
    expect(signature?.offset).toBe(0x4240);
  });

  it('does not vouch for what was changed, be it the header or the last byte before it', () => {
    for (const at of [24, 0x1000, 0x4233]) {
      const bytes = signed(machO(), 'synthetic');
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      expect(checkSignature(bytes).wrongPages).toBe(1);
    }
  });

  it('does not vouch for what was added behind it', () => {
    const bytes = Buffer.concat([signed(machO(), 'synthetic'), Buffer.from('more')]);
    expect(() => checkSignature(bytes)).toThrow('at the end of the file');
  });

  it('is not put over another one, and not where there is no room for it', () => {
    expect(() => signed(signed(machO(), 'synthetic'), 'synthetic')).toThrow('found one');
    const full = machO();
    full.writeUInt32LE(32 + 2 * 72 + 80 + 15, 32 + 72 + 48);
    expect(() => signed(full, 'synthetic')).toThrow('found 15');
  });

  it('is for one kind of file', () => {
    expect(() => signed(Buffer.from('\x7fELF, which is something else'), 'synthetic')).toThrow('Mach-O');
  });
});
