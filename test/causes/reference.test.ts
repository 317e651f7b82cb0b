import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../build-scripts/generate-catalogue.ts';
import type { RecordFamily } from '../../src/causes/cause.ts';
import { DISPUTED } from '../support/disputed.ts';
import {
  HAS_REFERENCE,
  isFailure,
  type Message,
  readMessages,
  readReference,
  textsOf,
  type Where,
} from '../support/reference.ts';
import { matchesAnywhere } from './as-the-engine.ts';

interface Noise {
  readonly message: string;
}

const FAMILIES: Partial<Readonly<Record<Where, RecordFamily>>> = {
  'agent-log': 'agent',
  'errors-log': 'agent',
  'hibernate-log': 'agent',
  'update-log': 'agent',
  'audit-log': 'agent',
  journal: 'system',
  'os-log': 'system',
  'audit-os': 'system',
  'plugin-stderr': 'output',
  'plugin-stdout': 'output',
  'service-result': 'output',
  'package-manager-log': 'package-log',
};

const catalogue = readCatalogue();

function familiesOf(message: Message): RecordFamily[] {
  return [...new Set(message.where.flatMap((place) => FAMILIES[place] ?? []))];
}

/** Causes whose signals match the text in at least one of the places where the message shows. */
function causesSeen(message: Message, text: string): string[] {
  const families = familiesOf(message);
  const matches = catalogue.causes.filter((cause) =>
    cause.signals.some((signal) =>
      signal.in.some((family) => families.includes(family) && matchesAnywhere(signal, family, text)),
    ),
  );
  return matches.map((cause) => cause.id);
}

describe.skipIf(!HAS_REFERENCE)('against the list of causes and messages', () => {
  test('every cause is in the catalogue', () => {
    const listed = readReference<{ causes: { id: string }[] }>('causes.json').causes.map((cause) => cause.id);
    const ids = new Set(catalogue.causes.map((cause) => cause.id));
    expect(listed.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('the example of every failure speaks for its cause', () => {
    const failures = readMessages().filter((message) => isFailure(message) && !DISPUTED.has(message.id));
    const missed = failures.flatMap((message) =>
      textsOf(message).flatMap(([text, expected]) => {
        const seen = causesSeen(message, text);
        return expected === null || seen.includes(expected)
          ? []
          : [`${message.id}, ${text.slice(0, 120)}: ${expected}, not ${seen.join(', ') || 'seen at all'}`];
      }),
    );
    expect(missed).toEqual([]);
  });

  test('noise speaks for no cause, or a harmless line says why it is none', () => {
    const noise = new Set(
      readReference<{ noise: Noise[] }>('causes.json').noise.map(({ message }) => message),
    );
    const messages = readMessages().filter(
      ({ id, kind }) => (kind === 'noise' || noise.has(id)) && !DISPUTED.has(id),
    );
    const alarming = messages.filter((message) => {
      const families = familiesOf(message);
      const harmless = catalogue.harmless.some((line) =>
        line.in.some((family) => families.includes(family) && matchesAnywhere(line, family, message.example)),
      );
      return !harmless && causesSeen(message, message.example).length > 0;
    });
    expect(alarming.map(({ id, example }) => `${id}: ${example}`)).toEqual([]);
  });
});
