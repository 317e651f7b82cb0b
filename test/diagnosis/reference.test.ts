import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import type { Platform } from '../../src/vocabulary.ts';
import { DISPUTED, NO_PROOF, SAID_BETTER } from '../support/disputed.ts';
import { fileFor, treeWith, type Written } from '../support/message-tree.ts';
import {
  HAS_REFERENCE,
  isFailure,
  type Message,
  readMessages,
  readReference,
  textsOf,
  type Where,
} from '../support/reference.ts';
import { diagnoseFiles } from './a-node.ts';

/** A message in one kind of file of one platform. */
interface Case {
  readonly message: Message;
  readonly platform: Platform;
  readonly where: Where;
  readonly path: string;
}

interface Listed {
  readonly id: string;
  readonly area: string;
  readonly platforms: readonly Platform[];
}

/** Trouble that passes by itself is written as often as this before it has to be a finding. */
const LASTING = 12;
/** The agent goes on: what it announced was done. */
const LATER = { area: 'message-service', level: 'INFO' };

const messages = HAS_REFERENCE ? readMessages() : [];
/** Where each cause of the list exists. */
const causes = new Map(
  HAS_REFERENCE
    ? readReference<{ causes: Listed[] }>('causes.json').causes.map((cause) => [cause.id, cause])
    : [],
);

/** Each kind of file once; on further platforms, where only the paths differ, the first kind. */
function casesOf(message: Message): Case[] {
  const cases = message.platform.map((platform) =>
    message.where.flatMap((where) => {
      const path = fileFor(where, message.area, platform);
      return path === null ? [] : [{ message, platform, where, path }];
    }),
  );
  return cases.flatMap((ofPlatform, index) => (index === 0 ? ofPlatform : ofPlatform.slice(0, 1)));
}

function reportOn({ platform, where, path }: Case, written: readonly Written[]): Report {
  return diagnoseFiles(treeWith(path, where, written), { platform });
}

function nameOf({ message, platform, where }: Case): string {
  return `${message.id}, ${platform}, ${where}`;
}

function activeIn(report: Report): string[] {
  return report.findings.filter(({ status }) => status === 'active').map(({ cause }) => cause);
}

/** A text of the case, and the cause that has to be found in it. */
function expectationsOf(one: Case): { text: string; cause: string }[] {
  const { message, platform } = one;
  return textsOf(message).flatMap(([text, listed]) => {
    const cause = SAID_BETTER.get(message.id)?.as ?? listed;
    // Some causes exist on fewer platforms than the messages that speak of them.
    return cause !== null && causes.get(cause)?.platforms.includes(platform) ? [{ text, cause }] : [];
  });
}

/** The causes among its `recovers` of which a failure of the list may stand in the same file before it. */
function closedBy(success: Case): { failure: Message; cause: string }[] {
  const recovers = success.message.recovers ?? [];
  return messages.flatMap((failure) => {
    const { id, cause } = failure;
    if (cause === null || !isFailure(failure) || DISPUTED.has(id) || SAID_BETTER.has(id)) return [];
    const isThere = failure.where.includes(success.where) && failure.platform.includes(success.platform);
    const area = causes.get(cause)?.area;
    const isNamed = recovers.includes(cause) || (area !== undefined && recovers.includes(area));
    return isThere && isNamed && !NO_PROOF.has(`${success.message.id} > ${cause}`)
      ? [{ failure, cause }]
      : [];
  });
}

describe.skipIf(!HAS_REFERENCE)('each message of the list, in a file of its kind', () => {
  test('a failure is found as its cause, and is still there', { timeout: 300_000 }, () => {
    const failures = messages.filter((message) => isFailure(message) && !DISPUTED.has(message.id));
    const missed = failures.flatMap(casesOf).flatMap((one) =>
      expectationsOf(one).flatMap(({ text, cause }) => {
        const { message } = one;
        const times = message.kind === 'transient' ? LASTING : 1;
        const written = Array.from({ length: times }, (_, minute) => ({ message, text, minute }));
        const found = activeIn(reportOn(one, written));
        return found.includes(cause) ? [] : [`${nameOf(one)}: ${cause}, not ${found.join()}: ${text}`];
      }),
    );
    expect(missed).toEqual([]);
  });

  test('trouble of the agent that passes by itself is nothing at first', () => {
    const transient = messages.filter(
      ({ kind, where }) => kind === 'transient' && where.includes('agent-log'),
    );
    const alarming = transient.flatMap(casesOf).filter((one) => {
      const { message } = one;
      const report = reportOn(one, [{ message, text: message.example, minute: 0 }]);
      return report.findings.some(({ cause }) => cause === message.cause);
    });
    expect(alarming.map(nameOf)).toEqual([]);
  });

  test('a lock that a package manager waited for has passed when it goes on', () => {
    const waits = messages.filter(({ kind, cause }) => kind === 'transient' && cause === 'PKG_LOCK_HELD');
    const open = waits.flatMap(casesOf).filter((one) => {
      const { message } = one;
      const report = reportOn(one, [
        { message, text: message.example, minute: 0 },
        { message, text: 'Resolving Dependencies', minute: 1 },
      ]);
      return report.findings.some(({ status }) => status === 'active');
    });
    expect(open.map(nameOf)).toEqual([]);
  });

  test('noise, context and successes are no findings', { timeout: 300_000 }, () => {
    const quiet = messages.filter((message) => !isFailure(message) && !DISPUTED.has(message.id));
    const alarming = quiet.flatMap(casesOf).flatMap((one) => {
      const { message } = one;
      const report = reportOn(one, [{ message, text: message.example, minute: 0 }]);
      const said = [...activeIn(report), ...report.unrecognized.map(({ template }) => template)];
      return said.length === 0 && report.verdict !== 'non-compliant'
        ? []
        : [`${nameOf(one)}: ${said.join()}: ${message.example}`];
    });
    expect(alarming).toEqual([]);
  });

  test('a success closes what it should', { timeout: 300_000 }, () => {
    const successes = messages.filter(({ kind }) => kind === 'success');
    const open = successes.flatMap(casesOf).flatMap((one) =>
      closedBy(one).flatMap(({ failure, cause }) => {
        // What an association proves closes its own troubles only: they stand in its context.
        const area = one.message.area === 'association' ? 'association' : failure.area;
        const report = reportOn(one, [
          { message: { ...failure, area }, text: failure.example, minute: 0 },
          { message: one.message, text: one.message.example, minute: 10 },
          { message: LATER, text: 'Starting document processing engine...', minute: 30 },
        ]);
        const said = report.findings.filter((finding) => finding.cause === cause);
        return said.length > 0 && said.every(({ status }) => status === 'recovered')
          ? []
          : [`${nameOf(one)}: ${cause} of ${failure.id}: ${failure.example}`];
      }),
    );
    expect(open).toEqual([]);
  });
});
