import type { Engine } from '@breakwater/rules';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { LiveRules } from './live-rules.ts';

type RuleStatistics = ReturnType<Engine['statistics']>[number];

/** What the rules in force say of themselves. No label names a rule or policy: whoever scrapes is not asked who they are. */
export function registerRuleMetrics(registry: Registry, rules: LiveRules): void {
  const registers = [registry];
  new Gauge({
    name: 'breakwater_rules_enabled',
    help: 'Rules that are switched on, by the source of events that they are about.',
    labelNames: ['source'],
    registers,
    collect() {
      this.reset();
      for (const rule of rules.inForce.ruleset.rules) if (rule.isEnabled) this.inc({ source: rule.source });
    },
  });
  new Gauge({
    name: 'breakwater_rules_failed_files',
    help: 'Rule files that the server switched off because they no longer load.',
    registers,
    collect() {
      this.set(rules.inForce.files.filter(({ error }) => error !== undefined).length);
    },
  });
  const counters = [
    {
      name: 'breakwater_rules_failures_total',
      help: 'Evaluations of rules that threw, since the rules were loaded.',
      count: (run: RuleStatistics) => run.failed,
    },
    {
      name: 'breakwater_rules_slow_evaluations_total',
      help: 'Evaluations of rules that took too long, of those timed, since the rules were loaded.',
      count: (run: RuleStatistics) => run.slow,
    },
    {
      name: 'breakwater_rules_skipped_events_total',
      help: 'Events that slow rules sat out, since the rules were loaded.',
      count: (run: RuleStatistics) => run.skipped,
    },
    {
      name: 'breakwater_rules_forgotten_total',
      help: 'Groups and events that rules with a threshold or sequence forgot for want of room.',
      count: ({ state }: RuleStatistics) => (state?.evictedGroups ?? 0) + (state?.evictedEntries ?? 0),
    },
  ];
  for (const { name, help, count } of counters) {
    new Counter({
      name,
      help,
      labelNames: ['source'],
      registers,
      collect() {
        this.reset();
        for (const run of rules.inForce.engine.statistics()) {
          const total = count(run);
          if (total > 0) this.inc({ source: run.source }, total);
        }
      },
    });
  }
  new Counter({
    name: 'breakwater_rules_suppressed_detections_total',
    help: 'Detections that exceptions of policies kept silent, since the server started.',
    registers,
    collect() {
      this.reset();
      this.inc(rules.suppressions.total);
    },
  });
}
