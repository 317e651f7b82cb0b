import type { Catalogue, CatalogueSignal, CauseTexts, Located } from '../../src/causes/catalogue.ts';
import type { Matcher, RecordFamily, Success } from '../../src/causes/cause.ts';

/**
 * A small catalogue for tests of the engine, so that they do not depend on what the product's own says. Causes are
 * named after the words that show them: the line `disk full on /var` is `DISK_FULL`.
 */
export function aCatalogue(): Catalogue {
  const causes = [
    aCause('DISK_FULL', { area: 'host', leadsTo: ['UNPACK_FAILED'], severity: 'CRITICAL' }),
    aCause('UNPACK_FAILED', { area: 'package' }),
    aCause('LOCK_HELD', { area: 'package' }),
    aCause('ROLE_MISSING', { area: 'credentials' }),
    aCause('HOST_UNREACHED', { area: 'network' }),
    aCause('CALL_DENIED', { area: 'iam', leadsTo: ['STEP_FAILED'] }),
    aCause('THROTTLED', { area: 'aws' }),
    aCause('STEP_FAILED', { area: 'document', generality: 'generic' }),
    aCause('REPOSITORY_DOWN', {
      area: 'repository',
      generality: 'generic',
      leadsTo: ['REPOSITORY_SKIPPED'],
    }),
    aCause('REPOSITORY_SKIPPED', { area: 'repository' }),
    aCause('ASSOC_FAILED', { area: 'association', generality: 'generic' }),
    aCause('SEEN_ONLY', { area: 'host', severity: 'INFORMATIONAL' }),
  ];
  const everywhere: RecordFamily[] = ['agent', 'output', 'system'];
  return {
    version: 'test',
    causes: new Map(causes.map((cause) => [cause.id, cause])),
    signals: [
      aSignal('DISK_FULL', {
        ...matcher(everywhere, 'disk full on (?<path>\\S+)', 'disk full on '),
        subject: { kind: 'file', from: 'path' },
      }),
      aSignal('UNPACK_FAILED', matcher(everywhere, 'unpacking went wrong', 'unpacking went wrong')),
      aSignal('LOCK_HELD', matcher(everywhere, 'lock is held', 'lock is held')),
      aSignal('ROLE_MISSING', matcher(everywhere, 'no role here', 'no role here')),
      aSignal('HOST_UNREACHED', {
        ...matcher(everywhere, 'cannot reach (?<host>\\S+)', 'cannot reach '),
        subject: { kind: 'endpoint', from: 'host' },
      }),
      aSignal('CALL_DENIED', {
        ...matcher(everywhere, 'denied (?<action>\\w+:\\w+)', 'denied '),
        subject: { kind: 'api', from: 'action' },
      }),
      aSignal('THROTTLED', { ...matcher(everywhere, 'slow down, please', 'slow down, please'), needs: 3 }),
      aSignal('STEP_FAILED', {
        ...matcher(everywhere, 'step exited with (?<code>\\d+)', 'step exited with '),
        lookBack: true,
      }),
      aSignal('ASSOC_FAILED', {
        ...matcher(['agent'], '"Status": "Failed"', '"Status": "Failed"'),
        envelope: true,
      }),
      aSignal('SEEN_ONLY', matcher(everywhere, 'just so you know', 'just so you know')),
    ],
    coded: [],
    successes: [
      aSuccess('role-found', 'agent', 'the role was found', { causes: ['ROLE_MISSING'] }),
      aSuccess('service-answered', 'agent', 'the service answered', {
        areas: ['network'],
        services: ['ssm'],
      }),
      {
        ...aSuccess('about-to-call', 'agent', 'about to call', { causes: ['ROLE_MISSING'] }),
        announces: true,
      },
      aSuccess('association-worked', 'association', '"Status": "Success"', { causes: ['ASSOC_FAILED'] }),
      aSuccess('lock-taken', 'stream', 'lock was taken', { causes: ['LOCK_HELD'] }),
      aSuccess('run-worked', 'document', 'all done and well', { causes: [] }),
    ],
    harmless: [
      {
        ...matcher(everywhere, 'looks bad but is not', 'looks bad but is not'),
        id: 'looks-bad',
        why: 'It is not.',
      },
    ],
    context: [
      {
        ...matcher(['output'], 'running operation (?<operation>Scan|Install)', 'running operation '),
        id: 'operation',
      },
      { ...matcher(everywhere, 'known and of no account', 'known and of no account'), id: 'no-account' },
    ],
  };
}

export function aCause(id: string, facts: Partial<CauseTexts> = {}): CauseTexts {
  return {
    id,
    area: 'host',
    title: `${id} happened`,
    severity: 'HIGH',
    platforms: ['linux', 'macos', 'windows'],
    generality: 'specific',
    meaning: 'It happened.',
    remedy: [{ step: 'Undo it', effect: 'changes-node' }],
    verify: 'It is gone.',
    recoveredBy: 'it worked',
    docUrl: null,
    leadsTo: [],
    outranks: [],
    ...facts,
  };
}

export function matcher(
  families: readonly RecordFamily[],
  pattern: string,
  literal: string,
): Located<Matcher> {
  return {
    id: literal.replaceAll(/\W+/g, '-'),
    in: families,
    pattern,
    literals: [[literal, literal.length - 4]],
  };
}

export function aSignal(cause: string, rest: Omit<CatalogueSignal, 'cause' | 'confidence'>): CatalogueSignal {
  return { confidence: 'high', ...rest, cause };
}

function aSuccess(
  id: string,
  reach: Success['reach'],
  literal: string,
  recovers: Success['recovers'],
): Located<Success> {
  return { ...matcher(['agent', 'output', 'system'], literal, literal), id, reach, recovers };
}
