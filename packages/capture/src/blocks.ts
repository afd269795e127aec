/** What a block holds. */
export type BlockKind =
  | 'section'
  | 'machine'
  | 'processes'
  | 'descriptors'
  | 'events'
  | 'interfaces'
  | 'users';

/** How a block is laid out; versions as in `scap-format`. */
export interface BlockLayout {
  readonly kind: BlockKind;
  /** Of a process list: 1 to 9. Of other lists: 1, or 2 where entries begin with their length. */
  readonly version: number;
  /** Events: a word of flags follows the number of the processor. */
  readonly hasFlags: boolean;
  /** Events: lengths of parameters take four bytes for some types, and the block may be large. */
  readonly isLarge: boolean;
}

function layout(kind: BlockKind, version = 1, more: Partial<BlockLayout> = {}): BlockLayout {
  return { kind, version, hasFlags: false, isLarge: false, ...more };
}

/** Layouts by block type, with the codes of early releases. Source: libscap's `scap_savefile.h`. */
export const blockLayouts: ReadonlyMap<number, BlockLayout> = new Map([
  [0x0a0d0d0a, layout('section')],
  [0x201, layout('machine')],
  [0x8002abcd, layout('machine')],
  [0x202, layout('processes', 1)],
  [0x8000abcd, layout('processes', 1)],
  [0x207, layout('processes', 2)],
  [0x8013abcd, layout('processes', 2)],
  [0x209, layout('processes', 3)],
  [0x8014abcd, layout('processes', 3)],
  [0x210, layout('processes', 4)],
  [0x211, layout('processes', 5)],
  [0x212, layout('processes', 6)],
  [0x213, layout('processes', 7)],
  [0x214, layout('processes', 8)],
  [0x215, layout('processes', 9)],
  [0x203, layout('descriptors', 1)],
  [0x8001abcd, layout('descriptors', 1)],
  [0x218, layout('descriptors', 2)],
  [0x204, layout('events', 1)],
  [0x8010abcd, layout('events', 1)],
  [0x216, layout('events', 2)],
  [0x221, layout('events', 2, { isLarge: true })],
  [0x208, layout('events', 1, { hasFlags: true })],
  [0x217, layout('events', 2, { hasFlags: true })],
  [0x222, layout('events', 2, { hasFlags: true, isLarge: true })],
  [0x205, layout('interfaces', 1)],
  [0x8011abcd, layout('interfaces', 1)],
  [0x219, layout('interfaces', 2)],
  [0x206, layout('users', 1)],
  [0x8012abcd, layout('users', 1)],
  [0x220, layout('users', 2)],
]);
