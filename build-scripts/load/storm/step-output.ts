import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { placesOf, type Run } from './run.ts';

export type Stream = 'stdout' | 'stderr';

/** The files that the agent keeps of a step: each stream in two copies, and the script. */
export class StepOutput {
  readonly #streams: Readonly<Record<Stream, readonly number[]>>;
  readonly #folder: string;
  readonly #written: Record<Stream, string> = { stdout: '', stderr: '' };

  constructor(root: string, run: Run) {
    const { output, script } = placesOf(run);
    this.#folder = output;
    const folder = join(root, output);
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(root, script), { recursive: true });
    writeFileSync(join(root, script, '_script.sh'), 'synthetic-work --all');
    const open = (stream: Stream) =>
      [stream, `${stream}Console`].map((name) => openSync(join(folder, name), 'a'));
    this.#streams = { stdout: open('stdout'), stderr: open('stderr') };
  }

  write(stream: Stream, text: string): void {
    for (const file of this.#streams[stream]) writeSync(file, text);
    this.#written[stream] += text;
  }

  /** Where a stream is kept, on the node. */
  pathOf(stream: Stream): string {
    return `/${this.#folder}/${stream}`;
  }

  get stdout(): string {
    return this.#written.stdout;
  }

  get stderr(): string {
    return this.#written.stderr;
  }

  close(): void {
    for (const file of [...this.#streams.stdout, ...this.#streams.stderr]) closeSync(file);
  }
}
