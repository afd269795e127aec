/**
 * Detection: what parsing and evaluating cost beside JSON.parse of the same bytes, what the index saves, how cost
 * grows with the number of rules, how long rules take to load and how much memory they keep.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Ruleset } from '@breakwater/rules';
import { parseCloudTrail } from '@breakwater/sources';
import { cloudTrailDay } from './rules/cloudtrail-day.ts';
import { withFiles } from './rules/day-files.ts';
import { measureEvents } from './rules/events.ts';
import { k8sAuditDay } from './rules/k8s-audit-day.ts';
import { measureLoading } from './rules/loading.ts';
import { manyRules } from './rules/many-rules.ts';
import { measureRecords } from './rules/records.ts';
import { round } from './rules/round.ts';
import { countRules, load, shippedFiles, upstreamFiles } from './rules/rule-files.ts';
import { syscallEvents } from './rules/syscall-events.ts';

const { values } = parseArgs({
  options: {
    rules: { type: 'string' },
    records: { type: 'string', default: '500000' },
    only: { type: 'string', default: 'cloudtrail,k8s,syscall,many,memory' },
  },
});
const records = Number(values.records);
const parts = new Set(values.only.split(','));
/** About 1.3 MB. */
const recordsPerFile = 1000;

const shipped = shippedFiles(values.rules);
const cloudTrailFiles = [...upstreamFiles('aws_cloudtrail_rules.yaml'), ...shipped];
const auditFiles = [...upstreamFiles('k8s_audit_rules.yaml'), ...shipped];
const syscallFiles = upstreamFiles(
  'falco_rules.yaml',
  'falco-incubating_rules.yaml',
  'falco-sandbox_rules.yaml',
);

const result: Record<string, unknown> = {
  machine: {
    node: process.version,
    processors: availableParallelism(),
    loadAtStart: round(loadavg()[0] ?? 0),
  },
};

function show(title: string, key: string, rows: Readonly<Record<string, object>>): void {
  process.stdout.write(`\n${title}\n`);
  console.table(turned(rows));
  result[key] = rows;
}

/** Figures as lines and what was measured as columns: fits a terminal. */
function turned(rows: Readonly<Record<string, object>>): Record<string, Record<string, unknown>> {
  const lines: Record<string, Record<string, unknown>> = {};
  for (const [name, row] of Object.entries(rows)) {
    for (const [figure, value] of Object.entries(row)) lines[figure] = { ...lines[figure], [name]: value };
  }
  return lines;
}

if (parts.has('cloudtrail')) {
  const settings = { source: 'aws_cloudtrail', rules: cloudTrailFiles } as const;
  const rows = await withFiles(cloudTrailDay(records, recordsPerFile), async (paths) => ({
    'all rules': await measureRecords(paths, { ...settings, isCounting: true }),
    'without those that count': await measureRecords(paths, { ...settings, isCounting: false }),
  }));
  show(`CloudTrail: a day of ${records} records; ratios to JSON.parse of the same bytes`, 'cloudTrail', rows);
}

if (parts.has('k8s')) {
  const rows = await withFiles(k8sAuditDay(records, recordsPerFile), async (paths) => ({
    'all rules': await measureRecords(paths, { source: 'k8s_audit', rules: auditFiles, isCounting: true }),
  }));
  show(
    `Kubernetes audit: a day of ${records} events; ratios to JSON.parse of the same bytes`,
    'k8sAudit',
    rows,
  );
}

if (parts.has('syscall') && syscallFiles.length > 0) {
  const events = syscallEvents(20_000);
  const falco = load(syscallFiles);
  const both = load([...syscallFiles, ...shipped]);
  const row = (ruleset: Ruleset) => ({
    rules: countRules(ruleset, 'syscall'),
    ...measureEvents(events, ruleset, 5),
  });
  show('System calls as field maps, ns an event', 'syscall', {
    'three upstream files': row(falco),
    'and what is shipped': row(both),
  });
}

if (parts.has('many')) {
  const [file = Buffer.alloc(0)] = cloudTrailDay(5000, 5000);
  const { events } = parseCloudTrail(file);
  const row = (count: number) => {
    const files = [manyRules(count)];
    return { ...measureLoading(files), ...measureEvents(events, load(files), 5) };
  };
  show('Generated rules over CloudTrail', 'many', { 100: row(100), 1000: row(1000), 10000: row(10_000) });
}

if (parts.has('memory')) {
  show('Loading: time and memory', 'loading', {
    shipped: measureLoading(shipped),
    'upstream CloudTrail': measureLoading(upstreamFiles('aws_cloudtrail_rules.yaml')),
    'upstream Kubernetes audit': measureLoading(upstreamFiles('k8s_audit_rules.yaml')),
    'upstream system calls': measureLoading(syscallFiles),
  });
}

if (parts.size === 5) {
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'rules.json'), `${JSON.stringify(result, null, 2)}\n`);
}
