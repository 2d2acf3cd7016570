import { Worker } from 'node:worker_threads';
import { UsageError } from '../bundle/entry.ts';
import type { Analysis } from '../tui/app/parts.ts';
import type { AnalysisMessage } from './analysis-message.ts';
import type { ReadRequest } from './read-bundle.ts';

/** Reads a bundle in a thread of its own. @param stdin Standard input, where a path is `-`; the worker gets its bytes. */
export function workerAnalysis(request: ReadRequest, stdin: () => NodeJS.ReadableStream): Analysis {
  let worker: Worker | undefined;
  let source: NodeJS.ReadableStream | undefined;
  return {
    start: ({ progress, report, failed }) => {
      const piped = request.paths.includes('-');
      worker = new Worker(new URL('./analysis-worker.js', import.meta.url), { workerData: request, stdin: piped });
      let done = false;
      worker.on('message', (message: AnalysisMessage) => {
        switch (message.kind) {
          case 'progress':
            return progress(message.progress);
          case 'report':
            done = true;
            return report(message.report);
          case 'failed':
            done = true;
            return failed(failure(message));
        }
      });
      worker.on('error', failed);
      worker.on('exit', (code) => {
        if (!done) failed(new Error(`the reading ended early (${code})`));
      });
      if (piped && worker.stdin !== null) {
        source = stdin();
        source.pipe(worker.stdin);
      }
    },
    stop: () => {
      if (worker === undefined) return;
      if (worker.stdin !== null) source?.unpipe(worker.stdin);
      worker.removeAllListeners();
      void worker.terminate();
    },
  };
}

function failure({ usage, message, stack }: Extract<AnalysisMessage, { kind: 'failed' }>): Error {
  if (usage) return new UsageError(message);
  return Object.assign(new Error(message), stack === undefined ? {} : { stack });
}
