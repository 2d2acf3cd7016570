/** Bytes of standard input that are kept: as many as are shown of a file. */
export const MOST_KEPT = 64 * 1024 * 1024;

/** The beginning of standard input as it came, to be looked at again: a pipe can be read only once, and nothing of it is written to a disk. */
export class KeptInput {
  readonly #most: number;
  readonly #chunks: Uint8Array[] = [];
  #bytes = 0;
  #whole = true;

  constructor(most = MOST_KEPT) {
    this.#most = most;
  }

  /** Keeps a piece, or as much of it as there is room for. */
  keep(chunk: Uint8Array): void {
    const kept = chunk.subarray(0, this.#most - this.#bytes);
    if (kept.length < chunk.length) this.#whole = false;
    if (kept.length === 0) return;
    // The chunk itself may be a part of memory that is used again.
    this.#chunks.push(new Uint8Array(kept));
    this.#bytes += kept.length;
  }

  /** All that came so far is there. */
  get whole(): boolean {
    return this.#whole;
  }

  /** What is kept. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    yield* this.#chunks;
  }
}
