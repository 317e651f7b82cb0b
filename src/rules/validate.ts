/** The part of JSON Schema that the shapes of rules are written in. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly not?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly description?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** What is wrong with a value, and where in it. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** The fault is the name of a field, not its value. */
  readonly isName?: boolean;
}

/** Everything that is wrong with a value, in words that say what is allowed. `root` holds the definitions. */
export function faultsOf(value: unknown, schema: Schema, root: Schema = schema): Fault[] {
  return new Validator(root).check(value, schema, []);
}

type Path = readonly (string | number)[];

class Validator {
  readonly #root: Schema;

  constructor(root: Schema) {
    this.#root = root;
  }

  check(value: unknown, schema: Schema, path: Path): Fault[] {
    const faults = schema.$ref === undefined ? [] : this.check(value, this.#resolve(schema.$ref), path);
    if (schema.anyOf !== undefined) faults.push(...this.#anyOf(value, schema.anyOf, path));
    const own = this.#own(value, schema, path);
    return [...faults, ...own];
  }

  #resolve(ref: string): Schema {
    const found = this.#root.$defs?.[ref.replace('#/$defs/', '')];
    if (found === undefined) throw new TypeError(`the schema has no ${ref}`);
    return found;
  }

  /** Of several shapes the one that fits best says what is wrong. */
  #anyOf(value: unknown, shapes: readonly Schema[], path: Path): Fault[] {
    const tried = shapes.map((shape) => this.check(value, shape, path));
    if (tried.some((faults) => faults.length === 0)) return [];
    const deepest = (faults: readonly Fault[]): number =>
      Math.max(...faults.map((fault) => fault.path.length));
    const [best] = tried.toSorted((a, b) => deepest(b) - deepest(a) || a.length - b.length);
    const missing = shapes.flatMap(({ required }) => required ?? []);
    if (missing.length === shapes.length)
      return [{ path, message: `one of the fields ${missing.join(', ')} is missing` }];
    return best ?? [];
  }

  #own(value: unknown, schema: Schema, path: Path): Fault[] {
    const fault = (message: string): Fault[] => [{ path, message }];
    if (schema.type !== undefined && !isOfType(value, schema.type))
      return fault(`expected ${TYPES[schema.type] ?? schema.type}, found ${nameOf(value)}`);
    if ('const' in schema && value !== schema.const)
      return fault(`expected ${String(schema.const)}, found ${nameOf(value)}; or leave it out`);
    if (schema.enum?.includes(value) === false)
      return fault(`expected one of ${schema.enum.join(', ')}, found ${nameOf(value)}`);
    if (typeof value === 'string') return this.#text(value, schema).map((message) => ({ path, message }));
    if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum)
      return fault(`expected a number from ${schema.minimum} on, found ${value}`);
    if (Array.isArray(value)) return this.#list(value, schema, path);
    if (isRecord(value)) return this.#record(value, schema, path);
    return [];
  }

  #text(text: string, { minLength = 0, maxLength, pattern, not }: Schema): string[] {
    const length = [...text].length;
    if (length < minLength) return [`expected at least ${minLength} characters, found ${nameOf(text)}`];
    if (maxLength !== undefined && length > maxLength)
      return [`expected at most ${maxLength} characters, found ${length}`];
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(text))
      return [`expected ${FORMS[pattern] ?? `a text that matches ${pattern}`}, found ${nameOf(text)}`];
    if (not?.pattern !== undefined && new RegExp(not.pattern, 'u').test(text))
      return ['look-around and back-references are not allowed; write what stands there'];
    return [];
  }

  #list(
    list: readonly unknown[],
    { minItems = 0, maxItems, uniqueItems, items }: Schema,
    path: Path,
  ): Fault[] {
    const faults: Fault[] = [];
    if (list.length < minItems)
      faults.push({ path, message: `expected at least ${minItems} here, found ${list.length}` });
    if (maxItems !== undefined && list.length > maxItems)
      faults.push({ path, message: `expected at most ${maxItems} here, found ${list.length}` });
    if (uniqueItems === true) {
      const texts = list.map((item) => JSON.stringify(item));
      const again = texts.findIndex((text, index) => texts.indexOf(text) !== index);
      if (again >= 0)
        faults.push({ path: [...path, again], message: `stands here twice: ${nameOf(list[again])}` });
    }
    if (items !== undefined)
      faults.push(...list.flatMap((item, index) => this.check(item, items, [...path, index])));
    return faults;
  }

  #record(record: Readonly<Record<string, unknown>>, schema: Schema, path: Path): Fault[] {
    const { properties = {}, required = [], additionalProperties, minProperties = 0 } = schema;
    const faults: Fault[] = [];
    const names = Object.keys(record);
    const known = Object.keys(properties);
    for (const name of required)
      if (!Object.hasOwn(record, name))
        faults.push({ path, message: `the field ${name} is missing${descriptionOf(properties[name])}` });
    if (names.length < minProperties)
      faults.push({ path, message: `expected at least one of ${known.join(', ')}` });
    for (const name of names) {
      const inner = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (inner !== undefined) faults.push(...this.check(record[name], inner, [...path, name]));
      else if (additionalProperties === false)
        faults.push({
          path: [...path, name],
          message: `unknown field ${nameOf(name)}; allowed are ${known.join(', ')}`,
          isName: true,
        });
    }
    return faults;
  }
}

function descriptionOf(schema: Schema | undefined): string {
  return schema?.description === undefined ? '' : ` (${schema.description.replace(/\.$/, '')})`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'fields with values',
  array: 'a list',
  integer: 'a whole number',
  null: 'null',
};

/** What a form is called where the expression would not tell. */
const FORMS: Readonly<Record<string, string>> = {
  '\\S': 'a text',
  '^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$': 'an id such as MIRROR_DOWN',
  '^[a-z]+(?:-[a-z]+)*$': 'an area such as package or our-proxy',
  '^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$': 'an id such as mirror-down',
  '^https://[^\\s]+$': 'an address that begins with https://',
};

function isOfType(value: unknown, type: string): boolean {
  if (type === 'object') return isRecord(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'fields';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
