/** Something that is done to the machine. */
export interface Step {
  /** What it does, as a list of steps shows it. */
  readonly title: string;
  /** Does it. Returns why it could not be done, or null. */
  run(): string | null | Promise<string | null>;
  /** What takes it back, in this order, as far as it was done; asked for a step that failed, too. */
  undo?(): readonly Undo[];
}

export interface Undo {
  /** What it did, in the past tense. */
  readonly title: string;
  /** Returns why it could not be done, or null. */
  run(): string | null;
}

export type Outcome =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      readonly step: string;
      readonly why: string;
      /** What was taken back. */
      readonly undone: readonly string[];
      /** What could not be taken back, and why. */
      readonly left: readonly string[];
    };

/** Does one step after the other; when one fails, takes back what was done, the latest first. `done` hears of each. */
export async function runSteps(steps: readonly Step[], done: (title: string) => void): Promise<Outcome> {
  for (const [index, step] of steps.entries()) {
    const why = await step.run();
    if (why === null) done(step.title);
    else return { kind: 'failed', step: step.title, why, ...takeBack(steps.slice(0, index + 1)) };
  }
  return { kind: 'done' };
}

function takeBack(steps: readonly Step[]): { readonly undone: string[]; readonly left: string[] } {
  const undone: string[] = [];
  const left: string[] = [];
  for (const step of steps.toReversed()) {
    for (const { title, run } of step.undo?.() ?? []) {
      const why = run();
      if (why === null) undone.push(title);
      else left.push(`not ${title}: ${why}`);
    }
  }
  return { undone, left };
}
