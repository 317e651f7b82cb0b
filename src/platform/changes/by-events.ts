import { basename } from 'node:path';
import { Bustle } from './bustle.ts';
import type { FolderEvents, OpenEvents } from './events.ts';
import type { Told, Way } from './way.ts';

/** Hears of each event in a folder, and looks at it instead for as long as there are very many. */
export class ByEvents implements Way {
  readonly #path: string;
  readonly #name: string;
  readonly #events: FolderEvents;
  readonly #told: Told;
  readonly #bustle: Bustle;
  #open: OpenEvents;
  #closed = false;

  /** @throws what the system refuses */
  constructor(path: string, events: FolderEvents, told: Told) {
    this.#path = path;
    this.#name = basename(path);
    this.#events = events;
    this.#told = told;
    this.#open = this.#listen();
    this.#bustle = new Bustle(path, {
      changed: (name) => told.changed(name),
      begun: () => void this.#open.close(),
      over: () => {
        this.#open = this.#listen();
      },
      failed: (error) => told.broken(error),
    });
  }

  look(): boolean {
    return this.#bustle.look();
  }

  close(): void | Promise<void> {
    this.#closed = true;
    this.#bustle.close();
    return this.#open.close();
  }

  #listen(): OpenEvents {
    return this.#events.open(this.#path, {
      happened: (name) => this.#happened(name),
      ended: () => this.#told.ended(),
      broken: (error) => this.#told.broken(error),
    });
  }

  #happened(name: string | null): void {
    if (name === null || name === this.#name) this.#told.stirred();
    if (this.#closed) return;
    this.#told.changed(name);
    if (this.#events.looksWhenBusy) this.#bustle.count();
  }
}
