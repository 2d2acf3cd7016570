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
  /** Files, those in archives among them. */
  readonly entries: number;
  /** Layers of compression in one file. */
  readonly depth: number;
  /** Archives inside one another. */
  readonly nesting: number;
  /** Bytes of one file in an archive, unpacked. */
  readonly memberBytes: number;
  /** Bytes of archives that have to be held in memory: a zip archive that comes by a pipe, or stands in another archive. */
  readonly heldArchiveBytes: number;
  /** Bytes of one line; of a longer one the head and the tail are kept. */
  readonly lineBytes: number;
  /** Bytes of a text that has to be held whole: an export of a console, a log whose newest line stands first. */
  readonly heldBytes: number;
  /** Sources of one log (containers, processes) that are read apart. */
  readonly streams: number;
  /** Bytes of a binary artefact, which has to be held in memory whole. */
  readonly binaryBytes: number;
  /** Bytes that facts may take in memory, about. Of more, the first and the last are kept. */
  readonly evidenceBytes: number;
  /** Seconds of reading. */
  readonly seconds: number;
}

const MIB = 1024 * 1024;
/** Characters of all paths together: honest ones have some hundred each. */
const NAME_CHARACTERS = 64 * MIB;

export const DEFAULT_LIMITS: Limits = {
  totalBytes: 64 * 1024 * MIB,
  inflatedBytes: 4 * 1024 * MIB,
  entries: 50_000,
  depth: 4,
  nesting: 5,
  memberBytes: 512 * MIB,
  heldArchiveBytes: 256 * MIB,
  lineBytes: MIB,
  heldBytes: 128 * MIB,
  streams: 1000,
  binaryBytes: 512 * MIB,
  evidenceBytes: 128 * MIB,
  seconds: 120,
};

/** How much was read, and how much there is, in the unit of a limit. */
export type Extent = Pick<{ readonly [K in keyof LimitHit]?: LimitHit[K] | undefined }, 'read' | 'total'>;

/** Keeps the accounts of one run. */
export class Budget {
  readonly limits: Limits;
  readonly hits: LimitHit[] = [];
  readonly #now: () => number;
  readonly #deadline: number;
  readonly #seen = new Set<string>();
  #read = 0;
  #inflated = 0;
  #entries = 0;
  #nameCharacters = 0;
  #held = 0;
  #stopped: string | undefined;

  /** `now` gives milliseconds of a monotonic clock. */
  constructor(limits: Limits, now: () => number) {
    this.limits = limits;
    this.#now = now;
    this.#deadline = now() + limits.seconds * 1000;
  }

  /** The limit after which nothing more is read at all; undefined while there is something left. */
  get stopped(): string | undefined {
    return this.#stopped;
  }

  /** Takes bytes read from a file; false where the budget does not have them, or the time is up. */
  takeRead(bytes: number, path: SafeText): boolean {
    this.#read += bytes;
    if (this.#read > this.limits.totalBytes)
      return this.#stop('total-bytes', path, this.limits.totalBytes, 'the rest of this file and the files after it were not read');
    return this.takeTime(path);
  }

  /** Takes one file that is to be read; false where there have been too many. */
  takeEntry(path: SafeText): boolean {
    this.#entries += 1;
    this.#nameCharacters += path.length;
    return (
      (this.#entries <= this.limits.entries && this.#nameCharacters <= NAME_CHARACTERS) ||
      this.hit('entries', undefined, this.limits.entries, `the files from ${path} on were not read`, { read: this.#entries - 1 })
    );
  }

  /** Takes memory for an archive that is held whole; false where there is too little. {@link releaseHeld} gives it back. */
  takeHeld(bytes: number): boolean {
    if (this.#held + bytes > this.limits.heldArchiveBytes) return false;
    this.#held += bytes;
    return true;
  }

  /** Gives memory of a held archive back. */
  releaseHeld(bytes: number): void {
    this.#held -= bytes;
  }

  /** Whether decompression may produce more. */
  get mayInflate(): boolean {
    return this.#inflated < this.limits.inflatedBytes;
  }

  /** Takes bytes that decompression has produced. */
  takeInflated(bytes: number, path: SafeText): boolean {
    this.#inflated += bytes;
    if (this.#inflated <= this.limits.inflatedBytes) return this.takeTime(path);
    return this.once(
      'inflated-bytes',
      path,
      this.limits.inflatedBytes,
      'the rest of what this file decompresses to, and the compressed files after it, were not read',
    );
  }

  /** False once the time is up. */
  takeTime(path: SafeText): boolean {
    return (
      this.#now() <= this.#deadline ||
      this.#stop('time', path, this.limits.seconds, 'time is up: what had not been read by then was left out')
    );
  }

  /** Notes a hit, once for each limit and file; always false, for the caller to return. */
  hit(what: string, path: SafeText | undefined, limit: number, detail: string, extent: Extent = {}): false {
    const { read, total } = extent;
    return this.#note(`${what}\n${path ?? ''}`, {
      what,
      ...(path === undefined ? {} : { path }),
      limit,
      ...(read === undefined ? {} : { read }),
      ...(total === undefined ? {} : { total }),
      detail: sanitize(detail),
    });
  }

  /** Notes a hit of a limit on everything together: the first file where it is hit stands for all. */
  once(what: string, path: SafeText, limit: number, detail: string): false {
    // It was used up to its end.
    return this.#note(what, { what, path, limit, read: limit, detail: sanitize(detail) });
  }

  #stop(what: string, path: SafeText, limit: number, detail: string): false {
    this.#stopped ??= what;
    return this.once(what, path, limit, detail);
  }

  #note(key: string, hit: LimitHit): false {
    if (!this.#seen.has(key)) {
      this.#seen.add(key);
      this.hits.push(hit);
    }
    return false;
  }
}
