import schema from './event-schema.json' with { type: 'json' };

/** How the bytes of a parameter are read; the names of libscap without `PT_`. The order is that of the format. */
const parameterTypes = schema.parameterTypes as readonly ParameterType[];

export type ParameterType =
  | 'none'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'charbuf'
  | 'bytebuf'
  | 'errno'
  | 'sockaddr'
  | 'socktuple'
  | 'fd'
  | 'pid'
  | 'fdlist'
  | 'fspath'
  | 'syscallid'
  | 'sigtype'
  | 'reltime'
  | 'abstime'
  | 'port'
  | 'l4proto'
  | 'sockfamily'
  | 'bool'
  | 'ipv4addr'
  | 'dyn'
  | 'flags8'
  | 'flags16'
  | 'flags32'
  | 'uid'
  | 'gid'
  | 'double'
  | 'sigset'
  | 'charbufarray'
  | 'charbuf_pair_array'
  | 'ipv4net'
  | 'ipv6addr'
  | 'ipv6net'
  | 'ipaddr'
  | 'ipnet'
  | 'mode'
  | 'fsrelpath'
  | 'enumflags8'
  | 'enumflags16'
  | 'enumflags32'
  | 'fd32'
  | 'pid32';

export type NumberFormat = 'NA' | 'DEC' | 'HEX' | 'OCT';

/** A name for a bit mask or a value. */
export type Flag = readonly [name: string, value: number];

/** One parameter of an event type. */
export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly format: NumberFormat;
  readonly flags?: readonly Flag[];
  /** Types that the first byte chooses from. */
  readonly dynamic?: readonly { readonly type: ParameterType; readonly format: NumberFormat }[];
  /** Index of the parameter with the directory that a relative path starts from. */
  readonly dirfd?: number;
}

/** Bits of `EventType.flags`. */
export const eventFlag = {
  createsFd: 1,
  destroysFd: 2,
  usesFd: 4,
  readsFromFd: 8,
  writesToFd: 16,
  modifiesState: 32,
  unused: 64,
  waits: 128,
  skipParserReset: 256,
  oldVersion: 512,
  largePayload: 2048,
  converterManaged: 4096,
} as const;

/** A kind of event. Even codes are enter events, odd ones exit events (with few exceptions, `isMeta`). */
export interface EventType {
  readonly code: number;
  readonly name: string;
  readonly category: string;
  readonly flags: number;
  readonly parameters: readonly Parameter[];
  /** Index of the parameter with the descriptor that the event works on; -1: none. */
  readonly fdParameter: number;
  /** SYSCALL, METAEVENT, PLUGIN …; several are joined by a slash. */
  readonly origin: string;
}

const flagTables = schema.flagTables as unknown as Readonly<Record<string, readonly Flag[]>>;
const dynamicTables = schema.dynamic as unknown as Readonly<
  Record<string, readonly (readonly [number, string])[]>
>;

type ParameterRow = readonly [
  name: string,
  type: number,
  format: string,
  more?: { readonly flags?: string; readonly dynamic?: string; readonly dirfd?: number },
];
type EventRow = readonly [
  name: string,
  category: string,
  flags: number,
  parameters: readonly ParameterRow[],
  fdParameter: number,
  origin: string,
];

/** Every event type by its code: schema version 4.5.1 of falcosecurity/libs. */
export const eventTypes: readonly EventType[] = (schema.events as unknown as readonly EventRow[]).map(
  ([name, category, flags, parameters, fdParameter, origin], code) => ({
    code,
    name,
    category,
    flags,
    parameters: parameters.map(parameterOf),
    fdParameter,
    origin,
  }),
);

/** Names of system calls by the number that generic events carry. */
export const syscallNames: readonly string[] = schema.syscalls;

function flagTable(name: string): readonly Flag[] {
  return flagTables[name] ?? [];
}

/** How events of older captures become those of today; see `convert.ts`. */
export interface Conversion {
  readonly action: 'pass' | 'store' | 'store_and_pass' | 'add_params' | 'change_type';
  /** Of the new event; -1: the type stays. */
  readonly toCode: number;
  /** Where each new parameter comes from: `old[1]`, `enter[0]|empty`, `empty`, `default`, `callback|empty`. */
  readonly sources: readonly string[];
}

type ConversionRow = readonly [
  code: number,
  parameters: number,
  action: string,
  toCode?: number,
  sources?: readonly string[],
];

const conversions = new Map(
  (schema.conversions as unknown as readonly ConversionRow[]).map(
    ([code, count, action, toCode = -1, sources = []]): [number, Conversion] => [
      code * 64 + count,
      { action: action as Conversion['action'], toCode, sources },
    ],
  ),
);

/** What to do with an event of a type that has so many parameters. */
export function conversionOf(code: number, parameters: number): Conversion | undefined {
  return parameters < 64 ? conversions.get(code * 64 + parameters) : undefined;
}

function parameterOf([name, type, format, more = {}]: ParameterRow): Parameter {
  const { flags, dynamic, dirfd } = more;
  return {
    name,
    type: typeOf(type),
    format: format as NumberFormat,
    ...(flags === undefined ? {} : { flags: flagTable(flags) }),
    ...(dynamic === undefined
      ? {}
      : {
          dynamic: (dynamicTables[dynamic] ?? []).map(([of, as]) => ({
            type: typeOf(of),
            format: as as NumberFormat,
          })),
        }),
    ...(dirfd === undefined ? {} : { dirfd }),
  };
}

function typeOf(number: number): ParameterType {
  return parameterTypes[number] ?? 'none';
}
