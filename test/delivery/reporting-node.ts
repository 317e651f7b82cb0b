import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { identityConfig, NODE, PLACES, vaultOf } from '../support/identity-files.ts';
import { type Program, program } from '../support/program.ts';

export const REGION = 'eu-west-1';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'reporting-'));
  made.push(folder);
  return folder;
}

/** The program under test, for the time when the tests of a file have begun. */
export function bundle(): { readonly program: Program } {
  const made: { program: Program } = { program: { file: '', args: [], script: null } };
  beforeAll(() => {
    made.program = program();
  }, 60_000);
  return made;
}

/** A machine whose files lie in a folder, and which is a node by what its agent wrote. */
export class ReportingNode {
  readonly root = newFolder();
  readonly state = join(newFolder(), 'state');
  readonly #bundle: { readonly program: Program };

  constructor(bundle: { readonly program: Program }, id = NODE) {
    this.#bundle = bundle;
    const { data, identity } = PLACES.linux;
    const expires = { CredentialSource: 'SSM', CredentialsExpiresAt: '2099-01-01T00:00:00Z' };
    this.write(identity, identityConfig(id, expires));
    for (const [path, text] of Object.entries(vaultOf(data, id, REGION))) this.write(path, text);
    this.says('all is well', 'INFO');
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text, { mode: 0o600 });
  }

  /** A line of the agent's log. */
  says(text: string, level = 'ERROR'): void {
    this.write(
      'var/log/amazon/ssm/amazon-ssm-agent.log',
      `2026-11-20 03:12:00 ${level} [ssm-agent-worker] ${text}\n`,
    );
  }

  /** Shares credentials as the agent does on a node of Default Host Management. */
  share({ accessKeyId, secretAccessKey, sessionToken = '' }: Credentials): void {
    this.write(
      'var/lib/amazon/ssm/credentials',
      `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`,
    );
  }

  /** Runs `report`; it must be waited for without blocking, since the service lives in this process. */
  report(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return ended(this.start(args, env));
  }

  start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): ChildProcess {
    return this.bare([...this.#own(), ...args], env);
  }

  /** Runs the command with nothing but these arguments. */
  bare(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    return this.#spawned(this.#bundle.program.file, [...this.#bundle.program.args, ...args], env);
  }

  /** Runs `report` by a script, to which the command is given as its arguments. */
  scripted(script: string, args: readonly string[] = []): ChildProcess {
    const { file, args: first } = this.#bundle.program;
    return this.#spawned('sh', [script, file, ...first, ...this.#own(), ...args]);
  }

  #own(): string[] {
    return ['report', '--mounted', '--root', this.root, '--platform', 'linux', '--state', this.state];
  }

  #spawned(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const fixed = { LANG: 'C.UTF-8', TZ: 'UTC', AWS_EC2_METADATA_DISABLED: 'true', HOME: this.root };
    return spawn(command, args, {
      env: { PATH: process.env.PATH, ...fixed, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** What waits on the disk. */
  spooled(): SpooledRequest[] {
    return this.#names('spool').map((name) =>
      JSON.parse(readFileSync(join(this.state, 'spool', name), 'utf8')),
    );
  }

  aside(): string[] {
    return this.#names('aside');
  }

  #names(folder: string): string[] {
    try {
      return readdirSync(join(this.state, folder)).filter((name) => name.endsWith('.json'));
    } catch {
      return [];
    }
  }
}

export interface SpooledRequest {
  readonly node: string;
  readonly kind: string;
  readonly type: string;
  readonly request: {
    readonly ItemContentHash?: string;
    readonly ExecutionSummary?: { ExecutionTime: string };
  };
}

export function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}
