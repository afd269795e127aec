import type { Coverage, Resource } from '@breakwater/model';
import { keyOf, type ScopedCollection } from '../collection.ts';
import { placeColumns, sampleColumn, tagTexts } from '../columns.ts';

export interface StoredResource extends Resource {
  readonly isSample: boolean;
}

export interface StoredCoverage extends Coverage {
  readonly seenAt: string;
  readonly isSample: boolean;
}

export const resources: ScopedCollection<StoredResource> = {
  kind: 'scoped',
  name: 'resources',
  key: (resource) => resource.id,
  columns: {
    ...placeColumns<StoredResource>(),
    type: { type: 'text', value: (resource) => resource.type, isRequired: true },
    name: { type: 'text', value: (resource) => resource.name, isRequired: true },
    tag: { type: 'list', value: (resource) => tagTexts(resource.tags) },
    seenAt: { type: 'time', value: (resource) => resource.seenAt, isRequired: true },
    isSample: sampleColumn(),
  },
};

/** How complete the inventory is: the latest outcome per resource type, account and region. */
export const coverage: ScopedCollection<StoredCoverage> = {
  kind: 'scoped',
  name: 'coverage',
  key: (row) => keyOf(row.account, row.region, row.type),
  columns: {
    account: { type: 'text', value: (row) => row.account, isRequired: true },
    region: { type: 'text', value: (row) => row.region, isRequired: true },
    type: { type: 'text', value: (row) => row.type, isRequired: true },
    status: { type: 'text', value: (row) => row.status, isRequired: true },
    isSample: sampleColumn(),
  },
};
