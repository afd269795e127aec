import { type ListBody, ListCursor } from './list-body.ts';

/** An address of the machine. */
export interface InterfaceEntry {
  readonly family: 4 | 6;
  readonly name: string;
  /** 4 or 16 bytes. */
  readonly address: Uint8Array;
  readonly netmask: Uint8Array;
}

/** Types 1 and 2 tell the speed, 3 and 4 are the same without. Since version 2 an entry begins with its length. */
export function readInterfaces(
  body: ListBody,
  version: number,
  onInterface: (network: InterfaceEntry) => void,
): void {
  const list = new ListCursor(body);
  while (list.left >= 4) {
    const entry = version > 1 ? list.part(list.u32()) : list;
    const type = entry.u16();
    const nameLength = entry.u16();
    const family = type === 1 || type === 3 ? 4 : 6;
    const addressBytes = family === 4 ? 4 : 16;
    const address = entry.data(addressBytes);
    const netmask = entry.data(addressBytes);
    entry.data(addressBytes);
    if (type === 1 || type === 2) entry.big();
    const name = new TextDecoder().decode(entry.data(nameLength));
    if (entry.isShort || type < 1 || type > 4) return;
    onInterface({ family, name, address, netmask });
  }
}
