import { streams, type TimeSpan } from '@breakwater/investigate';
import { useMemo } from 'react';
import type { CaptureView } from '../../state/search.ts';
import { useView } from '../../state/view.ts';

const nanoseconds = 1e9;
const mostPins = 8;

/** The lists of the screen, in the order of their tabs; streams are named by their id. */
export const lists: readonly string[] = [
  'overview',
  'processes',
  ...streams.map(({ id }) => id),
  'sessions',
  'detections',
  'events',
];

/** What lists are restricted to. */
export type Within =
  | { readonly kind: 'process'; readonly number: number }
  | { readonly kind: 'row'; readonly stream: string; readonly number: number };

/** What is shown beside the list. */
export type Opened =
  | Within
  | { readonly kind: 'event'; readonly number: number }
  | { readonly kind: 'session'; readonly number: number }
  | { readonly kind: 'detection'; readonly number: number };

export interface CaptureState {
  readonly list: string;
  readonly span: TimeSpan | undefined;
  readonly pins: readonly string[];
  readonly within: Within | undefined;
  readonly filter: string | undefined;
  readonly opened: Opened | undefined;
  readonly text: string | undefined;
}

export interface CaptureChange {
  readonly list?: string;
  readonly span?: TimeSpan | undefined;
  readonly pins?: readonly string[];
  readonly within?: Within | undefined;
  readonly filter?: string | undefined;
  readonly opened?: Opened | undefined;
  readonly text?: string | undefined;
}

/** What of the capture is looked at: it lives in the URL. */
export function useCaptureState(): {
  readonly state: CaptureState;
  readonly change: (change: CaptureChange, options?: { readonly replace?: boolean }) => void;
} {
  const { state, update } = useView();
  const read = useMemo(
    (): CaptureState => ({
      list: state.view !== undefined && lists.includes(state.view) ? state.view : 'overview',
      span: readSpan(state.capture?.span),
      pins: readPins(state.capture?.pins),
      within: readWithin(state.capture?.within),
      filter: state.capture?.filter,
      opened: readOpened(state.open),
      text: state.text,
    }),
    [state],
  );
  return {
    state: read,
    change: (change, options) =>
      update((before) => {
        const capture = { ...before.capture, ...writeCapture(change) };
        return {
          capture: Object.fromEntries(Object.entries(capture).filter(([, value]) => value !== undefined)),
          ...('list' in change ? { view: change.list === 'overview' ? undefined : change.list } : {}),
          ...('opened' in change
            ? { open: change.opened === undefined ? undefined : writeOpened(change.opened) }
            : {}),
          ...('text' in change ? { text: change.text } : {}),
        };
      }, options),
  };
}

/** The change that leads to a moment: a part that was chosen and does not hold it is given up. */
export function toMoment(at: number, span: TimeSpan | undefined): CaptureChange {
  return span !== undefined && (at < span.from || at >= span.to) ? { span: undefined } : {};
}

type Written = { readonly [K in keyof CaptureView]: CaptureView[K] | undefined };

function writeCapture(change: CaptureChange): Written {
  return {
    ...('span' in change ? { span: change.span === undefined ? undefined : writeSpan(change.span) } : {}),
    ...('pins' in change ? { pins: change.pins?.length === 0 ? undefined : change.pins?.join() } : {}),
    ...('within' in change
      ? { within: change.within === undefined ? undefined : writeOpened(change.within) }
      : {}),
    ...('filter' in change ? { filter: change.filter } : {}),
  };
}

/** `1.5-3`: seconds after the first event. */
export function readSpan(text: string | undefined): TimeSpan | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,9})?)-(\d{1,9}(?:\.\d{1,9})?)$/.exec(text ?? '');
  if (match === null) return undefined;
  const from = Number(match[1]) * nanoseconds;
  const to = Number(match[2]) * nanoseconds;
  return to > from ? { from, to } : undefined;
}

export function writeSpan({ from, to }: TimeSpan): string {
  return `${secondsOf(Math.max(0, from))}-${secondsOf(to)}`;
}

function secondsOf(at: number): string {
  return String(Number((at / nanoseconds).toFixed(6)));
}

function readPins(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').slice(0, mostPins);
}

function readWithin(text: string | undefined): Within | undefined {
  const opened = readOpened(text);
  return opened?.kind === 'process' || opened?.kind === 'row' ? opened : undefined;
}

export function readOpened(text: string | undefined): Opened | undefined {
  const [kind, ...rest] = (text ?? '').split(':');
  const last = rest.at(-1) ?? '';
  if (!/^\d{1,10}$/.test(last)) return undefined;
  const number = Number(last);
  if (kind === 'row' && rest.length === 2) return { kind, stream: rest[0] ?? '', number };
  if (rest.length !== 1) return undefined;
  return kind === 'process' || kind === 'event' || kind === 'session' || kind === 'detection'
    ? { kind, number }
    : undefined;
}

export function writeOpened(opened: Opened): string {
  return opened.kind === 'row' ? `row:${opened.stream}:${opened.number}` : `${opened.kind}:${opened.number}`;
}
