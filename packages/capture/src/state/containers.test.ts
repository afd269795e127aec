import { expect, test } from 'vitest';
import { Containers } from './containers.ts';

test('what runtimes say is remembered up to a limit, the latest first', () => {
  const containers = new Containers();
  for (const id of ['a', 'b', 'c']) containers.set({ id, record: {} }, 30 * 1024 * 1024);
  expect([containers.get('a'), containers.get('c')?.id, containers.dropped]).toEqual([undefined, 'c', 1]);
  containers.set({ id: 'c', name: 'new', record: {} }, 1);
  expect([containers.size, containers.get('c')?.name, containers.dropped]).toEqual([2, 'new', 1]);
});
