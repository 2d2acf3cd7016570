import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { UsageError } from '../bundle/entry.ts';
import type { ReportDump } from '../report/report.ts';
import type { KeptInput } from '../tui/app/kept-input.ts';
import type { Analysis } from '../tui/app/parts.ts';
import type { AnalysisMessage, WorkerTask } from './analysis-message.ts';
import { feed } from './feed.ts';
import type { ReadRequest } from './read-bundle.ts';
import type { CompareRequest } from './read-comparison.ts';

export interface WorkerInput {
  /** Standard input, where a path is `-`; the worker gets its bytes. */
  readonly stdin: () => NodeJS.ReadableStream;
  /** Keeps these bytes: standard input can be read only once. */
  readonly kept: KeptInput;
}

type Listeners = Parameters<Analysis['start']>[0];

/**
 * Reads a bundle in a thread of its own. That begins at once, while the UI is still being loaded; what it tells before `start` is kept until then.
 *
 * @param compare The bundles that it is laid beside; it is the last of them itself.
 */
export function workerAnalysis(request: ReadRequest, { stdin, kept }: WorkerInput, compare?: CompareRequest): Analysis {
  let listeners: Listeners | undefined;
  const early: ((to: Listeners) => void)[] = [];
  const tell = (what: (to: Listeners) => void): void => {
    if (listeners === undefined) early.push(what);
    else what(listeners);
  };
  const piped = (compare ?? request).paths.includes('-');
  const worker = startWorker({ request, exact: false, ...(compare === undefined ? {} : { compare }) }, piped, (message) => {
    if (message.kind === 'progress') tell(({ progress }) => progress(message.progress));
    else if (message.kind === 'comparison') tell(({ comparison }) => comparison?.(message.comparison));
    else if (message.kind === 'report') tell(({ report }) => report(message.report));
  });
  worker.on('error', (error) => tell(({ failed }) => failed(error)));
  const source = piped ? stdin() : undefined;
  let unfeed = (): void => undefined;
  if (source !== undefined && worker.stdin !== null) {
    source.on('data', (chunk: Uint8Array) => kept.keep(chunk));
    unfeed = feed(source, worker.stdin);
  }
  return {
    start: (to) => {
      listeners = to;
      for (const what of early.splice(0)) what(to);
    },
    stop: () => {
      unfeed();
      worker.removeAllListeners();
      void worker.terminate();
    },
  };
}

/**
 * Reads the dumps of a bundle once more, every line of code kept apart, in a thread of its own.
 *
 * @throws Error, with a sentence for the user, where that cannot be.
 */
export async function workerExact(request: ReadRequest, kept: KeptInput): Promise<readonly ReportDump[]> {
  const piped = request.paths.includes('-');
  if (piped && !kept.whole) throw new Error('of standard input only the beginning is kept; save it to a file');
  return new Promise((resolve, reject) => {
    const worker = startWorker({ request, exact: true }, piped, (message) => {
      if (message.kind === 'exact') resolve(message.dumps);
    });
    worker.on('error', reject);
    // It must not keep the program from ending.
    worker.unref();
    if (piped && worker.stdin !== null) feed(Readable.from(kept.bytes()), worker.stdin);
  });
}

/** Starts the thread. What it fails with, or that it ended before it was done, comes as an error of the worker. */
function startWorker(task: WorkerTask, piped: boolean, told: (message: AnalysisMessage) => void): Worker {
  const worker = new Worker(new URL('./analysis-worker.js', import.meta.url), { workerData: task, stdin: piped });
  let done = false;
  worker.on('message', (message: AnalysisMessage) => {
    if (message.kind !== 'progress' && message.kind !== 'comparison') done = true;
    if (message.kind === 'failed') worker.emit('error', failure(message));
    else told(message);
  });
  worker.on('exit', (code) => {
    if (!done) worker.emit('error', new Error(`the reading ended early (${code})`));
  });
  return worker;
}

function failure({ usage, message, stack }: Extract<AnalysisMessage, { kind: 'failed' }>): Error {
  if (usage) return new UsageError(message);
  return Object.assign(new Error(message), stack === undefined ? {} : { stack });
}
