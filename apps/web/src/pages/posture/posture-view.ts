import { allOf, type Filter, type FindingStatus } from '@breakwater/model';
import type { Tone } from '../../components/status-mark.tsx';
import { filterOf, type ViewState } from '../../state/search.ts';
import { searchFilter } from '../../state/search-filter.ts';

/** What the screen shows: findings by status, or the checks. The value of `view` in the URL. */
export const findingViews = ['open', 'resolved', 'accepted', 'all'] as const;

export type FindingView = (typeof findingViews)[number];

export const findingTones: Readonly<Record<FindingStatus, Tone>> = {
  open: 'bad',
  resolved: 'good',
  accepted: 'quiet',
};

export function findingViewOf(view: string | undefined): FindingView {
  return findingViews.find((one) => one === view) ?? 'open';
}

/** The condition on findings; each part can be left out for the counts beside the control that sets it. */
export function findingFilter(
  state: ViewState,
  parts: { readonly withSeverity: boolean; readonly withStatus: boolean },
): Filter {
  const view = findingViewOf(state.view);
  const found = searchFilter(state.text, ['title', 'subject', 'defect']);
  return allOf(
    { op: '=', field: 'type', value: 'check' },
    filterOf(state, { withSeverity: parts.withSeverity }),
    ...(parts.withStatus && view !== 'all' ? [{ op: '=', field: 'status', value: view } as const] : []),
    ...(found ? [found] : []),
  );
}

/** How the API sorts: of severities, ascending is critical first, while people mean the opposite. */
export function findingSort(state: ViewState): string | undefined {
  if (!state.sort) return undefined;
  const { column, isDescending } = state.sort;
  const isUp = column === 'severity' ? isDescending : !isDescending;
  return `${isUp ? '' : '-'}${column}`;
}

/** The last part of an ARN: what people call the resource. */
export function resourceName(arn: string): string {
  const parts = arn.split(':');
  const rest = parts.length >= 6 ? parts.slice(5).join(':') : arn;
  return rest.slice(rest.lastIndexOf('/') + 1) || arn;
}
