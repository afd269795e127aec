import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { alwaysFilled, genericFields } from './generic-fields.ts';

test('the fields that every event fills are those that have a value on the plainest of events', () => {
  const event: Event = { source: 's', type: 't', time: 1n, id: '1', record: {} };
  const fields = genericFields({ pluginName: 's', info: () => undefined });
  const filled = fields.filter((field) => field.extract(event) !== undefined).map(({ name }) => name);
  expect(alwaysFilled).toEqual(filled);
});
