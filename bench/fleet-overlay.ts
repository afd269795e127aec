import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';

interface OsvRecord {
  readonly id: string;
  readonly affected?: readonly {
    readonly package?: { readonly ecosystem?: string; readonly name?: string };
    readonly ranges?: readonly { readonly events?: readonly object[] }[];
  }[];
}

/** Later than any real record. */
const modified = '2099-01-01T00:00:00Z';

/**
 * The next day's corrections: records that speak of packages of the fleet, in turn withdrawn, rated critical, without a fix, and
 * shrunk to versions that nobody has.
 */
export async function changedRecords(
  folder: string,
  isHeld: (ecosystem: string, name: string) => boolean,
  count: number,
): Promise<readonly object[]> {
  const held: OsvRecord[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.jsonl.gz'))) {
    const lines = createInterface({ input: createReadStream(join(folder, name)).pipe(createGunzip()) });
    for await (const line of lines) {
      const record = JSON.parse(line) as OsvRecord;
      const isOfFleet = record.affected?.some((one) =>
        isHeld(one.package?.ecosystem ?? '', one.package?.name ?? ''),
      );
      if (isOfFleet === true && !('withdrawn' in record)) held.push(record);
    }
  }
  const step = Math.max(1, Math.floor(held.length / count));
  return held
    .filter((_, index) => index % step === 0)
    .slice(0, count)
    .map(correct);
}

function correct(record: OsvRecord, index: number): object {
  switch (index % 4) {
    case 0:
      return { ...record, modified, withdrawn: modified };
    case 1:
      return { ...record, modified, database_specific: { severity: 'CRITICAL' } };
    case 2:
      return { ...record, modified, affected: withEvents(record, [{ introduced: '0' }]) };
    default:
      return { ...record, modified, affected: withEvents(record, [{ introduced: '0' }, { fixed: '0.0.1' }]) };
  }
}

function withEvents(record: OsvRecord, events: readonly object[]): readonly object[] {
  return (record.affected ?? []).map((one) => ({
    ...one,
    versions: [],
    ranges: (one.ranges ?? []).map((range) => ({ ...range, events })),
  }));
}
