import type { Event, Field, FieldType, FieldValue } from '@breakwater/model';

/** What the fields of every event need to know of its source. */
export interface GenericFieldOptions {
  /** The name of the reader, as Falco's plugin of this source is called. */
  readonly pluginName: string;
  /** One line about the event: `evt.plugininfo`. */
  readonly info: (event: Event) => string | undefined;
}

const second = 1_000_000_000n;

function isoTime(time: bigint): string {
  const whole = new Date(Number(time / 1_000_000n)).toISOString().slice(0, 19);
  return `${whole}.${(time % second).toString().padStart(9, '0')}Z`;
}

/** Those of the fields of every source that every event has a value for. */
export const alwaysFilled: readonly string[] = [
  'evt.num',
  'evt.time',
  'evt.time.s',
  'evt.time.iso8601',
  'evt.datetime',
  'evt.datetime.s',
  'evt.rawtime',
  'evt.rawtime.s',
  'evt.rawtime.ns',
  'evt.source',
  'evt.pluginname',
  'evt.is_async',
];

/** The `evt.` fields that every source has. */
export function genericFields(options: GenericFieldOptions): readonly Field<Event>[] {
  const field = (
    name: string,
    type: FieldType,
    description: string,
    extract: (event: Event) => FieldValue | undefined,
  ): Field<Event> => ({ name, type, description, extract });
  return [
    field(
      'evt.num',
      'uint64',
      'Position of the event in what was read, from 1',
      (event) => event.number ?? 1,
    ),
    field('evt.time', 'string', 'Time of day in UTC with nanoseconds', ({ time }) =>
      isoTime(time).slice(11, -1),
    ),
    field('evt.time.s', 'string', 'Time of day in UTC without fractions', ({ time }) =>
      isoTime(time).slice(11, 19),
    ),
    field('evt.time.iso8601', 'string', 'Date and time in UTC, ISO 8601', ({ time }) => isoTime(time)),
    field('evt.datetime', 'string', 'Date and time in UTC with nanoseconds', ({ time }) =>
      isoTime(time).slice(0, -1).replace('T', ' '),
    ),
    field('evt.datetime.s', 'string', 'Date and time in UTC without fractions', ({ time }) =>
      isoTime(time).slice(0, 19).replace('T', ' '),
    ),
    field('evt.rawtime', 'time', 'Nanoseconds since the epoch', ({ time }) => time),
    field('evt.rawtime.s', 'time', 'Whole seconds since the epoch', ({ time }) => time / second),
    field('evt.rawtime.ns', 'time', 'Nanoseconds within the second', ({ time }) => time % second),
    field('evt.reltime', 'time', 'Nanoseconds since the first event of a capture', () => undefined),
    field('evt.reltime.s', 'time', 'Whole seconds since the first event of a capture', () => undefined),
    field(
      'evt.reltime.ns',
      'time',
      'Nanoseconds within the second since the first event of a capture',
      () => undefined,
    ),
    field('evt.source', 'string', 'Name of the event source', ({ source }) => source),
    field('evt.pluginname', 'string', 'Name of the reader that yields the event', () => options.pluginName),
    field('evt.plugininfo', 'string', 'One line about the event', options.info),
    field('evt.is_async', 'bool', 'Whether the event was made beside the stream', () => false),
    field('evt.hostname', 'string', 'Name of the host that the event was seen on', () => undefined),
    field('evt.asynctype', 'string', 'Kind of an event made beside the stream', () => undefined),
  ];
}
