import { KERNEL_CODE } from './code.ts';

// As in assembly/layout.ts.
const RECORDS = 4096;
const RECORD_BYTES = 48;
const MOST_RECORDS = 2048;
const MASKS = RECORDS + RECORD_BYTES * MOST_RECORDS;
const NEEDLE_LISTS = MASKS + 128;
const PRINTS = NEEDLE_LISTS + 48;
const WINDOW = 131_072;
const WINDOW_BYTES = 1_048_576;
const HEAP = WINDOW + WINDOW_BYTES + 128;
const TEMPLATE = HEAP;
const TEMPLATE_BYTES = 1024;
const OFFSETS = TEMPLATE + TEMPLATE_BYTES;
const MOST_LINES = 32_768;
const STRIPPED = OFFSETS + 8 * (MOST_LINES + 1);
const STRIPPED_BYTES = 1_048_576;
/** Zeros behind the window, so that no comparison needs to ask for its end. */
const BEHIND = 64;

/** How the machine writes numbers: WebAssembly has the low byte first. */
const LOW_BYTE_FIRST = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Places in the kernel's memory. */
export const PLACES = {
  RECORDS,
  RECORD_BYTES,
  MASKS,
  NEEDLE_LISTS,
  PRINTS,
  TEMPLATE,
  TEMPLATE_BYTES,
  OFFSETS,
  MOST_LINES,
  STRIPPED,
  STRIPPED_BYTES,
} as const;

interface Exports {
  readonly memory: WebAssembly.Memory;
  /** Room for so many bytes, behind which 16 more may be read; 0 where there is none. */
  readonly allocate: (bytes: number) => number;
  readonly run: (at: number, end: number) => number;
  readonly differsAt: () => number;
  readonly runAround: (at: number, end: number, from: number, to: number) => number;
  readonly setRoots: (first: number) => void;
  readonly find: (at: number, end: number) => number;
  readonly lineFeeds: (at: number, end: number) => number;
  readonly strip: (at: number, end: number, most: number) => number;
  readonly stripped: () => number;
}

let compiled: WebAssembly.Module | undefined;

/**
 * The loops that look at every byte of large files, as WebAssembly (sources in assembly/): sixteen bytes a step instead of
 * one to four. An instance has its own memory, and a window in it to the bytes of a file.
 */
export class Kernel {
  readonly #exports: Exports;
  #bytes = new Uint8Array(0);
  #view = new DataView(new ArrayBuffer(0));
  #words = new Int32Array(0);
  #floats = new Float64Array(0);
  #windowOf: Uint8Array | undefined;
  #from = 0;
  #to = 0;

  private constructor(exports: Exports) {
    this.#exports = exports;
    this.#refresh();
  }

  /** A new instance; undefined where Node runs without WebAssembly (`--jitless`), or on a machine whose numbers begin with the high byte. */
  static create(): Kernel | undefined {
    if (typeof WebAssembly === 'undefined' || !LOW_BYTE_FIRST) return undefined;
    compiled ??= new WebAssembly.Module(Buffer.from(KERNEL_CODE, 'base64'));
    const { exports } = new WebAssembly.Instance(compiled, { env: { abort: () => undefined } });
    return new Kernel(exports as unknown as Exports);
  }

  get calls(): Exports {
    return this.#exports;
  }

  /** Memory as bytes. Valid until the next {@link allocate}. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Memory as numbers, least significant byte first. Valid until the next {@link allocate}. */
  get view(): DataView {
    return this.#view;
  }

  /** Memory as 32-bit numbers. */
  get words(): Int32Array {
    return this.#words;
  }

  /** Memory as 64-bit floats. */
  get floats(): Float64Array {
    return this.#floats;
  }

  /** Room for so many bytes, of zeros; 0 where there is none. */
  allocate(bytes: number): number {
    const at = this.#exports.allocate(bytes);
    if (this.#bytes.buffer !== this.#exports.memory.buffer) this.#refresh();
    return at;
  }

  /** Where `bytes[at]` is in memory: as much of what follows is there as the window holds. */
  show(bytes: Uint8Array, at: number): number {
    // A window that ends before the bytes do moves on before its last half is reached.
    if (this.#windowOf !== bytes || at < this.#from || at > this.#to || (this.#to < bytes.length && at > this.#from + WINDOW_BYTES / 2))
      this.#fill(bytes, at);
    return WINDOW + at - this.#from;
  }

  /** Index behind the last of the bytes that is in the window. */
  get shown(): number {
    return this.#to;
  }

  /** End of what is in the window, in memory. */
  get end(): number {
    return WINDOW + this.#to - this.#from;
  }

  #fill(bytes: Uint8Array, at: number): void {
    this.#windowOf = bytes;
    this.#from = at;
    this.#to = Math.min(bytes.length, at + WINDOW_BYTES);
    this.#bytes.set(bytes.subarray(at, this.#to), WINDOW);
    this.#bytes.fill(0, this.end, this.end + BEHIND);
  }

  #refresh(): void {
    this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    this.#view = new DataView(this.#exports.memory.buffer);
    this.#words = new Int32Array(this.#exports.memory.buffer);
    this.#floats = new Float64Array(this.#exports.memory.buffer);
  }
}
