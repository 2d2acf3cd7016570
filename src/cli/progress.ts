import type { CliIo } from './io.ts';
import { clip } from '../text/width.ts';

/** Says on a terminal what is being read when that takes longer than a moment; silent otherwise. */
export interface Progress {
  onFile(path: string, index: number): void;
  /** Takes the line away again. */
  done(): void;
}

const QUIET_MS = 400;

export function createProgress(io: CliIo): Progress {
  if (io.stderr.isTTY !== true || io.env['TERM'] === 'dumb' || io.env['CI'] !== undefined)
    return { onFile: () => undefined, done: () => undefined };
  const started = performance.now();
  let shownAt = 0;
  let shown = false;
  return {
    onFile: (path, index) => {
      const now = performance.now();
      if (now - started < QUIET_MS || now - shownAt < 100) return;
      shownAt = now;
      shown = true;
      io.stderr.write(`\r\u001b[K${clip(`reading file ${index}: ${path}`, 78)}`);
    },
    done: () => {
      if (shown) io.stderr.write('\r\u001b[K');
    },
  };
}
