import type { ParameterValues } from './parameters.ts';

/**
 * How an agent hands parameters to a script. `pasted`: agents before 3.3.2746.0. The others set SSM_name, and what
 * they do with `{{name}}` in the text is not documented: it may stay, be pasted all the same, or name the variable.
 */
export const AGENTS = ['pasted', 'variables', 'variables-and-pasted', 'variables-and-named'] as const;
export type Agent = (typeof AGENTS)[number];

export interface Prepared {
  readonly script: string;
  readonly variables: Readonly<Record<string, string>>;
}

export function interpolate(script: string, values: ParameterValues, agent: Agent): Prepared {
  const text = script.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${whole} names no parameter`);
    if (agent === 'variables') return whole;
    return agent === 'variables-and-named' ? `\${SSM_${name}}` : value;
  });
  if (agent === 'pasted') return { script: text, variables: {} };
  const variables = Object.entries(values).map(([name, value]) => [`SSM_${name}`, value]);
  return { script: text, variables: Object.fromEntries(variables) };
}
