import { expect, it } from 'vitest';
import { indexBases, type KnownImage, knownImage, recogniseBase } from './recognise-base.ts';

const debian: KnownImage = { name: 'debian:12', digest: 'sha256:d', layers: ['a'] };
const node: KnownImage = { name: 'node:22', digest: 'sha256:n', layers: ['a', 'b', 'c'] };
const mirror: KnownImage = { name: 'docker.io/library/node:22', digest: 'sha256:m', layers: ['a', 'b', 'c'] };
const other: KnownImage = { name: 'other:1', layers: ['x', 'b'] };
const itself: KnownImage = { name: 'shop:1', digest: 'sha256:s', layers: ['a', 'b', 'c', 'd'] };
const index = indexBases([debian, node, mirror, other, itself]);

it.each([
  {
    layers: ['a', 'b', 'c', 'd'],
    labels: {},
    base: { name: 'docker.io/library/node:22', digest: 'sha256:m', layers: 3 },
  },
  {
    layers: ['a', 'b', 'c', 'd'],
    labels: { 'org.opencontainers.image.base.digest': 'sha256:n' },
    base: { name: 'node:22', digest: 'sha256:n', layers: 3 },
  },
  { layers: ['a', 'z'], labels: {}, base: { name: 'debian:12', digest: 'sha256:d', layers: 1 } },
  { layers: ['a'], labels: {}, base: undefined },
  { layers: ['y', 'b', 'c', 'd'], labels: {}, base: undefined },
  { layers: [], labels: {}, base: undefined },
  {
    layers: ['q', 'r'],
    labels: { 'org.opencontainers.image.base.name': 'ubuntu:24.04' },
    base: { name: 'ubuntu:24.04', layers: 0 },
  },
])('$layers with $labels is built on $base', ({ layers, labels, base }) => {
  expect(
    recogniseBase(
      layers.map((diffId) => ({ diffId })),
      index,
      labels,
    ),
  ).toEqual(base);
});

it('knows images from their reports', () => {
  const layers = [{ digest: '', diffId: 'a', mediaType: '', size: 1, uncompressedSize: 1 }];
  expect(knownImage({ reference: 'x.tar', digest: 'sha256:d', layers })).toEqual({
    name: 'x.tar',
    digest: 'sha256:d',
    layers: ['a'],
  });
  expect(
    knownImage({ reference: 'x', repository: 'debian', tag: '12', digest: 'sha256:d', layers }).name,
  ).toBe('debian:12');
});
