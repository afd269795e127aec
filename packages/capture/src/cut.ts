export { type CutSummary, CutWriter } from './write/cut/cut-writer.ts';
export { type CutPlan, CutPlanner, type Place, type Selection } from './write/cut/plan.ts';
export { PatternProblem } from './write/redact/patterns.ts';
export { Redaction, type RedactionOptions } from './write/redact/redaction.ts';
