export type {
  Diagnostic,
  ErrorCode,
  ItemStep,
  LoadError,
  LoadWarning,
  SourceLocation,
  WarningCode,
} from './diagnostic.ts';
export { createEngine, type Engine, type EngineOptions, type Fired, type RuleFailure } from './engine.ts';
export { explainRule } from './explain/explain-rule.ts';
export { defaultLimits, type FileLoad, type LoadResult, loadRules } from './load.ts';
export type {
  AppendOutput,
  LoadLimits,
  LoadOptions,
  RuleFile,
  RuleSelection,
  RuleSource,
} from './options.ts';
export { falcoJson, falcoText, formatTime } from './output/falco.ts';
export { formatDiagnostic } from './report.ts';
export type { ExtraField, Rule, Ruleset } from './ruleset.ts';
export { engineVersion } from './version.ts';
