import { parentPort, workerData } from 'node:worker_threads';
import type { AnalysisMessage } from './analysis-message.ts';
import type { ReadRequest } from './read-bundle.ts';

// The entry of a thread of its own: it reads the bundle that it is given and tells how far it has come, and then the report.

/** How often it tells: a screen that is painted more often is slow over a slow line. */
const EVERY_MS = 250;

// Posts nothing where it is not in a worker.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows of a browser
const tell = (message: AnalysisMessage): void => parentPort?.postMessage(message);
try {
  const { readBundle } = await import('./read-bundle.ts');
  let toldAt = -EVERY_MS;
  const report = await readBundle(
    workerData as ReadRequest,
    () => process.stdin,
    (progress) => {
      const now = performance.now();
      if (now - toldAt < EVERY_MS) return;
      toldAt = now;
      tell({ kind: 'progress', progress });
    },
  );
  tell({ kind: 'report', report });
} catch (error) {
  const { isUsageError } = await import('../bundle/entry.ts');
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
  tell({ kind: 'failed', usage: isUsageError(error), message, ...stack });
}
