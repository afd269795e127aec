/** Bytes of one block: type and length before the body, the length after it. */
function block(type: number, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + body.length);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt32LE(bytes.length, 4);
  bytes.set(body, 8);
  bytes.writeUInt32LE(bytes.length, bytes.length - 4);
  return bytes;
}

export function sectionBlock(): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt32LE(0x1a2b3c4d, 0);
  body.writeUInt16LE(1, 4);
  body.writeUInt16LE(2, 6);
  body.writeBigInt64LE(-1n, 8);
  return block(0x0a0d0d0a, body);
}

export interface SampleEvent {
  readonly time: bigint;
  readonly tid: number;
  readonly code: number;
  readonly parameters: readonly Uint8Array[];
}

/** An event block of version 2; lengths of parameters take two bytes. */
export function eventBlock({ time, tid, code, parameters }: SampleEvent): Buffer {
  const head = Buffer.alloc(2 + 26 + parameters.length * 2);
  const size = parameters.reduce((sum, { length }) => sum + length, head.length - 2);
  head.writeBigUInt64LE(time, 2);
  head.writeBigUInt64LE(BigInt(tid), 10);
  head.writeUInt32LE(size, 18);
  head.writeUInt16LE(code, 22);
  head.writeUInt32LE(parameters.length, 24);
  for (const [index, { length }] of parameters.entries()) head.writeUInt16LE(length, 28 + index * 2);
  return block(0x216, Buffer.concat([head, ...parameters]));
}

export function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}

export function text(value: string): Buffer {
  return Buffer.from(`${value}\0`);
}
