import type { AdvisoryDatabase, PackageKey } from './advisories/database.ts';

/**
 * The packages of which two advisory databases say different things: an advisory came, went or was corrected, or a CVE of it
 * became known to be exploited. Both lists come in one order and are walked side by side.
 */
export function* changedPackages(before: AdvisoryDatabase, after: AdvisoryDatabase): Generator<PackageKey> {
  const earlier = before.packages()[Symbol.iterator]();
  const later = after.packages()[Symbol.iterator]();
  let old = earlier.next();
  let now = later.next();
  while (old.done !== true || now.done !== true) {
    const order = old.done === true ? 1 : now.done === true ? -1 : compareKeys(old.value, now.value);
    const key = order > 0 ? now.value : old.value;
    if (order !== 0 || old.value?.hash !== now.value?.hash)
      yield { ecosystem: key.ecosystem, name: key.name };
    if (order <= 0) old = earlier.next();
    if (order >= 0) now = later.next();
  }
}

/** SQLite orders texts by their bytes. */
function compareKeys(a: PackageKey, b: PackageKey): number {
  return (
    Buffer.compare(Buffer.from(a.ecosystem), Buffer.from(b.ecosystem)) ||
    Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))
  );
}
