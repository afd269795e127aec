import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { addPill, type Pill } from './pill.ts';
import { readSearch, type Search, type ViewState, writeSearch } from './search.ts';

export type ViewChange = Partial<ViewState> | ((state: ViewState) => Partial<ViewState>);

export interface View {
  readonly state: ViewState;
  /** Changes the URL; `replace` leaves no step in the history (dragging, typing). */
  readonly update: (change: ViewChange, options?: { readonly replace?: boolean }) => void;
  readonly addFilter: (pill: Pill) => void;
  readonly hideValue: (field: string, value: string) => void;
}

/** The state of the screen as the URL holds it, and the ways to change it. */
export function useView(): View {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = useMemo(() => readSearch(search), [search]);
  const update = useCallback(
    (change: ViewChange, options: { readonly replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        replace: options.replace === true,
        search: (before: Search) => {
          const current = readSearch(before);
          return writeSearch({ ...current, ...(typeof change === 'function' ? change(current) : change) });
        },
      });
    },
    [navigate],
  );
  const addFilter = useCallback(
    (pill: Pill) => update((current) => ({ pills: addPill(current.pills, pill) })),
    [update],
  );
  const hideValue = useCallback(
    (field: string, value: string) =>
      update((current) => ({
        hidden: [
          ...current.hidden.filter((pair) => pair.field !== field || pair.value !== value),
          { field, value },
        ],
      })),
    [update],
  );
  return { state, update, addFilter, hideValue };
}
