import type { GlobalCollection } from '../collection.ts';

/** A named value of the installation. Secrets are sealed (`seal`). */
export interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export const settings: GlobalCollection<Setting> = {
  kind: 'global',
  name: 'settings',
  key: (setting) => setting.name,
  columns: {},
};
