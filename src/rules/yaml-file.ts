import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import { valueOfPlainYaml } from './plain-yaml.ts';

/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Remark extends Place {
  readonly message: string;
}

/** A YAML file that knows where its values stand, or what is wrong with it. */
export type YamlFile =
  | {
      readonly ok: true;
      readonly value: unknown;
      placeOf(path: readonly (string | number)[], isName?: boolean): Place;
    }
  | { readonly ok: false; readonly remarks: readonly Remark[] };

/** Further to the right, and with more brackets open, than in any file of ours: the parser recurses into both. */
const MOST_INDENT = 120;
const MOST_OPEN = 200;
const MOST_REMARKS = 20;

/** Reads YAML 1.2 without anchors, aliases and tags: a few bytes of them can stand for gigabytes. */
export function readYaml(text: string): YamlFile {
  const deep = tooDeepAt(text);
  if (deep !== null) return refusal({ ...deep, message: 'nested too deeply; write it flatter' });
  const plain = valueOfPlainYaml(text);
  if (plain !== null) return { ok: true, value: plain.value, placeOf: placesIn(text) };
  const { document, placeAt } = parsed(text);
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0)
    return {
      ok: false,
      remarks: faults
        .slice(0, MOST_REMARKS)
        .map((fault) => ({ ...placeAt(fault.pos[0]), message: `no valid YAML: ${wordingOf(fault, text)}` })),
    };
  // Of 1.1 a key `<<` merges, and fails with what it cannot; `no` is false there.
  if (document.directives?.yaml.version === '1.1')
    return refusal({
      ...placeAt(text.search(/^%YAML/m)),
      message: 'expected YAML 1.2, found a line that asks for 1.1; take it out',
    });
  const anchor = firstAnchor(document);
  if (anchor !== null)
    return refusal({
      ...placeAt(anchor),
      message: 'anchors, aliases and tags are not allowed; write the value out',
    });
  return { ok: true, value: document.toJS({ maxAliasCount: 0 }), placeOf: placesIn(text) };
}

/** What is wrong, where the parser's own words do not tell what to do. */
function wordingOf({ code, message, pos }: YAMLError, text: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return `${/^[^\s:]{1,60}/.exec(text.slice(pos[0]))?.[0] ?? 'a field'} stands here twice; keep one`;
    case 'MULTIPLE_DOCS':
      return 'expected one document, found another behind ---; keep one';
    case 'TAB_AS_INDENT':
      return 'found a tab before a field; use spaces';
    case 'BAD_DQ_ESCAPE':
      return `${message}; in double quotes \\ begins an escape, use single quotes`;
    default:
      return message;
  }
}

interface Parsed {
  readonly document: Document;
  placeAt(offset: number): Place;
}

function parsed(text: string): Parsed {
  const lines = new LineCounter();
  const document: Document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'error',
    prettyErrors: false,
  });
  return {
    document,
    placeAt(offset) {
      const { line, col } = lines.linePos(offset);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    },
  };
}

/** Parsed documents are large and needed only where something is wrong, so they are made then. */
function placesIn(text: string): (path: readonly (string | number)[], isName?: boolean) => Place {
  let known: Parsed | null = null;
  return (path, isName = false) => {
    known ??= parsed(text);
    return known.placeAt(offsetOf(known.document, path, isName));
  };
}

function refusal(remark: Remark): YamlFile {
  return { ok: false, remarks: [remark] };
}

/** Brackets in texts count too; of those, few stay open. */
function tooDeepAt(text: string): Place | null {
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const indent = /^[\s?:-]*/.exec(line)?.[0].length ?? 0;
    for (const [bracket] of line.matchAll(/\\.|[[\]{}]/g)) {
      if (bracket === '[' || bracket === '{') open++;
      else if (bracket === ']' || bracket === '}') open = Math.max(0, open - 1);
      if (open > MOST_OPEN) return { line: index + 1, column: 1 };
    }
    if (indent > MOST_INDENT) return { line: index + 1, column: 1 };
  }
  return null;
}

function firstAnchor(document: Document): number | null {
  let found: number | null = null;
  visit(document, (_key, node) => {
    if (isNode(node) && (isAlias(node) || node.anchor !== undefined || node.tag !== undefined)) {
      found = node.range?.[0] ?? 0;
      return visit.BREAK;
    }
    return undefined;
  });
  return found;
}

function offsetOf(document: Document, path: readonly (string | number)[], isName: boolean): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    const last = path[length - 1];
    const holder = length === 1 ? document.contents : parent;
    if (isMap(holder)) {
      const pair = holder.items.find(({ key }) => isScalar(key) && key.value === last);
      const node = isName || length < path.length ? pair?.key : (pair?.value ?? pair?.key);
      if (isPair(pair) && isNode(node)) return node.range?.[0] ?? 0;
    } else {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return node.range?.[0] ?? 0;
    }
  }
  return document.contents?.range?.[0] ?? 0;
}
