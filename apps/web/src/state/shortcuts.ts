import { useEffect, useRef } from 'react';
import { readPreferences } from './preferences.ts';

export interface Shortcut {
  /** One key (`?`), a sequence (`g e`) or a chord (`mod+k`), by `KeyboardEvent.key`. */
  readonly keys: string;
  readonly run: () => void;
}

/** How long a sequence waits for its next key. */
const sequenceMs = 1200;

const registered = new Map<string, Shortcut[]>();
let pending = '';
let pendingAt = 0;

/** Listens for a shortcut while the component is there; the one that came last wins. */
export function useShortcut(keys: string, run: () => void, isEnabled = true): void {
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => {
    if (!isEnabled) return;
    return registerShortcut({ keys, run: () => latest.current() });
  }, [keys, isEnabled]);
}

function registerShortcut(shortcut: Shortcut): () => void {
  const others = registered.get(shortcut.keys) ?? [];
  registered.set(shortcut.keys, [...others, shortcut]);
  return () => {
    const left = (registered.get(shortcut.keys) ?? []).filter((one) => one !== shortcut);
    if (left.length === 0) registered.delete(shortcut.keys);
    else registered.set(shortcut.keys, left);
  };
}

/** Runs what the keys stand for; plain letters are left alone in fields and when switched off. */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = chordOf(event);
  if (chord.startsWith('mod+')) {
    runShortcut(chord, event);
    return;
  }
  if (event.altKey || isTyping(event.target) || isInDialog(event.target)) return;
  if (!readPreferences().hasLetterShortcuts) return;
  const now = event.timeStamp;
  const sequence = now - pendingAt <= sequenceMs && pending !== '' ? `${pending} ${chord}` : chord;
  pending = '';
  if (runShortcut(sequence, event) || (sequence !== chord && runShortcut(chord, event))) return;
  if (startsSequence(chord)) {
    pending = chord;
    pendingAt = now;
  }
}

function runShortcut(keys: string, event: KeyboardEvent): boolean {
  const shortcut = registered.get(keys)?.at(-1);
  if (!shortcut) return false;
  event.preventDefault();
  shortcut.run();
  return true;
}

function startsSequence(chord: string): boolean {
  return [...registered.keys()].some((keys) => keys.startsWith(`${chord} `));
}

function chordOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="dialog"], [role="menu"]') !== null;
}
