import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';
import type { Health } from '../../src/agent/health.ts';
import { folderOf, HEALTHY, PROGRAM } from './child.ts';

const HEALTH = 'agent.health.json';

/** A machine with an agent on it, which watches and delivers nothing. */
export class Machine {
  readonly root = folderOf(HEALTHY);
  readonly state = folderOf();
  readonly settings = join(folderOf(), 'agent.yaml');
  readonly log = join(folderOf(), 'agent.log');
  child: ChildProcess | null = null;
  errors = '';

  constructor() {
    chmodSync(this.state, 0o700);
    this.set('info');
  }

  set(level: string, more: readonly string[] = []): void {
    const lines = [
      'report:',
      '  to: []',
      'log:',
      `  level: ${level}`,
      `  file: ${this.log}`,
      `state: ${this.state}`,
    ];
    writeFileSync(this.settings, `${[...lines, ...more].join('\n')}\n`, { mode: 0o644 });
  }

  rules(text: string): string {
    const file = join(folderOf(), 'rules.yaml');
    writeFileSync(file, text);
    return file;
  }

  get args(): readonly string[] {
    return ['agent', '--settings', this.settings, '--root', this.root];
  }

  async start(): Promise<void> {
    const began = this.logged('msg="started"');
    this.begin();
    await until(() => this.logged('msg="started"') > began);
  }

  /** Starts it, and does not wait. */
  begin(): void {
    const child = spawn(PROGRAM.file, [...PROGRAM.args, ...this.args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    this.child = child;
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.child;
    this.child = null;
    if (child === null) return null;
    const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
    child.kill(signal);
    return ended;
  }

  logged(text: string): number {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').split(text).length - 1 : 0;
  }

  /** Bytes of its log up to which it has kept that it has read; null where it has kept nothing. */
  keptOffset(): number | null {
    const file = join(this.state, 'agent.positions.json');
    if (!existsSync(file)) return null;
    const { positions } = JSON.parse(readFileSync(file, 'utf8')) as { positions: { offset: number }[] };
    return positions[0]?.offset ?? null;
  }

  health(): Health {
    return JSON.parse(readFileSync(join(this.state, HEALTH), 'utf8')) as Health;
  }

  /** It has written its health, which it does a moment after it has started. */
  get hasHealth(): boolean {
    return existsSync(join(this.state, HEALTH));
  }
}

/** Waits for it; the test ends late where it does not come. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

const machines: Machine[] = [];
afterEach(async () => {
  for (const machine of machines.splice(0)) await machine.end('SIGKILL');
});

export function machine(): Machine {
  const made = new Machine();
  machines.push(made);
  return made;
}
