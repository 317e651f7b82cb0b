import type { ServiceModel, Shape } from '../test/model/service-model.ts';
import { extractModel } from './extract-model.ts';

/** The calls by which the product sends. */
const CALLS = ['PutComplianceItems', 'PutInventory'];

const HEAD = `/**
 * What the service's model (SSM, API version 2014-11-06) allows in the two calls that the product makes; made by
 * \`npm run generate\`. Lengths are in characters (code points), counts in members, both inclusive. A pattern is meant
 * for the whole text.
 */
`;

/** The text of src/delivery/limits.ts: one constant for each shape of the calls that has a limit. */
export function generateLimits(): string {
  const model = extractModel();
  const places = new Map<string, string[]>();
  for (const call of CALLS) {
    const input = model.operations[call]?.input.shape;
    if (input === undefined) throw new Error(`the model has no operation ${call}`);
    for (const [shape, path] of walk(model, input, '')) {
      places.set(shape, [...(places.get(shape) ?? []), `\`${path}\` of ${call}`]);
    }
  }
  const constants = [...places].flatMap(([name, where]) => {
    const limits = limitsOf(shapeOf(model, name));
    if (limits.length === 0) return [];
    return `/** ${where.join(', ')}. */\nexport const ${constantName(name)} = { ${limits.join(', ')} } as const;\n`;
  });
  return [HEAD, ...constants].join('\n');
}

/** Each shape under one of a call, with the path by which it is reached; `[]` is a member of a list, `{}` of a map. */
function* walk(model: ServiceModel, name: string, path: string): Generator<[shape: string, path: string]> {
  if (path !== '') yield [name, path];
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case 'structure':
      for (const [member, { shape: part }] of Object.entries(shape.members)) {
        yield* walk(model, part, path === '' ? member : `${path}.${member}`);
      }
      break;
    case 'list':
      yield* walk(model, shape.member.shape, `${path}[]`);
      break;
    case 'map':
      yield* walk(model, shape.key.shape, `${path}{key}`);
      yield* walk(model, shape.value.shape, `${path}{value}`);
      break;
  }
}

function limitsOf(shape: Shape): string[] {
  switch (shape.type) {
    case 'string':
      return [
        ...range(shape, 'Length'),
        ...(shape.pattern === undefined ? [] : [`pattern: /^(?:${shape.pattern})$/su`]),
        ...(shape.enum === undefined
          ? []
          : [`values: [${shape.enum.map((value) => `'${value}'`).join(', ')}]`]),
      ];
    case 'list':
    case 'map':
      return range(shape, 'Count');
    default:
      return [];
  }
}

function range({ min, max }: { readonly min?: number; readonly max?: number }, what: string): string[] {
  return [
    ...(min === undefined ? [] : [`min${what}: ${number(min)}`]),
    ...(max === undefined ? [] : [`max${what}: ${number(max)}`]),
  ];
}

/** 10_000 */
function number(value: number): string {
  return value < 10_000 ? String(value) : value.toLocaleString('en').replaceAll(',', '_');
}

/** ComplianceItemTitle is COMPLIANCE_ITEM_TITLE. */
function constantName(shape: string): string {
  return shape.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

function shapeOf(model: ServiceModel, name: string): Shape {
  const shape = model.shapes[name];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  return shape;
}
