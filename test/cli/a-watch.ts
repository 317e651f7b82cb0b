import { type ChildProcess, spawn } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, expect } from 'vitest';
import schema from '../../src/report/live-event.schema.json' with { type: 'json' };
import type { TimedEvent } from '../../src/report/live-event.ts';
import report from '../../src/report/report.schema.json' with { type: 'json' };
import { PROGRAM } from './child.ts';

/** In which the command runs. */
export interface Conditions {
  /** What starts it: a command and its arguments, which the whole command line follows. */
  readonly through?: readonly string[];
}

/** A command that follows a folder, and what it has told. */
export class Watching {
  readonly events: TimedEvent[] = [];
  readonly ended: Promise<number | NodeJS.Signals | null>;
  text = '';
  errors = '';
  readonly #child: ChildProcess;
  #waiting: (() => void)[] = [];

  constructor(root: string, more: readonly string[] = ['--format', 'jsonl'], conditions: Conditions = {}) {
    const { through = [] } = conditions;
    const follow = ['watch', '--root', root, '--platform', 'linux', ...more];
    const [file = PROGRAM.file, ...args] = [...through, PROGRAM.file, ...PROGRAM.args, ...follow];
    const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC' };
    this.#child = spawn(file, args, { env });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    this.ended = new Promise((resolve) => this.#child.on('close', (code, signal) => resolve(code ?? signal)));
  }

  /** The first event that is so; the test ends late where none comes. */
  async until(isSo: (event: TimedEvent) => boolean): Promise<TimedEvent> {
    for (;;) {
      const found = this.events.find(isSo);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async shows(text: string): Promise<void> {
    while (!this.text.includes(text)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  end(signal: NodeJS.Signals = 'SIGINT'): void {
    this.#child.kill(signal);
  }

  #take(text: string): void {
    const lines = (this.text + text).split('\n').slice(0, -1);
    this.text += text;
    if (this.text.startsWith('{'))
      this.events.push(...lines.slice(this.events.length).map((line) => JSON.parse(line) as TimedEvent));
    for (const tell of this.#waiting.splice(0)) tell();
  }
}

const isEvent = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [report] }).compile(schema);
const all: Watching[] = [];
afterEach(async () => {
  for (const watching of all.splice(0)) {
    watching.end('SIGKILL');
    await watching.ended;
    // Whatever a test is about: what programs read is as the schema says.
    for (const event of watching.events) expect(isEvent(event), JSON.stringify(event)).toBe(true);
  }
});

/** Follows a folder; ends with the test. */
export function watching(root: string, more?: readonly string[], conditions?: Conditions): Watching {
  const made = new Watching(root, more, conditions);
  all.push(made);
  return made;
}
