import { expect, it } from 'vitest';
import { endsEarly } from './ends-early.ts';

it.each([
  ['{"Records":[{"eventTime"', true],
  ['{"Records":[{"a":1}', true],
  ['{"Records":[{"a":1},', true],
  ['{"Records":[\n{"a":1},\n{"b":2}', true],
  ['{\n  "Records": [\n    {}\n', true],
  ['[{"a":"}]', true],
  ['{"a":1}\n{"b":', true],
  ['\ufeff{"a":1}\n{"b":"\\"', true],
  ['{"a":1}\n{"b":\n{"c":1}\n', false],
  ['{"a":\n{"c":1}', false],
  ['{"Records":[{"a":nope},{"b":1}]}', false],
  ['{"a":"[{"}', false],
  ['{"a":1}}', false],
  ['no json {', false],
  ['bw_task_cpu{task="x"', false],
  ['', false],
])('%j ends early: %s', (text, is) => {
  expect(endsEarly(Buffer.from(text))).toBe(is);
});
