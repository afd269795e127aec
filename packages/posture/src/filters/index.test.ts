import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { FilterType } from '../filter.ts';
import { filterTypes } from './index.ts';

const files = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.ts') && !name.includes('index'),
);

function isFilterType(value: unknown): value is FilterType {
  return typeof value === 'object' && value !== null && 'compile' in value && 'name' in value;
}

it.each(files)('every filter of %s is in the list', async (file) => {
  const exported: Record<string, unknown> = await import(join(import.meta.dirname, file));
  const declared = Object.values(exported).flat().filter(isFilterType);
  expect(declared.filter((type) => !filterTypes.includes(type)).map((type) => type.name)).toEqual([]);
});

it('has one filter of a name for each resource type', () => {
  const claims = filterTypes.flatMap(({ name, resourceTypes = ['every type'] }) =>
    resourceTypes.map((type) => `${name} of ${type}`),
  );
  expect(claims.length).toBe(new Set(claims).size);
});
