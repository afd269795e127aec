import type { CaptureEvent } from '../capture-event.ts';
import type { DescriptorEntry } from '../lists/descriptors.ts';
import type { InterfaceEntry } from '../lists/interfaces.ts';
import type { MachineInfo } from '../lists/machine.ts';
import type { ProcessEntry } from '../lists/processes.ts';
import type { GroupEntry, UserEntry } from '../lists/users.ts';
import { eventFlag, eventTypes } from '../schema/schema.ts';
import { ByteWriter } from './byte-writer.ts';
import {
  writeDescriptor,
  writeGroup,
  writeInterface,
  writeMachine,
  writeProcess,
  writeUser,
} from './write-lists.ts';

const block = {
  section: 0x0a0d0d0a,
  machine: 0x201,
  processes: 0x215,
  descriptors: 0x218,
  interfaces: 0x219,
  users: 0x220,
  event: 0x216,
  eventWithFlags: 0x217,
  largeEvent: 0x221,
  largeEventWithFlags: 0x222,
} as const;
const sectionMagic = 0x1a2b3c4d;
const eventHeaderBytes = 26;
const blockOverhead = 12;
const twoTo32 = 4_294_967_296;
/** Lists are cut into blocks of about this size, which every reader takes. */
const listBlockBytes = 48 * 1024;

/** An event to be written; parameters as bytes. */
export interface EventToWrite {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly tid: number | bigint;
  readonly code: number;
  readonly cpu?: number;
  /** Of the event block; 0, and it is not written. */
  readonly dumpFlags?: number;
  readonly parameters: readonly Uint8Array[];
}

/**
 * Writes a capture as Falco and Sysdig of today do: section header, machine, lists, then events. `write` is handed
 * whole blocks; the bytes are valid during the call. Lists belong before the first event.
 */
export class CaptureWriter {
  readonly #write: (bytes: Uint8Array) => void;
  readonly #block = new ByteWriter();

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  /** Begins a section: the first thing of a capture. */
  section(): void {
    this.#begin(block.section).u32(sectionMagic).u16(1).u16(2).i64(-1);
    this.#end();
  }

  machine(machine: MachineInfo): void {
    writeMachine(this.#begin(block.machine), machine);
    this.#end();
  }

  interfaces(entries: Iterable<InterfaceEntry>): void {
    this.#list(block.interfaces, entries, writeInterface);
  }

  users(users: Iterable<UserEntry>, groups: Iterable<GroupEntry>): void {
    this.#list(block.users, users, writeUser);
    this.#list(block.users, groups, writeGroup);
  }

  processes(entries: Iterable<ProcessEntry>): void {
    this.#list(block.processes, entries, writeProcess);
  }

  descriptors(tid: number, entries: Iterable<DescriptorEntry>): void {
    this.#list(block.descriptors, entries, writeDescriptor, (to) => to.i64(tid));
  }

  event({ time, tid, code, cpu = 0, dumpFlags = 0, parameters }: EventToWrite): void {
    const to = this.#beginEvent(code, cpu, dumpFlags);
    const isWide = isLarge(code);
    const lengthBytes = parameters.length * (isWide ? 4 : 2);
    const bytes = parameters.reduce((sum, { length }) => sum + length, eventHeaderBytes + lengthBytes);
    to.i64(time).i64(tid).u32(bytes).u16(code).u32(parameters.length);
    for (const { length } of parameters) {
      if (isWide) to.u32(length);
      else to.u16(length);
    }
    for (const parameter of parameters) to.data(parameter);
    this.#end();
  }

  /** An event that was read, as it is: its parameters lie one after the other. */
  copy(event: CaptureEvent, dumpFlags = 0): void {
    const { code, tid, count } = event;
    const to = this.#beginEvent(code, event.cpu, dumpFlags);
    const isWide = isLarge(code);
    let bytes = 0;
    for (let index = 0; index < count; index += 1) bytes += event.length(index);
    to.u32(event.timeLow).u32(event.timeHigh);
    to.u32(tid).u32(Math.floor(tid / twoTo32));
    to.u32(eventHeaderBytes + count * (isWide ? 4 : 2) + bytes);
    to.u16(code).u32(count);
    for (let index = 0; index < count; index += 1) {
      if (isWide) to.u32(event.length(index));
      else to.u16(event.length(index));
    }
    if (count > 0) to.data(event.bytes.subarray(event.offset(0), event.offset(0) + bytes));
    this.#end();
  }

  #beginEvent(code: number, cpu: number, dumpFlags: number): ByteWriter {
    if (dumpFlags === 0) return this.#begin(isLarge(code) ? block.largeEvent : block.event).u16(cpu);
    const type = isLarge(code) ? block.largeEventWithFlags : block.eventWithFlags;
    return this.#begin(type).u16(cpu).u32(dumpFlags);
  }

  #list<T>(
    type: number,
    entries: Iterable<T>,
    writeEntry: (to: ByteWriter, entry: T) => void,
    head?: (to: ByteWriter) => void,
  ): void {
    let isOpen = false;
    for (const entry of entries) {
      if (!isOpen) {
        this.#begin(type);
        head?.(this.#block);
        isOpen = true;
      }
      writeEntry(this.#block, entry);
      if (this.#block.length < listBlockBytes) continue;
      this.#end();
      isOpen = false;
    }
    if (isOpen) this.#end();
  }

  #begin(type: number): ByteWriter {
    this.#block.clear();
    return this.#block.u32(type).u32(0);
  }

  #end(): void {
    const to = this.#block;
    while (to.length % 4 !== 0) to.u8(0);
    const total = to.length - 8 + blockOverhead;
    to.patchU32(4, total);
    to.u32(total);
    this.#write(to.bytes);
  }
}

function isLarge(code: number): boolean {
  return ((eventTypes[code]?.flags ?? 0) & eventFlag.largePayload) !== 0;
}
