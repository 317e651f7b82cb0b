import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AgentProcess } from './agent-process.ts';
import { type LoggedFailure, type PrintedFailure, payloadTime } from './failures.ts';
import { type Failure, type Marked, Planting } from './planting.ts';
import { stateOf } from './record-values.ts';
import { completed, received, started, stepEnded } from './records.ts';
import { type Rolling, RollingLog } from './rolling-log.ts';
import { type Ended, Ids, LOG_FOLDER, NODE_FOLDER, type Run } from './run.ts';
import { StepOutput } from './step-output.ts';
import type { Timeline } from './timeline.ts';
import type { TruthFile } from './truth.ts';

export interface Load {
  /** Runs a second. */
  readonly rate: number;
  /** For how many seconds runs begin. */
  readonly seconds: number;
  /** Share of the runs with a failure. */
  readonly failures: number;
  readonly rolling: Rolling;
}

/** In how many pieces a step prints, and how many lines each has. */
const PIECES = 3;
const LINES = 4;
/** One run in so many is one of an association. */
const ASSOCIATED = 5;
const ASSOCIATIONS = 6;
/** The core logs something about once in so many runs. */
const RUNS_PER_WORD = 5;
/** So often before its logger is made anew, with the log that has the name then. */
const WORDS_PER_LOGGER = 30;
const MAIN = `${LOG_FOLDER}/amazon-ssm-agent.log`;
const ERRORS = `${LOG_FOLDER}/errors.log`;
const STATES = `${NODE_FOLDER}/document/state/current`;
/** As the agent has it: errors.log is rolled at a third of the size of the other. */
const ERRORS_SHARE = 1 / 3;

/** A node on which documents run: what the processes of the agent and the steps write while time goes on. */
export class NodeUnderLoad {
  readonly #root: string;
  readonly #timeline: Timeline;
  readonly #random: () => number;
  readonly #load: Load;
  readonly #truth: TruthFile;
  readonly #planting: Planting;
  readonly #ids: Ids;
  readonly #associations: readonly string[];
  #core: AgentProcess;
  readonly #worker: AgentProcess;
  #begun = 0;
  /** Commands, and associations of which a run goes on. */
  readonly #going = new Set<string>();

  constructor(root: string, timeline: Timeline, random: () => number, truth: TruthFile, load: Load) {
    this.#root = root;
    this.#timeline = timeline;
    this.#random = random;
    this.#load = load;
    this.#truth = truth;
    this.#planting = new Planting(truth, random, load.failures);
    this.#ids = new Ids(random);
    this.#associations = Array.from({ length: ASSOCIATIONS }, () => this.#ids.uuid());
    for (const folder of [LOG_FOLDER, STATES]) mkdirSync(join(root, folder), { recursive: true });
    this.#core = this.#process('');
    this.#worker = this.#process('[ssm-agent-worker] ');
  }

  get figures(): { readonly runs: number; readonly unreadable: number } {
    return { runs: this.#begun, unreadable: this.#planting.unreadable };
  }

  /** Has runs begin from now on. What they do follows, also after the last has begun. */
  begin(): void {
    const end = this.#timeline.now + this.#load.seconds * 1000;
    const next = () => {
      if (this.#timeline.now >= end) {
        this.#endWhenIdle();
        return;
      }
      this.#beginRun();
      this.#timeline.after(((0.5 + this.#random()) * 1000) / this.#load.rate, next);
    };
    next();
    this.#coreSpeaks(end, 1);
  }

  #coreSpeaks(end: number, words: number): void {
    // It is told to read its settings anew, as by an administrator: a log that others have rolled away is let go.
    if (words % WORDS_PER_LOGGER === 0) {
      this.#core.end();
      this.#core = this.#process('');
    }
    this.#core.log('INFO', '[CredentialRefresher] Next credential rotation will be in 29.9 minutes');
    const pause = (RUNS_PER_WORD * 1000) / this.#load.rate;
    if (this.#timeline.now < end) this.#timeline.after(pause, () => this.#coreSpeaks(end, words + 1));
  }

  #endWhenIdle(): void {
    if (this.#going.size > 0) {
      this.#timeline.after(100, () => this.#endWhenIdle());
      return;
    }
    this.#core.end();
    this.#worker.end();
  }

