/** The made-up node. */
export const INSTANCE = 'i-0synthetic0000001';
export const REGION = 'eu-central-1';
export const ACCOUNT = '123456789012';
export const LOG_FOLDER = 'var/log/amazon/ssm';
export const NODE_FOLDER = `var/lib/amazon/ssm/${INSTANCE}`;

/** One run of a document: of a command, or of an association. */
export interface Run {
  readonly commandId: string | null;
  readonly associationId: string | null;
  /** Of a run of an association: its time, as the agent has it in the name of its folder. */
  readonly runId: string | null;
  /** As the agent names it in logs: the command, or association and time of the run. */
  readonly documentId: string;
  /** Relative to the folder of all runs. */
  readonly folder: string;
  readonly document: 'AWS-RunShellScript' | 'AWS-RunPatchBaseline';
  /** What its step is called, also in the file system. */
  readonly step: '0.awsrunShellScript' | 'PatchLinux' | 'runShellScript';
}

export interface Ended {
  /** Exit status of its step. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where the run keeps what it prints and its script, relative to the root. */
export function placesOf({ folder, step }: Run): { output: string; script: string } {
  const base = `${NODE_FOLDER}/document/orchestration/${folder}`;
  const output = `${base}/awsrunShellScript/${step}`;
  return { output, script: step === '0.awsrunShellScript' ? output : `${base}/${step}` };
}

/** Made-up ids, never the same twice. */
export class Ids {
  readonly #random: () => number;
  #given = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Counts from 1. */
  next(): number {
    return ++this.#given;
  }

  /** Of the form that commands, associations, messages and requests have. */
  uuid(): string {
    const start = Math.floor(this.#random() * 2 ** 32).toString(16);
    return `${start.padStart(8, '0')}-5707-4000-8000-${String(this.next()).padStart(12, '0')}`;
  }

  command(): Run {
    const id = this.uuid();
    const patches = this.#random() < 0.5;
    return {
      commandId: id,
      associationId: null,
      runId: null,
      documentId: id,
      folder: id,
      document: patches ? 'AWS-RunPatchBaseline' : 'AWS-RunShellScript',
      step: patches ? 'PatchLinux' : '0.awsrunShellScript',
    };
  }

  /** A run of an association at a time. */
  associated(associationId: string, time: number): Run {
    const runId = new Date(time).toISOString().replaceAll(':', '-');
    return {
      commandId: null,
      associationId,
      runId,
      documentId: `${associationId}.${runId}`,
      folder: `${associationId}/${runId}`,
      document: 'AWS-RunShellScript',
      step: 'runShellScript',
    };
  }
}
