import { explain, WireError } from './wire.ts';
import type { Wire } from './wire.ts';

/** Where a profile is broken. */
export interface Damage {
  /** The file ends too early; otherwise its bytes contradict the format. */
  readonly cut: boolean;
  /** Offset in the (uncompressed) file. */
  readonly at: number;
  readonly reason: string;
}

/** Fields of the message Profile. */
export const FIELD = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  string: 6,
  dropFrames: 7,
  keepFrames: 8,
  time: 9,
  duration: 10,
  periodType: 11,
  period: 12,
  comment: 13,
  defaultSampleType: 14,
  docUrl: 15,
} as const;

/** Wire types by field number; a comment (13) may be packed (2), too. */
const WIRE_TYPES = [-1, 2, 2, 2, 2, 2, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0];

/** The outline of a file read as a profile: its fields one after another, without what is in them. */
export interface Framing {
  /** How often each field of Profile stands there, with the right wire type. */
  readonly counts: readonly number[];
  /** Bytes of all samples. */
  readonly sampleBytes: number;
  /** Behind the last whole field. */
  readonly end: number;
  /** Fields of Profile with another wire type than theirs. */
  readonly mismatches: number;
  /** Why it ends before the file does; absent where the fields fill the file exactly. */
  readonly damage?: Damage;
}

/** Whether a key stands for a field of Profile with its own wire type. */
export function isProfileKey(tag: number): boolean {
  const field = tag >>> 3;
  const type = tag & 7;
  return type === WIRE_TYPES[field] || (field === FIELD.comment && type === 2);
}

/** Walks over the fields of a file from the first byte, until the end or until a field does not fit. */
export function frame(wire: Wire): Framing {
  const counts = Array.from(WIRE_TYPES, () => 0);
  let sampleBytes = 0;
  let mismatches = 0;
  let end = 0;
  let damage: Damage | undefined;
  try {
    while (wire.pos < wire.len) {
      const tag = wire.tag();
      const field = tag >>> 3;
      const bodyStart = wire.pos;
      wire.skipField(tag);
      if (isProfileKey(tag)) {
        counts[field] = (counts[field] ?? 0) + 1;
        if (field === FIELD.sample) sampleBytes += wire.pos - bodyStart;
      } else if (field < WIRE_TYPES.length) mismatches++;
      end = wire.pos;
    }
  } catch (error) {
    // What runs past the end of the whole file was cut off, or has a wrong length: that cannot be told apart.
    const cut = error instanceof RangeError || (error instanceof WireError && wire.pos >= wire.len);
    const { at, reason } = explain(error, wire);
    const missing = 'the file ends inside a field';
    damage = { cut, at: cut ? end : at, reason: cut ? missing : reason };
  }
  return { counts, sampleBytes, end, mismatches, ...(damage ? { damage } : {}) };
}
