import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { nodeFiles } from '../../../src/platform/node-files.ts';
import { digestsOf, marksOf, textSizeOf } from '../../../src/reading/resume/marks.ts';
import {
  type Continuation,
  continuations,
  type FileNow,
  type Lost,
  type Position,
} from '../../../src/reading/resume/positions.ts';

/** What a follower of lines keeps: plain data. */
export interface Followed {
  readonly positions: readonly Position[];
  /** Every line that was processed, in this order. */
  readonly lines: readonly string[];
}

/** Processes the complete lines of all files of a folder that were not processed yet. */
export function follow(folder: string, { positions, lines }: Followed): Followed & { lost: readonly Lost[] } {
  const files = filesIn(folder);
  const { files: found, lost } = continuations(positions, files);
  const read = new Map<Position, number>();
  const taken: string[] = [];
  const at = (file: FileNow, continuation: Continuation): number => {
    if (continuation.kind === 'new') return 0;
    if (continuation.kind !== 'copy' || !continuation.isTwin) return continuation.known.offset;
    const text = textOf(file);
    return text.lastIndexOf('\n', Math.min(text.length, read.get(continuation.known) ?? 0) - 1) + 1;
  };
  const isTwin = (continuation: Continuation): boolean => continuation.kind === 'copy' && continuation.isTwin;
  const twinsLast = [...found].sort(([, a], [, b]) => Number(isTwin(a)) - Number(isTwin(b)));
  const next: Position[] = [];
  for (const [file, continuation] of twinsLast) {
    const from = at(file, continuation);
    const text = continuation.kind === 'unchanged' ? '' : textOf(file).slice(from);
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (!isTwin(continuation)) taken.push(...whole.split('\n').slice(0, -1));
    const offset = isTwin(continuation) ? from : from + whole.length;
    if (continuation.kind !== 'new' && !isTwin(continuation)) read.set(continuation.known, offset);
    const { path, identity, size, modified } = file;
    const marks = marksOf(file.digest, offset);
    next.push({ path, identity, size, modified, offset, marks, seenAt: Date.now() });
  }
  return { positions: next, lines: [...lines, ...taken], lost };
}

/** Every complete line that stands in a file of the folder. */
export function linesIn(folder: string): Set<string> {
  const texts = readdirSync(folder).map((name) => textAt(join(folder, name)));
  return new Set(texts.flatMap((text) => text.split('\n').slice(0, -1)));
}

function filesIn(folder: string): FileNow[] {
  const files = nodeFiles();
  return readdirSync(folder).map((name) => {
    const path = join(folder, name);
    const { identity, size, modified } = files.look(path);
    const isPacked = path.endsWith('.gz');
    const textSize = textSizeOf(files, path, size, isPacked);
    return { path, identity, size, modified, textSize, digest: digestsOf(files, path, isPacked) };
  });
}

function textOf({ path }: FileNow): string {
  return textAt(path);
}

function textAt(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}
