import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { contentOf, malformed, type Parsed } from './parsed.ts';

/**
 * The logger's settings, `seelog.xml`: which files the agent's logs go to and how they roll. Source: seelog's
 * `cfg_parser.go`; elements `file` and `rollingfile` count wherever filters and splitters nest them.
 */
export interface SeelogConfig {
  readonly minLevel: string | null;
  readonly outputs: readonly SeelogOutput[];
}

/** A file that records go to. */
export interface SeelogOutput {
  /** As written; may hold `{{EXECUTABLENAME}}` and other variables. */
  readonly filename: string;
  readonly roll: 'none' | 'size' | 'date';
  /** Where the number or date of a roll stands. */
  readonly nameMode: 'postfix' | 'prefix';
  readonly archive: 'none' | 'zip' | 'gzip';
  /** Where packed rolls are put; null when beside the log. */
  readonly archivePath: string | null;
  /** Levels that reach the file, in lower case; null for all from the least. */
  readonly levels: readonly string[] | null;
}

/** An element in document order: its name maps to its children, `:@` to its attributes. */
type XmlNode = Readonly<Record<string, unknown>>;

const DEEPEST = 16;
const MOST_OUTPUTS = 100;

/** Reads the settings; of broken ones the logger takes nothing and uses its defaults. Never throws. */
export function parseSeelogConfig(text: string): Parsed<SeelogConfig> {
  const content = contentOf(text);
  if (!content.ok) return content;
  try {
    const validity = XMLValidator.validate(content.value);
    if (validity !== true) return malformed(`not XML: ${validity.err.code} in line ${validity.err.line}`);
    const parser = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: '',
      parseAttributeValue: false,
      processEntities: false,
    });
    return settingsOf(parser.parse(content.value));
  } catch {
    return malformed('not XML');
  }
}

function settingsOf(parsed: unknown): Parsed<SeelogConfig> {
  const root = nodesOf(parsed).find((node) => 'seelog' in node);
  if (root === undefined) return malformed('XML, but without an element <seelog>');
  const outputs: SeelogOutput[] = [];
  collect(nodesOf(root.seelog), null, 0, outputs);
  return { ok: true, value: { minLevel: attribute(root, 'minlevel')?.toLowerCase() ?? null, outputs } };
}

function collect(
  nodes: readonly XmlNode[],
  levels: readonly string[] | null,
  depth: number,
  into: SeelogOutput[],
): void {
  if (depth > DEEPEST) return;
  for (const node of nodes) {
    const name = Object.keys(node).find((key) => key !== ':@') ?? '';
    if (into.length < MOST_OUTPUTS) into.push(...outputOf(name, node, levels));
    collect(nodesOf(node[name]), name === 'filter' ? levelsOf(node) : levels, depth + 1, into);
  }
}

function outputOf(name: string, node: XmlNode, levels: readonly string[] | null): SeelogOutput[] {
  const isRolling = name === 'rollingfile';
  const filename =
    isRolling || name === 'file' ? (attribute(node, 'filename') ?? attribute(node, 'path')) : null;
  if (filename === null || filename === '') return [];
  const type = attribute(node, 'type')?.toLowerCase();
  const archive = attribute(node, 'archivetype')?.toLowerCase();
  return [
    {
      filename,
      roll: isRolling ? (type === 'date' ? 'date' : 'size') : 'none',
      nameMode: attribute(node, 'namemode')?.toLowerCase() === 'prefix' ? 'prefix' : 'postfix',
      archive: archive === 'zip' || archive === 'gzip' ? archive : 'none',
      archivePath: attribute(node, 'archivepath'),
      levels,
    },
  ];
}

function levelsOf(filter: XmlNode): string[] | null {
  const levels = attribute(filter, 'levels');
  return levels === null ? null : levels.split(',').map((level) => level.trim().toLowerCase());
}

function attribute(node: XmlNode, name: string): string | null {
  const attributes = node[':@'];
  if (typeof attributes !== 'object' || attributes === null) return null;
  const value: unknown = Object.entries(attributes).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? plain(value) : null;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
]);

/** The five entities of XML itself; those of a document type stay as written. */
function plain(value: string): string {
  return value.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES.get(entity) ?? entity);
}

function nodesOf(value: unknown): XmlNode[] {
  return Array.isArray(value) ? value.filter((node) => typeof node === 'object' && node !== null) : [];
}
