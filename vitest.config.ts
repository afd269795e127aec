import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/{cli,server}/**/*.test.ts',
            'apps/web/e2e/**/*.test.ts',
            'tools/**/*.test.ts',
            'conformance/**/*.test.ts',
            'content/**/*.test.ts',
          ],
          testTimeout: 30_000,
        },
      },
      './apps/web/vitest.config.ts',
    ],
  },
});
