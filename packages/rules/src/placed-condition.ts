import type { PlacedText } from './items.ts';
import type { Context, TextPlace } from './load-problem.ts';

/** Parts joined by one blank, as an append joins them. */
export function joined(parts: readonly PlacedText[]): string {
  return parts.map((part) => part.text).join(' ');
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

/**
 * Folding and indentation change blanks only, so the offset is found by counting what is not blank; a
 * quoted scalar with escapes falls back to its start.
 */
function located(part: PlacedText, offset: number): Context {
  const { place, file } = part.context;
  const source = file.text.slice(place.offset, place.end);
  const header = /^[|>][^\n]*\n/.exec(source)?.[0].length ?? (/^["']/.test(source) ? 1 : 0);
  let wanted = part.text.slice(0, offset).replace(/\s+/g, '').length;
  for (let index = header; index < source.length; index += 1) {
    if (/\s/.test(source.charAt(index))) continue;
    if (source.charAt(index) === '\\' && source.startsWith('"')) break;
    if (wanted === 0) return { ...part.context, place: movedTo(file.text, place, place.offset + index) };
    wanted -= 1;
  }
  return part.context;
}

function movedTo(text: string, place: TextPlace, offset: number): TextPlace {
  const before = text.slice(place.offset, offset);
  const lineBreaks = before.split('\n').length - 1;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return { offset, end: offset, line: place.line + lineBreaks, column: offset - lineStart + 1 };
}
