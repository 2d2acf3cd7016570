import { writeSync } from 'node:fs';

/** How long a terminal that takes nothing is waited for, in all, in milliseconds. */
const PATIENCE = 2000;
const PAUSE = 5;

/**
 * Writes a text to a terminal at once and to its end, so that it is out before the process ends or a child begins. Returns whether it could: a terminal
 * that is gone, or takes nothing for two seconds, is no reason to throw on the way out.
 */
export function writeFully(fd: number, text: string, write: typeof writeSync = writeSync): boolean {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  let waited = 0;
  while (at < bytes.length) {
    try {
      const written = write(fd, bytes, at, bytes.length - at);
      at += written;
      if (written > 0) waited = 0;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EINTR') continue;
      // Someone else has made the terminal one that does not wait.
      if (code !== 'EAGAIN' || waited >= PATIENCE) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
      waited += PAUSE;
    }
  }
  return true;
}
