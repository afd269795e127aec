import type { Severity } from '@breakwater/model';
import { printable } from './printable.ts';

/** How text is written to a terminal or a file. */
export interface Terminal {
  readonly width: number;
  readonly hasColour: boolean;
}

const codes: Readonly<Record<Severity | 'good' | 'bad' | 'bold', string>> = {
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  info: '2',
  good: '32',
  bad: '1;31',
  bold: '1',
};

/** Colour that only adds to words: everything is said in text too. */
export function paint(text: string, style: keyof typeof codes, { hasColour }: Terminal): string {
  return hasColour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;
}

/** Breaks text at blanks into lines of the terminal's width, each with the indent; long words are not cut. */
export function wrap(
  text: string,
  indent: string,
  { width }: Terminal,
  firstIndent: string = indent,
): string[] {
  const lines: string[] = [];
  let line = firstIndent;
  let isEmpty = true;
  for (const word of printable(text).split(/\s+/)) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  lines.push(line);
  return lines;
}

/** Text cut to a width, with an ellipsis when something is missing. */
export function clip(text: string, width: number): string {
  const clean = printable(text);
  return clean.length > width ? `${clean.slice(0, Math.max(width - 1, 0))}…` : clean;
}
