import type { Operation, ServiceModel, Shape } from '../model/service-model.ts';
import extract from '../model/ssm.json' with { type: 'json' };

/** The model that the test service validates by. */
export const SSM = extract as unknown as ServiceModel;

/** Undefined for an operation that the test service does not have. */
export function operationNamed(name: string): Operation | undefined {
  return Object.hasOwn(SSM.operations, name) ? SSM.operations[name] : undefined;
}

export function shapeNamed(name: string): Shape {
  const shape = SSM.shapes[name];
  if (shape === undefined) throw new Error(`the model has no shape ${name}`);
  return shape;
}
