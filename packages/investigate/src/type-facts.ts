import { type EventType, eventFlag, eventTypes } from '@breakwater/capture';

/** What is known of all events of one type. */
export interface TypeFacts {
  readonly type: EventType;
  /** Index of the parameter with the result; -1: there is none. */
  readonly resultAt: number;
  /** Index of the parameter `flags`; -1: there is none. */
  readonly flagsAt: number;
  /** Index of the parameter with bytes that were read or written; -1: there is none. */
  readonly dataAt: number;
  readonly isRead: boolean;
  readonly isWrite: boolean;
  readonly isOpen: boolean;
  readonly isExec: boolean;
  readonly isClone: boolean;
  /** The call works on a path that it names itself. */
  readonly hasPath: boolean;
}

const opens = new Set(['open', 'openat', 'openat2', 'creat', 'open_by_handle_at']);
const execs = new Set(['execve', 'execveat']);
const clones = new Set(['clone', 'clone3', 'fork', 'vfork']);

function factsOf(type: EventType): TypeFacts {
  const { name, flags, parameters } = type;
  const isTransfer = (flags & (eventFlag.readsFromFd | eventFlag.writesToFd)) !== 0;
  const named = (wanted: string) => parameters.findIndex((parameter) => parameter.name === wanted);
  const result = named('res');
  return {
    type,
    resultAt: result < 0 && (flags & eventFlag.createsFd) !== 0 ? named('fd') : result,
    flagsAt: named('flags'),
    dataAt: isTransfer ? named('data') : -1,
    isRead: (flags & eventFlag.readsFromFd) !== 0,
    isWrite: (flags & eventFlag.writesToFd) !== 0,
    isOpen: opens.has(name),
    isExec: execs.has(name),
    isClone: clones.has(name),
    hasPath: parameters.some((parameter) => parameter.type === 'fspath' || parameter.type === 'fsrelpath'),
  };
}

/** By event code. */
export const typeFacts: readonly TypeFacts[] = eventTypes.map(factsOf);

/** What tells of an event of a code that is not known. */
export const noFacts: TypeFacts = factsOf(eventTypes[0] as EventType);
