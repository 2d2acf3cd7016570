import type { DecompressState } from './decompress.ts';

/** What xz-embedded (linux/xz.h) says of a call: all but these two is a fault. */
const XZ_OK = 0;
const XZ_STREAM_END = 1;
const FAULTS: Readonly<Record<number, string>> = {
  3: 'there is no memory for it',
  4: 'it was packed with a dictionary of more than 64 MiB',
  5: 'it is no xz data',
  6: 'it uses a filter or a checksum that is not read (SHA-256, BCJ, delta)',
  7: 'it is damaged',
  8: 'it is damaged',
};

/** Reads through xz, one stream after another, up to the first fault. */
export async function* unxz(source: AsyncIterable<Uint8Array>, state: DecompressState): AsyncGenerator<Uint8Array> {
  const decoder = await Decoder.create();
  try {
    for await (const chunk of source) {
      for (let rest = chunk; rest.length > 0;) {
        rest = rest.subarray(decoder.supply(rest));
        const code = yield* decoder.run();
        if (code === XZ_OK) continue;
        state.damage = `the xz data cannot be read on: ${FAULTS[code] ?? `fault ${code}`}`;
        return;
      }
    }
    // Nothing more is its sign that the last stream has ended.
    decoder.supply(new Uint8Array(0));
    if ((yield* decoder.run()) !== XZ_STREAM_END && state.stopped !== true) state.damage = 'the xz data is cut off';
  } finally {
    decoder.close();
  }
}

/** What the compiled decoder exports. Its context begins with these words: buffer size, input (address, position, size), output (likewise). */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly destroy_context: (context: number) => void;
  readonly create_context: () => number;
  readonly supply_input: (context: number, bytes: number) => void;
  readonly get_next_output: (context: number) => number;
}

/**
 * One run of the decoder of xz-decompress. Its own class reads one stream at a time in the whole process, and waits for
 * ever where xz stands inside xz; so the compiled code is used directly. Its memory is used again by the next run: V8 reserves gigabytes of
 * addresses for each. It takes dictionaries up to 64 MiB.
 */
class Decoder {
  static readonly #free: Exports[] = [];
  readonly #exports: Exports;
  readonly #context: number;
  /** Most bytes in and out at once. */
  readonly #size: number;

  private constructor(exports: Exports) {
    this.#exports = exports;
    this.#context = exports.create_context();
    this.#size = this.#word(0);
  }

  static async create(): Promise<Decoder> {
    const free = Decoder.#free.pop();
    if (free !== undefined) return new Decoder(free);
    const module = await import('xz-decompress');
    const { XzReadableStream } = module.default as unknown as { readonly XzReadableStream: Instances };
    await XzReadableStream['_getModuleInstance']();
    return new Decoder(XzReadableStream['_moduleInstance'].exports);
  }

  /** Gives the memory back. */
  close(): void {
    this.#exports.destroy_context(this.#context);
    Decoder.#free.push(this.#exports);
  }

  /** Takes bytes in; gives how many. All that were taken before have been used. */
  supply(bytes: Uint8Array): number {
    const taken = Math.min(bytes.length, this.#size);
    new Uint8Array(this.#exports.memory.buffer).set(bytes.subarray(0, taken), this.#word(1));
    this.#exports.supply_input(this.#context, taken);
    return taken;
  }

  /** Gives what comes of the input, until all of it has been used up, or there is a fault; then what the decoder said last. */
  *run(): Generator<Uint8Array, number> {
    for (;;) {
      const code = this.#exports.get_next_output(this.#context);
      const start = this.#word(4);
      const length = this.#word(5);
      const used = this.#word(2) === this.#word(3);
      if (length > 0) yield new Uint8Array(this.#exports.memory.buffer).slice(start, start + length);
      this.#words()[5] = 0;
      // A full buffer may not have been all.
      if (code !== XZ_OK || (used && length < this.#size)) return code;
    }
  }

  #word(index: number): number {
    return this.#words()[index] ?? 0;
  }

  /** Made anew each time: memory that has grown has another buffer. */
  #words(): Uint32Array {
    return new Uint32Array(this.#exports.memory.buffer, this.#context, 7);
  }
}

/** Where xz-decompress keeps the compiled code: each call makes a new instance of it. */
interface Instances {
  _getModuleInstance(): Promise<void>;
  readonly _moduleInstance: { readonly exports: Exports };
}
