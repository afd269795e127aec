import type { Descriptor } from '@breakwater/capture';
import type { CaptureRecord } from './capture-record.ts';

const names: Readonly<Record<string, string>> = { IPC: 'IPC', METAEVENT: 'meta' };

/** What reading and writing is about, by the kind of the descriptor; of others it is not known. */
const byDescriptor: Readonly<Partial<Record<Descriptor['type'], string>>> = {
  file: 'file',
  directory: 'file',
  ipv4: 'net',
  ipv6: 'net',
  'ipv4-server': 'net',
  'ipv6-server': 'net',
  fifo: 'ipc',
  unix: 'ipc',
  event: 'ipc',
  signalfd: 'ipc',
  inotify: 'ipc',
  userfaultfd: 'ipc',
};

/** `evt.category` */
export function categoryOf({ event, system }: CaptureRecord): string {
  const { category } = event.type;
  if (!isTransfer(category)) return names[category] ?? category.toLowerCase();
  return (system.descriptor === undefined ? undefined : byDescriptor[system.descriptor.type]) ?? 'unknown';
}

/** Reading, writing, and what else is done with descriptors of any kind. */
export function isTransfer(category: string): boolean {
  return category.startsWith('IO_');
}
