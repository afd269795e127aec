import type { Priority } from '@breakwater/model';
import { priorities } from '@breakwater/model';
import { CheckProblem } from './check/check-problem.ts';
import { Checker } from './check/checker.ts';
import type { FieldTable } from './check/field-table.ts';
import type { TypedCondition } from './check/typed.ts';
import { isDeprecatedField } from './check/warnings.ts';
import type { Collector, RuleDefinition } from './collector.ts';
import type { Condition } from './condition/ast.ts';
import { exceptionCondition } from './exceptions.ts';
import type { PlacedText } from './items.ts';
import { type Context, LoadProblem } from './load-problem.ts';
import { type Names, type ParseCache, resolveNames } from './names.ts';
import type { LoadOptions } from './options.ts';
import { outputOf, suggestedOutput } from './output/append.ts';
import { FormatProblem, type OutputFormat, parseFormat } from './output/format.ts';
import { contextAt, joined, joinedLength } from './placed-condition.ts';
import type { Warn } from './reader/read-items.ts';
import type { Rule, RuleException } from './ruleset.ts';
import { isSelected } from './selection.ts';
import { compileStateful } from './stateful/compile-stateful.ts';

const maxEventCodes = 100;

/**
 * Compiles everything collected so far. Throws LoadProblem at the first rule or macro that cannot be
 * compiled; warnings go to `warn`.
 */
export function compileRules(
  collector: Collector,
  tables: ReadonlyMap<string, FieldTable>,
  options: LoadOptions,
  cache: ParseCache,
  warn: Warn,
): readonly Rule[] {
  const names = resolveNames(collector, cache);
  const checkers = new Map([...tables].map(([source, table]) => [source, new Checker(table)]));
  const rules: Rule[] = [];
  for (const definition of collector.rules.values()) {
    const checker = checkers.get(definition.source);
    if (checker === undefined) continue;
    const rule = compileRule(definition, { names, tables, checkers, checker, collector, options, warn });
    if (rule !== undefined) rules.push(rule);
  }
  for (const macro of collector.macros.values()) {
    if (!names.usedMacros.has(macro.name))
      warn('LOAD_UNUSED_MACRO', 'no rule or macro refers to it', macro.context);
  }
  for (const list of collector.lists.values()) {
    if (!names.usedLists.has(list.name))
      warn('LOAD_UNUSED_LIST', 'no rule, macro or list refers to it', list.context);
  }
  return rules;
}

interface Workshop {
  readonly names: Names;
  readonly tables: ReadonlyMap<string, FieldTable>;
  readonly checkers: ReadonlyMap<string, Checker>;
  /** Of the rule's source. */
  readonly checker: Checker;
  readonly collector: Collector;
  readonly options: LoadOptions;
  readonly warn: Warn;
}

/** Undefined when the rule names something unknown and asks to be skipped for that. */
function compileRule(definition: RuleDefinition, workshop: Workshop): Rule | undefined {
  const { checker, warn, options } = workshop;
  const output = compileOutput(definition, workshop);
  if (output === undefined) return undefined;
  const { exceptions, parts } = layExceptions(definition);
  const conditions = exceptions.flatMap(({ operand }): Condition[] =>
    operand === undefined ? [] : [{ kind: 'not', operand }],
  );
  const condition = workshop.names.resolve(definition.condition, { conditions, parts });
  const typed = checkCondition(definition, [...definition.condition, ...parts], condition, workshop);
  if (typed === undefined) return undefined;
  const stateful = compileStateful(definition, {
    tables: workshop.tables,
    warn,
    condition: (own, name) => {
      const stepChecker = workshop.checkers.get(name) ?? checker;
      const step = { ...workshop, checker: stepChecker };
      return checkCondition(definition, own, workshop.names.resolve(own), step);
    },
  });
  if (stateful === undefined) return undefined;
  if (definition.warnsEventTypes) {
    const codes = checker.eventCodes(typed);
    if (codes === 0 || (codes ?? 0) > maxEventCodes) {
      warn(
        'LOAD_NO_EVTTYPE',
        'the rule does not limit evt.type and is evaluated for too many events',
        definition.context,
      );
    }
  }
  const { place, file, items } = definition.context;
  return {
    name: definition.name,
    description: definition.description,
    source: definition.source,
    priority: definition.priority,
    tags: definition.tags,
    isEnabled:
      isSevereEnough(definition.priority, options.minPriority) &&
      isSelected(definition, definition.isEnabled, options.selection ?? []),
    hasCapture: definition.hasCapture,
    captureDurationMs: definition.captureDurationMs,
    condition: joined(definition.condition),
    outputText: joined(definition.output),
    location: { file: file.name, line: place.line, column: place.column, items },
    ...output,
    tree: typed,
    exceptions: exceptionTrees(exceptions, typed),
    ...stateful,
  };
}

interface NamedException {
  readonly name: string;
  readonly operand: Condition | undefined;
}

