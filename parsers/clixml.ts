import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** First bytes of what PowerShell writes to a redirected stream instead of text. */
export const CLIXML_MARK = '#< CLIXML';

const BEGIN = /\s{0,4}<Objs[\s>]/y;
const END = '</Objs>';
const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;

interface Objects {
  readonly S?: readonly (string | { readonly '#text'?: string })[];
  readonly Obj?: readonly { readonly '@S'?: string; readonly ToString?: string }[];
}

/**
 * Text as the console would have shown it: the strings of every stream in order, then errors that were kept as
 * objects; records of progress say nothing. What stands around the documents, such as the agent's own last line, and
 * documents that are no XML (cut off, or with a document type) stay as they are.
 */
export function readClixml(text: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let mark = text.indexOf(CLIXML_MARK); mark >= 0; mark = text.indexOf(CLIXML_MARK, mark + 1)) {
    BEGIN.lastIndex = mark + CLIXML_MARK.length;
    if (!BEGIN.test(text)) continue;
    const end = text.indexOf(END, mark);
    if (end < 0) break;
    const begin = text.indexOf('<', mark + CLIXML_MARK.length);
    const strings = stringsOf(text.slice(begin, end + END.length));
    if (strings !== null) {
      parts.push(text.slice(from, mark), strings);
      from = end + END.length;
    }
    mark = end;
  }
  return parts.join('') + text.slice(from);
}

function stringsOf(document: string): string | null {
  if (document.includes('<!')) return null;
  try {
    if (XMLValidator.validate(document) !== true) return null;
    const { Objs } = parserOfObjects().parse(document) as { Objs?: Objects | '' };
    return Objs === undefined || Objs === '' ? '' : textOf(Objs);
  } catch {
    return null;
  }
}

function parserOfObjects(): XMLParser {
  return new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    trimValues: false,
    parseTagValue: false,
    isArray: (name) => name === 'S' || name === 'Obj',
  });
}

function textOf({ S = [], Obj = [] }: Objects): string {
  const strings = S.map((entry) => (typeof entry === 'string' ? entry : (entry['#text'] ?? '')));
  const errors = Obj.flatMap((entry) => (entry['@S'] === 'Error' ? (entry.ToString ?? []) : []));
  return [...strings, ...errors.map((error) => `${error}\n`)].map(unescaped).join('');
}

function unescaped(text: string): string {
  return text.replace(ESCAPE, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
