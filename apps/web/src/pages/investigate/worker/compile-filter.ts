import { createEngine, loadRules } from '@breakwater/rules';
import { type CapturedEvent, capturedSyscalls } from '@breakwater/sources/capture';

const indent = '    ';
/** Lines of the rule before the filter. */
const linesBefore = 5;

export type CompiledFilter =
  | {
      readonly matches: (event: CapturedEvent) => boolean;
      /** False: events of this type can be passed over. */
      readonly asksFor: (type: string) => boolean;
    }
  | { readonly message: string; readonly column?: number };

/** A condition of the rule language, compiled as the one rule of a ruleset. */
export function compileFilter(text: string): CompiledFilter {
  const lines = text.split(/\r?\n/).map((line) => `${indent}${line}`);
  const head = `- rule: filter\n  desc: filter\n  priority: DEBUG\n  source: ${capturedSyscalls.name}\n`;
  const rule = `${head}  condition: |2-\n${lines.join('\n')}\n  output: "%evt.num"\n`;
  const result = loadRules([{ name: 'filter', text: rule }], { sources: [capturedSyscalls] });
  if (result.ruleset !== undefined) {
    const { ruleset } = result;
    const engine = createEngine(ruleset);
    return {
      matches: (event) => engine.evaluate(event).length > 0,
      asksFor: (type) => ruleset.asksFor(capturedSyscalls.name, type),
    };
  }
  const [error] = result.errors;
  if (error === undefined) return { message: 'the filter is not valid' };
  const isInFilter = error.code === 'LOAD_ERR_COMPILE_CONDITION' && error.location.line === linesBefore + 1;
  return isInFilter
    ? { message: error.message, column: Math.max(1, error.location.column - indent.length) }
    : { message: error.message };
}
