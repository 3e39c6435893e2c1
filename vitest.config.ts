import { defineConfig } from 'vitest/config'

const services = 'test/**/*.services.test.ts'

/** `unit` needs nothing but npm; `services` starts a broker, a schema registry and Redis once for the whole run. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [services], testTimeout: 60_000 } },
      {
        test: {
          name: 'services',
          include: [services],
          globalSetup: 'test/services/start.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
