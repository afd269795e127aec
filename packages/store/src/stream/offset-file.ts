import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { ifThere, onDisk, syncFolder } from '../disk.ts';
import { StoreCorrupt } from '../errors.ts';

/**
 * The committed place of a consumer. Two slots are written in turn (sequence, offset, CRC-32; 8 + 8 + 4 bytes), so
 * that a crash in mid-write leaves the other one; the file never grows, so a full disk does not stop a commit.
 */
export interface OffsetFile {
  readonly committed: number;
  /** Durable when it resolves. Calls are made one after the other. */
  save(offset: number): Promise<void>;
  close(): Promise<void>;
}

const slotBytes = 20;

interface Slot {
  readonly sequence: bigint;
  readonly offset: number;
}

/** Opens the file of a consumer; a new consumer begins at `start`. Throws StoreCorrupt when no slot is whole. */
export async function openOffsetFile(folder: string, consumer: string, start: number): Promise<OffsetFile> {
  const path = join(folder, `${consumer}.offset`);
  const existing = await ifThere(open(path, 'r+'));
  const handle = existing ?? (await onDisk(path, () => open(path, 'w+', 0o600)));
  try {
    const found = await readSlots(handle);
    if (found === undefined && (await handle.stat()).size >= 2 * slotBytes) {
      throw new StoreCorrupt(`${path} is damaged: restore it from a backup, or delete it to read all again`);
    }
    let current: Slot = found ?? { sequence: 0n, offset: start };
    if (found === undefined) {
      await onDisk(path, () =>
        handle.write(Buffer.concat([encodeSlot(current), encodeSlot(current)]), 0, null, 0),
      );
      await handle.sync();
      await syncFolder(folder);
    }
    return {
      get committed() {
        return current.offset;
      },
      save: async (offset) => {
        const next: Slot = { sequence: current.sequence + 1n, offset };
        await handle.write(encodeSlot(next), 0, slotBytes, Number(next.sequence % 2n) * slotBytes);
        await handle.datasync();
        current = next;
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readSlots(handle: FileHandle): Promise<Slot | undefined> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(2 * slotBytes), 0, 2 * slotBytes, 0);
  const slots = [0, slotBytes]
    .filter((position) => bytesRead >= position + slotBytes)
    .map((position) => decodeSlot(buffer.subarray(position, position + slotBytes)))
    .filter((slot) => slot !== undefined);
  return slots.reduce<Slot | undefined>(
    (newest, slot) => (newest === undefined || slot.sequence > newest.sequence ? slot : newest),
    undefined,
  );
}

function encodeSlot(slot: Slot): Buffer {
  const bytes = Buffer.alloc(slotBytes);
  bytes.writeBigUInt64LE(slot.sequence, 0);
  bytes.writeBigUInt64LE(BigInt(slot.offset), 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 16)), 16);
  return bytes;
}

function decodeSlot(bytes: Buffer): Slot | undefined {
  if (crc32(bytes.subarray(0, 16)) !== bytes.readUInt32LE(16)) return undefined;
  return { sequence: bytes.readBigUInt64LE(0), offset: Number(bytes.readBigUInt64LE(8)) };
}
