import type { Connection } from './connection.ts';
import type { TroubleCode } from './delivery-error.ts';
import type { Failure } from './failure.ts';

export type Operation = 'PutComplianceItems' | 'PutInventory';

/** What was asked, of whom, for whom. */
export interface Asked {
  readonly operation: Operation;
  readonly node: string;
  /** Custom compliance or inventory type. */
  readonly type: string;
  readonly connection: Pick<Connection, 'region' | 'endpoint' | 'proxy'>;
}

/** What is missing, in a sentence or two. */
export type Trouble = readonly [code: TroubleCode, message: string];

export function place({ connection: { region, endpoint } }: Asked): string {
  return endpoint === null ? `Systems Manager in ${region}` : `Systems Manager at ${endpoint}`;
}

export function host({ connection: { region, endpoint } }: Asked): string {
  return endpoint ?? `the endpoint of Systems Manager in ${region}`;
}

/** A ValidationException names every item. */
const LONGEST = 300;

/** InvalidResourceId and others come without a message; what is no JSON the SDK has words of its own for. */
export function said({ name, message, httpStatus }: Failure): string {
  if (name === 'SyntaxError' && httpStatus !== null) return `HTTP ${httpStatus}, and no words of the service`;
  const text = message
    .slice(0, 2 * LONGEST)
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '' || text === name) return name;
  return `${text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text} (${name})`;
}
