import { Kernel, PLACES } from '../kernel/kernel.ts';
import { dealNeedles, FINGERPRINT } from './needle-buckets.ts';

/** Bytes of one table of half bytes. */
const TABLE = 16;
/** Of a needle in memory, before its bytes: see src/kernel/assembly/search.ts. */
const NEEDLE_HEAD = 16;
/** Of the four bytes that are looked for, to one of 4096 places: as in src/kernel/assembly/search.ts. */
const HASH = 0x9e3779b1;
const HASH_SHIFT = 20;

/** A search for any of several texts, sixteen bytes a step. */
export class KernelSearch {
  readonly #kernel: Kernel;
  readonly #longest: number;

  private constructor(kernel: Kernel, needles: readonly Uint8Array[]) {
    this.#kernel = kernel;
    this.#longest = Math.max(...needles.map(({ length }) => length));
    for (const [number, bucket] of dealNeedles(needles).entries()) {
      for (let i = 0; i < FINGERPRINT; i += 1) {
        const at = PLACES.MASKS + i * 2 * TABLE;
        for (let half = 0; half < TABLE; half += 1) {
          if ((((bucket.low[i] ?? 0) >> half) & 1) === 1) mark(kernel, at + half, number);
          if ((((bucket.high[i] ?? 0) >> half) & 1) === 1) mark(kernel, at + TABLE + half, number);
        }
      }
      let next = 0;
      for (const { text, before } of bucket.needles) {
        const needle = kernel.allocate(NEEDLE_HEAD + text.length);
        const { view } = kernel;
        view.setInt32(needle, next, true);
        view.setInt32(needle + 4, before, true);
        view.setInt32(needle + 8, text.length, true);
        kernel.bytes.set(text.subarray(before, before + FINGERPRINT), needle + 12);
        kernel.bytes.set(text, needle + NEEDLE_HEAD);
        const print = PLACES.PRINTS + (Math.imul(view.getInt32(needle + 12, true), HASH) >>> HASH_SHIFT);
        kernel.bytes[print] = (kernel.bytes[print] ?? 0) | (1 << number);
        next = needle;
      }
      kernel.view.setInt32(PLACES.NEEDLE_LISTS + number * 4, next, true);
    }
  }

  /** Undefined where there is no kernel. */
  static create(needles: readonly Uint8Array[]): KernelSearch | undefined {
    const kernel = Kernel.create();
    return kernel === undefined ? undefined : new KernelSearch(kernel, needles);
  }

  /** Where a text begins in the first line from `from` on that has one; -1 where none has. */
  find(bytes: Uint8Array, from: number): number {
    const kernel = this.#kernel;
    for (let at = from; at < bytes.length;) {
      const place = kernel.show(bytes, at);
      const hit = kernel.calls.find(place, kernel.end);
      if (hit !== 0) return at + hit - place;
      if (kernel.shown >= bytes.length) return -1;
      // A text may stand across the end of the window.
      at = kernel.shown - this.#longest + 1;
    }
    return -1;
  }

  /** Line feeds in `bytes` from `start` up to `end`. */
  lineFeeds(bytes: Uint8Array, start: number, end: number): number {
    const kernel = this.#kernel;
    let count = 0;
    for (let at = start; at < end;) {
      const place = kernel.show(bytes, at);
      const stop = Math.min(end, kernel.shown);
      count += kernel.calls.lineFeeds(place, place + stop - at);
      at = stop;
    }
    return count;
  }
}

function mark(kernel: Kernel, at: number, bucket: number): void {
  kernel.bytes[at] = (kernel.bytes[at] ?? 0) | (1 << bucket);
}
