import { routeList } from '@breakwater/api';
import type { StateStore } from '@breakwater/store';
import { version } from '../../apps/cli/src/version.ts';
import { createApp } from '../../apps/server/src/http/app.ts';
import { createLogger } from '../../apps/server/src/logger.ts';
import type { Page } from './page.ts';

/** The document that the server serves at /api/v1/openapi.json. The app is built and never called. */
export const openApiPage: Page = {
  file: 'openapi.json',
  write: async () => {
    const app = await createApp({
      state: {} as StateStore,
      handlers: routeList.map((route) => ({ route, handle: () => Promise.reject(new Error('not served')) })),
      logger: createLogger('silent', process.stderr),
      now: () => 0,
      webRoot: '/nonexistent',
      version,
    });
    await app.ready();
    const document = app.swagger();
    await app.close();
    return `${JSON.stringify({ ...document, paths: sortKeys(document.paths ?? {}) }, null, 2)}\n`;
  },
};

/** Routes are registered in the order of a module's exports, which is not the same for every loader. */
function sortKeys(paths: object): object {
  const sorted = Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([path, operations]: [string, object]) => [
      path,
      Object.fromEntries(Object.entries(operations).sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );
}
