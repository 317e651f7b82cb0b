import type { ManagedNode } from '../aws/identity/managed-node.ts';
import { Keeper, type Own } from './keeper.ts';
import type { Means } from './means.ts';
import type { TargetResult, Trouble } from './result.ts';
import { Sender } from './sender.ts';
import type { Connection } from './service/connection.ts';
import { DeliveryError, isAboutContent, isPassing } from './service/delivery-error.ts';
import { Session } from './service/session.ts';
import { clockOff } from './service/times.ts';
import { hashOf, keyOf, type SpoolEntry } from './spool/entry.ts';
import type { Kept } from './spool/spool.ts';

const SHORTEST_ATTEMPT_MS = 1000;
const BUSY: Trouble = { code: 'busy', message: 'another run was sending all the time' };

/** One run's sending: keeps, takes the lock, sends, and removes what is there. */
export class DeliveryRun {
  /** Types that earlier runs kept and this one delivered. */
  readonly earlier: string[] = [];
  readonly notes: string[] = [];
  readonly #node: ManagedNode;
  readonly #means: Means;
  readonly #deadline: number;

  constructor(node: ManagedNode, means: Means) {
    this.#node = node;
    this.#means = means;
    this.#deadline = means.clock.elapsed() + means.time;
  }

  async send(entries: readonly SpoolEntry[]): Promise<TargetResult[]> {
    if (entries.length === 0) return [];
    const { clock, processMark, pid, openState } = this.#means;
    const keeper = new Keeper(openState, this.notes);
    const owns = entries.map((entry) => keeper.keep(entry));
    const lock = await keeper.lock({ clock, processMark, pid, deadline: this.#deadline });
    if (lock === 'busy') return owns.map((own) => notSent(own, BUSY));
    try {
      return await this.#connected(keeper, owns);
    } finally {
      lock?.release();
    }
  }

  async #connected(keeper: Keeper, owns: readonly Own[]): Promise<TargetResult[]> {
    const pending = keeper.pending(this.#node.id);
    let session: Session | null = null;
    try {
      const connection = await this.#means.connect();
      session = this.#session(connection);
      const sender = new Sender(connection, session, this.#means.plain);
      const results = await this.#sendAll(owns, pending, {
        keeper,
        sender,
        place: connection.endpoint ?? connection.region,
      });
      this.#noteClock(session);
      return results;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      return owns.map((own) => notSent(own, troubleOf(error)));
    } finally {
      session?.close();
    }
  }

  #session(connection: Connection): Session {
    const { clock, time, openClient } = this.#means;
    return new Session(connection, {
      clock,
      deadline: this.#deadline,
      attemptLimit: Math.max(SHORTEST_ATTEMPT_MS, time / 3),
      ...(openClient === undefined ? {} : { open: openClient }),
    });
  }

  /** This run's own, or what a run beside it kept later of the same type; then what earlier runs kept of others. */
  async #sendAll(owns: readonly Own[], pending: readonly Kept[], to: Receiver): Promise<TargetResult[]> {
    const results: TargetResult[] = [];
    for (const own of owns) {
      const key = keyOf(own.entry);
      results.push(await this.#sendOwn(own, pending.find(({ entry }) => keyOf(entry) === key) ?? own, to));
    }
    const done = new Set(owns.map(({ entry }) => keyOf(entry)));
    for (const kept of pending) if (!done.has(keyOf(kept.entry))) await this.#sendEarlier(kept, to);
    return results;
  }

  async #sendOwn(own: Own, newest: Own, { keeper, sender, place }: Receiver): Promise<TargetResult> {
    const { entry } = newest;
    const known = keeper.known(entry, place);
    if (newest === own && keeper.wasSent(own, place)) return delivered(own, 'delivered');
    try {
      await sender.send(entry, known);
      keeper.sent(newest, place);
      return delivered(own, known === hashOf(entry) ? 'unchanged' : 'delivered');
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      return notSent({ ...own, name: keptName(newest, error, keeper) }, troubleOf(error));
    }
  }

  async #sendEarlier(kept: Kept, { keeper, sender, place }: Receiver): Promise<void> {
    const { entry } = kept;
    try {
      await sender.send(entry, keeper.known(entry, place));
      keeper.sent(kept, place);
      this.earlier.push(entry.type);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      keptName(kept, error, keeper);
      this.notes.push(`${entry.type} of ${entry.madeAt} is still not delivered: ${error.message}`);
    }
  }

  #noteClock({ facts: { clockAhead } }: Session): void {
    if (clockAhead === null) return;
    this.notes.push(
      `the clock of this machine is ${clockOff(clockAhead)}; it was sent with the service's time; set the clock`,
    );
  }
}

interface Receiver {
  readonly keeper: Keeper;
  readonly sender: Sender;
  /** Region or endpoint. */
  readonly place: string;
}

/** What will never be accepted must not wait; gives the name of what does. */
function keptName({ name }: Own, { code }: DeliveryError, keeper: Keeper): string | null {
  if (name === null || !isAboutContent(code)) return name;
  keeper.setAside(name);
  return null;
}

function delivered({ entry }: Own, status: 'delivered' | 'unchanged'): TargetResult {
  return { target: entry.kind, status, name: entry.type, trouble: null, isKept: false };
}

function notSent({ entry, name }: Own, trouble: Trouble): TargetResult {
  const isKept = name !== null;
  const passes = trouble.code !== 'file' && isPassing(trouble.code);
  return {
    target: entry.kind,
    status: isKept && passes ? 'kept' : 'refused',
    name: entry.type,
    trouble,
    isKept,
  };
}

function troubleOf({ code, message }: DeliveryError): Trouble {
  return { code, message };
}
