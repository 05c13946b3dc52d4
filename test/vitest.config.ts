import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    // Half of the time goes into waiting for databases and child processes; Vitest leaves one core idle otherwise.
    maxWorkers: '100%',
    // The library of DIDs writes every log that it makes into the folder where this says `test`.
    env: { NODE_ENV: 'production' },
    // Long beside what any test takes on a slow machine that does other things too: it ends one that hangs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
