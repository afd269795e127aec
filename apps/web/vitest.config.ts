import { defineConfig } from 'vitest/config';
import { routeTable } from './route-table.ts';

export default defineConfig({
  plugins: [routeTable()],
  test: {
    name: 'web',
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['vitest.setup.config.ts'],
    testTimeout: 30_000,
  },
});
