import { expect, test } from 'vitest';
import { newDescriptor } from './descriptor.ts';
import { DescriptorTable } from './descriptor-table.ts';

test.each([[[0, 3, 5]], [[1023, 1024]], [[-7, 2 ** 53, 4]]])('descriptors %j come and go', (fds) => {
  const table = new DescriptorTable();
  for (const fd of fds) table.set(fd, newDescriptor('file', String(fd)));
  for (const fd of fds) table.set(fd, newDescriptor('file', `/${fd}`));
  expect(table.size).toBe(fds.length);
  expect(new Map([...table].map(([fd, { name }]) => [fd, name]))).toEqual(
    new Map(fds.map((fd) => [fd, `/${fd}`])),
  );
  for (const fd of fds) {
    table.delete(fd);
    table.delete(fd);
    expect([table.has(fd), table.get(fd)]).toEqual([false, undefined]);
  }
  expect([table.size, [...table.values()]]).toEqual([0, []]);
});
