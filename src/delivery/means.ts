import type { Clock } from '../platform/clock.ts';
import type { OpenClient } from './service/client.ts';
import type { Connection } from './service/connection.ts';
import type { ComplianceRequest } from './service/requests.ts';
import type { State } from './spool/state.ts';

/** By what means something is delivered. */
export interface Means {
  readonly clock: Clock;
  /** Milliseconds for all that is sent. */
  readonly time: number;
  /** @throws FolderError */
  readonly openState: () => State;
  /** @throws DeliveryError */
  readonly connect: () => Promise<Connection>;
  /** The request with the keys of the service's own schema alone. */
  readonly plain: (request: ComplianceRequest) => ComplianceRequest;
  /** What tells a running process from others that had its number; null when none has it. */
  readonly processMark: (pid: number) => string | null;
  readonly pid: number;
  readonly openClient?: OpenClient;
}
