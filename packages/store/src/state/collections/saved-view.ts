import type { GlobalCollection } from '../collection.ts';

/** Filters and columns of a page that a user keeps under a name. */
export interface SavedView {
  readonly id: string;
  readonly userId: string;
  readonly page: string;
  readonly name: string;
  /** The query part of the page's URL. */
  readonly query: string;
  readonly createdAt: string;
}

export const savedViews: GlobalCollection<SavedView> = {
  kind: 'global',
  name: 'saved-views',
  key: (view) => view.id,
  columns: {
    userId: { type: 'text', value: (view) => view.userId, isRequired: true },
    page: { type: 'text', value: (view) => view.page, isRequired: true },
    name: { type: 'text', value: (view) => view.name, isRequired: true },
  },
};
