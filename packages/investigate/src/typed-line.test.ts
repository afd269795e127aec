import { describe, expect, it } from 'vitest';
import { TypedLine } from './typed-line.ts';

function typed(...pieces: readonly string[]): readonly string[] {
  const line = new TypedLine();
  return pieces.flatMap((piece, index) => line.add(Buffer.from(piece), index, index + 1));
}

describe('TypedLine', () => {
  it.each<[name: string, pieces: readonly string[], expected: readonly string[]]>([
    ['one line', ['ls -l\r'], ['ls -l']],
    ['a key at a time', ['i', 'd', '\r'], ['id']],
    ['two lines in one read', ['id\nwhoami\n'], ['id', 'whoami']],
    ['a deleted character', ['lss\u007f\r'], ['ls']],
    ['keys of the cursor', ['l\u001b[As\u001bOD\u001b[3~\r'], ['ls']],
    ['an empty line', ['\r', '  \r'], []],
    ['a line without its end', ['rm -rf'], []],
    ['a character of three bytes', ['echo \u3042\r'], ['echo \u3042']],
    ['control characters', ['a\u0003b\u0000\r'], ['ab']],
  ])('%s', (_name, pieces, expected) => {
    expect(typed(...pieces)).toEqual(expected);
  });

  it('keeps a bound on a line that does not end', () => {
    expect(typed('x'.repeat(10_000), '\r')[0]).toHaveLength(4096);
  });
});
