import { Reader } from 'protobufjs/minimal.js';

import { exact } from '../../src/text/exact.ts';
import type { ExactInt } from '../../src/text/exact.ts';

/** A string index that cannot exist: no table is that long. */
export const NO_STRING = 0xffffffff;

/** The bytes break the rules of the protobuf encoding or of profile.proto. Thrown only inside the decoder. */
export class WireError extends Error {
  /** Offset in the file. */
  readonly at: number;

  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

/** What went wrong while a message was read, in words, and where. */
export function explain(error: unknown, wire: Wire): { readonly reason: string; readonly at: number } {
  if (error instanceof WireError) return { reason: error.message, at: error.at };
  // protobufjs throws RangeError for what ends too early and Error for numbers that never end.
  if (error instanceof RangeError) return { reason: 'a field runs past the end of its message', at: wire.pos };
  return { reason: error instanceof Error ? error.message : 'unreadable field', at: wire.pos };
}

/**
 * protobufjs's reader with what profile.proto needs beside it: 64-bit numbers without an object each, exact beyond
 * 2^53, and a check of string indexes that can be made before the table is known. `len` is the end of the message that
 * is being read: no method reads past it.
 */
export class Wire extends Reader {
  /** Low half of the last 64-bit number, as a signed 32-bit integer. */
  low = 0;
  /** High half of the last 64-bit number, as a signed 32-bit integer. */
  high = 0;
  /** Highest string index seen; −1 before the first. Go writes the table last, so it is compared at the end. */
  highestString = -1;
  /** Where that index stands. */
  highestStringAt = 0;

  /** Reads a varint of up to ten bytes into `low` and `high`. */
  read64(): void {
    const { buf, len } = this;
    let pos = this.pos;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= len) throw new WireError('a number runs past the end of its message', this.pos);
      const byte = buf[pos++] ?? 0;
      const bits = byte & 127;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 128) {
        this.pos = pos;
        this.low = low;
        this.high = high;
        return;
      }
    }
    throw new WireError('a number has no end', this.pos);
  }

  /** Reads an int64. Exact where `Number.isSafeInteger` holds; otherwise rounded, and {@link lastBigInt} is exact. */
  signed(): number {
    if (this.pos < this.len) {
      const byte = this.buf[this.pos] ?? 0;
      if (byte < 128) {
        this.pos++;
        return byte;
      }
    }
    this.read64();
    return this.high * 4294967296 + (this.low >>> 0);
  }

  /** The number that {@link signed} has just rounded. Not valid for numbers of one byte. */
  lastBigInt(): bigint {
    return (BigInt(this.high) << 32n) | BigInt(this.low >>> 0);
  }

  /** Reads an int64 exactly. */
  exactInt(): ExactInt {
    this.read64();
    return exact(this.lastBigInt());
  }

  /** Reads an int64 that only makes sense as a small count, such as a line number: 0 where it is not one. */
  small(): number {
    const value = this.signed();
    return value >= 0 && value <= 0xffffffff ? value : 0;
  }

  /** Reads an index into the string table. One that no table can have becomes {@link NO_STRING}. */
  stringIndex(): number {
    const at = this.pos;
    const value = this.signed();
    const index = value >= 0 && value < NO_STRING ? value : NO_STRING;
    if (index > this.highestString) {
      this.highestString = index;
      this.highestStringAt = at;
    }
    return index;
  }

  /** Reads a length and returns where the field's bytes end. */
  fieldEnd(): number {
    const at = this.pos;
    const end = this.size() + this.pos;
    if (end > this.len) throw new WireError('a field runs past the end of its message', at);
    return end;
  }

  /** Passes over a field that profile.proto does not have, or that nobody needs. Groups are not allowed. */
  skipField(tag: number): void {
    const type = tag & 7;
    if (tag >>> 3 === 0) throw new WireError('field number 0', this.pos);
    // skipType follows groups by recursion; proto3 has none, and Go's own reader refuses them.
    if (type !== 0 && type !== 1 && type !== 2 && type !== 5) throw new WireError(`wire type ${type}`, this.pos);
    this.skipType(type);
  }
}
