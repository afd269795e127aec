import { routeList } from '@breakwater/api';
import type { StateStore } from '@breakwater/store';
import { pino } from 'pino';
import { version } from '../../apps/cli/src/version.ts';
import { createApp } from '../../apps/server/src/http/app.ts';
import type { Page } from './page.ts';

/** The document that the server serves at /api/v1/openapi.json. The app is built and never called. */
export const openApiPage: Page = {
  file: 'openapi.json',
  write: async () => {
    const app = await createApp({
      state: {} as StateStore,
      handlers: routeList.map((route) => ({ route, handle: () => Promise.reject(new Error('not served')) })),
      logger: pino({ level: 'silent' }),
      now: () => 0,
      webRoot: '/nonexistent',
      version,
    });
    await app.ready();
    const document = app.swagger();
    await app.close();
    return `${JSON.stringify(document, null, 2)}\n`;
  },
};
