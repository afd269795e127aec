import { ApiError } from '@breakwater/api';
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { endSession } from './session.ts';

/** The cache of answers. An answer of 401 to anything ends the session, and the login page takes over. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => endOnUnauthorised(client, error) }),
    mutationCache: new MutationCache({ onError: (error) => endOnUnauthorised(client, error) }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 2 && isWorthRetrying(error),
        refetchOnWindowFocus: false,
      },
    },
  });
  return client;
}

function endOnUnauthorised(client: QueryClient, error: Error): void {
  if (error instanceof ApiError && error.status === 401 && error.code !== 'wrong-credentials')
    endSession(client);
}

function isWorthRetrying(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502);
}
