import { stringify } from 'yaml';
import * as z from 'zod';
import { agentPlaces } from '../src/agent/settings/places.ts';
import { settingsSchema } from '../src/agent/settings/schema.ts';

const SCHEMA_FILE = 'agent.schema.json';
const PLATFORM = 'linux';

/** What is used here of the JSON Schema of the settings. */
interface Shape {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
}

/** The schema of the agent's settings, for editors and for other programs. */
export function generateAgentSchema(): string {
  const { $schema, ...shape } = settingsJsonSchema();
  const about = {
    $schema,
    $id: 'urn:ssm-doctor:agent-settings:1.0',
    title: 'Settings of the agent of ssm-doctor',
    description: 'What ssm-doctor agent reads from agent.yaml. Everything may be left out.',
  };
  return `${JSON.stringify({ ...about, ...shape }, null, 2)}\n`;
}

/** A settings file that says what goes without saying, with a comment for each value. */
export function generateAgentExample(): string {
  const { state, log, settings } = agentPlaces(PLATFORM, {});
  const ofMachine: Readonly<Record<string, unknown>> = { state, 'log.file': log };
  const { properties = {} } = settingsJsonSchema();
  const parts = Object.entries(properties).map(([name, shape]) => entry(name, shape, ofMachine, name, ''));
  return `# yaml-language-server: $schema=${SCHEMA_FILE}
# Settings of the agent of ssm-doctor, as they are by default on Linux. Made of
# src/agent/settings by: npm run generate
#
# Everything may be left out. Put the file in ${settings} (macOS:
# /Library/Application Support/ssm-doctor, Windows: %ProgramFiles%\\ssm-doctor), where
# nobody but root may write it. Times: 250ms, 30s, 15m, 6h, 1d. Sizes: 500KB, 1MB.

${parts.join('\n')}`;
}

function entry(
  name: string,
  { description = '', properties, default: preset }: Shape,
  ofMachine: Readonly<Record<string, unknown>>,
  path: string,
  indent: string,
): string {
  const comment = `${indent}# ${description}.\n`;
  if (properties === undefined) return `${comment}${indent}${name}: ${written(ofMachine[path] ?? preset)}\n`;
  const inner = Object.entries(properties).map(([key, shape]) =>
    entry(key, shape, ofMachine, `${path}.${key}`, `${indent}  `),
  );
  return `${comment}${indent}${name}:\n${inner.join('')}`;
}

/** On one line; a schedule in quotes, which most others would need. */
function written(value: unknown): string {
  if (typeof value === 'string' && value.includes('*')) return JSON.stringify(value);
  return stringify(value, { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 }).trim();
}

function settingsJsonSchema(): Shape & { readonly $schema?: string } {
  return z.toJSONSchema(settingsSchema(PLATFORM), { io: 'input' }) as Shape;
}
