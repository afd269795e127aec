/** Finds many words at once, whatever the case of their letters. */
export interface KeywordIndex {
  /** Calls `hit` with the number of the word and where it starts, by start; `hit` answers false to stop. */
  readonly find: (bytes: Uint8Array, hit: (word: number, start: number) => boolean) => void;
}

/** Shorter words would make most of a text a candidate. */
export const minWordLength = 3;

/**
 * The search of Wu and Manber (1994) over blocks of two bytes: a block that stands in no word lets the search skip the length of
 * the shortest word, less one. Throws RangeError for a word that is too short or not ASCII.
 */
export function indexKeywords(words: readonly string[]): KeywordIndex {
  const folded = words.map(foldWord);
  const window = Math.min(...folded.map((word) => word.length));
  const skips = buildSkips(folded, window);
  const starts = markStarts(folded);
  const starting = groupByStart(folded);
  return { find };

  function find(bytes: Uint8Array, hit: (word: number, start: number) => boolean): void {
    const { length } = bytes;
    let end = window - 1;
    while (end < length) {
      const skip = skips[((bytes[end - 1] as number) << 8) | (bytes[end] as number)] as number;
      if (skip > 0) {
        end += skip;
        continue;
      }
      const start = end - window + 1;
      end += 1;
      const key = startKey(bytes[start] as number, bytes[start + 1] as number, bytes[start + 2] as number);
      if (starts[key] === 0) continue;
      for (const word of starting.get(key) ?? none) {
        if (standsAt(bytes, start, folded[word] as Uint8Array) && !hit(word, start)) return;
      }
    }
  }
}

const none: readonly number[] = [];

/** Capital letters of ASCII to small ones, every other byte to itself. */
const fold: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
);

function foldWord(word: string): Uint8Array {
  if (word.length < minWordLength || !/^[\x20-\x7e]+$/.test(word)) {
    throw new RangeError(`keyword ${JSON.stringify(word)}: at least ${minWordLength} characters of ASCII`);
  }
  return Buffer.from(word.toLowerCase(), 'latin1');
}

/** By the two bytes that end the window: how far it may move on. */
function buildSkips(words: readonly Uint8Array[], window: number): Uint8Array {
  const skips = new Uint8Array(65536).fill(Math.min(window - 1, 255));
  for (const word of words) {
    for (let at = 1; at < window; at += 1) {
      for (const first of cases(word[at - 1] as number)) {
        for (const second of cases(word[at] as number)) {
          const block = (first << 8) | second;
          skips[block] = Math.min(skips[block] as number, window - 1 - at);
        }
      }
    }
  }
  return skips;
}

function cases(byte: number): readonly number[] {
  return byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte];
}

/** Five bits of each of the first three bytes; letters have the same in either case. */
function startKey(first: number, second: number, third: number): number {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}

/** By key, whether any word begins like this. */
function markStarts(words: readonly Uint8Array[]): Uint8Array {
  const starts = new Uint8Array(32768);
  for (const word of words) starts[keyOf(word)] = 1;
  return starts;
}

function groupByStart(words: readonly Uint8Array[]): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const [index, word] of words.entries()) {
    const group = groups.get(keyOf(word));
    if (group === undefined) groups.set(keyOf(word), [index]);
    else group.push(index);
  }
  return groups;
}

function keyOf(word: Uint8Array): number {
  return startKey(word[0] as number, word[1] as number, word[2] as number);
}

function standsAt(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  if (start + word.length > bytes.length) return false;
  for (let at = 0; at < word.length; at += 1) {
    if (fold[bytes[start + at] as number] !== word[at]) return false;
  }
  return true;
}
