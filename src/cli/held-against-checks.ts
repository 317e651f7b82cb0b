import { CHECKS } from '../host/checks.ts';
import { otherFailures, withLive } from '../host/live.ts';
import { runChecks } from '../host/run-checks.ts';
import { elapsed } from '../platform/elapsed.ts';
import { NetworkError } from '../platform/network.ts';
import { ReachError } from '../platform/reach.ts';
import type { Report } from '../report/report.ts';
import { thisMachine } from './reporting-machine.ts';
import { sceneOf } from './scene-of.ts';

/** Milliseconds for all checks together. */
const LIMIT = 1500;

/**
 * The report with what those checks say now that look at nothing but this machine: about its findings, and beside them.
 * They ask nobody over the network.
 */
export async function heldAgainstChecks(report: Report): Promise<Report> {
  const begun = elapsed();
  const at = new Date().toISOString();
  const stop = new AbortController();
  const scene = await sceneOf({ ...thisMachine({}), network: NOBODY }, NOWHERE, stop.signal);
  const witnesses = CHECKS.filter(
    ({ sees, platforms }) => Object.keys(sees).length > 0 && platforms.includes(scene.machine.platform),
  );
  const outcomes = await runChecks(witnesses, scene, {
    limit: Math.round(LIMIT - (elapsed() - begun)),
    elapsed,
    remedyOf: () => [],
  });
  stop.abort();
  const { findings } = report;
  return {
    ...report,
    findings: withLive(findings, witnesses, outcomes, at),
    live: { at, checks: outcomes.length, others: otherFailures(findings, outcomes) },
  };
}

const NOBODY = {
  request: async (): Promise<never> => {
    throw new NetworkError('unreachable', 'a diagnosis asks nobody over the network');
  },
};

const NOWHERE = {
  resolve: async (name: string): Promise<never> => {
    throw new ReachError('ENETUNREACH', name);
  },
  reach: async ({ host }: { readonly host: string }): Promise<never> => {
    throw new ReachError('ENETUNREACH', host);
  },
};
