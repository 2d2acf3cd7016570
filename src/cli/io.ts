import { closeSync, fstatSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { Environment } from '../environment.ts';

/** The streams and the environment that a command may touch; tests give their own. */
export interface CliIo {
  readonly stdout: { write(text: string | Uint8Array): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Standard input is a pipe or a file, not a terminal. */
  readonly stdinHasData: () => boolean;
  readonly env: Environment;
  /** Whether keys can be read: from standard input, or from the terminal itself where a bundle is piped in. */
  readonly hasKeyboard?: () => boolean;
}

/** The process's own. */
export function processIo(): CliIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: () => {
      // Node would take a directory for an empty input.
      if (fstatSync(0).isDirectory()) throw Object.assign(new Error('standard input is a directory'), { code: 'EISDIR' });
      return process.stdin;
    },
    stdinHasData: () => {
      try {
        const status = fstatSync(0);
        return status.isFIFO() || status.isFile() || status.isSocket();
      } catch {
        return false;
      }
    },
    env: process.env,
    hasKeyboard: () => {
      if (isatty(0)) return true;
      try {
        closeSync(openSync('/dev/tty', 'r'));
        return true;
      } catch {
        return false;
      }
    },
  };
}
