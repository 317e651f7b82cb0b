import fc from 'fast-check';
import type {
  Coverage,
  CoverageReason,
  Evidence,
  Finding,
  Harmless,
  LiveLook,
  OperationKind,
  Report,
  SubjectKind,
  Trend,
  Unrecognized,
} from '../../src/report/report.ts';

const ATTACKS = [
  '\x1b[31mred\x1b[0m',
  '\x1b]0;title\x07',
  '\x9b2J',
  '\u0085next',
  '\u202etxt.exe',
  '\u2066isolated\u2069',
  '\u200b\u200d\ufeff',
  '\u2028line\u2029paragraph',
  '\ud800',
  '\udc00half',
  '\0\b\r\n\t',
  'a\u0301\u0301\u0301\u0301\u0301\u0301',
  '日本語のログ',
  '👨‍👩‍👧‍👦',
  '\u{e0041}tag',
  '``` \n# heading\n```',
  '~~~\n',
  '`code` ``more``',
  '| cell | cell |',
  '\\|',
  '@everyone',
  '#1 GH-2 org/project#3',
  'https://evil.example/ www.evil.example a@b.example',
  '<script>alert(1)</script><!-- -->',
  '![image](https://evil.example/x.png)',
  '[x]: https://evil.example',
  '1. list',
  '- [ ] task',
  '&#64;user',
  'x'.repeat(500),
  'two words',
  '',
];

/** Text as a log, a file name or a rule may hold it, at its worst. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ATTACKS),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 500 }),
  fc.array(fc.constantFrom(...ATTACKS), { maxLength: 6 }).map((parts) => parts.join(' ')),
);

const properTime = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** An excerpt as the contract has it. */
export const properExcerpt = hostileText.map((text) =>
  text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '').slice(0, 500),
);

interface Texts {
  readonly times: fc.Arbitrary<string>;
  readonly excerpts: fc.Arbitrary<string>;
}

/** A report whose texts are hostile, those of the contract's own form only when they are given so. */
export function arbitraryReport(given: Partial<Texts> = {}): fc.Arbitrary<Report> {
  const texts = { times: properTime, excerpts: hostileText, ...given };
  const { times } = texts;
  return fc.record<Report>({
    schemaVersion: fc.constant('1.0'),
    tool: fc.record({ name: fc.constant('ssm-doctor'), version: hostileText, catalogVersion: hostileText }),
    node: fc.record({
      id: fc.option(hostileText),
      platform: fc.constantFrom('linux', 'macos', 'windows'),
      os: hostileText,
      agentVersion: fc.option(hostileText),
      region: fc.option(hostileText),
    }),
    run: fc.record({
      startedAt: times,
      durationMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
      root: fc.oneof(fc.constantFrom('/', 'C:/'), hostileText),
      now: times,
      filesRead: fc.nat(),
      bytesRead: fc.maxSafeNat(),
    }),
    verdict: fc.constantFrom('compliant', 'non-compliant', 'inconclusive'),
    findings: fc.array(arbitraryFinding(texts), { maxLength: 8 }),
    unrecognized: fc.array(arbitraryUnrecognized(texts), { maxLength: 5 }),
    harmless: fc.array(arbitraryHarmless(texts), { maxLength: 5 }),
    coverage: fc.array(arbitraryCoverage, { maxLength: 8 }),
    live: fc.option(arbitraryLook(texts)),
  });
}

const SUBJECT_KINDS = {
  api: true,
  association: true,
  baseline: true,
  bucket: true,
  document: true,
  endpoint: true,
  file: true,
  'inventory-type': true,
  node: true,
  package: true,
  patch: true,
  process: true,
  repository: true,
  step: true,
} satisfies Record<SubjectKind, true>;

const OPERATION_KINDS = {
  'agent-connection': true,
  'agent-registration': true,
  'agent-start': true,
  'agent-update': true,
  association: true,
  command: true,
  inventory: true,
  package: true,
  'patch-install': true,
  'patch-scan': true,
  session: true,
} satisfies Record<OperationKind, true>;

const COVERAGE_REASONS = {
  'changed-while-read': true,
  'entry-limit': true,
  'leaves-root': true,
  malformed: true,
  'not-found': true,
  'not-readable': true,
  'older-than-window': true,
  'other-node': true,
  'rotated-away': true,
  'time-limit': true,
  'too-large': true,
  'unsupported-encoding': true,
  vanished: true,
} satisfies Record<CoverageReason, true>;

