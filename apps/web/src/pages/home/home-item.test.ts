import { expect, it } from 'vitest';
import { homeItemViews, shortReference } from './home-item.ts';

it.each([
  [
    'registry.example.com/tools/debug:latest',
    { subject: 'tools/debug:latest', where: 'registry.example.com' },
  ],
  ['localhost:5000/web', { subject: 'web', where: 'localhost:5000' }],
  ['shop/web:1', { subject: 'shop/web:1' }],
  ['web:1', { subject: 'web:1' }],
  ['web', { subject: 'web' }],
])('%s', (reference, short) => expect(shortReference(reference)).toEqual(short));

it.each([
  ['detections', { f: ['rule = "Root login"'], sev: 'all', view: 'detection' }],
  ['failing-check', { f: ['title = "Root login"'] }],
  ['dead-tasks', { f: ['service = "Root login"'] }],
  ['partial-inventory', { f: ['region = "Root login"'] }],
  ['critical-image', { open: 'sha256:1' }],
] as const)('%s leads to what it is about', (kind, search) =>
  expect(
    homeItemViews[kind].search({ kind, severity: 'high', subject: 'Root login', count: 1, ref: 'sha256:1' }),
  ).toEqual(search),
);
