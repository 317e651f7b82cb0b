import { expect } from 'vitest';

/** Every field of a type; the compiler refuses one too many or too few. */
export type Fields<T> = Readonly<Record<keyof T, true>>;

/** An object in a JSON schema. */
export interface ObjectSchema {
  readonly additionalProperties: unknown;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
}

/** Expects an object of a schema to have the fields of a type, all required but some, no others, each explained. */
export function expectFields(
  object: ObjectSchema,
  fields: Readonly<Record<string, true>>,
  optional: readonly string[] = [],
): void {
  const names = Object.keys(fields).sort();
  expect(Object.keys(object.properties).sort()).toEqual(names);
  expect([...object.required].sort()).toEqual(names.filter((name) => !optional.includes(name)));
  expect(object.additionalProperties).toBe(false);
  expect(Object.values(object.properties).filter(({ description }) => !description)).toEqual([]);
}
