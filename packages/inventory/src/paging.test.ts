import { describe, expect, test } from 'vitest';
import { CallError, type ListCall, type Page, readPages } from './paging.ts';
import type { Scope } from './resource-type.ts';

function listOf(
  pages: readonly (Page<number> | Error)[],
  sizes: Partial<ListCall<number>> = {},
): ListCall<number> & { asked: unknown[] } {
  const asked: unknown[] = [];
  const left = [...pages];
  return {
    action: 'ecs:ListClusters',
    size: 100,
    ...sizes,
    per: undefined,
    asked,
    page: async (_scope, request) => {
      asked.push(request);
      const page = left.shift();
      if (page instanceof Error) throw page;
      if (page === undefined) throw new Error('asked for more than there is');
      return page;
    },
  };
}

function scopeWith(pageSize: number): Scope {
  const scope: Partial<Scope> = { pageSize };
  return scope as Scope;
}

async function readAll(
  list: ListCall<number>,
  pageSize = 1000,
): Promise<{ items: number[]; error?: unknown }> {
  const items: number[] = [];
  try {
    for await (const item of readPages(list, scopeWith(pageSize))) items.push(item);
  } catch (error) {
    return { items, error };
  }
  return { items };
}

describe('readPages', () => {
  test('follows tokens to the end, over empty pages', async () => {
    const list = listOf([
      { items: [1, 2], token: 'a' },
      { items: [], token: 'b' },
      { items: undefined, token: 'c' },
      { items: [3], token: undefined },
    ]);
    expect(await readAll(list)).toEqual({ items: [1, 2, 3] });
    expect(list.asked).toEqual([undefined, 'a', 'b', 'c'].map((token) => ({ size: 100, token })));
  });

  test.each([
    ['the same token twice in a row', ['a', 'a']],
    ['a token from before', ['a', 'b', 'a']],
  ])('ends at %s and says so', async (_title, tokens) => {
    const { items, error } = await readAll(listOf(tokens.map((token, index) => ({ items: [index], token }))));
    expect(items).toHaveLength(tokens.length);
    expect(error).toBeInstanceOf(CallError);
    expect(String(error)).toContain('repeats a token');
  });

  test('an empty token ends the list', async () => {
    expect(await readAll(listOf([{ items: [1], token: '' }]))).toEqual({ items: [1] });
  });

  test('what came before a failure is kept, and the failure names the right', async () => {
    const { items, error } = await readAll(listOf([{ items: [1], token: 'a' }, new Error('down')]));
    expect(items).toEqual([1]);
    expect(error).toMatchObject({
      name: 'CallError',
      action: 'ecs:ListClusters',
      message: 'ecs:ListClusters: down',
    });
  });

  test.each([
    [3, {}, 3],
    [1000, {}, 100],
    [3, { size: 1000, least: 5 }, 5],
  ])('page size %i within %j is %i', async (pageSize, sizes, expected) => {
    const list = listOf([{ items: [], token: undefined }], sizes);
    await readAll(list, pageSize);
    expect(list.asked).toEqual([{ size: expected, token: undefined }]);
  });
});
