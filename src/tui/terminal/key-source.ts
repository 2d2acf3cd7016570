import { closeSync, constants, openSync, readSync } from 'node:fs';
import { ReadStream } from 'node:tty';

/** A terminal that keys are read from. */
export interface KeySource {
  setRawMode(raw: boolean): unknown;
  pause(): unknown;
  resume(): unknown;
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'end' | 'error', listener: () => void): unknown;
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  off(event: 'end' | 'error', listener: () => void): unknown;
  destroy?(): unknown;
}

/**
 * Standard input where that is a terminal, else the terminal of the session: a bundle may come on standard input, and the keys are then typed all the
 * same. Undefined where there is none. The second part says whether it was opened here, and has to be closed.
 */
export function openKeySource(process: NodeJS.Process): { readonly keys: KeySource; readonly ours: boolean } | undefined {
  if (process.stdin.isTTY) return { keys: process.stdin, ours: false };
  try {
    return { keys: new ReadStream(openSync('/dev/tty', 'r')), ours: true };
  } catch {
    return undefined;
  }
}

/** Takes what was typed and not read, so that the shell does not get it. Only in raw mode: otherwise unfinished lines stay. */
export function dropTypedAhead(): void {
  let fd: number | undefined;
  try {
    fd = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const bytes = new Uint8Array(4096);
    // Bounded, should someone send without end.
    for (let i = 0; i < 64; i++) if (readSync(fd, bytes) < bytes.length) break;
  } catch {
    // Nothing there (EAGAIN), or no terminal.
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
