import type { Shape } from '../../model/service-model.ts';

/**
 * Characters whose fate in the service nobody knows: most control characters, and halves of surrogate pairs. They
 * are refused here, so that the product does not send them.
 */
const DOUBTFUL = /[\x00-\x08\x0b\x0c\x0e-\x1f]|\p{Surrogate}/u;

/** What a value of the right JSON type breaks of its shape's own constraints, in the service's words. */
export function constraintsBroken(shape: Shape, value: unknown): string[] {
  switch (shape.type) {
    case 'string':
      return textConstraintsBroken(shape, value as string);
    case 'list':
      return outOfRange((value as unknown[]).length, shape, 'length');
    case 'map':
      return outOfRange(Object.keys(value as object).length, shape, 'length');
    case 'integer':
      return outOfRange(value as number, shape, 'value');
    default:
      return [];
  }
}

function textConstraintsBroken(shape: Extract<Shape, { type: 'string' }>, text: string): string[] {
  const broken = outOfRange([...text].length, shape, 'length');
  if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`, 'su').test(text)) {
    broken.push(`Member must satisfy regular expression pattern: ${shape.pattern}`);
  }
  if (shape.enum !== undefined && !shape.enum.includes(text)) {
    broken.push(`Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
  }
  if (DOUBTFUL.test(text)) broken.push('Member must have no control characters and be well-formed');
  return broken;
}

function outOfRange(
  size: number,
  { min, max }: { readonly min?: number; readonly max?: number },
  what: 'length' | 'value',
): string[] {
  const broken: string[] = [];
  if (max !== undefined && size > max) broken.push(`Member must have ${what} less than or equal to ${max}`);
  if (min !== undefined && size < min)
    broken.push(`Member must have ${what} greater than or equal to ${min}`);
  return broken;
}
