/** The proxy of WinHTTP, which Windows Update and services use. */
export interface WinHttpProxy {
  /** `host:port`. */
  readonly address: string;
  /** Hosts that are reached without it, as written: `*.example`, `<local>` for names without a dot. */
  readonly bypass: readonly string[];
}

const FLAGS = 8;
const USES_PROXY = 2;
const LENGTHS = 12;

/**
 * Reads the binary value `WinHttpSettings`, which `reg.exe` prints as hexadecimal digits: version and counter, flags,
 * and two texts with their lengths before them, all numbers in four bytes, the least first. Null for a direct
 * connection, and for what is no such value.
 */
export function winHttpProxy(digits: string): WinHttpProxy | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) return null;
  const bytes = Buffer.from(digits, 'hex');
  if (bytes.length < LENGTHS + 4 || (bytes.readUInt32LE(FLAGS) & USES_PROXY) === 0) return null;
  const [proxy, next] = textAt(bytes, LENGTHS);
  const [bypass] = textAt(bytes, next);
  const address = addressIn(proxy);
  return address === null ? null : { address, bypass: bypass.split(/[;\s]+/).filter((host) => host !== '') };
}

function textAt(bytes: Buffer, at: number): readonly [text: string, next: number] {
  if (at + 4 > bytes.length) return ['', bytes.length];
  const end = Math.min(bytes.length, at + 4 + bytes.readUInt32LE(at));
  return [bytes.toString('latin1', at + 4, end), end];
}

/** One for all, or one for each protocol: `http=a:80;https=b:80`. */
function addressIn(text: string): string | null {
  const entries = text.split(/[;\s]+/).filter((entry) => entry !== '');
  const of = (protocol: string): string | undefined =>
    entries.find((entry) => entry.toLowerCase().startsWith(`${protocol}=`))?.slice(protocol.length + 1);
  const found = of('https') ?? of('http') ?? entries.find((entry) => !entry.includes('='));
  return found?.replace(/^https?:\/\//i, '') ?? null;
}
