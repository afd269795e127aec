import { type DescriptorEntry, readDescriptors } from '../../lists/descriptors.ts';
import type { ListBody } from '../../lists/list-body.ts';
import { type ProcessEntry, readProcesses } from '../../lists/processes.ts';
import { ByteWriter } from '../byte-writer.ts';
import { writeDescriptor, writeProcess } from '../write-lists.ts';

const versions = { processes: 9, descriptors: 2 } as const;

/** The entry as who reads the list gets it. */
export function rereadProcess(entry: ProcessEntry): ProcessEntry | undefined {
  const to = new ByteWriter();
  writeProcess(to, entry);
  let read: ProcessEntry | undefined;
  readProcesses(bodyOf(to), versions.processes, (one) => {
    read = one;
  });
  return read;
}

/** The entry as who reads the list gets it. */
export function rereadDescriptor(entry: DescriptorEntry): DescriptorEntry | undefined {
  const to = new ByteWriter().i64(0);
  writeDescriptor(to, entry);
  let read: DescriptorEntry | undefined;
  readDescriptors(bodyOf(to), versions.descriptors, (_, one) => {
    read = one;
  });
  return read;
}

function bodyOf({ bytes }: ByteWriter): ListBody {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, start: 0, end: bytes.length };
}
