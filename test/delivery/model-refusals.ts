import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceModel } from '../model/service-model.ts';

const MODEL = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'model', 'ssm.json'), 'utf8'),
) as ServiceModel;

/** What the service's model does not allow in the input of a call, one line each; empty when it takes it. */
export function refusedByModel(operation: string, input: unknown): string[] {
  const shape = MODEL.operations[operation]?.input.shape;
  if (shape === undefined) throw new Error(`the model has no ${operation}`);
  return [...refusals(shape, input, operation)];
}

function* refusals(name: string, value: unknown, path: string): Generator<string> {
  const shape = MODEL.shapes[name];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  const outside = (length: number): boolean =>
    'min' in shape || 'max' in shape
      ? length < (shape.min ?? 0) || length > (shape.max ?? Number.POSITIVE_INFINITY)
      : false;
  switch (shape.type) {
    case 'structure': {
      const members = Object.entries(value as Record<string, unknown>);
      for (const required of shape.required ?? [])
        if (!members.some(([member, part]) => member === required && part !== undefined))
          yield `${path}.${required} is missing`;
      for (const [member, part] of members) {
        const reference = shape.members[member];
        if (reference === undefined) yield `${path}.${member} is unknown`;
        else yield* refusals(reference.shape, part, `${path}.${member}`);
      }
      return;
    }
    case 'list': {
      if (!Array.isArray(value)) return yield `${path} is no list`;
      if (outside(value.length)) yield `${path} has ${value.length} members`;
      for (const [at, member] of value.entries())
        yield* refusals(shape.member.shape, member, `${path}[${at}]`);
      return;
    }
    case 'map': {
      const entries = Object.entries(value as Record<string, unknown>);
      if (outside(entries.length)) yield `${path} has ${entries.length} entries`;
      for (const [key, part] of entries) {
        yield* refusals(shape.key.shape, key, `${path} key ${key}`);
        yield* refusals(shape.value.shape, part, `${path}.${key}`);
      }
      return;
    }
    case 'string': {
      if (typeof value !== 'string') return yield `${path} is no text`;
      if (outside([...value].length)) yield `${path} has ${[...value].length} characters`;
      if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`, 'su').test(value))
        yield `${path} does not match ${shape.pattern}: ${value}`;
      if (shape.enum?.includes(value) === false) yield `${path} is none of the words: ${value}`;
      return;
    }
    case 'timestamp':
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(String(value))) yield `${path} is no time: ${value}`;
      return;
    default:
      throw new Error(`not needed so far: ${shape.type} at ${path}`);
  }
}

/** Every text in a value, names of members too. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) {
      yield key;
      yield* textsIn(part);
    }
}

/** What the service may choke on, or a console obey. */
export function unfitTexts(value: unknown): string[] {
  const unfit = (text: string): boolean => {
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      const isControl = (code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code < 0xa0);
      if (isControl || (code >= 0xd800 && code < 0xe000)) return true;
    }
    return Buffer.byteLength(text) >= 4_096;
  };
  return [...textsIn(value)].filter(unfit);
}
