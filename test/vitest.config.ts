import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    // Long beside what any test takes on a slow machine that does other things too: it ends one that hangs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
