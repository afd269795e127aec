import { ApiError, type Permission, type Session } from '@breakwater/api';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { request, setCsrfToken } from './client.ts';

/** The id of the built-in team whose scope is Everywhere. */
export const everywhereTeamId = 'everywhere';

/** Who is logged in; null when nobody is. */
export const sessionOptions = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: 60_000,
  refetchOnWindowFocus: true,
});

export function useSession(): Session | null | undefined {
  return useQuery(sessionOptions).data;
}

/** True when the role of the person allows it; the server decides again. */
export function usePermission(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) ?? false;
}

/** True when the person has a role in the built-in team: what concerns the whole installation is theirs to read. */
export function useReachesEverywhere(): boolean {
  return useSession()?.user.grants.some((grant) => grant.teamId === everywhereTeamId) ?? false;
}

export function beginSession(client: QueryClient, session: Session): void {
  setCsrfToken(session.csrfToken);
  client.setQueryData(sessionOptions.queryKey, session);
}

/** Forgets the session and everything that was read under it. */
export function endSession(client: QueryClient): void {
  setCsrfToken(undefined);
  if (client.getQueryData(sessionOptions.queryKey) !== null)
    client.setQueryData(sessionOptions.queryKey, null);
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await request('getSession', {});
    setCsrfToken(session.csrfToken);
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}
