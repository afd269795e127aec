import type { Session } from '@breakwater/api';
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { everywhereTeamId } from '../../api/session.ts';
import type { MessageKey } from '../../i18n/en.ts';

/** A part of the settings: its address below `/settings`, who sees it, its code. */
export interface SettingsTab {
  /** Empty: the first one. */
  readonly path: string;
  readonly title: MessageKey;
  readonly isFor: (session: Session) => boolean;
  /** A table with scrolling of its own, instead of a page that scrolls. */
  readonly isTable?: boolean;
  /** Fields that filters of the table may use. */
  readonly filterFields?: readonly string[];
  readonly content: LazyExoticComponent<ComponentType>;
}

/** Every part, in order. Who sees one is for the eye only: the API decides again. */
export const settingsTabs: readonly SettingsTab[] = [
  {
    path: '',
    title: 'settings.tab.profile',
    isFor: () => true,
    content: lazy(() => import('./profile-tab.tsx')),
  },
  {
    path: 'users',
    title: 'settings.tab.users',
    isFor: (session) => session.isAdministrator,
    content: lazy(() => import('./users-tab.tsx')),
  },
  {
    path: 'teams',
    title: 'settings.tab.teams',
    isFor: (session) => session.isAdministrator,
    content: lazy(() => import('./teams-tab.tsx')),
  },
  {
    path: 'tokens',
    title: 'settings.tab.tokens',
    isFor: (session) => session.isAdministrator,
    content: lazy(() => import('./tokens-tab.tsx')),
  },
  {
    path: 'accounts',
    title: 'settings.tab.accounts',
    isFor: (session) => isInEverywhere(session, ['administrator', 'analyst', 'auditor', 'viewer']),
    content: lazy(() => import('./accounts-tab.tsx')),
  },
  {
    path: 'channels',
    title: 'settings.tab.channels',
    isFor: (session) => session.isAdministrator,
    content: lazy(() => import('./channels-tab.tsx')),
  },
  {
    path: 'routes',
    title: 'settings.tab.routes',
    isFor: (session) => session.isAdministrator,
    content: lazy(() => import('./routes-tab.tsx')),
  },
  {
    path: 'owners',
    title: 'settings.tab.owners',
    isFor: (session) => session.isAdministrator,
    content: lazy(() => import('./owners-tab.tsx')),
  },
  {
    path: 'jobs',
    title: 'settings.tab.jobs',
    isFor: (session) => isInEverywhere(session, ['administrator', 'analyst', 'auditor', 'viewer']),
    content: lazy(() => import('./jobs-tab.tsx')),
  },
  {
    path: 'audit',
    title: 'settings.tab.audit',
    isFor: (session) => isInEverywhere(session, ['administrator', 'auditor']),
    isTable: true,
    filterFields: ['actor', 'action', 'target', 'outcome'],
    content: lazy(() => import('./audit-tab.tsx')),
  },
];

function isInEverywhere(
  session: Session,
  roles: readonly Session['user']['grants'][number]['role'][],
): boolean {
  return (
    session.isAdministrator ||
    session.user.grants.some((grant) => grant.teamId === everywhereTeamId && roles.includes(grant.role))
  );
}
