import type { MetricFamily, Sample } from './metric-family.ts';

/** Media type of the text format 0.0.4. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

const namePattern = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelPattern = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Writes families in Prometheus text exposition format 0.0.4; families without samples are left out.
 * @param timeMs stands behind every sample without a time of its own; without it the time is the scrape's
 * @throws TypeError for a metric or label name that the format does not know
 */
export function toExposition(families: readonly MetricFamily[], timeMs?: number): string {
  return families
    .filter((family) => family.samples.length > 0)
    .map((family) => familyText(family, timeMs))
    .join('');
}

function familyText({ name, help, type, samples }: MetricFamily, timeMs: number | undefined): string {
  if (!namePattern.test(name)) throw new TypeError(`"${name}" is no metric name`);
  const lines = samples.map(
    (sample) => `${name}${labelText(sample)} ${numberText(sample.value)}${timeText(sample, timeMs)}\n`,
  );
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText({ labels }: Sample): string {
  const pairs = Object.entries(labels).map(([name, value]) => {
    if (!labelPattern.test(name)) throw new TypeError(`"${name}" is no label name`);
    return `${name}="${escapeLabel(value)}"`;
  });
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  if (value === Number.NEGATIVE_INFINITY) return '-Inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

function timeText(sample: Sample, otherwise: number | undefined): string {
  const timeMs = sample.timeMs ?? otherwise;
  return timeMs === undefined ? '' : ` ${timeMs}`;
}

function escapeHelp(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
