import type { Field, JsonSchema } from './field.ts';
import { gateKinds, gateTypes } from './gates/index.ts';
import { exceptionFields, gateFields, policyFields } from './read-policy.ts';
import { selectorFields } from './selectors.ts';

type Fields = Readonly<Record<string, Field<unknown>>>;

/** The JSON Schema (draft 2020-12) of the policies that `readImagePolicy` reads, made of the same tables of fields. */
export function imagePolicySchema(): JsonSchema {
  const { name, description, controls, action } = schemasOf(gateFields);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Image policy of Breakwater',
    ...object(
      {
        ...schemasOf(policyFields),
        applies: { $ref: '#/$defs/selectors', description: 'Images it applies to; all, when absent.' },
        excludes: { $ref: '#/$defs/selectors', description: 'Images it does not apply to all the same.' },
        gates: { type: 'array', items: { $ref: '#/$defs/gate' } },
        exceptions: { type: 'array', items: { $ref: '#/$defs/exception' } },
      },
      ['name'],
    ),
    anyOf: [{ required: ['gates'] }, { required: ['failOn'] }],
    $defs: {
      selectors: object(schemasOf(selectorFields), []),
      gate: { oneOf: gateTypes.map((type) => ({ $ref: `#/$defs/gate-${type}` })) },
      ...Object.fromEntries(
        gateTypes.map((type) => {
          const { about, fields, isUsefulAlone } = gateKinds[type];
          const own = schemasOf(fields);
          return [
            `gate-${type}`,
            {
              description: about,
              ...object({ name, type: { const: type }, description, action, controls, ...own }, [
                'name',
                'type',
              ]),
              ...(isUsefulAlone === true
                ? {}
                : { anyOf: Object.keys(own).map((key) => ({ required: [key] })) }),
            },
          ];
        }),
      ),
      exception: object({ ...schemasOf(exceptionFields), applies: { $ref: '#/$defs/selectors' } }, [
        'reason',
        'expires',
      ]),
    },
  };
}

function object(properties: JsonSchema, required: readonly string[]): JsonSchema {
  return {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function schemasOf(fields: Fields): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, { about, schema }]) => [key, { ...schema, description: about }]),
  );
}
