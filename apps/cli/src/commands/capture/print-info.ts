import { printable } from '../../terminal/printable.ts';
import { clip, paint, type Terminal } from '../../terminal/terminal.ts';
import type { CaptureInfo, LossFacts } from './capture-info.ts';

const shortList = 12;
const maxCell = 40;

interface Column<Row> {
  readonly heading: string;
  readonly text: (row: Row) => string;
  readonly isNumber?: boolean;
}

/** A capture for people, at the terminal's width; lists are short unless all is asked for. */
export function printInfo(info: CaptureInfo, isAll: boolean, terminal: Terminal): string {
  const print = <Row>(title: string, rows: readonly Row[], columns: readonly Column<Row>[]): string =>
    printList(title, rows, columns, isAll ? rows.length : shortList, terminal);
  const date = info.time?.first.slice(0, 10);
  const clock = (time: string): string =>
    time.startsWith(date ?? '-') ? time.slice(11, 23) : time.slice(0, 19);
  const sections = [
    printHead(info, terminal),
    info.alerts === undefined
      ? ''
      : print('Alerts', info.alerts, [
          { heading: 'COUNT', text: ({ count }) => grouped(count), isNumber: true },
          { heading: 'PRIORITY', text: ({ priority }) => priority },
          { heading: 'FIRST', text: ({ first }) => clock(first) },
          { heading: 'RULE', text: ({ rule }) => rule },
        ]),
    print('Events', info.events.byType, [
      { heading: 'COUNT', text: ({ events }) => grouped(events), isNumber: true },
      { heading: 'TYPE', text: ({ type }) => type },
    ]),
    print('Processes', info.processes, [
      { heading: 'EVENTS', text: ({ events }) => grouped(events), isNumber: true },
      { heading: 'PID', text: ({ pid }) => String(pid), isNumber: true },
      { heading: 'STARTED', text: ({ started }) => (started === undefined ? 'before' : clock(started)) },
      { heading: 'ENDED', text: ({ ended }) => (ended === undefined ? '' : clock(ended)) },
      { heading: 'NAME', text: ({ name }) => name },
      { heading: 'COMMAND', text: ({ commandLine }) => commandLine },
    ]),
    print('Containers', info.containers, [
      { heading: 'EVENTS', text: ({ events }) => grouped(events), isNumber: true },
      { heading: 'ID', text: ({ id }) => id },
      { heading: 'TYPE', text: ({ type }) => type ?? '' },
      { heading: 'NAME', text: ({ name }) => name ?? '' },
      { heading: 'IMAGE', text: ({ image }) => image ?? '' },
    ]),
    print('Users', info.users, [
      { heading: 'EVENTS', text: ({ events }) => grouped(events), isNumber: true },
      { heading: 'UID', text: ({ uid }) => String(uid), isNumber: true },
      { heading: 'NAME', text: ({ name }) => name ?? 'unknown' },
    ]),
    print('Network peers', info.network.peers, [
      { heading: 'CONNECTIONS', text: ({ connections }) => grouped(connections), isNumber: true },
      { heading: 'FAILED', text: ({ failed }) => grouped(failed), isNumber: true },
      {
        heading: 'PEER',
        text: ({ direction, address, port }) =>
          direction === 'out' ? `to ${addressText(address)}:${port}` : `from ${address} to port ${port}`,
      },
      { heading: 'PROTOCOL', text: ({ protocol }) => protocol },
    ]),
    printLosses(info, terminal),
  ];
  return `${sections.filter((text) => text !== '').join('\n')}`;
}

function printHead(
  { file, fileBytes, machine, format, time, events, network }: CaptureInfo,
  terminal: Terminal,
): string {
  const rows: (readonly [string, string])[] = [
    [
      'File',
      `${fileBytes === 0 ? '' : `${sizeText(fileBytes)}, `}${grouped(format.blocks)} blocks, ${sizeText(format.bytes)} when decompressed${format.sections > 1 ? `, ${format.sections} sections` : ''}`,
    ],
  ];
  if (machine !== undefined) {
    const { hostname, cpus, memoryBytes, bootTime } = machine;
    const boot = bootTime === undefined ? '' : `, up since ${bootTime.slice(0, 19)}Z`;
    rows.push(['Machine', `${hostname}: ${cpus} CPUs, ${sizeText(memoryBytes)} of memory${boot}`]);
  }
  if (time !== undefined) {
    rows.push(['First', time.first], ['Last', `${time.last} (${durationText(time.seconds)})`]);
  }
  const enter = events.enter === 0 ? '' : `, ${grouped(events.enter)} of them begins of calls`;
  rows.push(['Events', `${grouped(events.total)}${enter}`]);
  const ports = network.serverPorts;
  if (ports.length > 0) {
    const more = ports.length > shortList ? ` and ${ports.length - shortList} more` : '';
    rows.push(['Servers', `ports ${ports.slice(0, shortList).join(', ')}${more}`]);
  }
  const lines = rows.map(([name, text]) => `${name.padEnd(9)} ${clip(text, terminal.width - 10)}\n`);
  return `${paint(clip(file, terminal.width), 'bold', terminal)}\n${lines.join('')}`;
}

function printList<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  limit: number,
  terminal: Terminal,
): string {
  if (rows.length === 0) return `${paint(title, 'bold', terminal)}: none\n`;
  const shown = rows.slice(0, limit);
  const last = columns.length - 1;
  const cells = shown.map((row) =>
    columns.map(({ text }, index) => clip(text(row), index === last ? terminal.width : maxCell)),
  );
  const widths = columns.map(({ heading }, index) =>
    Math.max(heading.length, ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): string => {
    const padded = columns.map(({ isNumber }, index) => {
      const text = texts[index] ?? '';
      if (isNumber === true) return text.padStart(widths[index] ?? 0);
      return index === last ? text : text.padEnd(widths[index] ?? 0);
    });
    return `  ${clip(padded.join('  ').trimEnd(), terminal.width - 2)}\n`;
  };
  const rest = rows.length - shown.length;
  return [
    `${paint(title, 'bold', terminal)}: ${grouped(rows.length)}\n`,
    line(columns.map(({ heading }) => heading)),
    ...cells.map(line),
    ...(rest > 0 ? [`  … and ${grouped(rest)} more (--all lists them)\n`] : []),
  ].join('');
}

function printLosses({ losses, partial }: CaptureInfo, terminal: Terminal): string {
  const sentences: readonly (readonly [keyof LossFacts, string])[] = [
    ['dropEvents', 'reports of the recorder that it lost events'],
    ['unknownEvents', 'events of types that are not known here'],
    ['misdated', 'events with an impossible time'],
    ['threadsDropped', 'threads beyond what the state has room for'],
    ['descriptorsDropped', 'descriptors beyond what the state has room for'],
    ['containersDropped', 'containers beyond what the state has room for'],
    ['namesDropped', 'users or groups beyond what the state has room for'],
    ['uncounted', 'counts beyond what the lists above have room for'],
  ];
  const lines = sentences.flatMap(([key, text]) =>
    losses[key] === 0 ? [] : [`  ${grouped(losses[key])} ${text}\n`],
  );
  if (partial !== undefined) lines.push(`  read in part: ${printable(partial.reason)}\n`);
  const heading = paint('Missing', 'bold', terminal);
  return lines.length === 0
    ? `${heading}: nothing that the capture tells of\n`
    : `${heading}:\n${lines.join('')}`;
}

function addressText(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}

function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds.toFixed(3)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
