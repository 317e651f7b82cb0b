import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Resource } from './read.ts';

const DATABASE = loadAwsServiceSpecSync();

type Properties = Readonly<Record<string, { readonly required?: boolean; readonly type: PropertyType }>>;
type PropertyType =
  | { readonly type: 'ref'; readonly reference: { readonly $ref: string } }
  | { readonly type: 'array' | 'map'; readonly element: PropertyType }
  | { readonly type: string };

/** What the types that CloudFormation publishes have against a resource with all functions worked out. */
export function objectionsTo(name: string, resource: Resource): string[] {
  const [type] = [...DATABASE.lookup('resource', 'cloudFormationType', 'equals', resource.Type)];
  if (type === undefined) return [`${name}: there is no type ${resource.Type}`];
  return ofProperties(name, type.properties as Properties, resource.Properties);
}

function ofProperties(path: string, known: Properties, given: Readonly<Record<string, unknown>>): string[] {
  const missing = Object.entries(known)
    .filter(([key, { required }]) => required === true && given[key] === undefined)
    .map(([key]) => `${path}: ${key} is missing`);
  const wrong = Object.entries(given).flatMap(([key, value]) => {
    const property = known[key];
    return property === undefined
      ? [`${path}: ${key} is not known`]
      : ofValue(`${path}.${key}`, property.type, value);
  });
  return [...missing, ...wrong];
}

function ofValue(path: string, type: PropertyType, value: unknown): string[] {
  if ('reference' in type) {
    const definition = DATABASE.get('typeDefinition', type.reference.$ref);
    if (!isObject(value)) return [`${path}: is no object`];
    return ofProperties(path, definition.properties as Properties, value);
  }
  if (type.type === 'array' && 'element' in type) {
    if (!Array.isArray(value)) return [`${path}: is no list`];
    return value.flatMap((item, index) => ofValue(`${path}[${index}]`, type.element, item));
  }
  if (type.type === 'map' && 'element' in type) {
    if (!isObject(value)) return [`${path}: is no map`];
    return Object.entries(value).flatMap(([key, item]) => ofValue(`${path}.${key}`, type.element, item));
  }
  const isText = ['string', 'number', 'boolean'].includes(typeof value);
  if (['string', 'integer', 'number', 'boolean'].includes(type.type) && !isText)
    return [`${path}: is no ${type.type}`];
  return [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
