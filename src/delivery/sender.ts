import type { Connection } from './service/connection.ts';
import { DeliveryError, type TroubleCode } from './service/delivery-error.ts';
import { explain } from './service/explain.ts';
import { AttemptError } from './service/failure.ts';
import { type Accepted, putCompliance, putInventory } from './service/put.ts';
import type { ComplianceRequest } from './service/requests.ts';
import type { Session } from './service/session.ts';
import type { SpoolEntry } from './spool/entry.ts';

/** Troubles of the connection: what is to be sent beside would meet them, too. */
const OF_ALL: ReadonlySet<TroubleCode> = new Set<TroubleCode>([
  'certificate',
  'clock',
  'credentials-expired',
  'credentials-missing',
  'credentials-unknown',
  'not-registered',
  'not-the-service',
  'proxy',
  'settings',
  'signature',
  'timeout',
  'unreachable',
  'unresolvable',
]);

/** Sends entries one by one; after a trouble that the others would meet as well, these are not tried. */
export class Sender {
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #plain: (request: ComplianceRequest) => ComplianceRequest;
  #trouble: DeliveryError | null = null;

  constructor(
    connection: Connection,
    session: Session,
    plain: (request: ComplianceRequest) => ComplianceRequest,
  ) {
    this.#connection = connection;
    this.#session = session;
    this.#plain = plain;
  }

  /**
   * `known` is the hash by which the service should know what it has.
   *
   * @throws DeliveryError
   */
  async send(entry: SpoolEntry, known: string | null): Promise<Accepted> {
    if (this.#trouble !== null) throw this.#trouble;
    try {
      return entry.kind === 'compliance'
        ? await putCompliance(this.#session, entry.request, this.#plain)
        : await putInventory(this.#session, entry.request, known);
    } catch (error) {
      const told = this.#told(error, entry);
      if (OF_ALL.has(told.code)) this.#trouble = told;
      throw told;
    }
  }

  #told(error: unknown, { kind, node, type }: SpoolEntry): DeliveryError {
    if (error instanceof DeliveryError) return error;
    if (!(error instanceof AttemptError)) throw error;
    const operation = kind === 'compliance' ? 'PutComplianceItems' : 'PutInventory';
    return explain(error.failure, { operation, node, type, connection: this.#connection }, { cause: error });
  }
}
