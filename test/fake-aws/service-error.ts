import { SSM } from './model.ts';

/** A refusal as the service words it; what is thrown while a request is served becomes its answer. */
export class ServiceError extends Error {
  /** `ThrottlingException`. */
  readonly type: string;
  readonly status: number;
  /** Members of the error beside its message, such as `TypeName`. */
  readonly members: Readonly<Record<string, string>>;

  constructor(
    type: string,
    message: string,
    more: { status?: number; members?: Record<string, string> } = {},
  ) {
    super(message);
    this.type = type;
    this.status = more.status ?? (isFault(type) ? 500 : 400);
    this.members = more.members ?? {};
  }

  /**
   * The body of the answer. Errors of the model spell their message as the model does, or have none (such as
   * `InvalidResourceId`); those that every service has spell it `message`.
   */
  body(): Readonly<Record<string, string>> {
    const shape = SSM.shapes[this.type];
    if (shape?.type !== 'structure') return { __type: this.type, message: this.message };
    const own = { ...this.members, Message: this.message };
    const known = Object.entries(own).filter(([name]) => Object.hasOwn(shape.members, name));
    return { __type: this.type, ...Object.fromEntries(known) };
  }
}

function isFault(type: string): boolean {
  const shape = SSM.shapes[type];
  return shape?.type === 'structure' && shape.fault === true;
}
