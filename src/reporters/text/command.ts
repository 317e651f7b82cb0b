import { indented, labelled, type Row, unbroken } from './row.ts';

interface Place {
  readonly label: string;
  readonly hang: number;
  readonly indent: number;
  readonly width: number;
}

/**
 * A command behind a label, to be copied: where it is longer than the page is wide it goes on behind a backslash, as a
 * shell takes it. `effect` stands behind it in brackets. No word is ever broken.
 */
export function commandRows(command: string, effect: string, { label, hang, indent, width }: Place): Row[] {
  const room = width - hang;
  const lines = command.length <= room ? [command] : folded(command, room - 2);
  const tag = `[${effect}]`;
  const last = lines.at(-1) ?? '';
  const told =
    `${last}  ${tag}`.length <= room ? [...lines.slice(0, -1), `${last}  ${tag}`] : [...lines, tag];
  return told.map((line, index) =>
    unbroken(index === 0 ? labelled(label, line, hang, indent) : indented(line, hang)),
  );
}

/** An option stays with its value. */
function folded(command: string, room: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const part of command.split(/ (?=--|\|\| )/)) {
    if (line !== '' && line.length + 1 + part.length > room) {
      lines.push(`${line} \\`);
      line = `  ${part}`;
    } else {
      line = line === '' ? part : `${line} ${part}`;
    }
  }
  return [...lines, line];
}
