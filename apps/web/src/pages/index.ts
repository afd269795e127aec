import type { ComponentType } from 'react';
import type { IconName } from '../components/icons.tsx';
import type { MessageKey } from '../i18n/en.ts';

/** A screen of the console: its address, its place in the navigation and its code, loaded when first opened. */
export interface PageEntry {
  readonly path: `/${string}`;
  readonly title: MessageKey;
  readonly icon: IconName;
  /** The letter after `g` that goes there. */
  readonly letter: string;
  /** Not in the navigation: other screens lead there. */
  readonly isHidden?: boolean;
  /** Parts of the screen that the palette goes to as well. */
  readonly parts?: readonly { readonly path: `/${string}`; readonly title: MessageKey }[];
  /** Which bars of the frame the screen obeys. */
  readonly bars: { readonly scope: boolean; readonly time: boolean };
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

/** Every screen that exists, in the order of the navigation. A new screen is a folder here and one entry. */
export const pages: readonly PageEntry[] = [
  {
    path: '/',
    title: 'nav.home',
    icon: 'home',
    letter: 'h',
    bars: { scope: true, time: false },
    load: () => import('./home/home-page.tsx'),
  },
  {
    path: '/events',
    title: 'nav.events',
    icon: 'events',
    letter: 'e',
    bars: { scope: true, time: true },
    load: () => import('./events/events-page.tsx'),
  },
  {
    path: '/images',
    title: 'nav.images',
    icon: 'images',
    letter: 'i',
    bars: { scope: true, time: false },
    load: () => import('./images/images-page.tsx'),
  },
  {
    path: '/posture',
    title: 'nav.posture',
    icon: 'posture',
    letter: 'p',
    bars: { scope: true, time: false },
    load: () => import('./posture/posture-page.tsx'),
  },
  {
    path: '/inventory',
    title: 'nav.inventory',
    icon: 'inventory',
    letter: 'v',
    bars: { scope: true, time: false },
    load: () => import('./inventory/inventory-page.tsx'),
  },
  {
    path: '/compliance',
    title: 'nav.compliance',
    icon: 'compliance',
    letter: 'c',
    bars: { scope: true, time: false },
    load: () => import('./compliance/compliance-page.tsx'),
  },
  {
    path: '/tasks',
    title: 'nav.tasks',
    icon: 'tasks',
    letter: 't',
    bars: { scope: true, time: true },
    load: () => import('./tasks/tasks-page.tsx'),
  },
  {
    path: '/investigate',
    title: 'nav.investigate',
    icon: 'capture',
    letter: 'x',
    bars: { scope: false, time: false },
    load: () => import('./investigate/investigate-page.tsx'),
  },
  {
    path: '/policies',
    title: 'nav.policies',
    icon: 'policies',
    letter: 'r',
    parts: [
      { path: '/policies/rules', title: 'policies.tab.rules' },
      { path: '/policies/coverage', title: 'policies.tab.coverage' },
      { path: '/policies/files', title: 'policies.tab.files' },
    ],
    bars: { scope: false, time: false },
    load: () => import('./policies/policies-page.tsx'),
  },
  {
    path: '/settings',
    title: 'nav.settings',
    icon: 'settings',
    letter: 's',
    bars: { scope: false, time: false },
    load: () => import('./settings/settings-page.tsx'),
  },
  {
    path: '/first-steps',
    title: 'first.title',
    icon: 'check',
    letter: 'f',
    isHidden: true,
    bars: { scope: false, time: false },
    load: () => import('./first-steps/first-steps-page.tsx'),
  },
];
