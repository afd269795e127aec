import type { SpanFacts, TimeSpan } from '@breakwater/investigate';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { CaptureClient } from './capture-client.ts';
import type { CaptureFacts, QuestionName, Questions } from './worker/protocol.ts';

export interface CaptureAtHand {
  readonly number: number;
  readonly client: CaptureClient;
  readonly facts: CaptureFacts;
  /** The part that was chosen; undefined: the whole capture. */
  readonly span: TimeSpan | undefined;
}

export const CaptureContext = createContext<CaptureAtHand | undefined>(undefined);

export function useCapture(): CaptureAtHand {
  const capture = useContext(CaptureContext);
  if (capture === undefined) throw new Error('no capture is at hand');
  return capture;
}

/** Asks the worker; the answer before is shown while the next one comes. */
export function useAsk<Q extends QuestionName>(
  name: Q,
  ask: Questions[Q]['ask'],
  options: { readonly isEnabled?: boolean; readonly keeps?: boolean } = {},
): UseQueryResult<Questions[Q]['answer']> {
  const { client, number } = useCapture();
  return useQuery({
    ...questionOptions(client, number, name, ask),
    enabled: options.isEnabled !== false,
    ...(options.keeps === false ? {} : { placeholderData: keepPreviousData }),
  }) as UseQueryResult<Questions[Q]['answer']>;
}

/** What the lists have of the part that was chosen; undefined: the whole capture is looked at, or the answer is to come. */
export function useSpanFacts(): SpanFacts | undefined {
  const { facts, span } = useCapture();
  const reading = useAsk('spanFacts', { span: span ?? facts.span }, { isEnabled: span !== undefined });
  return span === undefined ? undefined : reading.data;
}

interface QuestionOptions<Q extends QuestionName> {
  readonly queryKey: readonly unknown[];
  readonly queryFn: (context: { readonly signal: AbortSignal }) => Promise<Questions[Q]['answer'] | null>;
  readonly staleTime: number;
  readonly gcTime: number;
  readonly retry: false;
}

export function questionOptions<Q extends QuestionName>(
  client: CaptureClient,
  number: number,
  name: Q,
  ask: Questions[Q]['ask'],
): QuestionOptions<Q> {
  return {
    queryKey: ['capture', number, name, ask],
    // A query has no undefined answers.
    queryFn: async ({ signal }) => (await client.ask(name, ask, { signal })) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  };
}
