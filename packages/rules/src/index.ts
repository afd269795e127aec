export { changedRules } from './changed-rules.ts';
export type {
  Diagnostic,
  ErrorCode,
  ItemStep,
  LoadError,
  LoadWarning,
  SourceLocation,
  WarningCode,
} from './diagnostic.ts';
export { didYouMean } from './did-you-mean.ts';
export { createEngine, type Engine, type EngineOptions, type Fired, type RuleFailure } from './engine.ts';
export { explainRule } from './explain/explain-rule.ts';
export { type FindNearest, findNearest } from './explain/find-nearest.ts';
export {
  defaultLimits,
  type FileLoad,
  type LoadResult,
  loadRules,
  type ReadRuleFile,
  readRuleFile,
} from './load.ts';
export type {
  AppendOutput,
  LoadLimits,
  LoadOptions,
  RuleFile,
  RuleSelection,
  RuleSource,
} from './options.ts';
export { type FalcoOutputOptions, falcoJson, falcoText, formatTime } from './output/falco.ts';
export { formatDiagnostic } from './report.ts';
export { readRuleTests } from './rule-tests/read-rule-tests.ts';
export {
  type ExpectedDetection,
  type RuleTest,
  type RuleTestFile,
  RuleTestProblem,
  type TestInput,
  type TestRecord,
} from './rule-tests/rule-test-file.ts';
export { type ReadEvents, type RuleTestResult, runRuleTest } from './rule-tests/run-rule-tests.ts';
export type { ExtraField, Rule, Ruleset } from './ruleset.ts';
export type { RateLimit } from './run/rate-limit.ts';
export type { RuleStatistics } from './run/rule-run.ts';
export type { SlownessOptions } from './run/stopwatch.ts';
export { readEngineState, type StateReading } from './stateful/read-state.ts';
export type { EngineState } from './stateful/state.ts';
export type { StateStatistics } from './stateful/tracker.ts';
export { engineVersion } from './version.ts';
