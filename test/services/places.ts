import { fileURLToPath } from 'node:url'

/** Programs, logs and throw-away state of the test services; ignored by git, safe to delete between runs. */
export const SERVICES_DIR = fileURLToPath(new URL('../../.services', import.meta.url))
