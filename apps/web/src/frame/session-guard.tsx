import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { sessionOptions } from '../api/session.ts';
import { AppFrame } from './app-frame.tsx';

/** Shows the frame while somebody is logged in; when the session ends, the login with the way back. */
export function SessionGuard(): ReactNode {
  const navigate = useNavigate();
  const session = useQuery(sessionOptions).data;
  const here = useRouterState({ select: (state) => state.location.href });
  const hasEnded = session === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the end of the session leads away
  useEffect(() => {
    if (hasEnded) void navigate({ to: '/login', search: here === '/' ? {} : { to: here } });
  }, [hasEnded]);
  return hasEnded ? null : <AppFrame />;
}
