import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { Operation, ServiceModel, Shape } from '../test/model/service-model.ts';

/** The AWS command line as an npm package; in it stands botocore (Apache-2.0), in it the model of each service. */
const ARCHIVE = 'node_modules/@aws-cdk/asset-awscli-v1/lib/layer.zip';
const ENTRY = 'awscli/awscli/botocore/data/ssm/2014-11-06/service-2.json';

/** What the product calls, and what reads back what the calls left. */
const OPERATIONS = [
  'GetInventorySchema',
  'ListComplianceItems',
  'ListComplianceSummaries',
  'ListInventoryEntries',
  'ListResourceComplianceSummaries',
  'PutComplianceItems',
  'PutInventory',
];

/** The part of the service's model that the operations above need, without its prose. */
export function extractModel(): ServiceModel {
  const whole = readServiceModel();
  const operations = OPERATIONS.map((name) => {
    const operation = whole.operations[name];
    if (operation === undefined) throw new Error(`${ENTRY} has no operation ${name}`);
    const { input, output, errors } = withoutProse(operation);
    return [name, { input, output, errors }] as const;
  });
  const roots = operations.flatMap(([, { input, output, errors }]) => [input, output, ...errors]);
  const { apiVersion, jsonVersion, protocol, signatureVersion, targetPrefix } = whole.metadata;
  return {
    metadata: { apiVersion, jsonVersion, protocol, signatureVersion, targetPrefix },
    operations: Object.fromEntries(operations),
    shapes: reachable(
      roots.map(({ shape }) => shape),
      whole.shapes,
    ),
  };
}

/** The text of test/model/ssm.json: one operation or shape a line, so that a change can be read. */
export function generateModel(): string {
  const { metadata, operations, shapes } = extractModel();
  return [
    '{',
    `"metadata": ${JSON.stringify(metadata)},`,
    `"operations": {\n${lines(operations)}\n},`,
    `"shapes": {\n${lines(shapes)}\n}`,
    '}',
    '',
  ].join('\n');
}

function readServiceModel(): ServiceModel {
  const entries = unzipSync(readFileSync(ARCHIVE), { filter: ({ name }) => name === ENTRY });
  const bytes = entries[ENTRY];
  if (bytes === undefined) throw new Error(`${ARCHIVE} has no ${ENTRY}`);
  return JSON.parse(strFromU8(bytes)) as ServiceModel;
}

function reachable(roots: readonly string[], shapes: ServiceModel['shapes']): ServiceModel['shapes'] {
  const found = new Map<string, Shape>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    const shape = shapes[name];
    if (shape === undefined) throw new Error(`${ENTRY} has no shape ${name}`);
    found.set(name, withoutProse(shape));
    open.push(...partsOf(shape));
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The names of the shapes that a shape is made of. */
function partsOf(shape: Shape): string[] {
  switch (shape.type) {
    case 'structure':
      return Object.values(shape.members).map((member) => member.shape);
    case 'list':
      return [shape.member.shape];
    case 'map':
      return [shape.key.shape, shape.value.shape];
    default:
      return [];
  }
}

function withoutProse<T extends Operation | Shape>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, part) => (isProse(key, part) ? undefined : part))) as T;
}

/** A member may be called `documentation`; then it is an object. */
function isProse(key: string, part: unknown): boolean {
  return key === 'documentation' && typeof part === 'string';
}

function lines(record: Readonly<Record<string, unknown>>): string {
  return Object.entries(record)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n');
}
