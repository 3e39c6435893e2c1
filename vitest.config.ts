import { defineConfig } from 'vitest/config'

const services = 'test/**/*.services.test.ts'
const soak = 'test/**/*.soak.test.ts'

/**
 * What tests against real services share: one broker, one schema registry and one Redis for the whole run. Files run side by
 * side: each test has topics, keys and a group of its own, and a server of its own where it does harm.
 */
const onServices = {
  globalSetup: 'test/services/start.ts',
  hookTimeout: 300_000,
}

// What commands print is compared as text, also where something around the tests asks for colours.
delete process.env.FORCE_COLOR
process.env.NO_COLOR = '1'

/** `unit` needs nothing but npm; `services` needs the services; `soak` as well, and takes longer than `npm test` may. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [services, soak], testTimeout: 180_000, hookTimeout: 120_000 } },
      { test: { name: 'services', include: [services], testTimeout: 600_000, ...onServices } },
      {
        test: {
          name: 'soak',
          include: [soak],
          testTimeout: 7_200_000,
          fileParallelism: false,
          ...onServices,
        },
      },
    ],
  },
})
