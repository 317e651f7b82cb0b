import type { LoggedRequest } from '../../test/fake-aws/request-log.ts';
import type { Outcome } from '../../test/fake-aws/state/outcome.ts';

const LONGEST = 400;

/** `00:42:37  PutComplianceItems  Custom:SsmDoctor: 3 items stored`: one line, whatever the request holds. */
export function requestLine({ at, operation, error, outcomes, status }: LoggedRequest): string {
  const result =
    error === null
      ? outcomes.map(outcomeText).join('; ') || 'no answer'
      : `refused with ${status ?? 'no answer'} ${error.type}: ${error.message}`;
  const text = `${at.toISOString().slice(11, 19)}  ${operation ?? 'no operation'}  ${result}`;
  const plain = text.replaceAll(/[\p{Cc}\p{Surrogate}]+/gu, ' ');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'stored':
      return `${outcome.type}: ${counted(outcome.count)} stored`;
    case 'unchanged':
      return `${outcome.type}: nothing new, the hash is the stored one`;
    case 'older':
      return `${outcome.type}: ignored, a later run is stored`;
    case 'read':
      return `${counted(outcome.count)} read`;
  }
}

function counted(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}
