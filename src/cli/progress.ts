import type { ReadProgress } from '../analyze.ts';
import { isCi } from '../environment.ts';
import { formatBytes } from '../matcher/template.ts';
import { clip } from '../text/width.ts';
import type { CliIo } from './io.ts';

/** Says on a terminal what is being read when that takes longer than a moment; silent otherwise. */
export interface Progress {
  readonly onProgress: (progress: ReadProgress) => void;
  /** Takes the line away again. */
  readonly done: () => void;
}

const QUIET_MS = 400;
const EVERY_MS = 100;
/** Of terminals that do not tell, or say 0. */
const COLUMNS = 80;

/** @param now Milliseconds of a monotonic clock. */
export function createProgress(io: Pick<CliIo, 'stderr' | 'env'>, now: () => number = () => performance.now()): Progress {
  if (io.stderr.isTTY !== true || io.env['TERM'] === 'dumb' || isCi(io.env)) return { onProgress: () => undefined, done: () => undefined };
  const started = now();
  let shownAt = -EVERY_MS;
  let shown = false;
  return {
    onProgress: (progress) => {
      const time = now();
      if (time - started < QUIET_MS || time - shownAt < EVERY_MS) return;
      shownAt = time;
      shown = true;
      // One column stays free: a full line would wrap, and the next one could not take it away.
      const room = Math.max(10, (io.stderr.columns || COLUMNS) - 1);
      io.stderr.write(`\r\u001b[K${clip(words(progress), room)}`);
    },
    done: () => {
      if (shown) io.stderr.write('\r\u001b[K');
      shown = false;
    },
  };
}

function words({ path, index, read, of: size }: ReadProgress): string {
  const part = size !== undefined && size > 0 ? `, ${Math.min(100, Math.floor((read * 100) / size))} %` : '';
  return `reading file ${index} (${formatBytes(read)}${part}): ${path}`;
}
