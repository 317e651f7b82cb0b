/** Settings that lead nowhere: what was expected, what was found, what to do. Holds no password of a proxy. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
  readonly code: 'endpoint' | 'proxy' | 'authority';

  constructor(code: EndpointError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
