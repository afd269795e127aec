import type { Ruleset } from '@breakwater/rules';
import { CommandError } from '../../exit-code.ts';

/** Like sysdig's line, and the container besides. */
export const defaultColumns: readonly string[] = [
  'evt.num',
  'evt.time',
  'evt.cpu',
  'container.name',
  'proc.name',
  'thread.tid',
  'evt.type',
  'evt.args',
];

const widths: Readonly<Record<string, number>> = {
  'evt.num': 7,
  'evt.time': 18,
  'evt.rawtime': 19,
  'evt.datetime': 29,
  'evt.cpu': 3,
  'evt.type': 12,
  'evt.res': 9,
  'proc.name': 12,
  'proc.pid': 7,
  'proc.ppid': 7,
  'thread.tid': 7,
  'container.name': 8,
  'container.id': 12,
  'user.name': 8,
  'user.uid': 6,
  'fd.num': 5,
};
const otherWidth = 16;

const headings: Readonly<Record<string, string>> = {
  'evt.num': 'NUM',
  'evt.time': 'TIME',
  'evt.cpu': 'CPU',
  'evt.type': 'TYPE',
  'evt.args': 'ARGS',
  'container.name': 'CTR',
  'proc.name': 'PROC',
  'thread.tid': 'TID',
};

/** The names of `--fields`. @throws CommandError when one is empty or written twice */
export function parseColumns(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim().replace(/^%/, ''));
  if (names.includes('')) throw new CommandError('--fields: a name is missing between the commas');
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new CommandError(`--fields: "${twice}" is named twice`);
  return names;
}

/** An output that names the columns alone. */
export function outputOfColumns(names: readonly string[]): string {
  return names.map((name) => `%${name}`).join(' ');
}

/** An output takes as much of a name as is a field; a column must be one as a whole. @throws CommandError */
export function checkColumns(names: readonly string[], { rules }: Ruleset): void {
  const parts = rules[0]?.output.parts ?? [];
  for (const [index, name] of names.entries()) {
    const after = parts[index * 2 + 1];
    if (after !== undefined && (after.kind !== 'text' || after.text !== ' ')) {
      throw new CommandError(`--fields: "${name}" is not a field; see "breakwater rules fields syscall"`);
    }
  }
}

/** The line above the columns. */
export function headingOf(names: readonly string[]): string {
  return rowOf(names, (name) => headings[name] ?? name.toUpperCase());
}

/** Columns have fixed widths, for lines are printed as events are read; a longer text pushes the rest aside. */
export function rowOf(names: readonly string[], textOf: (name: string) => string): string {
  return names
    .map((name, index) =>
      index === names.length - 1 ? textOf(name) : textOf(name).padEnd(widths[name] ?? otherWidth),
    )
    .join(' ')
    .trimEnd();
}
