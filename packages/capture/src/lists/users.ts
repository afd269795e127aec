import { type ListBody, ListCursor } from './list-body.ts';

export interface UserEntry {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  readonly home: string;
  readonly shell: string;
}

export interface GroupEntry {
  readonly gid: number;
  readonly name: string;
}

const userKind = 0;

/** Since version 2 an entry begins with its length, itself included. */
export function readUsers(
  body: ListBody,
  version: number,
  onUser?: (user: UserEntry) => void,
  onGroup?: (group: GroupEntry) => void,
): void {
  const list = new ListCursor(body);
  while (list.left >= 4) {
    const entry = version > 1 ? list.part(list.u32() - 4) : list;
    const kind = entry.u8();
    const id = entry.u32();
    const gid = kind === userKind ? entry.u32() : id;
    const name = entry.text();
    const home = kind === userKind ? entry.text() : '';
    const shell = kind === userKind ? entry.text() : '';
    if (entry.isShort) return;
    if (kind === userKind) onUser?.({ uid: id, gid, name, home, shell });
    else onGroup?.({ gid, name });
  }
}
