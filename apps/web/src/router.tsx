import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import { request } from './api/client.ts';
import { sessionOptions } from './api/session.ts';
import { NotFound, PageCrashed, PageLoading } from './frame/fallbacks.tsx';
import { SessionGuard } from './frame/session-guard.tsx';
import { pages } from './pages/index.ts';
import { readReturnPath } from './state/return-path.ts';
import { formatSearchText, parseSearchText, validateSearch } from './state/search.ts';

interface RouterContext {
  readonly client: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  validateSearch: (raw: Record<string, unknown>) => ({ ...validateSearch(raw), ...readReturnPath(raw) }),
  notFoundComponent: NotFound,
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('./pages/login/login-page.tsx')),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/setup/setup-page.tsx')),
});

/** Everything behind the login. Who is not logged in is sent there, or to the set-up, and comes back. */
const guarded = createRoute({
  getParentRoute: () => root,
  id: 'guarded',
  component: SessionGuard,
  beforeLoad: async ({ context, location }) => {
    const session = await context.client.ensureQueryData(sessionOptions);
    if (session !== null) return;
    const { isNeeded } = await request('getSetup', {});
    if (isNeeded) throw redirect({ to: '/setup', search: {} });
    throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } });
  },
});

const pageRoutes = pages.flatMap((page) => {
  const component = lazyRouteComponent(page.load);
  const own = createRoute({ getParentRoute: () => guarded, path: page.path, component });
  if (page.path === '/') return [own];
  return [own, createRoute({ getParentRoute: () => guarded, path: `${page.path}/$`, component })];
});

export function createConsoleRouter(client: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree: root.addChildren([login, setup, guarded.addChildren(pageRoutes)]),
    context: { client },
    parseSearch: parseSearchText,
    stringifySearch: formatSearchText,
    defaultPendingComponent: PageLoading,
    defaultPendingMs: 200,
    defaultErrorComponent: PageCrashed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: false,
    search: { strict: true },
    ...(history ? { history } : {}),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
