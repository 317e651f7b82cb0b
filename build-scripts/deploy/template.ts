import { readdirSync, readFileSync } from 'node:fs';
import {
  Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { type CommandDocument, commandDocument } from './command-document.ts';
import { queries, queryId, queryResource } from './queries.ts';
import { TABLES, tableResource } from './tables.ts';

const FOLDER = 'deploy/cloudformation';
const SECTIONS = ['Parameters', 'Rules', 'Mappings', 'Conditions', 'Resources', 'Outputs'];
/** Characters that one line of a map or list may have. */
const LINE = 110;
/** Sections, their entries and the properties of those are always maps over several lines. */
const DEEPEST_IN_BLOCK = 5;
const TITLE =
  'ssm-doctor on the managed nodes of one region: why a node is non-compliant, beside that it is.';

/**
 * The template: the sections of all parts put together, with the Command document, its parameters, the tables and the
 * queries at their places. CloudFormation knows no aliases, so there are none left.
 */
export function cloudFormationTemplate(): Document {
  const template = new Document(
    { AWSTemplateFormatVersion: '2010-09-09', Description: TITLE },
    { version: '1.1' },
  );
  const parts = partNames().map((name) => readPart(`${FOLDER}/parts/${name}`));
  for (const section of SECTIONS) {
    const pairs = parts.flatMap((part) => pairsOf(part.get(section)));
    template.set(section, template.createNode({}));
    const map = template.get(section) as YAMLMap;
    map.items.push(...pairs);
  }
  const resources = template.get('Resources') as YAMLMap;
  for (const table of TABLES) resources.set(table.id, template.createNode(tableResource(table)));
  for (const query of queries()) resources.set(queryId(query), template.createNode(queryResource(query)));
  fillIn(template);
  compact(template);
  return template;
}

function partNames(): string[] {
  return readdirSync(`${FOLDER}/parts`).sort();
}

/** Tags such as !Ref are kept as they stand. */
function readPart(path: string): Document.Parsed {
  const part = parseDocument(readFileSync(path, 'utf8'), { logLevel: 'error' });
  if (part.errors.length > 0) throw new Error(`${path}: ${part.errors[0]?.message}`);
  visit(part, {
    Alias: (_, alias) => {
      const copy = alias.resolve(part)?.clone() as Node | undefined;
      if (copy !== undefined && 'anchor' in copy) delete copy.anchor;
      return copy;
    },
  });
  visit(part, {
    Collection: (_, node) => {
      delete node.anchor;
    },
  });
  return part;
}

function pairsOf(section: unknown): Pair[] {
  return isMap(section) ? section.items : [];
}

/** The document with its scripts taken from a mapping: two steps have one in common, and a template may not be long. */
function sharing(template: Document, document: CommandDocument): unknown {
  const scripts = new Set(document.mainSteps.flatMap((step) => step.inputs.runCommand));
  const keys = new Map([...scripts].map((script, index) => [script, `Part${index + 1}`]));
  const texts = [...keys].map(([script, key]) => [key, { Text: script }]);
  (template.get('Mappings') as YAMLMap).set('Scripts', template.createNode(Object.fromEntries(texts)));
  const shared = (script: string) => ({ 'Fn::FindInMap': ['Scripts', keys.get(script), 'Text'] });
  const mainSteps = document.mainSteps.map((step) => ({
    ...step,
    inputs: { ...step.inputs, runCommand: step.inputs.runCommand.map(shared) },
  }));
  return { ...document, mainSteps };
}

/** What fits on a line goes on one: the template has to be short. */
function compact(template: Document): void {
  visit(template, {
    Collection: (_, node, path) => {
      if (path.length > DEEPEST_IN_BLOCK && fitsOnLine(node)) node.flow = true;
    },
  });
}

function fitsOnLine(node: YAMLMap | YAMLSeq): boolean {
  const copy = new Document(null, { version: '1.1' });
  copy.contents = node.clone() as typeof copy.contents;
  if (isCollection(copy.contents)) copy.contents.flow = true;
  const text = copy.toString({ lineWidth: 0, flowCollectionPadding: false }).trim();
  return isColumns(node) || (text.length <= LINE && !text.includes('\n') && !text.includes('#'));
}

/** The columns of a table: a list of names, however long. */
function isColumns(node: YAMLMap | YAMLSeq): boolean {
  return (
    isSeq(node) &&
    node.items.length > 0 &&
    node.items.every((item) => isMap(item) && item.has('Type') && item.has('Name'))
  );
}

function fillIn(template: Document): void {
  visit(template, {
    Scalar: (_, node) =>
      node.value === 'COMMAND_DOCUMENT'
        ? template.createNode(sharing(template, commandDocument()), { aliasDuplicateObjects: false })
        : undefined,
    Map: (_, map) => {
      const at = map.items.findIndex(({ key }) => isScalar(key) && key.value === 'PROGRAM_PARAMETERS');
      if (at < 0) return;
      const parameters = readPart(`${FOLDER}/program-parameters.yaml`).contents;
      map.items.splice(at, 1, ...pairsOf(parameters));
    },
  });
}
