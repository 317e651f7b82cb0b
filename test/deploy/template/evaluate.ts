import type { Parameter, Resource, Rule, Template } from './read.ts';

export type Arguments = Readonly<Record<string, string>>;
type Value = unknown;

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'eu-west-1',
  'AWS::Partition': 'aws',
};
const NO_VALUE = Symbol('AWS::NoValue');

/** A stack that CloudFormation refuses to begin. */
export class RefusedStack extends Error {}

/**
 * The resources that a template makes with these arguments, with all intrinsic functions worked out; a reference to
 * another resource becomes `<Name>`, an attribute of one `<Name.Attribute>`. Refuses as CloudFormation does: by the
 * patterns, the allowed values and the rules.
 */
export function stackOf(template: Template, given: Arguments): Record<string, Resource> {
  const scope = new Scope(template, given);
  for (const rule of Object.values(template.Rules)) scope.assert(rule);
  const made = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || scope.holds(Condition),
  );
  return Object.fromEntries(made.map(([name, resource]) => [name, scope.evaluate(resource) as Resource]));
}

class Scope {
  private readonly template: Template;
  private readonly parameters: Readonly<Record<string, string | string[]>>;

  constructor(template: Template, given: Arguments) {
    this.template = template;
    for (const name of Object.keys(given))
      if (template.Parameters[name] === undefined) throw new RefusedStack(`${name} is not a parameter`);
    const values = Object.entries(template.Parameters).map(([name, parameter]) => [
      name,
      accept(name, parameter, given[name] ?? parameter.Default),
    ]);
    this.parameters = Object.fromEntries(values);
  }

  assert({ RuleCondition, Assertions }: Rule): void {
    if (RuleCondition !== undefined && this.evaluate(RuleCondition) !== true) return;
    for (const { Assert, AssertDescription } of Assertions)
      if (this.evaluate(Assert) !== true) throw new RefusedStack(AssertDescription);
  }

  holds(condition: string): boolean {
    if (!(condition in this.template.Conditions)) throw new Error(`there is no condition ${condition}`);
    return this.evaluate(this.template.Conditions[condition]) === true;
  }

  evaluate(value: Value): Value {
    if (Array.isArray(value))
      return value.map((item) => this.evaluate(item)).filter((item) => item !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? ['', null];
    if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return this.call(name, argument);
    const evaluated = entries.map(([key, item]) => [key, this.evaluate(item)] as const);
    return Object.fromEntries(evaluated.filter(([, item]) => item !== NO_VALUE));
  }

  private call(name: string, argument: Value): Value {
    if (name === 'Ref') return this.reference(String(argument));
    if (name === 'Fn::GetAtt') return this.attribute((argument as string[]).join('.'));
    const list = [argument].flat() as Value[];
    if (name === 'Fn::If') return this.evaluate(this.holds(String(list[0])) ? list[1] : list[2]);
    const [first, second, third] = list.map((item) => this.evaluate(item));
    switch (name) {
      case 'Fn::And':
        return list.every((item) => this.evaluate(item) === true);
      case 'Fn::Or':
        return list.some((item) => this.evaluate(item) === true);
      case 'Fn::Not':
        return first !== true;
      case 'Fn::Equals':
        return String(first) === String(second);
      case 'Fn::Join':
        return (second as string[]).join(String(first));
      case 'Fn::Sub':
        return this.substitute(String(first), (second ?? {}) as Record<string, string>);
      case 'Fn::FindInMap':
        return this.template.Mappings[String(first)]?.[String(second)]?.[String(third)];
      default:
        throw new Error(`${name} is not known here`);
    }
  }

  private substitute(text: string, variables: Readonly<Record<string, string>>): string {
    return text.replaceAll(/\$\{(!?)([\w:.]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      const value = variables[name] ?? (/\w\.\w/.test(name) ? this.attribute(name) : this.reference(name));
      if (typeof value !== 'string') throw new Error(`\${${name}} is no text`);
      return value;
    });
  }

  private reference(name: string): Value {
    if (name === 'AWS::NoValue') return NO_VALUE;
    const value = PSEUDO[name] ?? this.parameters[name];
    if (value !== undefined) return value;
    return `<${this.made(name)}>`;
  }

  private attribute(path: string): string {
    this.made(path.split('.')[0] ?? '');
    return `<${path}>`;
  }

  /** A resource that is not made under this stack's conditions cannot be referred to. */
  private made(name: string): string {
    const resource = this.template.Resources[name];
    if (resource === undefined) throw new Error(`there is no ${name}`);
    if (resource.Condition !== undefined && !this.holds(resource.Condition))
      throw new Error(`${name} is referred to but not made`);
    return name;
  }
}

function accept(name: string, parameter: Parameter, value: string | number | undefined): string | string[] {
  if (value === undefined) throw new RefusedStack(`${name} has no value`);
  const text = String(value);
  const { Type, AllowedValues, AllowedPattern, MinValue = 0, MaxValue = 0 } = parameter;
  if (AllowedValues !== undefined && !AllowedValues.includes(text))
    throw new RefusedStack(`${name} is not allowed`);
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`, 'u').test(text))
    throw new RefusedStack(`${name} does not match`);
  if (Type === 'Number' && !(Number(text) >= MinValue && Number(text) <= MaxValue))
    throw new RefusedStack(`${name} is out of range`);
  return Type === 'CommaDelimitedList' ? text.split(',') : text;
}
