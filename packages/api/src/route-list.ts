import type { Route } from './route.ts';
import * as routes from './routes/index.ts';

/** Every route, in no particular order: the table that authorisation, OpenAPI and the tests walk. */
export const routeList: readonly Route[] = Object.values(routes);
