import type { ReadProgress } from '../analyze.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { AnalysisMessage, WorkerTask } from './analysis-message.ts';

// The entry of a thread of its own: it reads the bundle that it is given and tells how far it has come, and then the report.

/** How often it tells: a screen that is painted more often is slow over a slow line. */
const EVERY_MS = 250;
/** Bytes of a file whose end is told in any case. */
const LARGE = 1024 * 1024;

// Posts nothing where it is not in a worker.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows of a browser
const tell = (message: AnalysisMessage): void => parentPort?.postMessage(message);
try {
  const { readBundle, readExact } = await import('./read-bundle.ts');
  const { request, exact, compare } = workerData as WorkerTask;
  const stdin = () => process.stdin;
  let toldAt = -EVERY_MS;
  const onProgress = (progress: ReadProgress): void => {
    const now = performance.now();
    // After the end of a large file there may be nothing to tell for long.
    const end = progress.read === progress.of && progress.read > LARGE;
    if (now - toldAt < EVERY_MS && !end) return;
    toldAt = now;
    tell({ kind: 'progress', progress });
  };
  if (exact) tell({ kind: 'exact', dumps: await readExact(request, stdin) });
  else if (compare !== undefined) {
    const { readComparison } = await import('./read-comparison.ts');
    const { comparison, report } = await readComparison(compare, stdin, onProgress);
    tell({ kind: 'comparison', comparison });
    // Where lines were kept apart for the comparison, the report has more groups than one without it.
    const again = report === undefined || (compare.by === 'exact' && !request.paths.includes('-'));
    tell({ kind: 'report', report: again ? await readBundle(request, stdin, onProgress) : report });
  } else tell({ kind: 'report', report: await readBundle(request, stdin, onProgress) });
} catch (error) {
  const { isUsageError } = await import('../bundle/entry.ts');
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
  tell({ kind: 'failed', usage: isUsageError(error), message, ...stack });
}
