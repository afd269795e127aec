import { apkMatcher } from './apk.ts';
import { debMatcher } from './deb.ts';
import { golangMatcher } from './golang.ts';
import { knownProductMatcher } from './known-product.ts';
import { languageMatchers } from './languages.ts';
import type { Matcher } from './matcher.ts';
import { rpmMatcher } from './rpm.ts';

/** Every matcher; a purl type belongs to one. */
export const matchers: readonly Matcher[] = [
  apkMatcher,
  debMatcher,
  golangMatcher,
  rpmMatcher,
  knownProductMatcher,
  ...languageMatchers,
];
