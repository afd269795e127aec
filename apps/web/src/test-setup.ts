import { afterEach, beforeEach } from 'vitest';
import { writePreferences } from './state/preferences.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

beforeEach(() => writePreferences({ language: 'en', timeZone: 'utc', colorScheme: 'light', tables: {} }));

afterEach(() => {
  document.body.replaceChildren();
});
