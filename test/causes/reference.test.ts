import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCatalogue } from '../../build-scripts/generate-catalogue.ts';
import type { RecordFamily } from '../../src/causes/cause.ts';
import type { Platform } from '../../src/vocabulary.ts';
import { matchesAnywhere } from './as-the-engine.ts';

/** A list of causes and of messages that name them, kept outside of this repository. */
const FOLDER = join(import.meta.dirname, '../../../shared/reference');

interface Message {
  readonly id: string;
  readonly cause: string | null;
  readonly kind: 'failure' | 'consequence' | 'transient' | 'noise' | 'info' | 'success';
  readonly platform: readonly Platform[];
  readonly where: readonly string[];
  readonly pattern: string;
  readonly example: string;
  readonly captures: readonly string[];
  readonly causeByCapture?: {
    readonly capture: string;
    readonly map?: Readonly<Record<string, string>> | null;
  } | null;
}

interface Noise {
  readonly message: string;
}

const FAMILIES: Readonly<Record<string, RecordFamily>> = {
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

/** Messages whose cause in the list is known to be wrong, or which are noise in one place and failure in another. */
const DISPUTED: ReadonlyMap<string, string> = new Map([
  ['apt-unmet', 'unmet dependencies are a dependency failure; the packages themselves are whole'],
  [
    'aws-error-count',
    'follows the error that it counts, and is all that is left where that was rotated away',
  ],
  ['inv-content-exceptions', 'an item that is too large is a matter of size, not of content'],
  ['mgs-no-ack', 'the agent sends the reply again by itself and says so when it gives up'],
  ['upd-downgrade', 'a request to go back, not a fault, where a regional roll-out is behind'],
]);

const catalogue = readCatalogue();

function read<T>(name: string): T {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as T;
}

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

/** Texts of the message with the cause of each: its example, and the example with each code that decides. */
function textsOf(message: Message): (readonly [text: string, cause: string | null])[] {
  const { captures, causeByCapture, example } = message;
  if (causeByCapture?.map == null) return [[example, message.cause]];
  const { capture, map } = causeByCapture;
  const match = new RegExp(message.pattern, 'md').exec(example);
  const [start, end] = match?.indices?.[captures.indexOf(capture) + 1] ?? [0, 0];
  const variants = Object.entries(map).map(
    ([value, cause]) => [example.slice(0, start) + value + example.slice(end), cause] as const,
  );
  return [[example, map[example.slice(start, end)] ?? message.cause], ...variants];
}

describe.skipIf(!existsSync(FOLDER))('against the list of causes and messages', () => {
  test('every cause is in the catalogue', () => {
    const listed = read<{ causes: { id: string }[] }>('causes.json').causes.map((cause) => cause.id);
    const ids = new Set(catalogue.causes.map((cause) => cause.id));
    expect(listed.filter((id) => !ids.has(id))).toEqual([]);
  });

  test('the example of every failure speaks for its cause', () => {
    const failures = read<Message[]>('messages.json').filter(
      ({ id, kind }) =>
        (kind === 'failure' || kind === 'consequence' || kind === 'transient') && !DISPUTED.has(id),
    );
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
    const noise = new Set(read<{ noise: Noise[] }>('causes.json').noise.map(({ message }) => message));
    const messages = read<Message[]>('messages.json').filter(
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
