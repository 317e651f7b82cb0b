import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginsAgentRecord } from '../../../parsers/agent-log/boundary.ts';
import { DATA } from '../../../src/reading/kernel/kernel.ts';
import { kernel } from './search.ts';

const HEADS = [
  '2026-11-20 03:12:01.1234 ERROR ',
  '6-11-20 03:12:01 INFO ',
  '2026/11/20 03:12:01 ',
  '1704967520066534055 [Error] ',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'CRITICAL'].flatMap((level) => [`${level} `, ` ${level} x`]),
];

/** Heads, heads with one character changed, and anything else. */
const line = fc.oneof(
  fc.constantFrom(...HEADS),
  fc
    .tuple(fc.constantFrom(...HEADS), fc.nat(30), fc.constantFrom(...'0 -/:[E\n'))
    .map(([head, at, to]) => head.slice(0, at) + to + head.slice(at + 1)),
  fc.string({ unit: fc.constantFrom(...'1 -/:[INFOERR'), maxLength: 40 }),
);

/** Puts the lines at the beginning of the data; gives the address of their end. */
function put(text: string): number {
  kernel.bytes.fill(0, DATA - 32, DATA + text.length + 64);
  return DATA + kernel.bytes.write(text, DATA, 'latin1');
}

test('a record begins where the parser says that it does', () => {
  fc.assert(
    fc.property(line, fc.nat(45), (text, length) => {
      put(text);
      const end = DATA + length;
      expect(kernel.beginsAgentRecord(DATA, end) !== 0).toBe(beginsAgentRecord(kernel.bytes, DATA, end));
    }),
    { numRuns: 5000 },
  );
});

test('lines and records reach from a line feed to the next, within the bounds', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.nat(), fc.nat(), fc.nat(), (lines, a, b, c) => {
      const text = lines.join('\n');
      put(text);
      const [floor = 0, at = 0, ceiling = 0] = [a, b, c]
        .map((place) => place % (text.length + 1))
        .sort((x, y) => x - y);
      const begins = (place: number): boolean =>
        beginsAgentRecord(kernel.bytes, DATA + place, DATA + Math.min(ceiling, place + 400));
      const isStart = (place: number): boolean => place === floor || text[place - 1] === '\n';
      const isEnd = (place: number): boolean => place >= ceiling || text[place - 1] === '\n';
      let lineStart = at;
      while (!isStart(lineStart)) lineStart--;
      let lineEnd = at + 1;
      while (!isEnd(lineEnd)) lineEnd++;
      let start = lineStart;
      while (start > floor && !(isStart(start) && begins(start))) start--;
      let end = Math.min(lineEnd, ceiling);
      while (end < ceiling && !(isEnd(end) && begins(end))) end++;
      expect(kernel.lineStart(DATA + at, DATA + floor)).toBe(DATA + lineStart);
      expect(kernel.lineEnd(DATA + at, DATA + ceiling)).toBe(DATA + Math.min(lineEnd, ceiling));
      expect(kernel.agentStart(DATA + at, DATA + floor, DATA + ceiling)).toBe(DATA + start);
      expect(kernel.agentEnd(DATA + at, DATA + ceiling)).toBe(DATA + end);
    }),
    { numRuns: 3000 },
  );
});
