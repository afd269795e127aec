import type { Ruleset } from '@breakwater/rules';
import type { Source } from '@breakwater/sources';

const maxKnown = 10_000;

/**
 * Whether some rule may fire on a record, judged from its JSON text alone: the value of the key that rules are
 * indexed by is looked up without parsing. Says yes when in doubt. Only for texts that `JSON.stringify` wrote.
 */
export function textIndex(ruleset: Ruleset, source: Source): (body: string) => boolean {
  const { indexedKey } = source;
  if (indexedKey === undefined) return () => true;
  const mayFire = (value: string | undefined): boolean => {
    const record = value === undefined ? {} : { [indexedKey]: value };
    const probe = { source: source.name, type: value ?? '', time: 0n, id: '', record };
    return ruleset.candidates(probe).length > 0;
  };
  if (mayFire(undefined)) return () => true;
  const marker = `${JSON.stringify(indexedKey)}:"`;
  const known = new Map<string, boolean>();
  return (body) => {
    // The key may stand in nested objects too: every occurrence counts.
    for (let at = body.indexOf(marker); at >= 0; at = body.indexOf(marker, at + 1)) {
      const start = at + marker.length;
      const end = body.indexOf('"', start);
      const value = body.slice(start, end);
      if (value.includes('\\')) return true;
      let verdict = known.get(value);
      if (verdict === undefined) {
        verdict = mayFire(value);
        if (known.size < maxKnown) known.set(value, verdict);
      }
      if (verdict) return true;
    }
    return false;
  };
}
