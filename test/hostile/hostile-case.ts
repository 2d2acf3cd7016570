import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Bytes that somebody made to break whoever reads them, and what has to come of it beyond what holds of every case. */
export interface HostileCase {
  /** `family/what-it-is`, as in a catalogue. */
  readonly name: string;
  /** Writes the bundle into an empty directory; gives why it cannot be made here, where it cannot. */
  readonly write: (folder: string) => string | void | Promise<string | void>;
  /** Too large or too slow for every run of the tests: see `test/hostile/hostile.test.ts`. */
  readonly big?: true;
  /** Arguments in place of the directory. */
  readonly paths?: (folder: string) => readonly string[];
  /** Options of the command. */
  readonly options?: readonly string[];
  /** Runs `goroner inspect --json` as well. */
  readonly inspect?: true;
  /** The command has to refuse it, with one line that says this. */
  readonly refused?: RegExp;
  /** Limits that have to be in the report. */
  readonly limits?: readonly string[];
  /** What the JSON report has to say somewhere. */
  readonly says?: RegExp;
  /** What must stand in no output. */
  readonly never?: RegExp;
}

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** Writes a file below a directory. */
export function put(folder: string, name: string | Uint8Array, data: string | Uint8Array): void {
  if (typeof name === 'string') {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), data);
    return;
  }
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), data);
}

/** A crash, so that a case shows whether what stands beside it is still read. */
export const CRASH = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/build/app/main.go:12 +0x1d\nexit status 2\n';
