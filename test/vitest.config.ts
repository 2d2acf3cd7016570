import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // By default one core is left free, which is half of a small machine.
    maxWorkers: '100%',
    // As the command has it before it loads Ink: under CI Ink draws nothing, and without colours not even the bar.
    env: { CI: 'false', FORCE_COLOR: '1', NO_COLOR: '1' },
    // Goldens are the project's own files, written by UPDATE=1; see test/golden.ts.
    snapshotFormat: { printBasicPrototype: false },
  },
});
