import type { Event, Field } from '@breakwater/model';
import { alwaysFilled, genericFields } from '../../generic-fields.ts';
import type { Source } from '../../source.ts';
import { eventTypes } from '../event-types.ts';
import { syscallRows } from '../field-table.ts';
import { parameterTypes } from '../parameter-types.ts';
import type { CaptureRecord, Extracts } from './capture-record.ts';
import { containerValues } from './container-values.ts';
import { descriptorValues } from './descriptor-values.ts';
import { eventValues } from './event-values.ts';
import { identityValues } from './identity-values.ts';
import { pathValues } from './path-values.ts';
import { polledValues } from './polled-values.ts';
import { processValues } from './process-values.ts';

const values = new Map(
  Object.entries({
    ...eventValues,
    ...processValues,
    ...identityValues,
    ...descriptorValues,
    ...containerValues,
    ...pathValues,
    ...polledValues,
  } satisfies Extracts),
);

/** Names of the fields that captures fill. */
export const filledFields: ReadonlySet<string> = new Set([...alwaysFilled, ...values.keys()]);

const generic = genericFields({ pluginName: 'syscall', info: () => undefined }) as readonly Field<
  Event<CaptureRecord>
>[];

type CapturedField = Field<Event<CaptureRecord>>;

function extractorOf(name: string): CapturedField['extract'] | undefined {
  const extract = values.get(name);
  return extract === undefined ? undefined : ({ record }, argument) => extract(record, argument);
}

/** The fields of system calls, read from a capture. One that captures do not fill is missing on every event. */
export const capturedFields: readonly CapturedField[] = [
  ...generic.map((field) => ({ ...field, extract: extractorOf(field.name) ?? field.extract })),
  ...syscallRows.map((row) => ({ ...row, extract: extractorOf(row.name) ?? (() => undefined) })),
];

type Captured = Pick<
  Source,
  'name' | 'fields' | 'eventTypes' | 'parameterNames' | 'parameterTypes' | 'indexedBy'
>;

/**
 * What the rule language needs to run rules over a capture: the source `syscall` with values from captures. Its
 * fields are only ever given events of captures, so the type of the record may be forgotten.
 */
export const capturedSyscalls: Required<Captured> = {
  name: 'syscall',
  fields: capturedFields as unknown as Source['fields'],
  eventTypes,
  parameterNames: new Set(parameterTypes.keys()),
  parameterTypes,
  indexedBy: 'evt.type',
};
