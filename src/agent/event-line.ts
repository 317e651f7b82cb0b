import type { LiveEvent } from '../report/live-event.ts';
import type { LogFacts, LogLevel } from './log/line.ts';

/** A line of the agent's log. */
export interface EventLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly facts: LogFacts;
}

/** What the agent's log says of an event. */
export function eventLine(event: LiveEvent): EventLine {
  switch (event.type) {
    case 'operation': {
      const { change, operation, outcome, exitStatus } = event;
      const { kind, id, documentName } = operation;
      const level = outcome === 'failed' ? 'info' : 'debug';
      return {
        level,
        message: `operation ${change}`,
        facts: { kind, id, documentName, outcome, exitStatus },
      };
    }
    case 'finding': {
      const { change, cause, subject, severity, operation, count, evidence } = event;
      const line = evidence === null ? null : `${evidence.file}:${evidence.line}`;
      const facts = { cause, subject: subject.id, severity, operation: operation.id, count, line };
      return { level: change === 'again' ? 'debug' : 'info', message: `finding ${change}`, facts };
    }
    case 'unknown':
      return { level: 'debug', message: 'unknown line', facts: { template: event.template } };
    case 'lost':
      return { level: 'warn', message: 'lines lost', facts: { file: event.file, detail: event.detail } };
  }
}