  #process(name: string): AgentProcess {
    const { rolling } = this.#load;
    const main = new RollingLog(join(this.#root, MAIN), rolling);
    const size = Math.ceil(rolling.size * ERRORS_SHARE);
    const errors = new RollingLog(join(this.#root, ERRORS), { ...rolling, size });
    return new AgentProcess(this.#timeline, this.#random, { main, errors }, name);
  }

  #beginRun(): void {
    this.#begun += 1;
    const failure = this.#planting.next();
    const run = this.#nextRun(failure);
    this.#going.add(idOf(run));
    for (const text of received(run, this.#ids, this.#timeline.now)) this.#worker.log('INFO', text);
    if (failure?.way === 'logged' && failure.failure.ends) {
      this.#logFailure(failure, run, this.#worker);
      this.#timeline.after(200, () => this.#endRun(run, { code: 1, stdout: '', stderr: '' }));
      return;
    }
    const state = join(this.#root, STATES, run.documentId);
    writeFileSync(state, JSON.stringify(stateOf(run, this.#timeline.now)));
    this.#timeline.after(20 + this.#random() * 20, () => this.#work(run, failure, state));
  }

  #nextRun(failure: Failure | null): Run {
    const document = failure?.way === 'printed' ? failure.failure.document : null;
    if (document !== 'AWS-RunPatchBaseline' && this.#begun % ASSOCIATED === 0) {
      // The agent has one worker for associations: it does not begin one while another goes on.
      const areIdle = !this.#associations.some((id) => this.#going.has(id));
      const chosen = this.#associations[Math.floor(this.#random() * this.#associations.length)];
      if (areIdle && chosen !== undefined) return this.#ids.associated(chosen, this.#timeline.now);
    }
    let run = this.#ids.command();
    while (document !== null && run.document !== document) run = this.#ids.command();
    return run;
  }

  /** The document worker: a process that lives as long as the run. */
  #work(run: Run, failure: Failure | null, state: string): void {
    const worker = this.#process('[ssm-document-worker] ');
    for (const text of started(run, this.#timeline.now)) worker.log('INFO', text);
    const output = new StepOutput(this.#root, run);
    const logged = failure?.way === 'logged' ? failure : null;
    const early = logged?.failure.by !== 'document worker';
    if (logged !== null && early) this.#logFailure(logged, run, worker);
    this.#print(run, output, PIECES, () => {
      const printed = failure?.way === 'printed' ? failure : null;
      const known = printed === null ? undefined : this.#printFailure(printed, run, output);
      const ended = { code: printed?.failure.code ?? 0, stdout: output.stdout, stderr: output.stderr };
      output.close();
      if (logged !== null && !early) this.#logFailure(logged, run, worker);
      const [first = '', ...others] = stepEnded(run, ended);
      worker.log('INFO', first, known);
      for (const text of others) worker.log('INFO', text);
      worker.end();
      rmSync(state);
      this.#timeline.after(1 + this.#random() * 3, () => this.#endRun(run, ended));
    });
  }

  #endRun(run: Run, ended: Ended): void {
    const { commandId, associationId, runId } = run;
    this.#truth.noteRun({ commandId, associationId, runId, code: ended.code });
    for (const text of completed(run, ended, this.#ids, this.#timeline.now)) this.#worker.log('INFO', text);
    this.#going.delete(idOf(run));
  }

  #print(run: Run, output: StepOutput, pieces: number, then: () => void): void {
    if (pieces === 0) {
      then();
      return;
    }
    const lines = Array.from({ length: LINES }, () => `${this.#ordinaryLine(run)}\n`);
    output.write('stdout', lines.join(''));
    this.#timeline.after(30 + this.#random() * 200, () => this.#print(run, output, pieces - 1, then));
  }

  #ordinaryLine({ document }: Run): string {
    const number = Math.floor(this.#random() * 1000);
    return document === 'AWS-RunPatchBaseline'
      ? `${payloadTime(this.#timeline.now)} root [INFO]: Package synthetic-library-${number} is up to date`
      : `copied /srv/synthetic/${number} (${number} KiB) in ${number} ms`;
  }

  #logFailure(failure: Marked<LoggedFailure, 'logged'>, run: Run, documentWorker: AgentProcess): void {
    const processes = { core: this.#core, worker: this.#worker, 'document worker': documentWorker };
    const note = this.#planting.prepare(failure, run, `/${MAIN}`, true);
    processes[failure.failure.by].log('ERROR', failure.failure.message(failure.mark, run), note);
  }

  /** Prints it, and the words of the agent about the exit status. Returns the note to be made when it is known later. */
  #printFailure(failure: Marked<PrintedFailure, 'printed'>, run: Run, output: StepOutput) {
    const { into, line, code, text } = failure.failure;
    const note = this.#planting.prepare(failure, run, output.pathOf(into), line);
    output.write(into, `${text(failure.mark, this.#timeline.now)}${line ? '\n' : ''}`);
    if (line) note(true);
    output.write('stderr', `failed to run commands: exit status ${code}`);
    return line ? undefined : note;
  }
}

function idOf({ commandId, associationId, documentId }: Run): string {
  return commandId ?? associationId ?? documentId;
}
