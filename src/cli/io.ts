import { fstatSync } from 'node:fs';

/** The streams and the environment that a command may touch; tests give their own. */
export interface CliIo {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** Standard input is a pipe or a file, not a terminal. */
  readonly stdinHasData: () => boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The process's own. */
export function processIo(): CliIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: () => process.stdin,
    stdinHasData: () => {
      try {
        const status = fstatSync(0);
        return status.isFIFO() || status.isFile() || status.isSocket();
      } catch {
        return false;
      }
    },
    env: process.env,
  };
}

/** Whether to colour what goes to a stream: https://no-color.org, FORCE_COLOR, and terminals that cannot. */
export function wantsColour(stream: { readonly isTTY?: boolean }, env: CliIo['env']): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '') return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb' && env['CI'] === undefined;
}
