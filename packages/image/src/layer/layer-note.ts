/** Something of a layer that was not examined. */
export interface LayerNote {
  /** A path, quoted where it may be anything. */
  readonly what: string;
  readonly reason: string;
}

/** Notes beyond this are counted, not listed: a hostile layer could have millions. */
const maxListed = 1000;

export interface NoteList {
  readonly add: (what: string, reason: string) => void;
  readonly list: () => readonly LayerNote[];
}

export function createNoteList(): NoteList {
  const notes: LayerNote[] = [];
  let unlisted = 0;
  return {
    add(what, reason) {
      if (notes.length < maxListed) notes.push({ what, reason });
      else unlisted += 1;
    },
    list: () =>
      unlisted === 0 ? notes : [...notes, { what: `${unlisted} more`, reason: 'not listed one by one' }],
  };
}
