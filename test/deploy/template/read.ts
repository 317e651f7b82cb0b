import { readFileSync } from 'node:fs';
import { isAlias, isMap, isNode, isScalar, isSeq, parseDocument } from 'yaml';

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

export interface Parameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly AllowedValues?: readonly string[];
  readonly AllowedPattern?: string;
  readonly MinValue?: number;
  readonly MaxValue?: number;
}

export interface Rule {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription: string }[];
}

/** A CloudFormation template with its intrinsic functions in the long form: `{ 'Fn::Sub': … }`, `{ Ref: … }`. */
export interface Template {
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Rules: Readonly<Record<string, Rule>>;
  readonly Mappings: Readonly<Record<string, Record<string, Record<string, string>>>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Condition?: string; readonly Value: unknown }>>;
}

const FUNCTIONS = /^!(?:And|Equals|FindInMap|GetAtt|If|Join|Not|Or|Sub)$/;

/** Reads a template as CloudFormation does: YAML 1.1, without aliases. */
export function readTemplate(text: string): Template {
  const document = parseDocument(text, { version: '1.1', logLevel: 'error' });
  if (document.errors[0] !== undefined) throw document.errors[0];
  return plain(document.contents) as Template;
}

function plain(node: unknown): unknown {
  if (isAlias(node)) throw new Error('CloudFormation knows no aliases');
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [String(key), plain(value)]));
  const value = isSeq(node) ? node.items.map(plain) : isScalar(node) ? node.value : null;
  const tag = isNode(node) ? node.tag : undefined;
  if (tag === undefined || tag.startsWith('tag:yaml.org')) return value;
  if (tag === '!Ref') return { Ref: value };
  if (!FUNCTIONS.test(tag)) throw new Error(`${tag} is not known here`);
  return { [`Fn::${tag.slice(1)}`]: tag === '!GetAtt' ? String(value).split('.') : value };
}

export const TEMPLATE_PATH = 'deploy/cloudformation/ssm-doctor.yaml';
export const TEMPLATE = readTemplate(readFileSync(TEMPLATE_PATH, 'utf8'));
