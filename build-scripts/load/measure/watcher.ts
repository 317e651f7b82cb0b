import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { momentNow } from '../storm/truth.ts';

/** A line that the program printed. */
export interface Heard {
  /** When it was read, on the clock that all processes of the machine share, in milliseconds. */
  readonly moment: number;
  readonly message: Message;
}

/** As far as it is of interest here. */
export interface Message {
  readonly type: 'watching' | 'standing' | 'operation' | 'finding' | 'lost' | 'end';
  readonly change?: string;
  readonly outcome?: string | null;
  readonly cause?: string;
  readonly operation?: {
    readonly id: string | null;
    readonly commandId: string | null;
    readonly associationId: string | null;
  };
  readonly evidence?: { readonly file: string; readonly line: number; readonly excerpt: string };
  readonly reason?: string;
}

const TO_WATCH = 20_000;
const TO_END = 10_000;

/** How a script is asked to follow a tree. */
export function watchCommand(program: string, root: string): string[] {
  return [process.execPath, program, 'watch', '--root', root, '--platform', 'linux', '--format', 'jsonl'];
}

/** The program that follows a node, as a process, with all it prints. */
export class Watcher {
  readonly heard: Heard[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  readonly #watching: Promise<true>;
  #errors = '';
  #onWatching: () => void = () => {};

  /** `command` follows the tree that it names, and prints a JSON object a line. */
  constructor(command: readonly string[]) {
    const [program = '', ...args] = command;
    this.#watching = new Promise((resolve) => {
      this.#onWatching = () => resolve(true);
    });
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-4000);
    });
    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(line));
    }
    this.#ended = new Promise((resolve) => {
      this.#child.on('close', (status) => resolve(status));
      this.#child.on('error', () => resolve(null));
    });
  }

  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Fails when there is no such process any more. */
  get pid(): number {
    if (this.#child.pid === undefined || !this.running)
      throw new Error(`the program has ended by itself: ${this.#errors}`);
    return this.#child.pid;
  }

  /** Waits until it follows, and has said how things stand. Fails when it ends or says nothing. */
  async watching(): Promise<void> {
    const ended = this.#ended.then(() => false);
    if (await Promise.race([this.#watching, ended, after(TO_WATCH, false)])) return;
    this.#child.kill('SIGKILL');
    throw new Error(`the program did not come to watch: ${this.#errors.trim() || 'it said nothing'}`);
  }

  /** Asks it to end, and waits for that. Fails when it does not, or not well. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const status = await Promise.race([this.#ended, after(TO_END, 'going on')]);
    if (status === 'going on') this.#child.kill('SIGKILL');
    const last = this.heard.at(-1)?.message.type;
    if (status !== 0 || last !== 'end') {
      throw new Error(`the program ended with ${status}, its last message was ${last}: ${this.#errors}`);
    }
  }

  /** Ends it in whatever state it is. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #hear(line: string): void {
    const moment = momentNow();
    const message = JSON.parse(line) as Message;
    this.heard.push({ moment, message });
    if (message.type === 'standing') this.#onWatching();
  }
}

function after<Value>(milliseconds: number, value: Value): Promise<Value> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(value), milliseconds).unref();
  });
}
