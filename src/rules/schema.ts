import causeSchema from '../causes/cause.schema.json' with { type: 'json' };
import type { Schema } from './validate.ts';

/** Of one kind in one file; more is no rule that a person wrote. */
export const MOST_IN_A_FILE = 200;

/**
 * The shape of a file in `rules.d`: a cause as the product's own are written, with the lines that close it and those
 * that are harmless beside it; or only such lines.
 */
export function ruleSchema(): Schema & Readonly<Record<string, unknown>> {
  const { recognisedBy: _recognisedBy, signals, ...properties } = causeSchema.properties;
  const lists = {
    successes: {
      ...bounded(causeSchema.$defs.successes),
      description: 'Lines that close findings of causes in rules.',
    },
    harmless: {
      ...bounded(causeSchema.$defs.harmless),
      description: 'Lines that look like trouble and are none.',
    },
  };
  const { $defs } = causeSchema;
  return {
    $schema: causeSchema.$schema,
    $id: 'urn:ssm-doctor:rule-file:1.0',
    title: 'A rule file of ssm-doctor',
    description:
      "A cause, in the shape of the product's own, with successes and harmless lines beside it; or only such lines.",
    anyOf: [{ $ref: '#/$defs/ruleCause' }, { $ref: '#/$defs/ruleLines' }],
    $defs: {
      ...(withoutUnused($defs) as unknown as Record<string, Schema>),
      ruleCause: {
        type: 'object',
        additionalProperties: false,
        required: causeSchema.required,
        properties: { ...properties, signals: bounded(signals), ...lists } as unknown as Record<
          string,
          Schema
        >,
      },
      ruleLines: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: lists as never,
      },
    },
  };
}

function bounded<S extends object>(list: S): S & { minItems: number; maxItems: number } {
  return { ...list, minItems: 1, maxItems: MOST_IN_A_FILE };
}

function withoutUnused({
  contextLine,
  context,
  successes,
  harmless,
  ...rest
}: typeof causeSchema.$defs): object {
  return rest;
}
