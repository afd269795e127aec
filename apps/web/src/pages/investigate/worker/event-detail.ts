import { type CapturedEvent, capturedSyscalls, filledFields } from '@breakwater/sources/capture';

export type DetailField = readonly [name: string, value: string];

const longest = 4096;

/** Other names or units for what another field says; times between events and counts are of a running tool. */
const repeated = new Set([
  ...['evt.time', 'evt.time.s', 'evt.datetime', 'evt.datetime.s', 'evt.rawtime.s', 'evt.rawtime.ns'],
  ...['evt.source', 'evt.pluginname', 'evt.plugininfo', 'evt.is_async', 'evt.dir', 'evt.info', 'evt.buffer'],
  ...['syscall.type', 'thread.vmsize.b', 'thread.vmrss.b'],
]);

/** Fields without an argument that may stand in an output. */
const fields = capturedSyscalls.fields.filter(
  ({ name, argument, isFilterOnly }) =>
    isFilterOnly !== true &&
    !repeated.has(name) &&
    !/^evt\.(?:count|deltatime|reltime|latency)/.test(name) &&
    (argument === undefined || argument === 'none' || argument.startsWith('optional')) &&
    (filledFields.has(name) || name.startsWith('evt.')),
);

/** Every field of rules that has a value at an event; what is not so is left out. */
export function detailOf(event: CapturedEvent): readonly DetailField[] {
  return fields.flatMap((field): DetailField[] => {
    const value = field.extract(event);
    if (value === undefined || value === '' || value === false) return [];
    const text = Array.isArray(value) ? value.join(', ') : String(value);
    return [[field.name, text.slice(0, longest)]];
  });
}
