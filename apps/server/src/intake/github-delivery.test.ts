import { expect, it } from 'vitest';
import { githubDelivery } from './github-delivery.ts';

const headers = { 'x-github-event': 'push', 'x-github-delivery': 'd-1' };
const said = { webhook_type: 'push', webhook_id: 'd-1', webhook_time: '2026-03-02T09:30:00.000Z' };

it.each<[string, string, Record<string, string>, unknown]>([
  ['joins the headers to the body', '{"action":"x"}', headers, { ...said, action: 'x' }],
  ['joins them to an empty body', ' { } ', headers, said],
  ['leaves the last word to the body', '{"webhook_id":"mine"}', headers, { ...said, webhook_id: 'mine' }],
  [
    'does without an id',
    '{"a":1}',
    { 'x-github-event': 'star' },
    { ...said, webhook_type: 'star', webhook_id: undefined, a: 1 },
  ],
  ['leaves lists alone', '[{"webhook_type":"push"}]', headers, [{ webhook_type: 'push' }]],
  ['leaves bodies without headers alone', '{"webhook_type":"push"}', {}, { webhook_type: 'push' }],
])('%s', (_, body, given, expected) => {
  const bytes = githubDelivery(Buffer.from(body), given, Date.UTC(2026, 2, 2, 9, 30));
  expect(JSON.parse(Buffer.from(bytes).toString())).toEqual(expected);
});

it('leaves what is no JSON alone', () => {
  expect(Buffer.from(githubDelivery(Buffer.from('hello'), headers, 0)).toString()).toBe('hello');
  expect(githubDelivery(new Uint8Array(), headers, 0)).toHaveLength(0);
});
