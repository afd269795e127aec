import { conversionOf, eventFlag, eventTypes } from '../../schema/schema.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { cloneParsers } from './clone.ts';
import { credentialParsers } from './credentials.ts';
import { descriptorParsers } from './descriptors.ts';
import { directoryParsers } from './directories.ts';
import { execParsers } from './exec.ts';
import { exitParsers } from './exit.ts';
import { fileParsers } from './files.ts';
import { memoryParsers } from './memory.ts';
import { metaParsers } from './meta.ts';
import { socketParsers } from './sockets.ts';
import { transferParsers } from './transfers.ts';

const tables: readonly ParserTable[] = [
  cloneParsers,
  execParsers,
  exitParsers,
  credentialParsers,
  directoryParsers,
  fileParsers,
  descriptorParsers,
  socketParsers,
  transferParsers,
  memoryParsers,
  metaParsers,
];

const exits = new Map(tables.flatMap(({ exit = {} }) => Object.entries(exit)));
const enters = new Map(tables.flatMap(({ enter = {} }) => Object.entries(enter)));

/** Enter events of old captures that the exit events need, and that are passed on as they are. */
const isPassed = (code: number, count: number): boolean =>
  conversionOf(code, count)?.action.includes('pass') === true;

/** By event code: the parser of a type, when it changes the state. Only layouts of today have one. */
export const parsers: readonly (Parser | undefined)[] = eventTypes.map(({ code, name, flags, parameters }) =>
  (flags & eventFlag.oldVersion) !== 0 && !isPassed(code, parameters.length)
    ? undefined
    : (code % 2 === 1 ? exits : enters).get(name),
);

/** Whether events of a type tell of anything that the state remembers. */
export function changesState(code: number): boolean {
  return parsers[code] !== undefined;
}
