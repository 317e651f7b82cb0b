import type { Shape } from '../../model/service-model.ts';
import { ServiceError } from '../service-error.ts';

/**
 * Refuses a value of another JSON type than its shape has on the wire. A time is a number of seconds; its text, as the
 * command line takes it, never travels.
 */
export function mustBe(type: Shape['type'], value: unknown): void {
  if (!fits(type, value)) throw new ServiceError('SerializationException', wording(type, value));
}

function fits(type: Shape['type'], value: unknown): boolean {
  switch (type) {
    case 'structure':
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'list':
      return Array.isArray(value);
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'timestamp':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
  }
}

function wording(type: Shape['type'], value: unknown): string {
  if (Array.isArray(value)) return 'Start of list found where not expected';
  if (typeof value === 'object' && value !== null)
    return 'Start of structure or map found where not expected.';
  if (type === 'structure' || type === 'map' || type === 'list') return 'Unexpected field type';
  const found = value === null ? 'NULL' : typeof value === 'boolean' ? String(value) : typeof value;
  return `${found.toUpperCase()}_VALUE can not be converted to ${type.charAt(0).toUpperCase()}${type.slice(1)}`;
}
