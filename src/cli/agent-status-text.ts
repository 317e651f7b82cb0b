import type { Health, HealthWatch } from '../agent/health.ts';
import type { AgentStatus, Answer, ServiceStatus } from '../agent/status.ts';
import { colored, type Style, uncolored } from '../reporters/text/ansi.ts';
import { BLANK, labelled, layOut, plain, type Row } from '../reporters/text/row.ts';
import { type Paper, paperOf, shortenPath } from '../reporters/text/sheet.ts';
import type { TextOptions } from '../reporters/text.ts';
import { ageText, timeText } from '../reporters/wording/times.ts';
import { counted, numberText, sizeText } from '../reporters/wording/words.ts';

const HANG = 10;
/** Folders and causes that are listed. */
const MOST_LISTED = 6;
const STYLES: Readonly<Record<Answer, Style>> = {
  running: 'good',
  hanging: 'bad',
  'not-running': 'bad',
  unknown: 'doubt',
};

/** How the agent is, for a terminal, the answer first, with a final line break. */
export function agentStatusText(
  status: AgentStatus,
  { width, unicode, color }: Omit<TextOptions, 'verbose'>,
): string {
  const paper = paperOf(width, unicode);
  const rows = [
    headRow(paper, status),
    BLANK,
    labelled('service', paper.print(serviceText(status.service)), HANG),
    ...(status.health === null ? [] : healthRows(paper, status, status.health)),
    labelled('log', paper.print(status.log), HANG),
  ];
  return `${layOut(rows, paper.width, color ? colored : uncolored).join('\n')}\n`;
}

function headRow(paper: Paper, { answer, since, why, pid, health, now }: AgentStatus): Row {
  const facts = [
    ...(since === null
      ? []
      : [
          answer === 'hanging' || answer === 'not-running'
            ? momentText(since, now)
            : `since ${momentText(since, now)}`,
        ]),
    ...(pid === null ? [] : [`process ${pid}`]),
    ...(answer === 'running' && health !== null ? [`version ${health.version}`] : []),
    ...(why === null ? [] : [why]),
  ];
  const lead = [{ text: answer.replace('-', ' ').toUpperCase(), style: STYLES[answer] }, plain('   ')];
  return { lead, text: paper.print(facts.join(', ')), hang: HANG, breaks: 'anywhere' };
}

function serviceText({ manager, place, installed, isEnabled }: ServiceStatus): string {
  switch (installed) {
    case 'no':
      return 'not installed; ssm-doctor agent install does it';
    case 'other':
      return `not installed; ${manager} has somebody else's at ${place}`;
    case 'unknown':
      return `not known; root or an administrator sees what ${manager} has at ${place}`;
    case 'yes':
    case 'differs': {
      const start = isEnabled === false ? 'is not started with the machine' : 'starts with the machine';
      const differs = 'not as this program would install it: ssm-doctor agent install';
      return `${manager}, ${place}, ${start}${installed === 'differs' ? `; ${differs}` : ''}`;
    }
  }
}

function healthRows(paper: Paper, { answer, now }: AgentStatus, health: Health): Row[] {
  const isNow = answer === 'running' || answer === 'hanging';
  return [
    ...(isNow ? watchRows(paper, health) : []),
    ...(isNow ? [labelled('read', readText(health, now), HANG)] : []),
    labelled('report', paper.print(reportText(health, now, isNow)), HANG),
    labelled('backlog', backlogText(health, now), HANG),
    ...activeRows(paper, health, now),
    ...(isNow ? [] : [labelled('', `as of ${momentText(health.updatedAt, now)}`, HANG)]),
  ];
}

/** What is not as it should be comes first. */
const ORDER: Readonly<Record<HealthWatch['by'], number>> = { polling: 0, absent: 1, events: 2 };

const HOW = { events: 'events', polling: 'polling', absent: 'missing' } as const;
const HOW_WIDTH = 9;

function watchRows(paper: Paper, { watches }: Health): Row[] {
  if (watches.length === 0) return [labelled('watches', 'nothing yet', HANG)];
  const sorted = watches.toSorted((a, b) => ORDER[a.by] - ORDER[b.by]);
  const rows = sorted.slice(0, MOST_LISTED).map(({ folder, by, reason }) => {
    const how = HOW[by].padEnd(HOW_WIDTH);
    const path = shortenPath(paper, folder, paper.width - HANG - HOW_WIDTH);
    return `${how}${path}${reason === null ? '' : paper.print(` (${reason})`)}`;
  });
  return listRows('watches', rows, watches.length, 'folder');
}

function activeRows(paper: Paper, { active }: Health, now: string): Row[] {
  if (active.length === 0) return [labelled('active', 'no causes', HANG)];
  const rows = active.slice(0, MOST_LISTED).map(({ cause, subject, since }) => {
    const parts = [
      cause,
      ...(subject === null ? [] : [subject]),
      ...(since === null ? [] : [`since ${momentText(since, now)}`]),
    ];
    return paper.print(parts.join('  '));
  });
  return listRows('active', rows, active.length, 'cause');
}

function listRows(label: string, texts: readonly string[], count: number, what: string): Row[] {
  const more = count - texts.length;
  const lines = more === 0 ? texts : [...texts, `${counted(more, `more ${what}`)} (--format json)`];
  return lines.map((text, index) => labelled(index === 0 ? label : '', text, HANG));
}

function readText({ files, linesRead, lost, lastChange }: Health, now: string): string {
  const last = lastChange === null ? 'no new line yet' : `last new one ${momentText(lastChange, now)}`;
  const gaps = lost === 0 ? '' : `; ${counted(lost, 'time')} something was gone before it was read`;
  return `${counted(files, 'file')}, ${counted(linesRead, 'line')}, ${last}${gaps}`;
}

const RESULTS = { delivered: 'delivered', kept: 'kept for the next time', failed: 'failed' } as const;

function reportText({ report }: Health, now: string, isNow: boolean): string {
  const { lastAt, lastResult, lastMessage, nextAt, running } = report;
  const last =
    lastAt === null || lastResult === null
      ? 'none yet'
      : `${RESULTS[lastResult]} ${momentText(lastAt, now)}${lastMessage === null ? '' : `: ${lastMessage}`}`;
  if (!isNow) return last;
  if (running) return `${last}; one is being made`;
  return `${last}; ${nextAt === null ? 'none on schedule' : `next ${timeText(nextAt)}`}`;
}

function backlogText({ backlog }: Health, now: string): string {
  const { reports, bytes, oldest } = backlog;
  if (reports === 0) return 'nothing unsent';
  const since = oldest === null ? '' : `, oldest ${momentText(oldest, now)}`;
  return `${numberText(reports)} unsent, ${sizeText(bytes)}${since}`;
}

function momentText(time: string, now: string): string {
  const age = ageText(time, now);
  return age === null ? timeText(time) : `${timeText(time)} (${age})`;
}
