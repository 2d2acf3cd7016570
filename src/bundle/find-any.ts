import { countLineFeeds } from './count-line-feeds.ts';
import { KernelSearch } from './kernel-search.ts';

/** Bytes after which a search is worth to be set up that takes sixteen bytes a step. */
const SMALL_BYTES = 4 * 1024 * 1024;
/** Fewer bytes are not worth the way there. */
const LEAST_BYTES = 512;

/** Shortest text that may be searched for: the longer the shortest one, the larger the steps. */
export const SHORTEST_NEEDLE = 4;

/**
 * Searches bytes for any of several ASCII texts at once, after Wu and Manber (1994): the two bytes at the end of a window
 * as long as the shortest text tell how far it can move on, most often by all of its length. Several times as fast as a
 * regular expression, and it decodes nothing. Once much has been searched a kernel takes over, which is several times as fast again.
 */
export class FindAny {
  readonly #window: number;
  /** By the last two bytes of the window: how far it may move without passing over a text. */
  readonly #shift: Uint8Array;
  /** By the same two bytes, where the shift is 0: the texts whose first window ends so. */
  readonly #texts = new Map<number, Uint8Array[]>();
  readonly #needles: readonly Uint8Array[];
  #searched = 0;
  /** Undefined before much has been searched; null where there is no kernel. */
  #kernel: KernelSearch | null | undefined;

  constructor(texts: readonly string[]) {
    const needles = texts.map((text) => Buffer.from(text, 'latin1'));
    this.#window = Math.min(...needles.map(({ length }) => length));
    if (this.#window < SHORTEST_NEEDLE) throw new Error(`a text to search for has less than ${SHORTEST_NEEDLE} characters`);
    this.#needles = needles;
    const last = this.#window - 1;
    this.#shift = new Uint8Array(65536).fill(last);
    for (const needle of needles) {
      for (let i = 1; i <= last; i += 1) {
        const pair = pairAt(needle, i);
        this.#shift[pair] = Math.min(this.#shift[pair] ?? 0, last - i);
      }
      const pair = pairAt(needle, last);
      this.#texts.set(pair, [...(this.#texts.get(pair) ?? []), needle]);
    }
  }

  /** Where a text begins in the first line from `from` on that has one; -1 where none has. */
  find(bytes: Uint8Array, from: number): number {
    if (this.#kernel !== undefined && this.#kernel !== null && bytes.length - from >= LEAST_BYTES) return this.#kernel.find(bytes, from);
    const at = this.#find(bytes, from);
    if (this.#kernel === undefined) {
      this.#searched += (at < 0 ? bytes.length : at) - from;
      if (this.#searched > SMALL_BYTES) this.#kernel = KernelSearch.create(this.#needles) ?? null;
    }
    return at;
  }

  /** Line feeds in `bytes` from `start` up to `end`. */
  lineFeeds(bytes: Uint8Array, start: number, end: number): number {
    return end - start >= LEAST_BYTES && this.#kernel ? this.#kernel.lineFeeds(bytes, start, end) : countLineFeeds(bytes, start, end);
  }

  #find(bytes: Uint8Array, from: number): number {
    const shifts = this.#shift;
    const last = this.#window - 1;
    const end = bytes.length;
    let at = from + last;
    while (at < end) {
      // Both indexes are in range: a default for the compiler's sake costs a tenth of the time here.
      const pair = ((bytes[at - 1] as number) << 8) | (bytes[at] as number);
      const shift = shifts[pair] as number;
      if (shift > 0) at += shift;
      else if (this.#stands(bytes, at - last, pair)) return at - last;
      else at += 1;
    }
    return -1;
  }

  #stands(bytes: Uint8Array, start: number, pair: number): boolean {
    return (this.#texts.get(pair) ?? []).some((text) => {
      for (let i = 0; i < text.length; i += 1) if (bytes[start + i] !== text[i]) return false;
      return true;
    });
  }
}

function pairAt(text: Uint8Array, last: number): number {
  return ((text[last - 1] ?? 0) << 8) | (text[last] ?? 0);
}
