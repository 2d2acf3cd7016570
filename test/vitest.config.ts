import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Goldens are the project's own files, written by UPDATE=1; see test/golden.ts.
    snapshotFormat: { printBasicPrototype: false },
  },
});
