import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { agentPlaces } from '../../../src/agent/settings/places.ts';
import { settingsKeys } from '../../../src/agent/settings/schema.ts';
import { readSettings } from '../../../src/agent/settings/settings.ts';
import { anySettings, written } from './any-settings.ts';

const EXAMPLE = readFileSync('deploy/agent/agent.yaml', 'utf8');
const SCHEMA = JSON.parse(readFileSync('deploy/agent/agent.schema.json', 'utf8')) as object;
const places = agentPlaces('linux', {});

describe('the example of the settings', () => {
  it('says what is so without it', () => {
    expect(readSettings(EXAMPLE, 'agent.yaml', places)).toEqual(readSettings('', 'agent.yaml', places));
  });

  it('has every key, with a comment', () => {
    const commented = [...EXAMPLE.matchAll(/^ *# .*\n *([\w-]+):/gm)].map(([, key]) => key);
    const all = [...settingsKeys()].flatMap(([, keys]) => keys);
    expect(commented.toSorted()).toEqual(all.toSorted());
  });

  it('still makes sense when all of its values are turned into comments', () => {
    const emptied = EXAMPLE.replace(/^( *)([\w-]+: .*)$/gm, '$1# $2');
    expect(emptied).not.toBe(EXAMPLE);
    expect(readSettings(emptied, 'agent.yaml', places)).toEqual(readSettings('', 'agent.yaml', places));
  });
});

describe('the published schema of the settings', () => {
  const takes = new Ajv2020({ strict: true }).compile(SCHEMA);

  it('takes the example', () => {
    expect([takes(parse(EXAMPLE)), takes.errors]).toEqual([true, null]);
  });

  it('takes whatever the agent takes', () => {
    fc.assert(fc.property(anySettings(), (settings) => takes(written(settings))));
  });

  it.each([
    ['an unknown key', { report: { jiter: '1m' } }],
    ['an unknown section', { logs: {} }],
    ['an unknown word', { report: { to: ['complience'] } }],
    ['no time', { watch: { every: '1 s' } }],
    ['too many', { log: { keep: 101 } }],
    ['a text for a truth value', { report: { 'on-change': 'yes' } }],
  ])('takes no settings with %s', (_what, value) => {
    expect(takes(value)).toBe(false);
  });
});
