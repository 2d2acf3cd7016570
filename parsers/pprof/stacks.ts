import type { Profile } from './profile.ts';
import { ExactSums } from './sums.ts';

/** The samples of a profile added up by their stacks; labels are left out, as they only split what belongs together. */
export interface Stacks {
  /** Distinct lists of locations. */
  readonly count: number;
  /** A sample that has each stack: the first one. */
  readonly samples: Uint32Array;
  /** The stack of each sample. */
  readonly stackOf: Uint32Array;
  /** Sum of value `v` over the samples of stack `s`, at `s * width + v`. */
  readonly sums: ExactSums;
  /** Sum of each value over all samples. */
  readonly totals: ExactSums;
  /** Whether any single value is below zero: only differences of profiles have such. */
  readonly negative: boolean;
}

/** Adds the samples up. Stacks are in the order of their first sample. */
export function groupStacks(profile: Profile): Stacks {
  const { count, width, values, wideValues, locations, offsets } = profile.samples;
  const stackOf = new Uint32Array(count);
  const first = new Uint32Array(count);
  let stacks = 0;
  const size = 2 ** Math.ceil(Math.log2(count * 2 + 1));
  const mask = size - 1;
  // Open addressing; 0 is free, otherwise the stack's number + 1.
  const table = new Uint32Array(size);
  const hashes = new Uint32Array(count);
  const seed = hash(locations, 0, locations.length, 0x9e3779b9);
  for (let sample = 0; sample < count; sample++) {
    const start = offsets[sample] ?? 0;
    const end = offsets[sample + 1] ?? 0;
    // The seed comes from the whole file, so a file cannot be made to fill one place of the table.
    const code = hash(locations, start, end, seed);
    let place = code & mask;
    for (;;) {
      const entry = table[place] ?? 0;
      if (entry === 0) {
        table[place] = stacks + 1;
        hashes[stacks] = code;
        first[stacks] = sample;
        stackOf[sample] = stacks++;
        break;
      }
      const other = first[entry - 1] ?? 0;
      if (hashes[entry - 1] === code && sameRun(locations, start, end, offsets[other] ?? 0, offsets[other + 1] ?? 0)) {
        stackOf[sample] = entry - 1;
        break;
      }
      place = (place + 1) & mask;
    }
  }
  const sums = new ExactSums(stacks * width);
  const totals = new ExactSums(width);
  let negative = false;
  for (let sample = 0, at = 0; sample < count; sample++) {
    const base = (stackOf[sample] ?? 0) * width;
    for (let v = 0; v < width; v++, at++) {
      const value = values[at] ?? 0;
      const wide = wideValues.size > 0 ? wideValues.get(at) : undefined;
      if (value < 0) negative = true;
      sums.add(base + v, value, wide);
      totals.add(v, value, wide);
    }
  }
  return { count: stacks, samples: first.subarray(0, stacks), stackOf, sums, totals, negative };
}

function hash(data: Uint32Array, start: number, end: number, seed: number): number {
  let code = seed ^ (end - start);
  for (let i = start; i < end; i++) {
    code = Math.imul(code ^ (data[i] ?? 0), 0x01000193);
    code = (code << 13) | (code >>> 19);
  }
  code = Math.imul(code ^ (code >>> 16), 0x85ebca6b);
  return (code ^ (code >>> 13)) >>> 0;
}

function sameRun(data: Uint32Array, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false;
  for (let i = start, j = otherStart; i < end; i++, j++) if (data[i] !== data[j]) return false;
  return true;
}
