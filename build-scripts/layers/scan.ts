/** The text of a module with everything that is no code blanked out, and its string literals by position. */
export interface Scanned {
  /** As long as the text, with the same line breaks; comments and the insides of literals are spaces. */
  readonly code: string;
  /** What stands in single or double quotes, by the position of the opening quote; escapes are left as written. */
  readonly strings: ReadonlyMap<number, string>;
}

const REGEX_FOLLOWS_WORD =
  /\b(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield|instanceof)$/;
const REGEX_FOLLOWS_SIGN = /[([{,;:=!&|?+\-*%<>~^]$/;

/**
 * Tells code from comments and literals by the rules of JavaScript's lexer, which TypeScript shares. A slash after a
 * closing parenthesis or brace is taken for a division, which is wrong only for a regular expression that stands
 * there as a statement.
 */
export function scan(text: string): Scanned {
  const strings = new Map<number, string>();
  /** Braces open in each template substitution around the current position. */
  const substitutions: number[] = [];
  let code = '';
  let at = 0;

  const keep = (length: number) => {
    code += text.slice(at, at + length);
    at += length;
  };
  const blankTo = (end: number) => {
    code += text.slice(at, end).replace(/[^\r\n]/g, ' ');
    at = end;
  };
  const template = () => {
    const end = endOf(text, at, /\\[\s\S]|`|\$\{/g, (found) => found[0] !== '\\');
    blankTo(end);
    if (text[end] === '$') substitutions.push(0);
    keep(text[end] === '$' ? 2 : 1);
  };

  while (at < text.length) {
    const char = text[at] ?? '';
    const depth = substitutions.at(-1);
    if (text.startsWith('//', at)) blankTo(endOf(text, at, /[\r\n]/g));
    else if (text.startsWith('/*', at)) blankTo(endOf(text, at + 2, /\*\//g) + 2);
    else if (char === "'" || char === '"') {
      const start = at;
      keep(1);
      blankTo(endOf(text, at, /\\[\s\S]|['"\r\n]/g, (found) => found === char || /[\r\n]/.test(found)));
      strings.set(start, text.slice(start + 1, at));
      keep(1);
    } else if (char === '`') {
      keep(1);
      template();
    } else if (char === '}' && depth === 0) {
      substitutions.pop();
      keep(1);
      template();
    } else if (char === '/' && startsRegex(code)) {
      keep(1);
      blankTo(endOfRegex(text, at));
      keep(1);
    } else {
      if (depth !== undefined && /[{}]/.test(char))
        substitutions[substitutions.length - 1] = depth + (char === '{' ? 1 : -1);
      keep(1);
    }
  }
  return { code, strings };
}

/** Where the first match that is an end begins, from `from` on; the end of the text when there is none. */
function endOf(
  text: string,
  from: number,
  pattern: RegExp,
  isEnd: (found: string) => boolean = () => true,
): number {
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (isEnd(match[0])) return match.index;
  }
  return text.length;
}

function endOfRegex(text: string, from: number): number {
  let inClass = false;
  return endOf(text, from, /\\.|[[\]/\r\n]/g, (found) => {
    if (found === '[') inClass = true;
    if (found === ']') inClass = false;
    return /[\r\n]/.test(found) || (found === '/' && !inClass);
  });
}

function startsRegex(before: string): boolean {
  const tail = before.slice(-200).trimEnd();
  return tail === '' || REGEX_FOLLOWS_SIGN.test(tail) || REGEX_FOLLOWS_WORD.test(tail);
}
