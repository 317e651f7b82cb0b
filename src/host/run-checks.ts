import type { CheckOutcome } from '../report/check-report.ts';
import type { RemedyStep } from '../vocabulary.ts';
import type { Check, Judgement } from './check.ts';
import type { Scene } from './scene.ts';

export interface RunOptions {
  /** Milliseconds for all checks together. */
  readonly limit: number;
  /** Milliseconds since some moment; never jumps. */
  readonly elapsed: () => number;
  /** What the catalogue says to do about a cause. */
  readonly remedyOf: (cause: string) => readonly RemedyStep[];
}

/**
 * Runs checks side by side. Each ends within its own limit and the common one: what hangs is a result, and is told to
 * stop. What throws is one, too.
 */
export async function runChecks(
  checks: readonly Check[],
  scene: Scene,
  options: RunOptions,
): Promise<CheckOutcome[]> {
  return Promise.all(checks.map((one) => outcomeOf(one, scene, options)));
}

async function outcomeOf(one: Check, scene: Scene, options: RunOptions): Promise<CheckOutcome> {
  const started = options.elapsed();
  const judged = await judgementOf(one, scene, options);
  const cause = judged.status === 'failed' ? judged.cause : null;
  return {
    check: one.name,
    title: one.title,
    weight: one.weight,
    status: judged.status,
    cause,
    summary: judged.summary,
    facts: judged.facts ?? [],
    places: 'places' in judged ? (judged.places ?? []) : [],
    remedy: [
      ...(judged.status === 'failed' ? (judged.remedy ?? []) : []),
      ...(cause === null ? [] : options.remedyOf(cause)),
    ],
    durationMs: Math.round(options.elapsed() - started),
  };
}

type Ended =
  | Judgement
  | {
      readonly status: 'timed-out' | 'crashed';
      readonly summary: string;
      readonly facts?: undefined;
    };

async function judgementOf(one: Check, scene: Scene, { limit }: RunOptions): Promise<Ended> {
  if (!one.platforms.includes(scene.machine.platform))
    return { status: 'not-applicable', summary: `only on ${one.platforms.join(' and ')}` };
  const most = Math.min(one.limit, limit);
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Ended>((resolve) => {
    timer = setTimeout(() => resolve({ status: 'timed-out', summary: `no result in ${most} ms` }), most);
  });
  try {
    return await Promise.race([one.run(scene, stop.signal), late]);
  } catch (error) {
    return { status: 'crashed', summary: crashText(error) };
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

function crashText(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `internal error: ${text.slice(0, 300)}`;
}