/** The exceptions as conditions; their offsets go on where those of the rule's own condition end. */
function layExceptions(definition: RuleDefinition): {
  readonly exceptions: readonly NamedException[];
  readonly parts: readonly PlacedText[];
} {
  const parts: PlacedText[] = [];
  let next = joinedLength(definition.condition) + 1;
  const lay = (part: PlacedText) => {
    const start = next;
    parts.push(part);
    next += part.text.length + 1;
    return start;
  };
  const exceptions = definition.exceptions.map((exception) => ({
    name: exception.name,
    operand: exceptionCondition(exception, lay),
  }));
  return { exceptions, parts };
}

/** The exceptions' part of the rule's tree, by name: what was joined to the condition by `and not`. */
function exceptionTrees(
  exceptions: readonly NamedException[],
  tree: TypedCondition,
): readonly RuleException[] {
  const joins = tree.kind === 'and' ? tree.operands.slice(1) : [];
  let next = 0;
  return exceptions.map(({ name, operand }) => {
    const join = operand === undefined ? undefined : joins[next++];
    return join?.kind === 'not' ? { name, tree: join.operand } : { name };
  });
}

function isSevereEnough(priority: Priority, least: Priority | undefined): boolean {
  return least === undefined || priorities.indexOf(priority) <= priorities.indexOf(least);
}

/** `parts` is the text that `condition` was made from. */
function checkCondition(
  definition: RuleDefinition,
  parts: readonly PlacedText[],
  condition: Condition,
  workshop: Workshop,
): TypedCondition | undefined {
  const { checker, collector, warn } = workshop;
  const locate = (at: number, macro: string | undefined) => {
    const body = macro === undefined ? undefined : collector.macros.get(macro)?.condition;
    const own = contextAt(body ?? parts, at);
    return body === undefined ? own : { ...own, items: [...definition.context.items, ...own.items] };
  };
  try {
    return checker.check(condition, (warning, at, macro) =>
      warn(warning.code, warning.message, locate(at, macro)),
    );
  } catch (error) {
    if (!(error instanceof CheckProblem)) throw error;
    const context = locate(error.at, error.macro);
    if (!error.isUnknownName || !definition.skipsUnknownFilter) {
      throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', error.message, context);
    }
    warn('LOAD_UNKNOWN_FILTER', `${error.message}; the rule is skipped`, context);
    return undefined;
  }
}

const containerInfo = '%container.info';
const outputError = 'LOAD_ERR_COMPILE_OUTPUT';

function compileOutput(
  definition: RuleDefinition,
  { checker, options, warn }: Workshop,
): Pick<Rule, 'output' | 'extraFields'> | undefined {
  const appended = outputOf(definition, options.appendOutput ?? []);
  let own = joined(definition.output);
  const suggested = options.suggestedOutput === true ? suggestedOutput(checker.table.source) : '';
  if (suggested !== '') own = `${own} ${suggested}`;
  let text = appended.text === '' ? own : `${own} ${appended.text}`;
  if (text.includes(containerInfo)) {
    warn('LOAD_DEPRECATED_ITEM', '%container.info is deprecated and prints nothing', definition.context);
    own = own.replaceAll(containerInfo, '');
    text = text.replaceAll(containerInfo, '');
  }
  let part: 'output' | 'extraFields' = 'output';
  try {
    const output = parseFormat(text, checker.table);
    part = 'extraFields';
    const extraFields = appended.fields.map((extra): Rule['extraFields'][number] => {
      const format = parseFormat(extra.format, checker.table);
      const [field] = format.fields;
      return extra.isRaw && field !== undefined
        ? { kind: 'field', field }
        : { kind: 'text', label: extra.label, format };
    });
    warnOfDeprecated(output, definition, warn);
    return { output, extraFields };
  } catch (error) {
    if (!(error instanceof FormatProblem)) throw error;
    const isOwn = part === 'output' && error.at <= own.length;
    const problem = isOwn
      ? new LoadProblem(outputError, error.message, contextAt(definition.output, error.at))
      : appendedProblem(error.message, definition.context, part === 'output' ? 'extraOutput' : part);
    if (!error.isUnknownName || !definition.skipsUnknownFilter) throw problem;
    warn('LOAD_UNKNOWN_FILTER', `${problem.message}; the rule is skipped`, problem.context);
    return undefined;
  }
}

function appendedProblem(
  message: string,
  context: Context,
  appended: 'extraOutput' | 'extraFields',
): LoadProblem {
  return new LoadProblem(outputError, `what is added to the output: ${message}`, context, appended);
}

function warnOfDeprecated(output: OutputFormat, definition: RuleDefinition, warn: Warn): void {
  for (const field of output.fields) {
    if (isDeprecatedField(field.label)) {
      warn('LOAD_DEPRECATED_ITEM', `the field "${field.label}" is deprecated`, definition.context);
    }
  }
}
