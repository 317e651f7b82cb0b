import { crc32, deflateSync } from 'node:zlib';

/** Sides, in pixels, that Windows shows an icon with. */
export const ICON_SIZES: readonly number[] = [16, 20, 24, 32, 40, 48, 64, 256];

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
const NOTHING: Colour = [0, 0, 0, 0];
const BLUE: Colour = [11, 92, 173, 255];
const WHITE: Colour = [255, 255, 255, 255];

/** Samples along each side of a pixel, so that edges are smooth. */
const SAMPLES = 4;

/** The icon of the program, a white cross on a blue field, as a PNG with so many pixels along each side. */
export function iconOf(size: number): Buffer {
  const rows = Array.from({ length: size }, (_, y) => rowOf(size, y));
  return png(size, Buffer.concat(rows));
}

/** A row of pixels, behind the number of its filter: none. */
function rowOf(size: number, y: number): Buffer {
  return Buffer.from([0, ...Array.from({ length: size }, (_, x) => pixelAt(size, x, y)).flat()]);
}

/** The mean of the samples, of the colours by how much they cover. */
function pixelAt(size: number, x: number, y: number): number[] {
  const place = (pixel: number, sample: number): number => (pixel + (sample + 0.5) / SAMPLES) / size;
  const each = Array.from({ length: SAMPLES }, (_, sample) => sample);
  const samples = each.flatMap((down) => each.map((along) => colourAt(place(x, along), place(y, down))));
  const alpha = samples.reduce((sum, colour) => sum + colour[3], 0);
  const mean = (channel: 0 | 1 | 2): number =>
    alpha === 0
      ? 0
      : Math.round(samples.reduce((sum, colour) => sum + colour[channel] * colour[3], 0) / alpha);
  return [mean(0), mean(1), mean(2), Math.round(alpha / samples.length)];
}

const CORNER = 0.2;
const ARM = { half: 0.32, width: 0.1 };

/** The colour at a place of the icon, from 0 to 1. */
function colourAt(x: number, y: number): Colour {
  const [across, down] = [Math.abs(x - 0.5), Math.abs(y - 0.5)];
  const [beyondX, beyondY] = [across, down].map((distance) => Math.max(0, distance - (0.5 - CORNER)));
  if (Math.hypot(beyondX ?? 0, beyondY ?? 0) > CORNER) return NOTHING;
  return Math.min(across, down) <= ARM.width && Math.max(across, down) <= ARM.half ? WHITE : BLUE;
}

/** RGBA of eight bits, not interlaced (W3C, Portable Network Graphics). */
function png(size: number, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const data = deflateSync(rows, { level: 9 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
