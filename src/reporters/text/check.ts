import type { Check } from '../../report/verification-report.ts';
import { answerText, checkText } from '../wording/verification-texts.ts';
import { effectText, placeOf } from '../wording/words.ts';
import { HANG, INDENT } from './block.ts';
import { commandRows } from './command.ts';
import { displayWidth } from './display-width.ts';
import { titleText, UUID_TAIL } from './finding.ts';
import { NOTE_HANG } from './notes.ts';
import { indented, labelled, plain, type Row } from './row.ts';
import { quoted, type Sheet, shorten, shortenPath } from './sheet.ts';

/** Lines that a proof may take, and what is to be seen or awaited. */
const PROOF_LINES = 2;
const ADVICE_LINES = 3;

/** A check as a numbered block: its result, its line, and what would prove it. */
export function checkRows(sheet: Sheet, check: Check, number: number): Row[] {
  return [
    ...checkHead(sheet, check, number),
    indented(titleText(sheet, check), INDENT),
    ...proofRows(sheet, check),
    ...provingRows(sheet, check),
  ];
}

function checkHead(sheet: Sheet, check: Check, number: number): Row[] {
  const counter = { text: `${number} `.padEnd(INDENT), style: 'strong' } as const;
  const name = { text: shorten(sheet, check.cause, sheet.width - INDENT), style: 'strong' } as const;
  const text = sheet.print(checkText(check, sheet.report.run.now));
  const row = { hang: INDENT, breaks: 'anywhere' } as const;
  const isNarrow = displayWidth(name.text) + INDENT + 20 > sheet.width;
  return isNarrow
    ? [{ ...row, lead: [counter, name], text: '' }, indented(text, INDENT)]
    : [{ ...row, lead: [counter, name, plain('  ')], text }];
}

function proofRows(sheet: Sheet, { proof }: Check): Row[] {
  if (proof === null) return [];
  const room = sheet.width - HANG;
  const rows = [labelled('proof', shortenPath(sheet, placeOf(proof), room), HANG, INDENT)];
  if (proof.excerpt.trim() === '') return rows;
  return [...rows, indented(quoted(sheet, proof.excerpt, room * PROOF_LINES, proof.time.raw), HANG)];
}

/** What would prove it, and what brings that about. */
function provingRows(sheet: Sheet, { result, awaits, verify, proving }: Check): Row[] {
  if (result === 'fixed') return [];
  const said = (text: string): string => shorten(sheet, text, ADVICE_LINES * (sheet.width - HANG));
  return [
    ...(awaits === '' ? [] : [labelled('awaits', said(awaits), HANG, INDENT)]),
    ...proving.flatMap((step, index) =>
      commandRows(sheet.print(step.step), effectText(step), {
        label: index === 0 ? 'run' : '',
        hang: HANG,
        indent: INDENT,
        width: sheet.width,
      }),
    ),
    ...(verify === '' ? [] : [labelled('verify', said(verify), HANG, INDENT)]),
  ];
}

/** A check in one line. */
export function shortRow(sheet: Sheet, { cause, result, subject }: Check, index: number): Row {
  const room = sheet.width - NOTE_HANG;
  const about = `${subject.kind} ${subject.id}`.replace(UUID_TAIL, sheet.ellipsis);
  const text = `${cause}: ${answerText({ answer: result })} (${about})`;
  return labelled(index === 0 ? 'also' : '', shorten(sheet, text, room), NOTE_HANG);
}
