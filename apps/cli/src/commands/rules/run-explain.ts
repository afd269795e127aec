import type { Event, Explanation } from '@breakwater/model';
import { createEngine, explainRule, findNearest, type Rule, type Ruleset } from '@breakwater/rules';
import { CommandError } from '../../exit-code.ts';
import { escaped } from '../../terminal/printable.ts';
import { isCapture } from '../detect/capture-file.ts';
import { eventSources } from './event-sources.ts';
import { feedCapture, feedRecords } from './feed-events.ts';
import { printExplanation } from './print-explanation.ts';
import { describeLoad, loadRuleFiles, readRuleFiles } from './rule-files.ts';

export interface ExplainOptions {
  readonly rules: readonly string[];
  readonly input: string;
  readonly event?: number;
  readonly only?: 'fired' | 'quiet';
  readonly limit: number;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

/** An explanation with the place of its event in the input. */
interface Explained {
  readonly file: string;
  readonly number: number;
  readonly id: string;
  readonly time: string;
  readonly explanation: Explanation;
}

/** What is made of the events as they come. */
interface Gathering {
  /** False: it has what it wants. */
  readonly look: (event: Event, number: number, keep: (explanation: Explanation) => Explained) => boolean;
  readonly explained: readonly Explained[];
  /** What there is to say beside them. */
  readonly note: (seen: number) => string;
}

/** Explains one rule on the events of an input, as many as were asked for. */
export async function runExplain(name: string, options: ExplainOptions): Promise<void> {
  const ruleset = await loadRuleset(options.rules);
  const rule = findRule(ruleset, name);
  const isCaptured = options.input !== '-' && (await isCapture(options.input));
  const gathering = gather(ruleset, rule, options, isCaptured);
  let seen = 0;
  const receive = (event: Event, file: string, number: number) => {
    seen += 1;
    return gathering.look(event, number, (explanation) => {
      return { file, number, id: event.id, time: timeOf(event), explanation };
    });
  };
  const losses = isCaptured
    ? await feedCapture(options.input, receive)
    : await feedRecords(options.input, rule.source, receive);
  for (const loss of losses) process.stderr.write(`read in part: ${escaped(loss)}\n`);
  if (seen === 0) throw new CommandError(`${options.input} holds no event of the source ${rule.source}`);
  print(gathering, seen, options);
}

function gather(ruleset: Ruleset, rule: Rule, options: ExplainOptions, isCaptured: boolean): Gathering {
  if (options.event !== undefined) return gatherOne(ruleset, rule, options.event, isCaptured);
  if (isCaptured && options.only === undefined) return gatherNearest(ruleset, rule);
  return gatherMany(ruleset, rule, options);
}

function gatherOne(ruleset: Ruleset, rule: Rule, wanted: number, isCaptured: boolean): Gathering {
  const explained: Explained[] = [];
  return {
    explained,
    look: (event, number, keep) => {
      if (number < wanted) return true;
      if (number === wanted) explained.push(keep(explainRule(ruleset, rule.name, event)));
      return false;
    },
    note: (seen) => {
      if (explained.length > 0) return '';
      throw new CommandError(
        isCaptured
          ? `the capture has no event ${wanted} that rules are about`
          : `the input has ${seen} event(s); there is no number ${wanted}`,
      );
    },
  };
}

/** Of the very many events of a capture the one to look at. */
function gatherNearest(ruleset: Ruleset, rule: Rule): Gathering {
  const nearer = findNearest(ruleset, rule.name);
  const explained: Explained[] = [];
  const holds = () => explained[0]?.explanation.tree.verdict === true;
  return {
    explained,
    look: (event, _number, keep) => {
      const explanation = nearer(event);
      if (explanation !== undefined) explained[0] = keep(explanation);
      return !holds();
    },
    note: (seen) => (holds() ? '' : `holds on none of ${seen} event(s); this one came nearest\n`),
  };
}

function gatherMany(ruleset: Ruleset, rule: Rule, { only, limit }: ExplainOptions): Gathering {
  const explained: Explained[] = [];
  let left = 0;
  const isCounting = rule.threshold !== undefined || rule.sequence !== undefined;
  const engine = createEngine({ ...ruleset, rules: [rule] });
  const fires = (event: Event) => !isCounting && engine.evaluate(event).length > 0;
  return {
    explained,
    look: (event, _number, keep) => {
      if (only !== undefined && fires(event) !== (only === 'fired')) return true;
      if (explained.length < limit) explained.push(keep(explainRule(ruleset, rule.name, event)));
      else left += 1;
      return true;
    },
    note: (seen) => {
      if (explained.length === 0) return `none of ${seen} event(s)\n`;
      return left > 0 ? `${left} more event(s); --limit shows more, --event one\n` : '';
    },
  };
}

function print({ explained, note }: Gathering, seen: number, options: ExplainOptions): void {
  const rest = note(seen);
  if (options.json === true || options.format === 'json') {
    const rows = explained.map(({ file, number, id, time, explanation }) => ({
      file,
      event: number,
      id,
      time,
      ...explanation,
    }));
    process.stdout.write(`${JSON.stringify(rows, jsonValue, 2)}\n`);
    return;
  }
  for (const { file, number, time, explanation } of explained) {
    process.stdout.write(`${printExplanation(explanation, `event ${number} of ${file}, ${time}`)}\n`);
  }
  process.stdout.write(rest);
}

async function loadRuleset(paths: readonly string[]): Promise<Ruleset> {
  const result = loadRuleFiles(await readRuleFiles(paths), { sources: eventSources });
  if (result.ruleset !== undefined) return result.ruleset;
  process.stderr.write(describeLoad(result));
  throw new CommandError('the rules are not valid');
}

function findRule(ruleset: Ruleset, name: string): Rule {
  const exact = ruleset.rules.find((rule) => rule.name === name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  const near = ruleset.rules.filter((rule) => rule.name.toLowerCase().includes(wanted));
  const [only] = near;
  if (near.length === 1 && only !== undefined) return only;
  const list = near.slice(0, 10).map((rule) => `  ${escaped(rule.name)}`);
  const hint =
    list.length === 0 ? 'see breakwater rules list' : `these have it in their names:\n${list.join('\n')}`;
  throw new CommandError(`there is no rule "${name}"; ${hint}`);
}

function timeOf(event: Event): string {
  return new Date(Number(event.time / 1_000_000n)).toISOString();
}

function jsonValue(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
