import type { Suite } from '../suite.ts';
import { captures } from './captures.ts';
import { custodian } from './custodian.ts';
import { falcoLang } from './falco-lang.ts';
import { images } from './images.ts';
import { versions } from './versions.ts';

/** Every suite of the runner. */
export const suites: readonly Suite[] = [captures, custodian, falcoLang, images, versions];

/** Suites that must stay at 0 failed: part of `npm test`. */
export const completeSuites: readonly string[] = ['falco-lang', 'custodian', 'versions', 'captures'];
