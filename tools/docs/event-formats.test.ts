import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routeList } from '@breakwater/api';
import { findSource } from '@breakwater/sources';
import { expect, it } from 'vitest';

const page = readFileSync(join(import.meta.dirname, '../../docs/event-formats.md'), 'utf8');
const examples = [...page.matchAll(/```json (\S+)\n(.*?)```/gs)].map(
  ([, source = '', text = '']) => [source, text] as const,
);

it.each(examples)('the example of %s is an event', (name, text) => {
  const result = findSource(name)?.parse(text);
  expect(result?.rejected).toEqual([]);
  expect(result?.events).toHaveLength(1);
});

it('names every intake of events and its source', () => {
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| `(\w+)` \|/gm)];
  expect(rows.filter(([, , source = '']) => findSource(source) === undefined)).toEqual([]);
  const prefix = '/api/v1/intake/';
  const paths = routeList
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path }) => path.slice(prefix.length));
  expect([...rows.map(([, path]) => path), 'metrics'].sort()).toEqual(paths.sort());
});
