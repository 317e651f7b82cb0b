import { closeSync, openSync, read, writeSync } from 'node:fs';
import { promisify } from 'node:util';

const readInto = promisify(read);

/** Operations of the FUSE protocol (linux/fuse.h, version 7.31) that a folder of files needs. */
const LOOKUP = 1;
const FORGET = 2;
const GETATTR = 3;
const STATFS = 17;
const INIT = 26;
const OPENDIR = 27;
const READDIR = 28;
const RELEASEDIR = 29;
const INTERRUPT = 36;
const BATCH_FORGET = 42;

const ENOENT = -2;
const ENOSYS = -38;
const ROOT = 1n;
const FOLDER_MODE = 0o040755;
const FILE_MODE = 0o100644;

/**
 * A folder that this process answers for, as a file server would: no event tells of what is changed here. It is
 * mounted by the descriptor: `mount -i -t fuse -o fd=N,rootmode=40000,user_id=0,group_id=0 none FOLDER`.
 */
export class FuseFolder {
  readonly descriptor = openSync('/dev/fuse', 'r+');
  readonly #files: { readonly name: string; size: number; time: number }[] = [];
  #time = 1_700_000_000;

  /** A new file of so many bytes, or another size of one. */
  put(name: string, size: number): void {
    this.#time += 1;
    const known = this.#files.find((file) => file.name === name);
    if (known === undefined) this.#files.push({ name, size, time: this.#time });
    else Object.assign(known, { size, time: this.#time });
  }

  /** Until it is unmounted. */
  async serve(): Promise<void> {
    const request = Buffer.alloc(0x21000);
    while (await this.#next(request)) this.#answer(request);
    closeSync(this.descriptor);
  }

  async #next(request: Buffer): Promise<boolean> {
    try {
      await readInto(this.descriptor, request, 0, request.length, null);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENODEV') return false;
      // So long as it is not mounted.
      if (code !== 'EPERM') throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
      return this.#next(request);
    }
  }

  #answer(request: Buffer): void {
    const operation = request.readUInt32LE(4);
    if ([FORGET, BATCH_FORGET, INTERRUPT].includes(operation)) return;
    const body = this.#bodyOf(operation, request);
    const head = Buffer.alloc(16);
    head.writeUInt32LE(16 + (typeof body === 'number' ? 0 : body.length), 0);
    head.writeInt32LE(typeof body === 'number' ? body : 0, 4);
    request.copy(head, 8, 8, 16);
    writeSync(this.descriptor, typeof body === 'number' ? head : Buffer.concat([head, body]));
  }

  /** Or the number of an error. */
  #bodyOf(operation: number, request: Buffer): Buffer | number {
    const node = request.readBigUInt64LE(16);
    switch (operation) {
      case INIT:
        return versionOf();
      case GETATTR:
        return Buffer.concat([Buffer.alloc(16), this.#attributesOf(node)]);
      case LOOKUP:
        return this.#entryOf(request.toString('utf8', 40, request.indexOf(0, 40)));
      case STATFS:
        return Buffer.alloc(80);
      case OPENDIR:
        return Buffer.alloc(16);
      case READDIR:
        return request.readBigUInt64LE(48) === 0n ? this.#listing() : Buffer.alloc(0);
      case RELEASEDIR:
        return Buffer.alloc(0);
      default:
        return ENOSYS;
    }
  }

  #entryOf(name: string): Buffer | number {
    const index = this.#files.findIndex((file) => file.name === name);
    if (index === -1) return ENOENT;
    const head = Buffer.alloc(40);
    head.writeBigUInt64LE(nodeOf(index), 0);
    return Buffer.concat([head, this.#attributesOf(nodeOf(index))]);
  }

  #attributesOf(node: bigint): Buffer {
    const file = this.#files[Number(node - ROOT) - 1];
    const attributes = Buffer.alloc(88);
    attributes.writeBigUInt64LE(node, 0);
    attributes.writeBigUInt64LE(BigInt(file?.size ?? 0), 8);
    for (const place of [24, 32, 40]) attributes.writeBigUInt64LE(BigInt(file?.time ?? this.#time), place);
    attributes.writeUInt32LE(file === undefined ? FOLDER_MODE : FILE_MODE, 60);
    attributes.writeUInt32LE(1, 64);
    return attributes;
  }

  #listing(): Buffer {
    return Buffer.concat(
      this.#files.map(({ name }, index) => {
        const entry = Buffer.alloc(24 + Math.ceil(name.length / 8) * 8);
        entry.writeBigUInt64LE(nodeOf(index), 0);
        entry.writeBigUInt64LE(BigInt(index + 1), 8);
        entry.writeUInt32LE(name.length, 16);
        entry.writeUInt32LE(FILE_MODE >> 12, 20);
        entry.write(name, 24, 'latin1');
        return entry;
      }),
    );
  }
}

function nodeOf(index: number): bigint {
  return ROOT + 1n + BigInt(index);
}

function versionOf(): Buffer {
  const version = Buffer.alloc(64);
  version.writeUInt32LE(7, 0);
  version.writeUInt32LE(31, 4);
  version.writeUInt32LE(0x20000, 20);
  return version;
}
