import { filledFields } from '@breakwater/sources';

/** The fields that every event has by itself, whatever it comes from. */
const ofEveryEvent = /^evt\.(?:num|time|datetime|rawtime|source|pluginname|is_async)(?:\.|$)/;

/** Whether captures of system calls fill a field; others are missing on every event. */
export function isFilled(name: string): boolean {
  return filledFields.has(name) || ofEveryEvent.test(name);
}
