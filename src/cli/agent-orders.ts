/** What a resident process is told to do. */
export type Order = 'end' | 'reload';

/** What it is told by signals, from when they are listened to until they are forgotten. */
export interface Orders {
  /** Aborted once it is to end. */
  readonly ended: AbortSignal;
  /** The next order: at once where it came before this call. Several to reload count as one. */
  next(): Promise<Order>;
  forget(): void;
}

/** On Windows SIGHUP is what a console says that is closed: the process is ended soon after, whatever it does. */
const RELOADING = process.platform === 'win32' ? [] : ['SIGHUP'];
const ENDING = ['SIGINT', 'SIGTERM', ...(process.platform === 'win32' ? ['SIGBREAK', 'SIGHUP'] : [])];

/** Listens to the signals of this process, which would end it otherwise. */
export function listenToSignals(): Orders {
  const ending = new AbortController();
  const ended = new Promise<Order>((resolve) => {
    ending.signal.addEventListener('abort', () => resolve('end'));
  });
  let reload = Promise.withResolvers<Order>();
  const onEnd = (): void => ending.abort();
  const onReload = (): void => reload.resolve('reload');
  for (const name of ENDING) process.on(name, onEnd);
  for (const name of RELOADING) process.on(name, onReload);
  return {
    ended: ending.signal,
    async next() {
      const order = await Promise.race([ended, reload.promise]);
      if (order === 'reload') reload = Promise.withResolvers();
      return order;
    },
    forget() {
      for (const name of ENDING) process.off(name, onEnd);
      for (const name of RELOADING) process.off(name, onReload);
    },
  };
}
