/** Browsers scroll no further than about 16 million pixels; a longer list is scrolled in proportion. */
const mostPixels = 6_000_000;

export interface ScrollRoom {
  readonly count: number;
  readonly rowHeight: number;
  /** Of what is in view. */
  readonly height: number;
}

/** The height that is scrolled. */
export function innerHeight({ count, rowHeight }: ScrollRoom): number {
  return Math.min(count * rowHeight, mostPixels);
}

/** The row at the top of the view; a part of it may be above. */
export function firstOf(scrollTop: number, room: ScrollRoom): number {
  const { count, rowHeight, height } = room;
  const inner = innerHeight(room);
  if (inner === count * rowHeight) return scrollTop / rowHeight;
  const share = inner <= height ? 0 : Math.min(1, scrollTop / (inner - height));
  return share * (count - height / rowHeight);
}

/** The opposite of `firstOf`. */
export function scrollTopOf(first: number, room: ScrollRoom): number {
  const { count, rowHeight, height } = room;
  const inner = innerHeight(room);
  if (inner === count * rowHeight) return first * rowHeight;
  const last = count - height / rowHeight;
  return last <= 0 ? 0 : (first / last) * (inner - height);
}
