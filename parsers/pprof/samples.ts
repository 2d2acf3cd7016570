import { IntColumn } from './columns.ts';
import type { Ids } from './ids.ts';
import { WireError } from './wire.ts';
import type { Wire } from './wire.ts';

/** Reads messages of type Sample into columns. A sample that cannot be read leaves nothing behind. */
export class SampleReader {
  readonly values: Float64Array;
  readonly wideValues = new Map<number, bigint>();
  readonly locations: IntColumn;
  readonly offsets: Uint32Array;
  /** Labels whose value is a text, three numbers each: the sample, and the strings of key and value. */
  readonly labels = new IntColumn(0);
  /** Labels whose value is a number, five numbers each: the sample, the strings of key and unit, and the low and high half of the value. */
  readonly numbers = new IntColumn(0);
  count = 0;
  /** Where the labels of the sample that is being read end. */
  #labelsEnd = 0;
  #numbersEnd = 0;
  readonly #width: number;
  readonly #ids: Ids;

  /** `width`: values a sample. `count` and `bytes`: samples in the file, and what they take in it, at most. */
  constructor(width: number, count: number, bytes: number, ids: Ids) {
    this.#width = width;
    this.#ids = ids;
    // A value takes a byte at least: a file cannot make this larger than eight times itself.
    this.values = new Float64Array(Math.min(count * width, bytes));
    // Most ids of a large profile take two bytes; those of a small one grow the column cheaply.
    this.locations = new IntColumn(bytes >>> 1);
    this.offsets = new Uint32Array(count + 1);
  }

  /** Reads one sample, up to `wire.len`. */
  read(wire: Wire): void {
    const start = wire.pos;
    const stop = wire.len;
    const base = this.count * this.#width;
    let locations = this.locations.length;
    let values = 0;
    this.#labelsEnd = this.labels.length;
    this.#numbersEnd = this.numbers.length;
    while (wire.pos < stop) {
      const tag = wire.tag();
      if (tag === 0x0a) {
        locations = this.#packedIds(wire, locations);
        wire.len = stop;
      } else if (tag === 0x12) {
        wire.len = wire.fieldEnd();
        while (wire.pos < wire.len) this.#value(wire, base, values++);
        wire.len = stop;
      } else if (tag === 0x08) {
        this.locations.reserve(locations + 1);
        this.locations.data[locations++] = this.#ids.read(wire);
      } else if (tag === 0x10) this.#value(wire, base, values++);
      else if (tag === 0x1a) {
        wire.len = wire.fieldEnd();
        this.#label(wire);
        wire.len = stop;
      } else wire.skipField(tag);
    }
    if (values !== this.#width) throw new WireError(`a sample has ${values} values, not ${this.#width}`, start);
    this.locations.length = locations;
    this.labels.length = this.#labelsEnd;
    this.numbers.length = this.#numbersEnd;
    this.offsets[++this.count] = locations;
  }

  #value(wire: Wire, base: number, index: number): void {
    if (index >= this.#width) throw new WireError(`a sample has more than ${this.#width} values`, wire.pos);
    const value = wire.signed();
    const at = base + index;
    this.values[at] = value;
    // A broken sample before this one may have left its own number here.
    if (!Number.isSafeInteger(value)) this.wideValues.set(at, wire.lastBigInt());
    else if (this.wideValues.size > 0) this.wideValues.delete(at);
  }

  /** The hot loop: nine tenths of a large profile are location ids. Returns the new length of the column. */
  #packedIds(wire: Wire, length: number): number {
    const end = wire.fieldEnd();
    wire.len = end;
    let pos = wire.pos;
    this.locations.reserve(length + end - pos);
    const { data } = this.locations;
    const { buf } = wire;
    // Ids of up to four bytes need no check for the end while five bytes are left.
    const unchecked = end - 4;
    while (pos < unchecked) {
      const a = buf[pos] ?? 0;
      if (a < 128) {
        data[length++] = a;
        pos += 1;
        continue;
      }
      const b = buf[pos + 1] ?? 0;
      if (b < 128) {
        data[length++] = (a & 127) | (b << 7);
        pos += 2;
        continue;
      }
      const c = buf[pos + 2] ?? 0;
      if (c < 128) {
        data[length++] = (a & 127) | ((b & 127) << 7) | (c << 14);
        pos += 3;
        continue;
      }
      wire.pos = pos;
      data[length++] = this.#ids.read(wire);
      ({ pos } = wire);
    }
    wire.pos = pos;
    while (wire.pos < end) data[length++] = this.#ids.read(wire);
    return length;
  }

  /** Reads a label, up to `wire.len`. */
  #label(wire: Wire): void {
    let key = 0;
    let text = 0;
    let unit = 0;
    let isNumber = false;
    let low = 0;
    let high = 0;
    while (wire.pos < wire.len) {
      const tag = wire.tag();
      if (tag === 0x08) key = wire.stringIndex();
      else if (tag === 0x10) text = wire.stringIndex();
      else if (tag === 0x20) unit = wire.stringIndex();
      else if (tag === 0x18) {
        wire.read64();
        ({ low, high } = wire);
        isNumber = true;
      } else wire.skipField(tag);
    }
    // Neither a text without characters nor a 0 is written.
    if (isNumber) this.#numbersEnd = append(this.numbers, this.#numbersEnd, this.count, key, unit, low, high);
    else this.#labelsEnd = append(this.labels, this.#labelsEnd, this.count, key, text);
  }
}

/** Writes numbers behind the first `length` of a column, which does not count them yet. */
function append(column: IntColumn, length: number, ...numbers: readonly number[]): number {
  column.reserve(length + numbers.length);
  for (const number of numbers) column.data[length++] = number;
  return length;
}
