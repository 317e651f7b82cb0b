import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/causes/catalogue.ts';
import { findingsOf } from '../../src/diagnosis/conclude/findings.ts';
import { harmlessOf, unrecognizedOf } from '../../src/diagnosis/conclude/others.ts';
import { timelineOf } from '../../src/diagnosis/conclude/timeline.ts';
import { Engine } from '../../src/diagnosis/engine.ts';
import { type EngineState, emptyState } from '../../src/diagnosis/model.ts';
import { loadState, saveState } from '../../src/diagnosis/saved-state.ts';
import { confinedFiles } from '../../src/platform/confined-files.ts';
import type { Files } from '../../src/platform/files.ts';
import { nodeFiles } from '../../src/platform/node-files.ts';
import type { Platform } from '../../src/report/report.ts';
import { discover } from '../../src/sources/discover.ts';
import { aCatalogue } from './a-catalogue.ts';
import {
  AGENT_LOG,
  ASSOCIATION,
  agentLine,
  COMMAND,
  copyOf,
  ERRORS_LOG,
  ROOT,
  RUN_ID,
  RUNS,
} from './a-node.ts';
import { AGENT, anObservation, anOperation, aRun, aSighting, aSuccess } from './a-state.ts';

/** As a file would keep it. */
function throughFile(state: EngineState): EngineState {
  const loaded = loadState(JSON.parse(JSON.stringify(saveState(state))));
  if (!loaded.ok) throw new Error(loaded.detail);
  return loaded.state;
}

function fullState(): EngineState {
  const state = emptyState();
  const observation = anObservation(
    'DISK_FULL',
    { at: 1 },
    { beside: new Set(['A', 'B']), context: [aSighting()], captures: { $map: 'x', path: '/var' } },
  );
  anOperation(state, aRun(), [observation], {
    steps: ['a/b'],
    facts: { operation: 'Scan' },
    success: aSuccess('s'),
    folder: { scripts: ['abc'] },
  });
  anOperation(state, AGENT);
  state.agentSuccesses.set('s', [aSuccess('s', { at: 2 }), aSuccess('s')]);
  state.associationSuccesses.set(ASSOCIATION, aSuccess('s'));
  state.workSuccesses.set('inventory', aSuccess('', { at: null }));
  state.harmless.set('h', { count: 2, first: aSighting() });
  state.unknown.set('u', { template: ['a', '<*>'], count: 1, first: aSighting(), last: aSighting() });
  state.copies.set(2 ** 52 + 1, 3);
  state.zoneVotes.set(-210, 4);
  state.facts.endpoints.set('host', aSighting());
  state.facts.agentVersion = { version: '3.3.987.0', moment: aSighting().moment };
  state.agentLogEnd = aSighting().moment;
  state.filesRead = 7;
  return state;
}

describe('a saved state', () => {
  test('comes back as it was, with its maps and sets', () => {
    for (const state of [emptyState(), fullState()]) expect(throughFile(state)).toEqual(state);
  });

  test('shares nothing with the one it was saved from', () => {
    const state = fullState();
    const saved = saveState(state);
    state.zoneVotes.set(0, 1);
    state.facts.region = 'eu-west-1';
    const loaded = loadState(saved);
    expect(loaded.ok && loaded.state).toEqual(fullState());
  });

  test.each([
    null,
    1,
    'text',
    [],
    {},
    { version: '1' },
    { version: 2 },
    { version: 2, digest: 'x', content: {} },
  ])('%j is no saved state, and is refused as damaged', (value) => {
    expect(loadState(value)).toMatchObject({ ok: false, reason: 'damaged' });
  });

  test('of another version is refused as such', () => {
    const loaded = loadState({ ...saveState(emptyState()), version: 3 });
    expect(loaded).toEqual({
      ok: false,
      reason: 'newer',
      detail: 'it has version 3, this program knows version 2',
    });
  });

  test('that was changed anywhere is refused as damaged', () => {
    const text = JSON.stringify(saveState(fullState()));
    let refused = 0;
    for (let at = 0; at < text.length; at += 17) {
      const digit = text[at] === '1' ? '2' : '1';
      const changed = `${text.slice(0, at)}${digit}${text.slice(at + 1)}`;
      try {
        expect(loadState(JSON.parse(changed)).ok).toBe(changed === text);
        refused += 1;
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
    expect(refused).toBeGreaterThan(10);
  });
});

/** What a report says, but for the coverage. */
function concluded(state: EngineState, platform: Platform): unknown {
  const catalogue = loadCatalogue(platform);
  const timeline = timelineOf(state);
  return [
    findingsOf(state, catalogue, timeline),
    unrecognizedOf(state, timeline),
    harmlessOf(state, catalogue, timeline),
  ];
}

/** Reads everything, saving and loading after each source that `pausesAfter` names. */
function readAll(
  files: Files,
  root: string,
  platform: Platform,
  pausesAfter: (index: number) => boolean,
): unknown {
  const catalogue = loadCatalogue(platform);
  const { sources } = discover({ files, root, platform, since: null, maxRuns: 1000 });
  let engine = new Engine(catalogue, files);
  for (const [index, source] of sources.entries()) {
    engine.read(source);
    if (pausesAfter(index)) engine = new Engine(catalogue, files, throughFile(engine.state));
  }
  return concluded(engine.state, platform);
}

function expectSame(files: Files, root: string, platform: Platform): void {
  const atOnce = readAll(files, root, platform, () => false);
  expect(readAll(files, root, platform, () => true)).toEqual(atOnce);
  for (const odd of [0, 1])
    expect(readAll(files, root, platform, (index) => index % 2 === odd)).toEqual(atOnce);
}

describe('reading on after a pause between any two sources gives what reading at once gives', () => {
  test('for generated logs', () => {
    const messages = [...aCatalogue().signals].map((_signal, index) => `unknown trouble of kind ${index}`);
    const samples = [
      'EC2RoleRequestError: no EC2 instance role found',
      'open /var/lib/x: no space left on device',
      'Successfully connected with instance profile role credentials',
      ...messages,
    ];
    const log = (from: number, level: string): string =>
      samples.map((text, at) => agentLine(from + at, level, text)).join('');
    const run = `${RUNS}/${ASSOCIATION}/${RUN_ID}/awsrunShellScript/PatchLinux`;
    const files = copyOf({
      [AGENT_LOG]: log(20, 'ERROR'),
      [`${AGENT_LOG}.1`]: log(0, 'ERROR'),
      [ERRORS_LOG]: log(10, 'ERROR') + log(20, 'ERROR'),
      [`${run}/stdout`]:
        'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1\nerror: odd thing\n',
      [`${run}/stderr`]: 'failed to run commands: exit status 156\n',
      [`${RUNS}/${COMMAND}/awsrunShellScript/0.awsrunShellScript/stdout`]: 'error: odd thing\n',
    });
    expectSame(confinedFiles(files, ROOT), ROOT, 'linux');
    expect(JSON.stringify(readAll(files, ROOT, 'linux', () => false))).toContain('PKG_LOCK_HELD');
  });

  const folder = join(import.meta.dirname, '../../fixtures');
  const fixtures = existsSync(folder) ? readdirSync(folder) : [];
  test.each(fixtures)('for the fixture %s', (name) => {
    const expected = JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')) as {
      platform?: Platform;
    };
    const root = join(folder, name, 'evidence');
    expectSame(confinedFiles(nodeFiles(), root), root, expected.platform ?? 'linux');
  });
});
