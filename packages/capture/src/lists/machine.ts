import { decodeText } from '../text.ts';
import { type ListBody, ListCursor } from './list-body.ts';

/** The machine that a capture was made on. */
export interface MachineInfo {
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly maxPid: number;
  readonly hostname: string;
  /** Nanoseconds since the epoch; 0: unknown. */
  readonly bootTime: bigint;
}

const hostnameBytes = 128;

export function readMachine(body: ListBody): MachineInfo {
  const cursor = new ListCursor(body);
  const cpus = cursor.u32();
  const memoryBytes = cursor.i64();
  const maxPid = cursor.i64();
  const name = cursor.data(hostnameBytes);
  return { cpus, memoryBytes, maxPid, hostname: decodeText(name, 0, name.length), bootTime: cursor.big() };
}
