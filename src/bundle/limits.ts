import type { LimitHit } from '../report/report.ts';
import { type SafeText, sanitize } from '../text/safe-text.ts';

/**
 * Absolute budgets for one run. A bundle is hostile input: ratios lie, absolute numbers hold. Every hit is in the
 * report and lowers confidence.
 */
export interface Limits {
  /** Bytes read from all files as stored. */
  readonly totalBytes: number;
  /** Bytes that decompression may produce in all. */
  readonly inflatedBytes: number;
  /** Files. */
  readonly entries: number;
  /** Layers of compression in one file. */
  readonly depth: number;
  /** Bytes of one line; of a longer one the head and the tail are kept. */
  readonly lineBytes: number;
  /** Bytes of a text that has to be held whole: an export of a console, a log whose newest line stands first. */
  readonly heldBytes: number;
  /** Sources of one log (containers, processes) that are read apart. */
  readonly streams: number;
  /** Bytes of a binary artefact, which has to be held in memory whole. */
  readonly binaryBytes: number;
  /** Seconds of reading. */
  readonly seconds: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_LIMITS: Limits = {
  totalBytes: 64 * 1024 * MIB,
  inflatedBytes: 4 * 1024 * MIB,
  entries: 50_000,
  depth: 4,
  lineBytes: MIB,
  heldBytes: 128 * MIB,
  streams: 1000,
  binaryBytes: 512 * MIB,
  seconds: 120,
};

/** Keeps the accounts of one run. */
export class Budget {
  readonly limits: Limits;
  readonly hits: LimitHit[] = [];
  readonly #now: () => number;
  readonly #deadline: number;
  #read = 0;
  #inflated = 0;

  /** `now` gives milliseconds of a monotonic clock. */
  constructor(limits: Limits, now: () => number) {
    this.limits = limits;
    this.#now = now;
    this.#deadline = now() + limits.seconds * 1000;
  }

  /** Takes bytes read from a file; false where the budget does not have them, or the time is up. */
  takeRead(bytes: number, path: SafeText): boolean {
    this.#read += bytes;
    if (this.#read > this.limits.totalBytes)
      return this.hit('total-bytes', path, this.limits.totalBytes, 'the rest of this file and the files after it were not read');
    return this.takeTime(path);
  }

  /** Takes bytes that decompression has produced. */
  takeInflated(bytes: number, path: SafeText): boolean {
    this.#inflated += bytes;
    return (
      this.#inflated <= this.limits.inflatedBytes ||
      this.hit('inflated-bytes', path, this.limits.inflatedBytes, 'the rest of what this file decompresses to was not read')
    );
  }

  /** False once the time is up. */
  takeTime(path: SafeText): boolean {
    return (
      this.#now() <= this.#deadline ||
      this.hit('time', path, this.limits.seconds, 'time is up: what had not been read by then was left out')
    );
  }

  /** Notes a hit, once for each budget and file; always false, for the caller to return. */
  hit(what: string, path: SafeText | undefined, limit: number, detail: string): false {
    if (!this.hits.some((one) => one.what === what && one.path === path))
      this.hits.push({ what, ...(path === undefined ? {} : { path }), limit, detail: sanitize(detail) });
    return false;
  }
}
