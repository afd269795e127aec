import type { MetricFamily, Sample } from './metric-family.ts';

/** Media type of the text format 0.0.4. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** Writes families in Prometheus text exposition format 0.0.4; families without samples are left out. */
export function toExposition(families: readonly MetricFamily[]): string {
  return families
    .filter((family) => family.samples.length > 0)
    .map(familyText)
    .join('');
}

function familyText({ name, help, type, samples }: MetricFamily): string {
  const lines = samples.map(
    (sample) => `${name}${labelText(sample.labels)} ${numberText(sample.value)}${timeText(sample)}\n`,
  );
  return `# HELP ${name} ${escapeHelp(help)}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

function timeText({ timeMs }: Sample): string {
  return timeMs === undefined ? '' : ` ${timeMs}`;
}

function escapeHelp(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function escapeLabel(text: string): string {
  return escapeHelp(text).replaceAll('"', '\\"');
}
