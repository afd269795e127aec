import { describe, expect, it } from 'vitest';
import { readOpened, readSpan, toMoment, writeOpened, writeSpan } from './capture-view.ts';

describe('the part of a capture that the address holds', () => {
  it.each<[text: string | undefined, span: ReturnType<typeof readSpan>]>([
    ['1.5-3', { from: 1.5e9, to: 3e9 }],
    ['0-0.000001', { from: 0, to: 1000 }],
    ['3-1.5', undefined],
    ['1-1', undefined],
    ['-1-2', undefined],
    ['soon', undefined],
    ['1e9-2e9', undefined],
    [undefined, undefined],
  ])('%s', (text, span) => {
    expect(readSpan(text)).toEqual(span);
    if (span !== undefined) expect(writeSpan(span)).toBe(text);
  });

  it.each(['process:12', 'event:3', 'session:0', 'detection:7', 'row:files:3'])(
    '%s is read and written',
    (text) => {
      const opened = readOpened(text);
      expect(opened && writeOpened(opened)).toBe(text);
    },
  );

  it.each(['', 'process', 'process:x', 'row:3', 'row:a:b:3', 'other:3', 'event:-1', 'event:99999999999'])(
    '"%s" is nothing',
    (text) => expect(readOpened(text)).toBeUndefined(),
  );

  it('is given up when it does not hold a moment', () => {
    expect(toMoment(5, { from: 0, to: 10 })).toEqual({});
    expect(toMoment(10, { from: 0, to: 10 })).toEqual({ span: undefined });
    expect(toMoment(5, undefined)).toEqual({});
  });
});
