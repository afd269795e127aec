import { debMatcher } from './deb.ts';
import type { Matcher } from './matcher.ts';
import { npmMatcher } from './npm.ts';

/** Every matcher; a purl type belongs to one. */
export const matchers: readonly Matcher[] = [debMatcher, npmMatcher];
