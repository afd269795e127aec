import { checkOperand } from '../check/check-operand.ts';
import { CheckProblem } from '../check/check-problem.ts';
import type { FieldTable } from '../check/field-table.ts';
import type { TypedCondition } from '../check/typed.ts';
import type { RuleDefinition } from '../collector.ts';
import { SyntaxProblem } from '../condition/lexer.ts';
import { parseOperand } from '../condition/parser.ts';
import { suggestion } from '../did-you-mean.ts';
import { printOperand } from '../explain/print-condition.ts';
import type { PlacedText, SequenceStepItem } from '../items.ts';
import { type Context, LoadProblem } from '../load-problem.ts';
import type { Warn } from '../reader/read-items.ts';
import type { GroupField, SequenceStep, Stateful } from './definition.ts';

/** What compiling a threshold or sequence needs of the load around it. */
export interface StatefulWorkshop {
  readonly tables: ReadonlyMap<string, FieldTable>;
  /** Resolves and types a condition of a source. Throws LoadProblem; undefined when the rule is to be skipped. */
  readonly condition: (parts: readonly PlacedText[], source: string) => TypedCondition | undefined;
  readonly warn: Warn;
}

/**
 * Looks up the fields and compiles the steps of a rule. Undefined when the rule names something unknown and is
 * skipped for that. Throws LoadProblem.
 */
export function compileStateful(
  definition: RuleDefinition,
  workshop: StatefulWorkshop,
): Stateful | undefined {
  const { threshold, sequence, source } = definition;
  try {
    if (threshold !== undefined) {
      const { count, window, by, distinct } = threshold;
      const different = distinct === undefined ? {} : { distinct: groupField(distinct, source, workshop) };
      return { threshold: { count, window, by: groupFields(by, source, workshop), ...different } };
    }
    if (sequence === undefined) return {};
    const { window, by } = sequence;
    const own = groupFields(by, source, workshop);
    const steps: SequenceStep[] = [];
    for (const item of sequence.steps) {
      const step = compileStep(item, item.by ?? by, item.source ?? source, workshop);
      if (step === undefined) return undefined;
      steps.push(step);
    }
    return { sequence: { window, by: own, steps } };
  } catch (error) {
    if (!(error instanceof UnknownField)) throw error;
    if (!definition.skipsUnknownFilter) {
      throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', error.message, error.context);
    }
    workshop.warn('LOAD_UNKNOWN_FILTER', `${error.message}; the rule is skipped`, error.context);
    return undefined;
  }
}

function compileStep(
  item: SequenceStepItem,
  by: readonly PlacedText[],
  source: string,
  workshop: StatefulWorkshop,
): SequenceStep | undefined {
  if (!workshop.tables.has(source)) {
    const hint = suggestion(source, workshop.tables.keys());
    workshop.warn(
      'LOAD_UNKNOWN_SOURCE',
      `a step has the unknown source "${source}"${hint}; the rule is skipped`,
      item.context,
    );
    return undefined;
  }
  const tree = workshop.condition([item.condition], source);
  return tree === undefined ? undefined : { source, tree, by: groupFields(by, source, workshop) };
}

function groupFields(
  texts: readonly PlacedText[],
  source: string,
  workshop: StatefulWorkshop,
): readonly GroupField[] {
  return texts.map((text) => groupField(text, source, workshop));
}

function groupField(placed: PlacedText, source: string, workshop: StatefulWorkshop): GroupField {
  const table = workshop.tables.get(source);
  if (table === undefined) throw new Error(`no fields of the source "${source}"`);
  try {
    const operand = checkOperand(parseOperand(placed.text), table);
    return { label: printOperand(operand), operand };
  } catch (error) {
    if (error instanceof CheckProblem && error.isUnknownName) {
      throw new UnknownField(error.message, placed.context);
    }
    if (error instanceof CheckProblem || error instanceof SyntaxProblem) {
      throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', error.message, placed.context);
    }
    throw error;
  }
}

/** A field that the source does not have: what `skip-if-unknown-filter` forgives. */
class UnknownField extends Error {
  override readonly name = 'UnknownField';
  readonly context: Context;

  constructor(message: string, context: Context) {
    super(message);
    this.context = context;
  }
}
