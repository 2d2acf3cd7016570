/** The string table of a profile. Texts are decoded when somebody asks for them: most of a large table is never shown. */
export class StringTable {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #cache: (string | undefined)[] = [];
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #count = 0;

  /** `capacity`: strings that will be added at most. */
  constructor(bytes: Uint8Array, capacity: number) {
    this.#bytes = bytes;
    this.#starts = new Uint32Array(capacity);
    this.#ends = new Uint32Array(capacity);
  }

  /** Strings in the table. */
  get count(): number {
    return this.#count;
  }

  /** Adds the bytes between two offsets as the next string. */
  add(start: number, end: number): void {
    this.#starts[this.#count] = start;
    this.#ends[this.#count++] = end;
  }

  /** The string, with replacement characters for what is not UTF-8; undefined where the table has no such index. */
  get(index: number): string | undefined {
    if (index >= this.#count) return undefined;
    return (this.#cache[index] ??= this.#decoder.decode(this.#bytes.subarray(this.#starts[index], this.#ends[index])));
  }
}
