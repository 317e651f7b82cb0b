import { shapeNamed } from '../model.ts';
import { ServiceError } from '../service-error.ts';
import { constraintsBroken } from './constraints.ts';
import { mustBe } from './json-types.ts';

/**
 * Refuses an input that the model does not allow, with all that is wrong in the words of the service. Stricter than
 * the service in one thing on purpose: it ignores members that it does not know, which would hide a slip in a name.
 */
export function validate(shape: string, input: unknown): void {
  const problems = problemsOf(shape, input, '');
  if (problems.length === 0) return;
  const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
  throw new ServiceError('ValidationException', `${count}: ${problems.join('; ')}`);
}

function problemsOf(name: string, value: unknown, path: string): string[] {
  const shape = shapeNamed(name);
  mustBe(shape.type, value);
  const own = constraintsBroken(shape, value).map((constraint) => failed(value, path, constraint));
  switch (shape.type) {
    case 'structure':
      return [...own, ...problemsOfMembers(name, value as Record<string, unknown>, path)];
    case 'list': {
      const members = (value as unknown[]).flatMap((member, index) =>
        problemsOf(shape.member.shape, member, `${path}.${index + 1}.member`),
      );
      return [...own, ...members];
    }
    case 'map': {
      const map = value as Record<string, unknown>;
      const keys = brokenIn(shape.key.shape, Object.keys(map));
      const values = brokenIn(shape.value.shape, Object.values(map));
      return [
        ...own,
        ...keys.map((broken) => failed(map, path, `Map keys must satisfy constraint: [${broken}]`)),
        ...values.map((broken) => failed(map, path, `Map value must satisfy constraint: [${broken}]`)),
      ];
    }
    default:
      return own;
  }
}

function problemsOfMembers(name: string, value: Record<string, unknown>, path: string): string[] {
  const shape = shapeNamed(name);
  if (shape.type !== 'structure') throw new Error(`${name} is no structure`);
  const missing = (shape.required ?? [])
    .filter((member) => isAbsent(value[member]))
    .map((member) => failed(null, below(path, member), 'Member must not be null'));
  const present = Object.entries(value).filter(([, part]) => !isAbsent(part));
  const found = present.flatMap(([member, part]) => {
    const reference = Object.hasOwn(shape.members, member) ? shape.members[member] : undefined;
    return reference === undefined
      ? [failed(part, below(path, member), 'Member must be one of the model')]
      : problemsOf(reference.shape, part, below(path, member));
  });
  return [...missing, ...found];
}

/** What the keys or values of a map break, each constraint once. */
function brokenIn(name: string, texts: readonly unknown[]): string[] {
  const shape = shapeNamed(name);
  for (const text of texts) mustBe(shape.type, text);
  return [...new Set(texts.flatMap((text) => constraintsBroken(shape, text)))];
}

/** AWS JSON takes null for a member that is not there. */
function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function below(path: string, member: string): string {
  const name = member.charAt(0).toLowerCase() + member.slice(1);
  return path === '' ? name : `${path}.${name}`;
}

function failed(value: unknown, path: string, constraint: string): string {
  const shown =
    typeof value === 'string' ? `'${value}'` : value === null ? 'null' : `'${JSON.stringify(value)}'`;
  return `Value ${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
}
