/** How the service is reached, and as whom. */
export interface Connection {
  readonly region: string;
  /** In place of the one that follows from the region. */
  readonly endpoint: string | null;
  readonly useFips: boolean;
  readonly useDualstack: boolean;
  /** `HTTPS_PROXY` and the like; null where none is set. */
  readonly proxy: Readonly<Record<string, string | undefined>> | null;
  /** Certificates in PEM that are trusted besides those of Node. */
  readonly ca: string | null;
  /** Finds them anew each time it is called: the agent replaces them while we run. @throws DeliveryError */
  readonly credentials: () => Promise<AwsCredentials>;
  /** Of this program, for the account's logs. */
  readonly version: string;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}
