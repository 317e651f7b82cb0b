import type { AwsCredentials } from '../../aws/credentials/credentials.ts';
import { httpAgents } from '../../aws/endpoint/http-agents.ts';
import { wholeSeconds } from '../whole-seconds.ts';
import type { Connection } from './connection.ts';
import { AttemptError, failureOf } from './failure.ts';
import type { ComplianceRequest, InventoryRequest } from './requests.ts';

/** Systems Manager, asked once each time: what to do about a failure is decided elsewhere. */
export interface Client {
  /** @throws AttemptError after `limit` milliseconds at the latest */
  putCompliance(request: ComplianceRequest, limit: number): Promise<void>;
  /** @throws AttemptError after `limit` milliseconds at the latest */
  putInventory(request: UnsentInventory, limit: number): Promise<void>;
  close(): void;
}

/** An item may be sent without its content, for the service to compare the hash. */
export interface UnsentInventory {
  readonly InstanceId: string;
  readonly Items: readonly (Omit<InventoryRequest['Items'][0], 'Content'> &
    Partial<Pick<InventoryRequest['Items'][0], 'Content'>>)[];
}

export type OpenClient = (
  connection: Connection,
  credentials: AwsCredentials,
  /** Milliseconds to add to this machine's clock. */
  clockAhead: number,
) => Promise<Client>;

const CONNECT_MS = 6000;

/** A client that signs with these credentials; this loads the AWS SDK. */
export const openClient: OpenClient = async (connection, credentials, clockAhead) => {
  const { NodeHttpHandler, PutComplianceItemsCommand, PutInventoryCommand, SSMClient } = await import(
    '../../aws/sdk.ts'
  );
  const client = new SSMClient({
    region: connection.region,
    ...(connection.endpoint === null ? {} : { endpoint: connection.endpoint }),
    useFipsEndpoint: connection.useFips,
    useDualstackEndpoint: connection.useDualstack,
    credentials: keysOf(credentials),
    systemClockOffset: clockAhead,
    // One attempt: the attempts of a run share one deadline, which the SDK does not know.
    maxAttempts: 1,
    customUserAgent: [['ssm-doctor', connection.version]],
    requestHandler: new NodeHttpHandler({
      ...(await httpAgents(connection, { keepAlive: true, maxSockets: 4 })),
      connectionTimeout: CONNECT_MS,
    }),
  });
  const once = async (limit: number, send: (abortSignal: AbortSignal) => Promise<Answer>): Promise<void> => {
    const abort = AbortSignal.timeout(Math.max(1, Math.ceil(limit)));
    try {
      refuseForeign(await send(abort));
    } catch (error) {
      throw new AttemptError(failureOf(error, Date.now(), abort.aborted), { cause: error });
    }
  };
  return {
    putCompliance: (request, limit) =>
      once(limit, (abortSignal) =>
        client.send(new PutComplianceItemsCommand(complianceInput(request, clockAhead)), { abortSignal }),
      ),
    putInventory: (request, limit) =>
      once(limit, (abortSignal) =>
        client.send(new PutInventoryCommand(inventoryInput(request, clockAhead)), { abortSignal }),
      ),
    close: () => client.destroy(),
  };
};

interface Answer {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** The service numbers its answers; to the SDK an empty page of a portal is one as good. */
function refuseForeign({ $metadata }: Answer): void {
  if ($metadata.requestId !== undefined) return;
  throw Object.assign(new Error('an answer without a request id'), { name: 'ForeignAnswer', $metadata });
}

/**
 * The SDK wants the time as a Date, and lists that it could change. A time of a wrong clock is put right: one that is
 * ahead would make the service take later reports for older ones.
 */
function complianceInput(request: ComplianceRequest, clockAhead: number) {
  const { ExecutionTime, ...execution } = request.ExecutionSummary;
  return {
    ...request,
    ExecutionSummary: { ...execution, ExecutionTime: shifted(ExecutionTime, clockAhead) },
    Items: [...request.Items],
  };
}

function inventoryInput({ InstanceId, Items }: UnsentInventory, clockAhead: number) {
  return {
    InstanceId,
    Items: Items.map(({ Content, CaptureTime, ...item }) => ({
      ...item,
      CaptureTime: wholeSeconds(shifted(CaptureTime, clockAhead)),
      ...(Content === undefined ? {} : { Content: [...Content] }),
    })),
  };
}

/** In whole seconds. */
function shifted(time: string, clockAhead: number): Date {
  return new Date(Date.parse(time) + Math.round(clockAhead / 1000) * 1000);
}

/** Whether they are still good, the service says. */
function keysOf({ accessKeyId, secretAccessKey, sessionToken }: AwsCredentials) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
