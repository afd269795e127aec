import { formatPill, type Pill } from './pill.ts';

/** The values that the conditions choose for a field, by `=` or `in`. */
export function chosenValues(pills: readonly Pill[], field: string): readonly string[] {
  return pills.flatMap((pill) => {
    if (pill.field !== field) return [];
    if (pill.op === '=') return [String(pill.value)];
    return pill.op === 'in' ? pill.value.map(String) : [];
  });
}

/** The conditions with these values chosen for a field, and nothing else changed. */
export function withChosen(
  pills: readonly Pill[],
  field: string,
  values: readonly string[],
): readonly Pill[] {
  const others = pills.filter((pill) => pill.field !== field || (pill.op !== '=' && pill.op !== 'in'));
  const [only] = values;
  if (only === undefined) return others;
  if (values.length === 1) return [...others, { field, op: '=', value: only }];
  return [...others, { field, op: 'in', value: [...values] }];
}

export function hasPill(pills: readonly Pill[], wanted: Pill): boolean {
  const text = formatPill(wanted);
  return pills.some((pill) => formatPill(pill) === text);
}

/** Adds the condition, or takes it away when it is there. */
export function togglePill(pills: readonly Pill[], pill: Pill): readonly Pill[] {
  const text = formatPill(pill);
  const left = pills.filter((one) => formatPill(one) !== text);
  return left.length < pills.length ? left : [...pills, pill];
}
