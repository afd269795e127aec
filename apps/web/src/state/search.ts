import { allOf, type Filter, isSeverity, type Severity, severities } from '@breakwater/model';
import { formatPill, type Pill, type PillProblem, parsePill, pillFilter } from './pill.ts';
import { defaultRange, formatRange, isSameRange, parseRange, type TimeRange } from './time-range.ts';

/** The levels of the scope bar, widest first. */
export const scopeLevels = [
  'provider',
  'account',
  'region',
  'cluster',
  'service',
  'namespace',
  'pod',
  'task',
  'container',
] as const;

export type ScopeLevel = (typeof scopeLevels)[number];

export interface ScopePart {
  readonly level: ScopeLevel;
  readonly value: string;
}

export interface FieldValuePair {
  readonly field: string;
  readonly value: string;
}

export interface SortOrder {
  readonly column: string;
  readonly isDescending: boolean;
}

/**
 * Everything that decides what a screen shows. It lives in the URL and nowhere else: a link is the view, and
 * back and forward work.
 */
export interface ViewState {
  readonly scope: readonly ScopePart[];
  readonly pills: readonly Pill[];
  /** Values that were hidden on this screen. */
  readonly hidden: readonly FieldValuePair[];
  readonly range: TimeRange;
  /** The severities shown. */
  readonly severities: readonly Severity[];
  /** The id of the row whose details are open. */
  readonly open: string | undefined;
  readonly sort: SortOrder | undefined;
  /** Tab or grouping of a page. */
  readonly view: string | undefined;
  /** Free-text search of a page. */
  readonly text: string | undefined;
  /** What is looked at in a capture; absent on other screens. */
  readonly capture?: CaptureView;
  /** Conditions of the URL that could not be read; they are shown, never silently dropped. */
  readonly unreadable: readonly UnreadablePill[];
}

/** The part of the state that only a capture has, as the URL writes it. */
export interface CaptureView {
  /** Name of the file that was opened. */
  readonly file?: string;
  /** Seconds after the first event: `1.5-3`. */
  readonly span?: string;
  /** Pinned tiles, separated by commas. */
  readonly pins?: string;
  /** What the lists are restricted to: `process:12`, `row:files:3`. */
  readonly within?: string;
  /** A condition of the rule language. */
  readonly filter?: string;
}

export interface UnreadablePill {
  readonly text: string;
  readonly error: PillProblem;
}

/** The search parameters as the URL writes them. */
export interface Search {
  readonly scope?: readonly string[];
  readonly f?: readonly string[];
  readonly hide?: readonly string[];
  readonly t?: string;
  readonly sev?: string;
  readonly open?: string;
  readonly sort?: string;
  readonly view?: string;
  readonly q?: string;
  readonly file?: string;
  readonly span?: string;
  readonly pins?: string;
  readonly within?: string;
  readonly filter?: string;
}

const captureKeys = ['file', 'span', 'pins', 'within', 'filter'] as const;

/** What is shown unless somebody asks otherwise: everything but info. */
export const defaultSeverities: readonly Severity[] = severities.filter((severity) => severity !== 'info');

const maxParts = 50;

/** Keeps what is a search parameter of ours, in its right shape. */
export function validateSearch(raw: Readonly<Record<string, unknown>>): Search {
  const search: Record<string, string | readonly string[]> = {};
  for (const key of ['scope', 'f', 'hide'] as const) {
    const values = textList(raw[key]);
    if (values.length > 0) search[key] = values;
  }
  for (const key of ['t', 'sev', 'open', 'sort', 'view', 'q', ...captureKeys] as const) {
    const value = textList(raw[key])[0];
    if (value !== undefined && value !== '') search[key] = value;
  }
  return search;
}

export function readSearch(search: Search): ViewState {
  const parsed = (search.f ?? []).map((text) => ({ text, result: parsePill(text) }));
  return {
    scope: readScope(search.scope ?? []),
    pills: parsed.flatMap(({ result }) => (result.ok ? [result.pill] : [])),
    unreadable: parsed.flatMap(({ text, result }) => (result.ok ? [] : [{ text, error: result.error }])),
    hidden: (search.hide ?? []).flatMap(readPair),
    range: (search.t === undefined ? undefined : parseRange(search.t)) ?? defaultRange,
    severities: readSeverities(search.sev),
    open: search.open,
    sort: readSort(search.sort),
    view: search.view,
    text: search.q,
    ...readCapture(search),
  };
}

function readCapture(search: Search): { readonly capture?: CaptureView } {
  const known = captureKeys.flatMap((key) => (search[key] === undefined ? [] : [[key, search[key]]]));
  return known.length === 0 ? {} : { capture: Object.fromEntries(known) };
}

