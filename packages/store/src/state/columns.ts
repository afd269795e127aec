import type { Place, Severity } from '@breakwater/model';
import type { Column } from './collection.ts';

/** The columns that carry a record's place, by the names that scopes use. */
export function placeColumns<R extends { readonly place: Place }>(): Record<string, Column<R>> {
  return {
    provider: { type: 'text', value: (record) => record.place.provider },
    account: { type: 'text', value: (record) => record.place.account },
    region: { type: 'text', value: (record) => record.place.region },
    cluster: { type: 'text', value: (record) => record.place.cluster },
    service: { type: 'text', value: (record) => record.place.service },
    task: { type: 'text', value: (record) => record.place.task },
    container: { type: 'text', value: (record) => record.place.container },
    namespace: { type: 'text', value: (record) => record.place.namespace },
    pod: { type: 'text', value: (record) => record.place.pod },
    'image.digest': { type: 'text', value: (record) => record.place.imageDigest },
  };
}

/** A severity: `>= high` means high and worse; ascending is critical first. */
export function severityColumn<R>(value: (record: R) => Severity): Column<R> {
  return { type: 'severity', value, isRequired: true };
}

/** Marks what the sample environment brought, so that one call removes it. */
export function sampleColumn<R extends { readonly isSample: boolean }>(): Column<R> {
  return { type: 'boolean', value: (record) => record.isSample, isRequired: true };
}

/** Tags as `key=value` (or `key` alone when the value is empty). */
export function tagTexts(tags: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
}
