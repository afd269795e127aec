import type { Filter } from '@breakwater/model';
import type { GlobalCollection } from '../collection.ts';

/** A saved scope; roles are granted per team. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly scope: Filter;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const teams: GlobalCollection<Team> = {
  kind: 'global',
  name: 'teams',
  key: (team) => team.id,
  columns: { name: { type: 'text', value: (team) => team.name, isRequired: true } },
};
