import { containerRows } from './container-fields.ts';
import { descriptorRows } from './descriptor-fields.ts';
import { eventRows } from './event-fields.ts';
import type { FieldRow } from './field-row.ts';
import { processRows } from './process-fields.ts';

/** Fields of system call events. */
export const syscallRows: readonly FieldRow[] = [
  ...eventRows,
  ...processRows,
  ...descriptorRows,
  ...containerRows,
];
