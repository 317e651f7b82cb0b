/** JSON as a string literal of TypeScript. */
export function quote(json: string): string {
  return `'${json
    .replace(/\\/g, '\\\\')
    .replace(/'/g, "\\'")
    .replace(/\u2028|\u2029/g, (c) => (c === '\u2028' ? '\\u2028' : '\\u2029'))}'`;
}
