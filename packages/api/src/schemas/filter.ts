import { type Filter, filterOperators } from '@breakwater/model';
import { z } from 'zod';

/** Deepest nesting and largest number of conditions that a filter may have. */
export const filterLimits = { depth: 12, conditions: 200, textLength: 16_384 } as const;

const scalar = z.union([z.string().max(4096), z.number()]);
const field = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z][A-Za-z0-9_.]*(\[[^\]]{1,100}\])?$/, 'not a field name');
const comparisons = filterOperators.filter(
  (op): op is Exclude<typeof op, 'exists' | 'in' | 'not-in'> => !['exists', 'in', 'not-in'].includes(op),
);

/** The query tree of the model, checked: fields are names, values are scalars. */
export const filterSchema: z.ZodType<Filter> = z
  .lazy(() =>
    z.union([
      z.strictObject({
        op: z.enum(['and', 'or']),
        filters: z.array(filterSchema).max(filterLimits.conditions),
      }),
      z.strictObject({ op: z.literal('not'), filter: filterSchema }),
      z.strictObject({ op: z.literal('exists'), field }),
      z.strictObject({
        op: z.enum(['in', 'not-in']),
        field,
        value: z.array(scalar).max(filterLimits.conditions),
      }),
      z.strictObject({ op: z.enum(comparisons), field, value: scalar }),
    ]),
  )
  .meta({ id: 'Filter' });

/** A filter as a query parameter: the tree as JSON text. */
export const filterParameter: z.ZodType<Filter, string> = z
  .string()
  .max(filterLimits.textLength)
  .transform((text, context) => {
    const parsed = parseJson(text);
    if (parsed === undefined || depthOf(parsed) > filterLimits.depth * 2) {
      context.addIssue({
        code: 'custom',
        message: 'not a filter: JSON text of at most 12 levels is expected',
      });
      return z.NEVER;
    }
    const checked = filterSchema.safeParse(parsed);
    if (checked.success) return checked.data;
    const issue = checked.error.issues[0];
    context.addIssue({ code: 'custom', message: issue?.message ?? 'not a filter', path: issue?.path ?? [] });
    return z.NEVER;
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const child of Object.values(value)) deepest = Math.max(deepest, depthOf(child));
  return deepest + 1;
}
