import { EXIT_STATUSES } from './exit-status.ts';
import type { ExitStatusMeaning } from './exit-status-meaning.ts';

const FIRST_SIGNAL = 129;
const LAST_SIGNAL = 192;

/** Every meaning that an exit status (signed 32-bit) has, the agent's first. Every status of a byte has one. */
export function exitStatusMeanings(status: number): ExitStatusMeaning[] {
  const known = EXIT_STATUSES.filter(({ statuses }) => statuses.includes(status));
  if (known.length > 0) return known.sort((a, b) => rankOf(a) - rankOf(b));
  if (status < 0 || status > 255) return [];
  return status >= FIRST_SIGNAL && status <= LAST_SIGNAL
    ? [undefinedStatus(status), ofSignal(status)]
    : [undefinedStatus(status)];
}

function rankOf({ by, outcome }: ExitStatusMeaning): number {
  if (outcome === 'internal') return 3;
  return by === 'SSM Agent' ? 0 : by === 'patch document' ? 1 : 2;
}

/** What there is to say of a status that nobody defines. */
export function undefinedStatus(status: number): ExitStatusMeaning {
  return {
    statuses: [status],
    name: null,
    by: 'script',
    platforms: ['linux', 'macos', 'windows'],
    outcome: 'failure',
    meaning:
      'Neither the agent nor the patch documents define it: the script, or its last command, chose it.',
    trap: 'To the agent every status but 0, 168 and the request to reboot is a failure. The lines above the status say what happened.',
    causes: ['DOCUMENT_STEP_FAILED'],
  };
}

function ofSignal(status: number): ExitStatusMeaning {
  return {
    statuses: [status],
    name: null,
    by: 'shell',
    platforms: ['linux', 'macos'],
    outcome: 'stopped',
    meaning: `Signal ${status - (FIRST_SIGNAL - 1)} ended the program, as a shell reports it.`,
    trap: '',
    causes: ['DOCUMENT_STEP_KILLED'],
  };
}
