import type { Random } from './random.ts';

const oddCharacters = [
  '\0',
  '\b',
  '\t',
  '\r\n',
  '\u0085',
  '\ufeff',
  '\ud800',
  '\udfff',
  '😀',
  'é',
  '\\',
  '"',
  "'",
  '%',
  '&',
  '*',
];

/** A text with a few parts left out, doubled, moved, or words of the dictionary put in. */
export function mutateText(text: string, dictionary: readonly string[], random: Random): string {
  let mutated = text;
  for (let count = 1 + random.below(4); count > 0; count -= 1) mutated = once(mutated, dictionary, random);
  return mutated.slice(0, 20_000);
}

function once(text: string, dictionary: readonly string[], random: Random): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.below(random.below(4) === 0 ? 200 : 12));
  const part = text.slice(at, end);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, end) + part + text.slice(end);
    case 2:
      return text.slice(0, at) + random.pick(oddCharacters) + text.slice(at);
    case 3: {
      const to = random.below(text.length + 1);
      return text.slice(0, to) + part + text.slice(to);
    }
    case 4:
      return text.slice(0, at) + random.pick(dictionary).repeat(1 + random.below(3)) + text.slice(at);
    case 5:
      return text.slice(0, at) + (part || 'x').repeat(1 + random.below(60)) + text.slice(end);
    default:
      return text.slice(0, at) + random.pick(dictionary) + text.slice(end);
  }
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const oddValues: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  'true',
  '0',
  '<NA>',
  '\ud800',
  'a\0b',
  [],
  {},
  [null],
  [[]],
  [{}],
  '/..',
  '%',
  '\u2028',
  'x'.repeat(5000),
  'a:b:c',
  'arn:aws:sts::1:assumed-role/a/b',
  '2024-02-30T25:61:61Z',
  '9999-99-99',
  '::ffff:1.2.3.4',
];

/** A record with some of its values replaced, left out or moved elsewhere. */
export function mutateRecord(record: Json, random: Random): Json {
  const chance = random.pick([0.02, 0.1, 0.4]);
  const walk = (value: Json, depth: number): Json => {
    if (random.fraction() < chance) return random.pick(oddValues);
    if (depth > 60) return value;
    if (Array.isArray(value)) {
      const items = (value as readonly Json[])
        .filter(() => random.fraction() > chance / 2)
        .map((item) => walk(item, depth + 1));
      return random.fraction() < chance ? [...items, ...items, random.pick(oddValues)] : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value)
      .filter(() => random.fraction() > chance / 2)
      .map(([key, inner]): [string, Json] => [key, walk(inner, depth + 1)]);
    if (random.fraction() < chance)
      entries.push([random.pick(['__proto__', 'constructor', 'toString', '']), { polluted: true }]);
    return Object.fromEntries(entries);
  };
  return walk(record, 0);
}
