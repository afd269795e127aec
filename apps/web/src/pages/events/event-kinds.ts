import type { EventKind } from '@breakwater/model';

/** What the feed can show: the value of `view` in the URL. */
export const feedViews = ['all', 'detection', 'transition', 'event'] as const;

export type FeedView = (typeof feedViews)[number];

export function feedViewOf(text: string | undefined): FeedView {
  return feedViews.find((view) => view === text) ?? 'all';
}

export function kindsOf(view: FeedView): readonly EventKind[] {
  return view === 'all' ? ['detection', 'transition'] : [view];
}

/** A row in the URL: `detection:id`. */
export function rowKey(row: { readonly kind: EventKind; readonly id: string }): string {
  return `${row.kind}:${row.id}`;
}

export function readRowKey(
  text: string | undefined,
): { readonly kind: EventKind; readonly id: string } | undefined {
  const match = /^(event|detection|transition):(.+)$/.exec(text ?? '');
  if (!match) return undefined;
  return { kind: match[1] as EventKind, id: match[2] ?? '' };
}
