import type { MantineColorSchemeManager } from '@mantine/core';
import { onPreferences, readPreferences, writePreferences } from '../state/preferences.ts';

let unsubscribe: (() => void) | undefined;

/** Mantine's colour scheme is the preference `colorScheme`; there is no second place where it is kept. */
export const preferenceColorScheme: MantineColorSchemeManager = {
  get: () => mantineScheme(),
  // Mantine sets what it is told as well: only a change is one.
  set: (value) => {
    if (value !== mantineScheme()) writePreferences({ colorScheme: value === 'auto' ? 'system' : value });
  },
  subscribe: (onUpdate) => {
    unsubscribe = onPreferences(() => onUpdate(mantineScheme()));
  },
  unsubscribe: () => unsubscribe?.(),
  clear: () => writePreferences({ colorScheme: 'system' }),
};

function mantineScheme(): 'light' | 'dark' | 'auto' {
  const { colorScheme } = readPreferences();
  return colorScheme === 'system' ? 'auto' : colorScheme;
}
