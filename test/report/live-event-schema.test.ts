import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../src/report/live-event.schema.json' with { type: 'json' };
import type {
  FindingEvent,
  LostEvent,
  OperationEvent,
  StandingCause,
  StandingEvent,
  TimedEvent,
  UnknownEvent,
  WatchEvent,
} from '../../src/report/live-event.ts';
import report from '../../src/report/report.schema.json' with { type: 'json' };

/** Every field of a type; the compiler refuses one too many or too few. */
type Fields<T> = Readonly<Record<keyof T, true>>;
type Timed<T> = Fields<T> & { readonly at: true };
type EventOf<Type extends WatchEvent['type']> = Extract<WatchEvent, { readonly type: Type }>;

const WATCHING: Timed<EventOf<'watching'>> = { at: true, type: true, folders: true, files: true };
const STANDING: Timed<StandingEvent> = { at: true, type: true, running: true, verdict: true, active: true };
const OPERATION: Timed<OperationEvent> = {
  at: true,
  type: true,
  change: true,
  operation: true,
  outcome: true,
  exitStatus: true,
};
const FINDING: Timed<FindingEvent> = {
  at: true,
  type: true,
  change: true,
  cause: true,
  title: true,
  severity: true,
  confidence: true,
  subject: true,
  operation: true,
  count: true,
  evidence: true,
  remedy: true,
};
const UNKNOWN: Timed<UnknownEvent> = { at: true, type: true, template: true, evidence: true };
const LOST: Timed<LostEvent> = { at: true, type: true, file: true, reason: true, detail: true };
const POLLING: Timed<EventOf<'polling'>> = { at: true, type: true, folder: true, reason: true };
const END: Timed<EventOf<'end'>> = { at: true, type: true, lines: true, findings: true };
const CAUSE: Fields<StandingCause> = {
  cause: true,
  title: true,
  severity: true,
  subject: true,
  firstSeen: true,
  lastSeen: true,
  count: true,
};

const { watching, standing, operationEvent, finding, unknown, lost, polling, end, cause } = schema.$defs;
/** The type of each event; the compiler refuses one that is missing. */
const EVENTS: Readonly<Record<WatchEvent['type'], readonly [object, object]>> = {
  watching: [watching, WATCHING],
  standing: [standing, STANDING],
  operation: [operationEvent, OPERATION],
  finding: [finding, FINDING],
  unknown: [unknown, UNKNOWN],
  lost: [lost, LOST],
  polling: [polling, POLLING],
  end: [end, END],
};
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, schemas: [report] }).compile(schema);

describe('the schema of live events', () => {
  test.each([...Object.entries(EVENTS), ['cause', [cause, CAUSE]] as const])(
    'has the fields of the type, all required, no others, each explained: %s',
    (_name, [described, fields]) => {
      const object = described as { additionalProperties: unknown; required: string[]; properties: object };
      const names = Object.keys(fields).sort();
      expect(Object.keys(object.properties).sort()).toEqual(names);
      expect([...object.required].sort()).toEqual(names);
      expect(object.additionalProperties).toBe(false);
      const explained = Object.values(object.properties as Record<string, { description?: string }>);
      expect(explained.filter(({ description }) => !description)).toEqual([]);
    },
  );

  test('takes events, and refuses what is none', () => {
    const lostEvent: TimedEvent = {
      at: '2026-11-25T03:12:00.123Z',
      type: 'lost',
      file: '/var/log/amazon/ssm/amazon-ssm-agent.log',
      reason: 'rotated-away',
      detail: 'removed',
    };
    expect(validate(lostEvent), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...lostEvent, reason: 'stolen' })).toBe(false);
    expect(validate({ ...lostEvent, at: '3 a.m.' })).toBe(false);
    expect(validate({ ...lostEvent, line: 1 })).toBe(false);
    expect(validate({ at: lostEvent.at, type: 'found' })).toBe(false);
  });
});
