import { afterEach, beforeEach } from 'vitest';
import { writePreferences } from './src/state/preferences.ts';

// happy-dom has no layout: everything is as large as a common window.
Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1200 });
Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 640 });
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

beforeEach(() => writePreferences({ language: 'en', timeZone: 'utc', colorScheme: 'light', tables: {} }));

afterEach(() => {
  document.body.replaceChildren();
});
