/**
 * Reads rule files as JSON from standard input, loads them in this process, which holds nothing else, and prints
 * the memory that they keep. Run with --expose-gc.
 */
import { text } from 'node:stream/consumers';
import type { RuleFile } from '@breakwater/rules';
import { round } from './round.ts';
import { engineOf, load } from './rule-files.ts';

const collectGarbage = globalThis.gc;
if (collectGarbage === undefined) throw new Error('run with --expose-gc');
const files = JSON.parse(await text(process.stdin)) as readonly RuleFile[];
collectGarbage();
const before = process.memoryUsage().heapUsed;
const ruleset = load(files);
const engine = engineOf(ruleset);
collectGarbage();
const { heapUsed, rss } = process.memoryUsage();
const rules = engine.statistics().length;
const heapMb = round((heapUsed - before) / 2 ** 20, 1);
process.stdout.write(JSON.stringify({ rules, heapMb, rssMb: round(rss / 2 ** 20, 0) }));
