import { useSyncExternalStore } from 'react';

export type Language = 'en' | 'ja';
export type ColorScheme = 'light' | 'dark' | 'system';
export type TimeZoneChoice = 'local' | 'utc';
export type Density = 'comfortable' | 'compact';

/** What a person chose on this browser. The URL holds what is looked at; this holds how. */
export interface Preferences {
  readonly colorScheme: ColorScheme;
  readonly language: Language;
  readonly timeZone: TimeZoneChoice;
  readonly density: Density;
  readonly isNavNarrow: boolean;
  readonly hasLetterShortcuts: boolean;
  /** Width of the detail panel, as a share of the room. */
  readonly detailShare: number;
  /** Per table: visible columns and widths by column id. */
  readonly tables: Readonly<Record<string, TablePreference>>;
}

export interface TablePreference {
  readonly visible?: Readonly<Record<string, boolean>>;
  readonly widths?: Readonly<Record<string, number>>;
}

const storageKey = 'breakwater.preferences';
const listeners = new Set<() => void>();
let current: Preferences | undefined;

/** One preference and its setter; every user of it follows. */
export function usePreference<K extends keyof Preferences>(
  key: K,
): [Preferences[K], (value: Preferences[K]) => void] {
  const value = useSyncExternalStore(onPreferences, () => readPreferences()[key]);
  return [value, (next) => writePreferences({ [key]: next })];
}

export function readPreferences(): Preferences {
  current ??= parsePreferences(readStorage());
  return current;
}

export function writePreferences(change: Partial<Preferences>): void {
  current = { ...readPreferences(), ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Storage full or closed: the choice holds until the page is left.
  }
  for (const listener of listeners) listener();
}

/** Reads stored text, keeping each part that is valid and defaulting the rest. */
function parsePreferences(text: string | null): Preferences {
  const stored = parseObject(text);
  const share = stored.detailShare;
  return {
    colorScheme: oneOf(stored.colorScheme, ['light', 'dark', 'system'], 'system'),
    language: oneOf(stored.language, ['en', 'ja'], defaultLanguage()),
    timeZone: oneOf(stored.timeZone, ['local', 'utc'], 'local'),
    density: oneOf(stored.density, ['comfortable', 'compact'], 'comfortable'),
    isNavNarrow: stored.isNavNarrow === true,
    hasLetterShortcuts: stored.hasLetterShortcuts !== false,
    detailShare: typeof share === 'number' && share >= 0.2 && share <= 0.8 ? share : 0.42,
    tables: parseTables(stored.tables),
  };
}

function parseTables(stored: unknown): Readonly<Record<string, TablePreference>> {
  if (!isRecord(stored)) return {};
  const tables = Object.entries(stored).filter((entry): entry is [string, Record<string, unknown>] =>
    isRecord(entry[1]),
  );
  return Object.fromEntries(
    tables.map(([id, table]) => [
      id,
      { visible: only(table.visible, 'boolean'), widths: only(table.widths, 'number') },
    ]),
  );
}

function only<T extends 'boolean' | 'number'>(
  stored: unknown,
  type: T,
): Readonly<Record<string, T extends 'boolean' ? boolean : number>> {
  if (!isRecord(stored)) return {};
  const kept = Object.entries(stored).filter(([, value]) => typeof value === type);
  return Object.fromEntries(kept) as Record<string, T extends 'boolean' ? boolean : number>;
}

function parseObject(text: string | null): Record<string, unknown> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((candidate) => candidate === value) ?? otherwise;
}

function defaultLanguage(): Language {
  return globalThis.navigator?.language?.startsWith('ja') ? 'ja' : 'en';
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** Calls back after every change; the answer ends it. */
export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
