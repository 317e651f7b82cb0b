/** Whether a host can be reached, and how far one gets. */
export interface Reach {
  /** Addresses of a name, as the system's name servers tell. @throws ReachError */
  resolve(name: string, limit: number): Promise<readonly string[]>;
  /** Goes as far as it can; what stops it is in the result. */
  reach(target: Target): Promise<Reached>;
}

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
  /** Where the name is known without a name server. */
  readonly known: readonly string[] | null;
  readonly proxy: Via | null;
  /** Certificates in PEM that are trusted; null for those of Node, and of the store of Windows or macOS. */
  readonly authorities: string | null;
  /** What is asked when the connection stands; null for nothing. */
  readonly ask: Ask | null;
  /** Milliseconds for each stage. */
  readonly limit: number;
}

/** An HTTP proxy that is asked to connect through. */
export interface Via {
  readonly host: string;
  readonly port: number;
  /** `Basic …`, kept out of every result. */
  readonly authorization: string | null;
}

export interface Ask {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Stage = 'name' | 'connect' | 'proxy' | 'tls' | 'ask';

/** How far one got. */
export interface Reached {
  readonly host: string;
  readonly port: number;
  /** Host and port of the proxy that it went through. */
  readonly via: string | null;
  /** Addresses of the host; empty where the proxy looks for them, or none was found. */
  readonly addresses: readonly string[];
  readonly isKnownName: boolean;
  readonly tls: Tls | null;
  readonly answer: Answered | null;
  /** What stopped it. */
  readonly trouble: Trouble | null;
}

export interface Trouble {
  readonly stage: Stage;
  /** The system's code, or `TIMEOUT`, `STATUS_407` …; of TLS the code of Node or OpenSSL. */
  readonly code: string;
  readonly message: string;
}

export interface Tls {
  readonly protocol: string | null;
  /** Null where the chain is trusted and the name fits. */
  readonly refusal: string | null;
  /** The host's own; where it is refused, up to the last that is known. */
  readonly chain: readonly Certificate[];
}

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** As OpenSSL writes times. */
  readonly validFrom: string;
  readonly validTo: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most a few kilobytes. */
  readonly body: string;
  /** Whether that is all of it. */
  readonly isWhole: boolean;
  /** Milliseconds by which the host's clock is ahead of this one's; null without a date of its own. */
  readonly clockAhead: number | null;
}

export class ReachError extends Error {
  override readonly name = 'ReachError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
