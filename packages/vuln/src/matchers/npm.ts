import type { Matcher } from './matcher.ts';

/** npm packages by their exact name, scope included. */
export const npmMatcher: Matcher = {
  types: ['npm'],
  subject: ({ name, version }) => ({ ecosystems: ['npm'], name, version, matchedBy: 'exact-package' }),
};
