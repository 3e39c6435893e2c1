import { defineConfig } from 'vitest/config'

const services = 'test/**/*.services.test.ts'

/** `unit` needs nothing but npm; `services` starts a broker, a schema registry and Redis once for the whole run. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [services], testTimeout: 180_000 } },
      {
        test: {
          name: 'services',
          include: [services],
          globalSetup: 'test/services/start.ts',
          testTimeout: 600_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
