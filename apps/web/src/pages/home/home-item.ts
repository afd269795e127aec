import type { HomeItem, HomeItemKind } from '@breakwater/api';
import type { MessageKey } from '../../i18n/en.ts';
import { formatPill } from '../../state/pill.ts';
import type { Search } from '../../state/search.ts';

interface HomeItemView {
  readonly title: MessageKey;
  readonly reason: MessageKey;
  /** The screen where it is dealt with. */
  readonly path: string;
  readonly page: MessageKey;
  /** The subject is the reference of an image. */
  readonly isImage?: boolean;
  /** What that screen shows of it; scope is added. */
  readonly search: (item: HomeItem) => Search;
}

/** The words of each kind of item, and where it leads. */
export const homeItemViews: Readonly<Record<HomeItemKind, HomeItemView>> = {
  'exploited-image': {
    title: 'home.item.exploitedImage',
    reason: 'home.reason.exploitedImage',
    path: '/images',
    page: 'nav.images',
    isImage: true,
    search: openRef,
  },
  'critical-image': {
    title: 'home.item.criticalImage',
    reason: 'home.reason.criticalImage',
    path: '/images',
    page: 'nav.images',
    isImage: true,
    search: openRef,
  },
  detections: {
    title: 'home.item.detections',
    reason: 'home.reason.detections',
    path: '/events',
    page: 'nav.events',
    search: (item) => ({ ...only('rule', item), sev: 'all', view: 'detection' }),
  },
  'failing-check': {
    title: 'home.item.failingCheck',
    reason: 'home.reason.failingCheck',
    path: '/posture',
    page: 'nav.posture',
    search: (item) => only('title', item),
  },
  'dead-tasks': {
    title: 'home.item.deadTasks',
    reason: 'home.reason.deadTasks',
    path: '/tasks',
    page: 'nav.tasks',
    search: (item) => only('service', item),
  },
  'partial-inventory': {
    title: 'home.item.partialInventory',
    reason: 'home.reason.partialInventory',
    path: '/inventory',
    page: 'nav.inventory',
    search: (item) => only('region', item),
  },
};

function only(field: string, item: HomeItem): Search {
  return { f: [formatPill({ field, op: '=', value: item.subject })] };
}

function openRef(item: HomeItem): Search {
  return item.ref === undefined ? { q: item.subject } : { open: item.ref };
}

/** `registry.example/shop/web:1` as the name a person knows it by, and where it is. */
export function shortReference(reference: string): { readonly subject: string; readonly where?: string } {
  const [, registry, name] = /^([^/]*[.:][^/]*)\/(.+)$/.exec(reference) ?? [];
  return registry === undefined || name === undefined
    ? { subject: reference }
    : { subject: name, where: registry };
}
