import type { PlacedText } from './items.ts';
import type { Context, SourceText, TextPlace } from './load-problem.ts';

/** Parts joined by one blank, as an append joins them. */
export function joined(parts: readonly PlacedText[]): string {
  return parts.map((part) => part.text).join(' ');
}

/** The length of the joined text. */
export function joinedLength(parts: readonly PlacedText[]): number {
  return parts.reduce((sum, part) => sum + part.text.length, parts.length - 1);
}

/** The place in the file of an offset in joined text. */
export function contextAt(parts: readonly PlacedText[], offset: number): Context {
  let rest = offset;
  for (const [index, part] of parts.entries()) {
    if (rest <= part.text.length || index === parts.length - 1) return located(part, rest);
    rest -= part.text.length + 1;
  }
  throw new Error('a text without parts has no place');
}

/** Where each character of a text stands in its file; made when first asked for and kept for the next. */
const placesOf = new WeakMap<PlacedText, Uint32Array>();

function located(part: PlacedText, offset: number): Context {
  const known = placesOf.get(part);
  const places = known ?? characterPlaces(part);
  if (known === undefined) placesOf.set(part, places);
  const at = places[Math.min(offset, places.length - 1)];
  return at === undefined ? part.context : { ...part.context, place: placeAt(part.context.file, at) };
}

/**
 * YAML folds and indents, which changes blanks only: characters that are not blank are found one after the
 * other in the source. A blank stands where the last of them ends.
 */
function characterPlaces(part: PlacedText): Uint32Array {
  const { place, file } = part.context;
  const source = file.text.slice(place.offset, place.end);
  const places = new Uint32Array(part.text.length + 1);
  const visible = visibleCharacters(source);
  let end = place.offset;
  for (let index = 0; index <= part.text.length; index += 1) {
    const isVisible = index < part.text.length && !/\s/.test(part.text.charAt(index));
    const next = isVisible ? visible.next().value : undefined;
    if (next !== undefined) end = place.offset + next.end;
    places[index] = next === undefined ? end : place.offset + next.at;
  }
  return places;
}

interface Visible {
  readonly at: number;
  readonly end: number;
}

/** The characters of a scalar that are not blank, as UTF-16 units, with escapes read. */
function* visibleCharacters(source: string): Generator<Visible, undefined> {
  const quote = /^["']/.exec(source)?.[0];
  const start = quote === undefined ? (/^[|>][^\n]*\n/.exec(source)?.[0].length ?? 0) : 1;
  for (let at = start; at < source.length; ) {
    const text = quote === '"' ? escapeAt(source, at) : undefined;
    const length = text?.length ?? (quote === "'" && source.startsWith("''", at) ? 2 : 1);
    for (const unit of text?.units.split('') ?? source.charAt(at)) {
      if (!/\s/.test(unit)) yield { at, end: at + length };
    }
    at += length;
  }
  return undefined;
}

const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };
const blankEscapes = 'ntvfr_LP \t\n';

/** An escape of a double-quoted scalar: its length and the units that it stands for. */
function escapeAt(source: string, at: number): { length: number; units: string } | undefined {
  if (source.charAt(at) !== '\\') return undefined;
  const letter = source.charAt(at + 1);
  const length = escapeLengths[letter] ?? 2;
  if (blankEscapes.includes(letter)) return { length, units: '' };
  if (length === 2) return { length, units: 'x' };
  const code = Number.parseInt(source.slice(at + 2, at + length), 16);
  return { length, units: code <= 0x10ffff ? String.fromCodePoint(code) : 'x' };
}

const lineStartsOf = new WeakMap<SourceText, readonly number[]>();

function placeAt(file: SourceText, offset: number): TextPlace {
  const starts = lineStartsOf.get(file) ?? lineStarts(file.text);
  lineStartsOf.set(file, starts);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { offset, end: offset, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
