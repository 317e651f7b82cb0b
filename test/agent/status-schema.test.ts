import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Health } from '../../src/agent/health.ts';
import schema from '../../src/agent/status.schema.json' with { type: 'json' };
import type { AgentStatus, ServiceStatus } from '../../src/agent/status.ts';
import { expectFields, type Fields, type ObjectSchema } from '../support/schema-fields.ts';

const STATUS: Fields<AgentStatus> = {
  schemaVersion: true,
  tool: true,
  now: true,
  answer: true,
  since: true,
  why: true,
  pid: true,
  service: true,
  state: true,
  log: true,
  health: true,
};
const SERVICE: Fields<ServiceStatus> = { manager: true, place: true, installed: true, isEnabled: true };
const HEALTH: Fields<Health> = {
  version: true,
  pid: true,
  startedAt: true,
  updatedAt: true,
  state: true,
  watches: true,
  files: true,
  linesRead: true,
  lost: true,
  lastChange: true,
  report: true,
  backlog: true,
  active: true,
};
const WATCH: Fields<Health['watches'][number]> = { folder: true, by: true, reason: true };
const REPORT: Fields<Health['report']> = {
  lastAt: true,
  lastResult: true,
  lastMessage: true,
  nextAt: true,
  running: true,
};
const BACKLOG: Fields<Health['backlog']> = { reports: true, bytes: true, oldest: true };
const CAUSE: Fields<Health['active'][number]> = { cause: true, subject: true, since: true };

const { service, health } = schema.properties;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, formats: { 'date-time': true } }).compile(
  schema,
);

const EXAMPLE: AgentStatus = {
  schemaVersion: '1.0',
  tool: { name: 'ssm-doctor', version: '1.2.3' },
  now: '2026-11-25T08:00:00.000Z',
  answer: 'not-running',
  since: null,
  why: null,
  pid: null,
  service: { manager: 'systemd', place: '/x', installed: 'no', isEnabled: null },
  state: '/var/lib/ssm-doctor',
  log: '/var/log/ssm-doctor/agent.log',
  health: null,
};

describe('the schema of the status', () => {
  test.each<[string, ObjectSchema, Readonly<Record<string, true>>]>([
    ['status', schema, STATUS],
    ['service', service, SERVICE],
    ['health', health, HEALTH],
    ['watch', health.properties.watches.items, WATCH],
    ['report', health.properties.report, REPORT],
    ['backlog', health.properties.backlog, BACKLOG],
    ['cause', health.properties.active.items, CAUSE],
  ])('has the fields of the type, all required, no others, each explained: %s', (_name, object, fields) => {
    expectFields(object, fields);
    for (const { description } of Object.values(object.properties))
      expect(description).toMatch(/\S+.*[.\]]$/);
  });

  test('takes a status and refuses what is none', () => {
    expect([validate(EXAMPLE), validate.errors]).toEqual([true, null]);
    expect(validate({ ...EXAMPLE, answer: 'perhaps' })).toBe(false);
    expect(validate({ ...EXAMPLE, pid: 0 })).toBe(false);
    expect(validate({ ...EXAMPLE, more: true })).toBe(false);
  });
});
