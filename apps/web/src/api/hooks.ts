import {
  keepPreviousData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { type InputOf, type ResultOf, type RouteId, type RowOf, request } from './client.ts';

export interface ReadOptions {
  /** False: not asked yet. */
  readonly isEnabled?: boolean;
  readonly refetchMs?: number;
}

/** Reads one operation; the answer before is shown while the next one comes. */
export function useRead<I extends RouteId>(
  id: I,
  input: InputOf<I>,
  options: ReadOptions = {},
): UseQueryResult<ResultOf<I>> {
  return useQuery({
    queryKey: [id, input],
    queryFn: ({ signal }) => request(id, { ...input, signal }),
    placeholderData: keepPreviousData,
    enabled: options.isEnabled !== false,
    refetchInterval: options.refetchMs ?? false,
  }) as UseQueryResult<ResultOf<I>>;
}

/** The rows of a list as far as they were read, and how to read on. */
export interface Rows<T> {
  readonly rows: readonly T[];
  /** What the filter keeps; undefined until the first page is there. */
  readonly total: number | undefined;
  /** What the scope alone would keep. */
  readonly totalInScope: number | undefined;
  readonly status: 'loading' | 'failed' | 'ready';
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** Rows of the question before are shown while the new ones come. */
  readonly isStale: boolean;
  readonly loadMore: () => void;
  readonly retry: () => void;
}

interface ListPage<T> {
  readonly rows: readonly T[];
  readonly total: number;
  readonly totalInScope: number;
  readonly nextCursor?: string;
}

/** Reads a list page by page, by its cursor. Made for `DataTable`. */
export function useRows<I extends RouteId>(
  id: I,
  input: InputOf<I>,
  options: ReadOptions = {},
): Rows<RowOf<I>> {
  const query = useInfiniteQuery({
    queryKey: [id, 'rows', input],
    queryFn: ({ pageParam, signal }) => requestPage(id, input, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    enabled: options.isEnabled !== false,
    refetchInterval: options.refetchMs ?? false,
  });
  return useRowsOf(query);
}

function useRowsOf<T>(query: UseInfiniteQueryResult<{ pages: ListPage<T>[] }>): Rows<T> {
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.rows) ?? [], [pages]);
  const last = pages?.at(-1);
  return {
    rows,
    total: last?.total,
    totalInScope: last?.totalInScope,
    status: pages ? 'ready' : query.isError ? 'failed' : 'loading',
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    isStale: query.isPlaceholderData,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage && !query.isError) void query.fetchNextPage();
    },
    retry: () => void (pages && query.hasNextPage ? query.fetchNextPage() : query.refetch()),
  };
}

async function requestPage<I extends RouteId>(
  id: I,
  input: InputOf<I>,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage<RowOf<I>>> {
  const known = input as { readonly query?: object };
  const query = cursor === undefined ? known.query : { ...known.query, cursor };
  const answer: unknown = await request(id, { ...input, query, signal } as InputOf<I>);
  return answer as ListPage<RowOf<I>>;
}

/** Changes something; afterwards the lists named by `invalidates` are read again (default: all). */
export function useChange<I extends RouteId>(
  id: I,
  invalidates?: readonly RouteId[],
): UseMutationResult<ResultOf<I>, Error, InputOf<I>> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: InputOf<I>) => request(id, input),
    onSuccess: () =>
      invalidates
        ? Promise.all(invalidates.map((name) => client.invalidateQueries({ queryKey: [name] })))
        : client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
}
