/** Bytes. */
export interface Memory {
  readonly total: number;
  /** What programs may have without swapping, as the kernel estimates it. */
  readonly available: number;
  readonly swapTotal: number;
  readonly swapFree: number;
}

/** From proc_meminfo(5); null where it is none. Kernels before 3.14 have no estimate: there it is free and cached. */
export function parseMemory(text: string): Memory | null {
  const of = (name: string): number | null => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d{1,15}) kB`, 'm').exec(text)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  };
  const total = of('MemTotal');
  const free = of('MemFree');
  if (total === null || free === null) return null;
  return {
    total,
    available: of('MemAvailable') ?? free + (of('Cached') ?? 0),
    swapTotal: of('SwapTotal') ?? 0,
    swapFree: of('SwapFree') ?? 0,
  };
}