/** Every member of the unions of the contract; the compiler keeps the lists whole. */
export const MEMBERS = {
  subjectKinds: Object.keys(SUBJECT_KINDS) as SubjectKind[],
  operationKinds: Object.keys(OPERATION_KINDS) as OperationKind[],
  coverageReasons: Object.keys(COVERAGE_REASONS) as CoverageReason[],
};

function arbitraryLook({ times }: Texts): fc.Arbitrary<LiveLook> {
  return fc.record({
    at: times,
    checks: fc.nat(),
    others: fc.array(
      fc.record({
        check: fc.constantFrom('disk-space', 'agent-service'),
        cause: fc.option(fc.constantFrom('HOST_DISK_FULL', 'AGENT_NOT_RUNNING')),
        summary: hostileText.map((text) => text || 'said'),
      }),
      { maxLength: 5 },
    ),
  });
}

function arbitraryEvidence({ times, excerpts }: Texts): fc.Arbitrary<Evidence> {
  return fc.record({
    file: hostileText,
    line: fc.nat(),
    time: fc.record({ raw: hostileText, utc: fc.option(times) }),
    excerpt: excerpts,
  });
}

function arbitraryFinding(texts: Texts): fc.Arbitrary<Finding> {
  const { times } = texts;
  const evidence = arbitraryEvidence(texts);
  const cause = hostileText.map((text) => text || 'CAUSE');
  const own = fc.record<Finding>({
    cause,
    title: hostileText,
    area: hostileText,
    severity: fc.constantFrom('CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL'),
    status: fc.constantFrom('active', 'recovered'),
    role: fc.constantFrom('root', 'consequence'),
    confidence: fc.constantFrom('high', 'medium', 'low'),
    subject: fc.record({ kind: fc.constantFrom(...MEMBERS.subjectKinds), id: hostileText }),
    operation: fc.record({
      kind: fc.constantFrom(...MEMBERS.operationKinds),
      id: hostileText,
      documentName: fc.option(hostileText),
      associationId: fc.option(hostileText),
      commandId: fc.option(hostileText),
      startedAt: fc.option(times),
    }),
    firstSeen: fc.option(times),
    lastSeen: fc.option(times),
    count: fc.integer({ min: 1 }),
    recoveredBy: fc.option(fc.record({ evidence })),
    evidence: fc.array(evidence, { maxLength: 3 }),
    leadsTo: fc.array(cause, { maxLength: 6 }),
    captures: fc.dictionary(hostileText, hostileText, { maxKeys: 3 }),
    remedy: fc.array(
      fc.record({
        step: hostileText,
        effect: fc.constantFrom('read-only' as const, 'changes-node' as const, 'changes-aws' as const),
      }),
      { maxLength: 5 },
    ),
    verify: hostileText,
    docUrl: fc.option(hostileText),
    live: fc.option(
      fc.record({
        check: fc.constantFrom('disk-space', 'agent-service'),
        status: fc.constantFrom('confirmed' as const, 'refuted' as const, 'not-seen' as const),
        summary: hostileText.map((text) => text || 'said'),
        at: times,
      }),
    ),
  });
  const rule = hostileText.map((text) => text || 'a.yaml');
  const trend = fc.oneof(
    fc.constant<Trend>({ kind: 'new' }),
    fc.option(times).map((since): Trend => ({ kind: 'ongoing', since })),
    fc.constant<Trend>({ kind: 'recovered' }),
  );
  return fc.oneof(
    own,
    fc.tuple(own, rule).map(([finding, of]): Finding => ({ ...finding, rule: of })),
    fc.tuple(own, trend).map(([finding, of]): Finding => ({ ...finding, trend: of })),
  );
}

function arbitraryUnrecognized(texts: Texts): fc.Arbitrary<Unrecognized> {
  const { times } = texts;
  return fc.record({
    template: hostileText,
    count: fc.integer({ min: 1 }),
    firstSeen: fc.option(times),
    lastSeen: fc.option(times),
    evidence: fc.array(arbitraryEvidence(texts), { maxLength: 2 }),
  });
}

function arbitraryHarmless(texts: Texts): fc.Arbitrary<Harmless> {
  return fc.record({
    id: hostileText,
    count: fc.integer({ min: 1 }),
    why: hostileText,
    evidence: fc.array(arbitraryEvidence(texts), { maxLength: 2 }),
  });
}

const arbitraryCoverage: fc.Arbitrary<Coverage> = fc.record({
  file: hostileText,
  kind: hostileText,
  status: fc.constantFrom('read', 'partly-read', 'skipped'),
  reason: fc.option(fc.constantFrom(...MEMBERS.coverageReasons)),
  detail: hostileText,
  bytes: fc.maxSafeNat(),
  lines: fc.nat(),
});
