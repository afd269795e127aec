import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { questionOptions, useAsk, useCapture } from './capture-context.ts';
import type { Listed, Questions } from './worker/protocol.ts';

type Lists = 'events' | 'rows';
type RowOf<Q extends Lists> = Questions[Q]['answer']['rows'][number];
type Question<Q extends Lists> = Omit<Questions[Q]['ask'], 'offset' | 'limit'>;

const pageRows = 200;

export interface Paged<T> {
  readonly total: number | undefined;
  readonly error: Error | null;
  readonly row: (index: number) => T | undefined;
  readonly onRange: (first: number, last: number) => void;
}

/** A list in the worker: of it only the pages in view are here. */
export function usePages<Q extends Lists>(name: Q, question: Question<Q>): Paged<RowOf<Q>> {
  const { client, number } = useCapture();
  const [range, setRange] = useState<readonly [number, number]>([0, 0]);
  const askFor = (page: number) =>
    ({ ...question, offset: page * pageRows, limit: pageRows }) as unknown as Questions[Q]['ask'];
  const head = useAsk(name, askFor(0));
  const first = Math.floor(range[0] / pageRows);
  const last = Math.floor(range[1] / pageRows);
  const wanted = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const pages = useQueries({
    queries: wanted.map((page) => questionOptions(client, number, name, askFor(page))),
  });
  const onRange = useCallback((from: number, to: number) => setRange([from, to]), []);
  const listed = head.data as Listed<RowOf<Q>> | undefined;
  return {
    total: listed?.total,
    error: head.error,
    row: (index) => {
      const page = Math.floor(index / pageRows);
      const answer = pages[page - first]?.data as Listed<RowOf<Q>> | undefined;
      return answer?.rows[index - page * pageRows];
    },
    onRange,
  };
}