/** The shortest search parameters that read as this state: what is the default is not written. */
export function writeSearch(state: ViewState): Search {
  const pills = [...state.pills.map(formatPill), ...state.unreadable.map((pill) => pill.text)];
  return validateSearch({
    scope: state.scope.map((part) => `${part.level}=${part.value}`),
    f: pills,
    hide: state.hidden.map((pair) => `${pair.field}=${pair.value}`),
    t: isSameRange(state.range, defaultRange) ? undefined : formatRange(state.range),
    sev: isDefaultSeverities(state.severities) ? undefined : writeSeverities(state.severities),
    open: state.open,
    sort: state.sort ? `${state.sort.isDescending ? '-' : ''}${state.sort.column}` : undefined,
    view: state.view,
    q: state.text,
    ...state.capture,
  });
}

/** The part of the state that goes along to another screen: where and when, not what. */
export function carrySearch(search: Search): Search {
  return validateSearch({ scope: search.scope, t: search.t });
}

/** Which parts of the state a filter is made of. */
export interface FilterParts {
  /** Without the severity tabs: for the counts on them. */
  readonly withSeverity?: boolean;
}

/** The one query tree for lists, counts, exports and live streams. */
export function filterOf(state: ViewState, parts: FilterParts = {}): Filter {
  const conditions: Filter[] = [
    ...scopeConditions(state.scope),
    ...state.pills.map(pillFilter),
    ...state.hidden.map((pair): Filter => ({ op: '!=', field: pair.field, value: pair.value })),
  ];
  if (parts.withSeverity !== false && state.severities.length < severities.length) {
    conditions.push({ op: 'in', field: 'severity', value: [...state.severities] });
  }
  return allOf(...conditions);
}

export function scopeConditions(scope: readonly ScopePart[]): Filter[] {
  return scope.map((part) => ({ op: '=', field: part.level, value: part.value }));
}

/** Sets one level; deeper levels are given up, for their values belong to the place before. */
export function setScopeLevel(
  scope: readonly ScopePart[],
  level: ScopeLevel,
  value: string | undefined,
): readonly ScopePart[] {
  const depth = scopeLevels.indexOf(level);
  const kept = scope.filter((part) => scopeLevels.indexOf(part.level) < depth);
  return value === undefined ? kept : [...kept, { level, value }];
}

/** True when filters of the state (not scope or time) keep something out. */
export function hasFilters(state: ViewState): boolean {
  return state.pills.length > 0 || state.hidden.length > 0 || state.text !== undefined;
}

export function isDefaultSeverities(chosen: readonly Severity[]): boolean {
  return chosen.length === defaultSeverities.length && defaultSeverities.every((one) => chosen.includes(one));
}

/** `a=1&f=x&f=y` to an object; a key that appears more than once becomes a list. */
export function parseSearchText(text: string): Record<string, string | string[]> {
  const values = new Map<string, string | string[]>();
  for (const [key, value] of new URLSearchParams(text)) {
    const known = values.get(key);
    if (known === undefined) values.set(key, value);
    else values.set(key, Array.isArray(known) ? [...known, value] : [known, value]);
  }
  return Object.fromEntries(values);
}

/** The opposite of `parseSearchText`, readable: `=`, `/`, `:` and spaces stay plain where the URL allows. */
export function formatSearchText(search: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const [key, value] of Object.entries(search)) {
    for (const item of textList(value)) parts.push(`${encodeText(key)}=${encodeText(item)}`);
  }
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function encodeText(text: string): string {
  return encodeURIComponent(text).replace(/%(3D|2F|3A|2C|40|20)/g, (code) =>
    code === '%20' ? '+' : decodeURIComponent(code),
  );
}

function textList(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === 'string').slice(0, maxParts);
}

function readScope(texts: readonly string[]): readonly ScopePart[] {
  const values = new Map(texts.flatMap(readPair).map((pair) => [pair.field, pair.value]));
  return scopeLevels.flatMap((level) => {
    const value = values.get(level);
    return value === undefined ? [] : [{ level, value }];
  });
}

function readPair(text: string): readonly FieldValuePair[] {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) return [];
  return [{ field: text.slice(0, at), value: text.slice(at + 1) }];
}

function readSeverities(text: string | undefined): readonly Severity[] {
  if (text === 'all') return severities;
  const chosen = new Set((text ?? '').split(',').filter(isSeverity));
  return chosen.size === 0 ? defaultSeverities : severities.filter((severity) => chosen.has(severity));
}

function writeSeverities(chosen: readonly Severity[]): string {
  return chosen.length === severities.length ? 'all' : chosen.join(',');
}

function readSort(text: string | undefined): SortOrder | undefined {
  if (text === undefined || !/^-?[A-Za-z][A-Za-z.]*$/.test(text)) return undefined;
  return text.startsWith('-')
    ? { column: text.slice(1), isDescending: true }
    : { column: text, isDescending: false };
}
