/** What is different in a small world of a node, its network and AWS. */
export interface Scenario {
  /** `none`: not even a way to the metadata. */
  readonly network?: 'ok' | 'none';
  /** `silent`: never answers. `none`: nobody listens. */
  readonly dns?: 'ok' | 'nxdomain' | 'silent' | 'none';
  /** Where the names lead to. */
  readonly address?: 'served' | 'refused' | 'black-hole' | 'no-route';
  readonly tls?: 'ok' | 'self-signed' | 'expired' | 'intercepted' | 'silent';
  readonly imds?:
    | 'ok'
    | 'forbidden'
    | 'unauthorized'
    | 'hanging'
    | 'absent'
    | 'no-role'
    | 'not-assumable'
    | 'two-versions';
  /** What the services say to signed questions. */
  readonly aws?:
    | 'ok'
    | 'expired'
    | 'denied'
    | 'explicitly-denied'
    | 'unknown-token'
    | 'endpoint-policy'
    | 'throttled'
    | 'down';
  /** `filtered`: by something in front of it. */
  readonly s3?: 'ok' | 'denied' | 'filtered';
  readonly repository?: 'ok' | 'denied' | 'missing';
  /** Whether the name of STS leads anywhere. */
  readonly sts?: 'ok' | 'black-hole';
  /** Milliseconds that the clock of the services is ahead. */
  readonly clockAhead?: number;
  /** Milliseconds until the credentials end. */
  readonly credentialsLast?: number;
  readonly proxy?: 'open' | '407' | 'refused';
  /** A folder with files of the node at their places. */
  readonly tree?: string;
  /** Of the node, by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Shell commands on the node before it is looked at. */
  readonly setup?: string;
  readonly agentRuns?: boolean;
  readonly asUser?: boolean;
}

export const NODE = 'i-0synthetic0000001';
export const REGION = 'eu-west-1';
export const SERVED = '10.66.0.1';
export const BLACK_HOLE = '10.77.0.9';
export const NO_ROUTE = '10.88.0.1';
export const PROXY = '10.66.0.2:3128';
