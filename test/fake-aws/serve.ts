import type { IncomingMessage, ServerResponse } from 'node:http';
import { authenticate } from './access/authenticate.ts';
import { authorize } from './access/authorize.ts';
import type { Keys } from './access/keys.ts';
import type { Fault, FaultScript } from './faults.ts';
import { operationNamed } from './model.ts';
import type { ManagedNode, Result } from './operations/context.ts';
import { OPERATIONS } from './operations/operations.ts';
import { refusalOf } from './refusals.ts';
import type { LoggedRequest } from './request-log.ts';
import { ServiceError } from './service-error.ts';
import type { Outcome } from './state/outcome.ts';
import type { State } from './state/state.ts';
import { type Answer, answerOf, answerOfError, gatewayPage } from './wire/answer.ts';
import { inputOf, operationOf, receive, targetOf } from './wire/receive.ts';
import { send, statusSent } from './wire/send.ts';
import { validate } from './wire/validate.ts';

/** What the requests of one service have in common. */
export interface Service {
  readonly node: ManagedNode;
  readonly keys: Keys;
  readonly state: State;
  readonly faults: FaultScript;
  readonly now: () => Date;
  /** Called when something was stored, before the answer goes out. */
  readonly saved: () => void;
  readonly logged: (request: LoggedRequest) => void;
}

/** Serves one request from its headers to the last byte of the answer. */
export async function serve(
  service: Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { headers } = request;
  const operation = targetOf(headers);
  const fault = service.faults.take(operation);
  const at = timeUnder(service, fault);
  const entry = { at, operation, headers, fault };
  if (fault?.kind === 'reset' && fault.when === 'at-once') {
    service.logged({ ...entry, input: null, error: null, outcomes: [], status: null });
    request.socket.resetAndDestroy();
    return;
  }
  const { answer, ...done } = await answerTo(service, request, at, fault);
  service.logged({ ...entry, ...done, status: statusSent(answer, fault) });
  await send(response, answer, fault);
}

interface Answered {
  readonly answer: Answer;
  readonly input: unknown;
  readonly error: LoggedRequest['error'];
  readonly outcomes: readonly Outcome[];
}

async function answerTo(
  service: Service,
  request: IncomingMessage,
  at: Date,
  fault: Fault | null,
): Promise<Answered> {
  let input: unknown = null;
  try {
    const received = await receive(request);
    if (fault?.kind === 'gateway-page') {
      return { answer: gatewayPage(fault.status, fault.body), input, error: null, outcomes: [] };
    }
    const operation = operationOf(received);
    const key = await authenticate(received, { keys: service.keys, region: service.node.region, now: at });
    authorize(key, operation, service.node);
    const refusal = refusalOf(fault, operation, service.node);
    if (refusal !== null) throw refusal;
    input = inputOf(received);
    const { output, outcomes } = carryOut(service, operation, input);
    if (outcomes.some(({ kind }) => kind === 'stored')) service.saved();
    return { answer: answerOf(output, at), input, error: null, outcomes };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { type, message } = error;
    return { answer: answerOfError(error, at), input, error: { type, message }, outcomes: [] };
  }
}

function carryOut({ state, node }: Service, operation: string, input: unknown): Result {
  const shape = operationNamed(operation)?.input.shape;
  const carry = OPERATIONS[operation];
  if (shape === undefined || carry === undefined)
    throw new Error(`${operation} is in the model and is not served`);
  validate(shape, input);
  return carry({ state, node }, input as never);
}

function timeUnder({ now }: Service, fault: Fault | null): Date {
  const ahead = fault?.kind === 'clock-skew' ? fault.seconds * 1000 : 0;
  return new Date(now().getTime() + ahead);
}
