import type { EndedRun } from '../storm/truth.ts';
import type { Heard, Message } from './watcher.ts';

/** What the program said of the runs of documents that is not so, each in words; the runs have all ended. */
export function wrongRuns(runs: readonly EndedRun[], heard: readonly Heard[]): string[] {
  const said = heard.map(({ message }) => message).filter(({ type }) => type === 'operation');
  const byRun = new Map(runs.map((run) => [nameOf(run), { run, messages: [] as Message[] }]));
  const strangers: string[] = [];
  for (const message of said) {
    const known = byRun.get(nameOfMessage(message));
    if (known === undefined) strangers.push(`${nameOfMessage(message)} ${message.change}, which never ran`);
    else known.messages.push(message);
  }
  const wrong = [...byRun.values()].flatMap(({ run, messages }) => {
    const problem = problemOf(run, messages);
    return problem === null ? [] : [`${nameOf(run)} ${problem}`];
  });
  return [...wrong, ...strangers];
}

function problemOf({ code }: EndedRun, messages: readonly Message[]): string | null {
  const [begun, ended] = ['started', 'ended'].map((change) =>
    messages.filter((one) => one.change === change),
  );
  if (begun?.length !== 1) return `told ${begun?.length} times to have started`;
  if (ended?.length !== 1) return `told ${ended?.length} times to have ended`;
  const expected = code === 0 ? 'success' : 'failed';
  const outcome = ended[0]?.outcome;
  return outcome === expected ? null : `told to have ended with ${outcome}, expected ${expected}`;
}

function nameOf({ commandId, associationId, runId }: EndedRun): string {
  return commandId === null ? `run ${runId} of association ${associationId}` : `command ${commandId}`;
}

function nameOfMessage({ operation }: Message): string {
  const { id = null, commandId = null, associationId = null } = operation ?? {};
  if (associationId === null) return `command ${commandId ?? id}`;
  return `run ${/\d{4}-\d\d-\d\dT\S+$/.exec(id ?? '')} of association ${associationId}`;
}
