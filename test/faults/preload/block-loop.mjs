/** Loaded into a worker with `--import`: again and again it does nothing else for a second. */
const BLOCK_MS = 1000
const EVERY_MS = 2500

setInterval(() => {
  for (const endMs = performance.now() + BLOCK_MS; performance.now() < endMs; );
}, EVERY_MS).unref()
