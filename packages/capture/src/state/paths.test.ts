import { describe, expect, test } from 'vitest';
import { joinPath } from './paths.ts';

describe('joinPath', () => {
  test.each([
    ['/root/', 'a', '/root/a'],
    ['/root/', '/etc/passwd', '/etc/passwd'],
    ['/root/', '', ''],
    ['/root/', '.', '/root'],
    ['/root/', './a', '/root/a'],
    ['/root/', '../a', '/a'],
    ['/root/', '../../../a', '/a'],
    ['/root/x/', 'a/../b', '/root/x/b'],
    ['/root/', 'a/', '/root/a'],
    ['/root/', 'a//b', '/root/a//b'.replace('//', '/')],
    ['/root/', '...', '/root/...'],
    ['/root/', '.a', '/root/.a'],
    ['/root/', '..a', '/root/..a'],
    ['/root/', 'a/..', '/root'],
    ['/root/', 'a\nb', '/root/a.b'],
    ['/', 'a', '/a'],
    ['', 'dir/term', 'dir/term'],
    ['', '/', '/'],
    ['', '/../..', '/'],
    ['', '/a/./b/', '/a/b'],
    ['', '/etc//x/../passwd', '/etc/passwd'],
    ['', '//', '/'],
    ['./', 'a', './a'],
    ['<UNKNOWN>', 'a', '<UNKNOWN>a'],
    ['//', 'dir/term', '//dir/term'],
  ])('%j + %j', (directory, path, expected) => {
    expect(joinPath(directory, path)).toBe(expected);
  });

  test('a path that is too long', () => {
    expect(joinPath('/', 'a'.repeat(1023))).toBe('/DIR_TOO_LONG/FILENAME_TOO_LONG');
  });
});
