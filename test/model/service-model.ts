/** A service of AWS as botocore's `service-2.json` describes it, as far as it is used here. */
export interface ServiceModel {
  readonly metadata: {
    readonly apiVersion: string;
    readonly jsonVersion: string;
    readonly protocol: string;
    readonly signatureVersion: string;
    /** What stands before the dot in `X-Amz-Target`. */
    readonly targetPrefix: string;
  };
  readonly operations: Readonly<Record<string, Operation>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export interface Operation {
  readonly input: ShapeReference;
  readonly output: ShapeReference;
  readonly errors: readonly ShapeReference[];
}

export interface ShapeReference {
  readonly shape: string;
}

export type Shape = StructureShape | ListShape | MapShape | StringShape | IntegerShape | PlainShape;

export interface StructureShape {
  readonly type: 'structure';
  readonly members: Readonly<Record<string, ShapeReference>>;
  readonly required?: readonly string[];
  readonly exception?: boolean;
  /** An error of the service itself (HTTP 500), not of the request. */
  readonly fault?: boolean;
}

export interface ListShape extends Range {
  readonly type: 'list';
  readonly member: ShapeReference;
}

export interface MapShape extends Range {
  readonly type: 'map';
  readonly key: ShapeReference;
  readonly value: ShapeReference;
}

/** `min` and `max` count characters. */
export interface StringShape extends Range {
  readonly type: 'string';
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface IntegerShape extends Range {
  readonly type: 'integer';
}

export interface PlainShape {
  readonly type: 'boolean' | 'timestamp';
}

interface Range {
  readonly min?: number;
  readonly max?: number;
}
