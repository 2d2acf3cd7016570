/** Reads a source in pieces of the sizes that are asked for. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #failure: { readonly error: unknown } | undefined;
  #position = 0;
  #ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Bytes read so far. */
  get position(): number {
    return this.#position;
  }

  /** The source has no more. */
  get ended(): boolean {
    return this.#ended && this.#held.length === 0;
  }

  /** That many bytes as one piece; fewer where the source ends. */
  async exactly(bytes: number): Promise<Uint8Array> {
    const first = await this.#some(bytes);
    if (first === undefined || first.length === bytes) return first ?? new Uint8Array(0);
    const pieces = [first];
    let length = first.length;
    while (length < bytes) {
      const more = await this.#some(bytes - length);
      if (more === undefined) break;
      pieces.push(more);
      length += more.length;
    }
    return Buffer.concat(pieces);
  }

  /** The bytes up to a position, as they come. They are left out where they have been read already. */
  async *upTo(position: number): AsyncGenerator<Uint8Array> {
    while (this.#position < position) {
      const piece = await this.#some(position - this.#position);
      if (piece === undefined) return;
      yield piece;
    }
  }

  /** Passes over the bytes up to a position. */
  async skipTo(position: number): Promise<void> {
    while (this.#position < position && (await this.#some(position - this.#position)) !== undefined);
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#held = new Uint8Array(0);
    await this.#source.return?.();
  }

  async #some(most: number): Promise<Uint8Array | undefined> {
    // A source that has failed looks as if it had ended, to whoever asks again.
    if (this.#failure !== undefined) throw this.#failure.error;
    while (this.#held.length === 0) {
      if (this.#ended) return undefined;
      try {
        const next = await this.#source.next();
        if (next.done === true) this.#ended = true;
        else this.#held = next.value;
      } catch (error) {
        this.#failure = { error };
        throw error;
      }
    }
    const piece = this.#held.length <= most ? this.#held : this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    this.#position += piece.length;
    return piece;
  }
}
