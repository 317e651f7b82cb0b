import { type Zippable, zipSync } from 'fflate';
import { Header, Pax } from 'tar';

export interface TarItem {
  readonly path: string;
  readonly content?: string | Uint8Array;
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'FIFO' | 'CharacterDevice';
  readonly linkpath?: string;
  readonly modified?: number;
}

const MODIFIED = Date.UTC(2026, 2, 4, 5, 6, 7);

/** The bytes of a tar with these entries, whatever their names, and its end marker. */
export function tarOf(items: readonly TarItem[]): Buffer {
  return Buffer.concat([...items.map(tarEntry), Buffer.alloc(1024)]);
}

export function tarEntry({
  path,
  content = '',
  type = 'File',
  linkpath,
  modified = MODIFIED,
}: TarItem): Buffer {
  const bytes = Buffer.from(content);
  const fields = {
    path,
    size: bytes.length,
    mode: 0o644,
    mtime: new Date(modified),
    type,
    ...(linkpath === undefined ? {} : { linkpath }),
  };
  const header = new Header(fields);
  header.encode();
  const pax = header.needPax ? new Pax(fields).encode() : Buffer.alloc(0);
  const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
  return Buffer.concat([pax, header.block ?? Buffer.alloc(0), bytes, padding]);
}

/** The bytes of a zip; names may be anything that a name can be. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const tree: Zippable = {};
  for (const [name, content] of Object.entries(files))
    tree[name] = [Buffer.from(content), { mtime: MODIFIED }];
  return Buffer.from(zipSync(tree));
}

/** Changes two bytes in the list entry and the local header of every file of a zip (offsets from their starts). */
export function patchZip(zip: Buffer, inList: number, inHeader: number, value: number): Buffer {
  const patched = Buffer.from(zip);
  for (let at = 0; at < patched.length - 4; at += 1) {
    const signature = patched.readUInt32LE(at);
    if (signature === 0x02014b50) patched.writeUInt16LE(value, at + inList);
    if (signature === 0x04034b50) patched.writeUInt16LE(value, at + inHeader);
  }
  return patched;
}
