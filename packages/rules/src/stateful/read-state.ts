import type { EngineState } from './state.ts';

/** A stored state, or what is wrong with it. */
export type StateReading = { readonly state: EngineState } | { readonly problem: string };

const maxTextLength = 20_000;
/** The last time that a date can be, in nanoseconds. */
const maxDate = 8.64e21;

/**
 * Reads a state that was stored as JSON. Nothing in it is trusted: one wrong value and the whole is refused, for half
 * a state would count wrongly.
 */
export function readEngineState(text: string): StateReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { problem: `the stored state of the rules is not JSON: ${why}` };
  }
  const problem = problemOf(value);
  if (problem !== undefined) return { problem: `the stored state of the rules cannot be used: ${problem}` };
  return { state: value as EngineState };
}

/** Where the first wrong value stands and what is wrong with it. */
function problemOf(value: unknown): string | undefined {
  if (!isRecord(value)) return 'it is not an object';
  if (value.version !== 1) return `its version is ${JSON.stringify(value.version) ?? 'missing'}, not 1`;
  return firstProblem(value.rules, 'rules', ruleProblem);
}

type ProblemOf = (value: unknown, path: string) => string | undefined;

function firstProblem(value: unknown, path: string, problem: ProblemOf): string | undefined {
  if (!Array.isArray(value)) return `${path} is not a list`;
  for (const [index, element] of value.entries()) {
    const found = problem(element, `${path}[${index}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const ruleProblem: ProblemOf = (rule, path) => {
  if (!isRecord(rule)) return `${path} is not an object`;
  return (
    (typeof rule.rule === 'string' ? undefined : `${path}.rule is not a text`) ??
    textProblem(rule.definition, `${path}.definition`) ??
    firstProblem(rule.groups, `${path}.groups`, groupProblem)
  );
};

const groupProblem: ProblemOf = (group, path) => {
  if (!isRecord(group)) return `${path} is not an object`;
  return (
    keyProblem(group.key, `${path}.key`) ??
    numberProblem(group.touched, `${path}.touched`) ??
    firstProblem(group.stages, `${path}.stages`, stageProblem) ??
    firstProblem(group.used, `${path}.used`, usedProblem) ??
    (group.spans === undefined ? undefined : firstProblem(group.spans, `${path}.spans`, spanProblem))
  );
};

/** A key is a JSON list of texts. */
const keyProblem: ProblemOf = (key, path) => {
  const problem = textProblem(key, path);
  if (problem !== undefined) return problem;
  try {
    const texts: unknown = JSON.parse(String(key));
    return firstProblem(texts, path, textProblem);
  } catch {
    return `${path} is not a list of texts as JSON`;
  }
};

const stageProblem: ProblemOf = (stage, path) => {
  let last = Number.NEGATIVE_INFINITY;
  return firstProblem(stage, path, (entry, entryPath) => {
    const problem = entryProblem(entry, entryPath);
    if (problem !== undefined) return problem;
    const [time] = entry as readonly [number];
    if (time < last) return `${entryPath} is older than the one before it`;
    last = time;
    return undefined;
  });
};

const entryProblem: ProblemOf = (entry, path) => {
  if (!Array.isArray(entry) || entry.length !== 4) return `${path} is not a list of four values`;
  const [time, id, value, held] = entry as readonly unknown[];
  return (
    numberProblem(time, `${path}[0]`) ??
    textProblem(id, `${path}[1]`) ??
    (value === null ? undefined : textProblem(value, `${path}[2]`)) ??
    (held === null ? undefined : heldProblem(held, `${path}[3]`))
  );
};

const heldProblem: ProblemOf = (held, path) => {
  if (!isRecord(held)) return `${path} is not an object`;
  return (
    textProblem(held.output, `${path}.output`) ??
    (held.about === undefined ? undefined : aboutProblem(held.about, `${path}.about`)) ??
    firstProblem(held.fields, `${path}.fields`, (field, fieldPath) => {
      if (!Array.isArray(field) || field.length !== 2) return `${fieldPath} is not a name with a value`;
      return textProblem(field[0], fieldPath) ?? valueProblem(field[1], fieldPath);
    })
  );
};

const aboutProblem: ProblemOf = (about, path) => {
  if (!isRecord(about)) return `${path} is not an object`;
  const { time } = about;
  const isTime = typeof time === 'string' && /^-?\d{1,22}$/.test(time) && Math.abs(Number(time)) <= maxDate;
  return (
    textProblem(about.id, `${path}.id`) ?? (isTime ? undefined : `${path}.time is not a time in nanoseconds`)
  );
};

const valueProblem: ProblemOf = (value, path) => {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return undefined;
  if (typeof value === 'number') return undefined;
  if (Array.isArray(value)) {
    const isOfScalars = value.every((one) => typeof one === 'string' || typeof one === 'number');
    return isOfScalars ? undefined : `${path} holds a list of something else than texts or numbers`;
  }
  const isInteger =
    isRecord(value) && typeof value.integer === 'string' && /^-?\d{1,40}$/.test(value.integer);
  return isInteger ? undefined : `${path} is not the value of a field`;
};

const usedProblem: ProblemOf = (used, path) => {
  if (!Array.isArray(used) || used.length !== 2) return `${path} is not an id with a time`;
  const isText = typeof used[0] === 'string';
  const event = isText ? textProblem(used[0], `${path}[0]`) : numberProblem(used[0], `${path}[0]`);
  return event ?? numberProblem(used[1], `${path}[1]`);
};

const spanProblem: ProblemOf = (span, path) => {
  if (!Array.isArray(span) || span.length !== 3) return `${path} is not two times with values`;
  return (
    numberProblem(span[0], `${path}[0]`) ??
    numberProblem(span[1], `${path}[1]`) ??
    firstProblem(span[2], `${path}[2]`, textProblem)
  );
};

function textProblem(value: unknown, path: string): string | undefined {
  if (typeof value !== 'string') return `${path} is not a text`;
  return value.length > maxTextLength ? `${path} is longer than ${maxTextLength} characters` : undefined;
}

function numberProblem(value: unknown, path: string): string | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0
    ? undefined
    : `${path} is not a whole number from 0`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
