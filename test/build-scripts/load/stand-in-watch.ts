/**
 * Follows a tree as simply as can be and prints what `watch` prints, to try out what measures it:
 *
 *   node stand-in-watch.ts watch --root DIR …
 *
 * With STAND_IN=faulty it is deaf to stderr, tells all else twice and a tenth of a second late, and makes something up.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/: no space left on device|\[Errno 28\]/, 'HOST_DISK_FULL'],
  [/exited unsuccessfully/, 'AGENT_WORKER_CRASHED'],
  [/ThrottlingException/, 'AWS_API_THROTTLED'],
  [/is not authorized to perform/, 'IAM_ACCESS_DENIED'],
  [/NoSuchBucket/, 'OUTPUT_S3_BUCKET_MISSING'],
  [/management role is not configured/, 'CREDENTIALS_DHMC_NOT_CONFIGURED'],
  [/Status code: 403 for/, 'REPO_ACCESS_DENIED'],
  [/Could not get lock/, 'PKG_LOCK_HELD'],
  [/Public key for/, 'PKG_GPG_FAILURE'],
  [/command not found/, 'HOST_TOOL_MISSING'],
  [/Unable to download payload/, 'PATCH_PAYLOAD_DOWNLOAD_FAILED'],
];
const POLLED = 20;
/** What a document worker logs may stand behind what the agent worker logs about it. */
const LATE = 200;
const faulty = process.env.STAND_IN === 'faulty';
const root = process.argv[process.argv.indexOf('--root') + 1] ?? '';
const logs = join(root, 'var/log/amazon/ssm');
/** Bytes that were read, by inode; a file that is new later is read from its start. */
const read = new Map<number, number>();
const outputs = new Set<string>();
interface Operation {
  readonly id: string;
  readonly commandId: string | null;
  readonly associationId: string | null;
}
/** The latest run of each command or association. */
const going = new Map<string, Operation>();
const failed = new Set<Operation>();

function say(type: string, more: object): void {
  console.log(JSON.stringify({ type, at: new Date().toISOString(), ...more }));
}

function linesOf(path: string): string[] {
  const { ino, size } = statSync(path);
  const from = read.get(ino) ?? 0;
  if (size <= from) return [];
  const added = readFileSync(path).subarray(from, size);
  const whole = added.lastIndexOf('\n') + 1;
  // A last line that has no end is taken for whole once it tells an exit status.
  const length = /exit status \d+$/.test(added.toString()) ? added.length : whole;
  read.set(ino, from + length);
  return added.subarray(0, length).toString().split('\n');
}

function tell(file: string, excerpt: string): void {
  const cause = CAUSES.find(([pattern]) => pattern.test(excerpt))?.[1];
  if (cause === undefined || (faulty && file.endsWith('stderr'))) return;
  const finding = { change: 'new', cause, evidence: { file, line: 0, excerpt } };
  if (!faulty) say('finding', finding);
  else for (const change of ['new', 'again']) setTimeout(() => say('finding', { ...finding, change }), 100);
}

/** Follows a run from what the agent worker logs first and last of it; in between, others tell whether it failed. */
function followRun(line: string): void {
  const [, documentId] =
    /^\S+ \S+ INFO \[ssm-agent-worker\] .* started at \S+\/channels\/(\S+)$/.exec(line) ?? [];
  if (documentId !== undefined) {
    const [associationId = '', runId] = documentId.split(/\.(?=\d{4}-)/);
    const isCommand = runId === undefined;
    const operation = {
      id: isCommand ? documentId : `${associationId}/${runId}`,
      commandId: isCommand ? documentId : null,
      associationId: isCommand ? null : associationId,
    };
    going.set(isCommand ? documentId : associationId, operation);
    say('operation', { change: 'started', operation, outcome: null });
  }
  for (const [id, operation] of going) {
    if (/ Exit Status: | ERROR .*(?:no space|process:)/.test(line) && line.includes(id))
      failed.add(operation);
    if (!line.includes(`execution of aws.ssm.${id}.`)) continue;
    setTimeout(() => {
      if (going.get(id) === operation) going.delete(id);
      const outcome = failed.has(operation) ? 'failed' : 'success';
      say('operation', { change: 'ended', operation, outcome });
    }, LATE);
  }
}

function poll(told: boolean): void {
  for (const name of readdirSync(logs).filter((name) => name.startsWith('amazon-ssm-agent.log'))) {
    for (const line of linesOf(join(logs, name))) {
      if (told) followRun(line);
      const [, output] = /started with configuration .* (\/var\/lib\/\S+) aws\.ssm\./.exec(line) ?? [];
      if (output !== undefined) outputs.add(join(root, output));
      // What follows the first line of a record repeats what a step printed.
      if (told && /^\d{4}-/.test(line)) tell(join(logs, name), line);
    }
  }
  for (const folder of told ? outputs : []) {
    for (const name of ['stdout', 'stderr']) {
      for (const line of linesOf(join(folder, name))) tell(join(folder, name), line);
    }
  }
  if (!told) outputs.clear();
}

poll(false);
say('watching', { folders: [logs] });
say('standing', { running: [], verdict: null, active: [] });
if (faulty) tell('/nowhere', '2026-01-02 03:04:05 ERROR ThrottlingException: nobody said so');
const timer = setInterval(() => poll(true), POLLED);
process.on('SIGTERM', () => {
  clearInterval(timer);
  setTimeout(() => say('end', { lines: 0, files: 0, reports: null }), LATE);
});
