import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../build-scripts/generate-catalogue.ts';
import type { Cause, RecordFamily, Signal, Success } from '../../src/causes/cause.ts';
import { fileFor, treeWith, type Written } from '../support/message-tree.ts';
import type { Where } from '../support/reference.ts';
import { diagnoseFiles } from './a-node.ts';

const catalogue = readCatalogue();

const FILES: Readonly<Record<RecordFamily, Where>> = {
  agent: 'agent-log',
  output: 'plugin-stdout',
  'package-log': 'package-manager-log',
  system: 'journal',
};

/** The first line that speaks for the cause in files of this kind. */
function signalOf(cause: Cause, family: RecordFamily, platform: string): Signal | undefined {
  return cause.signals.find(
    (signal) =>
      signal.in.includes(family) &&
      (signal.platforms ?? cause.platforms).some((candidate) => candidate === platform),
  );
}

/** The statuses of the cause when the success stands behind the line that speaks for it. */
function statusesAfter(success: Success, cause: Cause): string[] | null {
  const [family = 'agent'] = success.in;
  const platform = success.platforms?.[0] ?? 'linux';
  const where = FILES[family];
  const area = success.reach === 'association' ? 'association' : 'message-service';
  const signal = signalOf(cause, family, platform);
  const path = fileFor(where, area, platform);
  // What its own run outlives is closed by a later run, which has files of its own.
  const isOfRun = success.reach !== 'agent' && success.reach !== 'association';
  if (signal === undefined || path === null || (cause.passesWith === 'later-run' && isOfRun)) return null;
  const said = (level: string, text: string, minute: number): Written => ({
    message: { area, level },
    text,
    minute,
  });
  const failures = Array.from({ length: signal.needs ?? 1 }, (_, minute) =>
    said('ERROR', signal.samples[0] ?? '', minute),
  );
  const written = [
    ...failures,
    said('INFO', success.samples[0] ?? '', 20),
    // The first success may be of the same run.
    ...(cause.passesWith === 'later-run' ? [said('INFO', success.samples[0] ?? '', 30)] : []),
    said('INFO', 'Starting document processing engine...', 40),
  ];
  const { findings } = diagnoseFiles(treeWith(path, where, written), { platform });
  return findings.filter((finding) => finding.cause === cause.id).map(({ status }) => status);
}

describe('a success of the catalogue', () => {
  test('closes every cause that it names', { timeout: 300_000 }, () => {
    const open = catalogue.successes.flatMap((success) =>
      catalogue.causes
        .filter(({ id }) => success.recovers.causes?.includes(id))
        .map((cause) => ({ id: cause.id, statuses: statusesAfter(success, cause) }))
        .filter(({ statuses }) => statuses !== null && statuses.join() !== 'recovered')
        .map(({ id, statuses }) => `${success.id}: ${id} ${statuses}`),
    );
    expect(open).toEqual([]);
  });
});
