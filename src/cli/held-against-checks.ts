import { CHECKS } from '../host/checks.ts';
import { withLive, witnessesFor } from '../host/live.ts';
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
 * The report with what checks of this machine say about its findings now. Only those run that can say
 * something; they ask nobody over the network.
 */
export async function heldAgainstChecks(report: Report): Promise<Report> {
  const witnesses = witnessesFor(CHECKS, report.findings);
  if (witnesses.length === 0) return report;
  const at = new Date().toISOString();
  const begun = elapsed();
  const stop = new AbortController();
  const scene = await sceneOf({ ...thisMachine({}), network: NOBODY }, NOWHERE, stop.signal);
  const outcomes = await runChecks(witnesses, scene, {
    limit: Math.round(LIMIT - (elapsed() - begun)),
    elapsed,
    remedyOf: () => [],
  });
  stop.abort();
  return { ...report, findings: withLive(report.findings, witnesses, outcomes, at) };
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
