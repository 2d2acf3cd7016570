import type { ExactInt } from '../../src/text/exact.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { frameOf } from './frames.ts';
import { MISSING } from './ids.ts';
import { MOST_SITES } from './largest.ts';
import { FunctionNames } from './names.ts';
import type { Call, Profile } from './profile.ts';
import type { Stacks } from './stacks.ts';
import { ExactSums } from './sums.ts';

/** Sums below it are exact in doubles, and so are all sums on the way to it. */
const SAFE = Number.MAX_SAFE_INTEGER;
/** Values of a sample that are added up without a loop: those of a heap profile. */
const LANES = 4;

/**
 * The functions of a profile, by name, and their sums: *flat* is what belongs to the function itself (it is innermost), *cumulative* what
 * belongs to it and to all that it calls, once a stack, however often it stands there. `go tool pprof -top` counts the same.
 */
export interface Functions {
  /** Those that stand in a stack. */
  readonly count: number;
  /** As {@link FunctionNames} has them. */
  readonly calls: readonly Call[];
  /** Value `v` of function `f` itself. */
  flat(f: number, v: number): ExactInt;
  /** Value `v` of function `f` with all that it calls. */
  cumulative(f: number, v: number): ExactInt;
  /** The largest, at most `most`, by the own values of some columns in this order, then by the cumulative ones, then by name. */
  largest(columns: readonly number[], most?: number): readonly number[];
}

/** Adds the stacks up by function. One pass over the distinct stacks; memory follows functions and locations. */
export function sumFunctions(profile: Profile, stacks: Stacks, names = new FunctionNames(profile)): Functions {
  const { width } = profile.samples;
  const { calls } = names;
  // The stack that a function was last counted in, plus one.
  const countedIn = new Uint32Array(calls.length);
  const isPlain = width <= LANES && stacks.sums.largestSum(stacks.count * width) <= SAFE;
  const [flat, cumulative] = (isPlain ? addPlain : addExact)(profile, stacks, names, countedIn);
  // A file may name functions that stand in no stack.
  const standing = calls.flatMap((_, f) => ((countedIn[f] ?? 0) > 0 ? [f] : []));
  return {
    count: standing.length,
    calls,
    flat: (f, v) => flat.get(f, v),
    cumulative: (f, v) => cumulative.get(f, v),
    largest: (columns, most = MOST_SITES) => {
      const compare = (a: number, b: number): number => {
        for (const sums of [flat, cumulative])
          for (const column of columns) {
            const difference = sums.compare(b, a, column);
            if (difference !== 0) return difference;
          }
        const [left, right] = [calls[a]?.function ?? '', calls[b]?.function ?? ''];
        return left < right ? -1 : left > right ? 1 : a - b;
      };
      return standing.toSorted(compare).slice(0, most);
    },
  };
}

/** A function as a frame. Its line is that of one call, which says nothing of the others, and is left out. */
export function functionFrame(call: Call): Frame {
  return withoutPlace(frameOf(call, call.function ?? ''));
}

/** A frame as a function: without the line, and without whether this call of it was inlined. */
export function withoutPlace({ function: name, file, origin }: Frame): Frame {
  return { function: name, ...(file === undefined ? {} : { file }), origin };
}

/** Values of functions. */
interface Sums {
  get(f: number, v: number): ExactInt;
  /** Negative where the sum of the first function is smaller, positive where it is larger, exactly. */
  compare(a: number, b: number, v: number): number;
}

/**
 * Adds up in doubles, where these are exact for sure, which is nearly always. This loop sees every location of every stack, tens of millions in
 * a large profile: the values of a stack are held in variables, and a function has as many places as values are held.
 */
function addPlain(profile: Profile, stacks: Stacks, { calls, at, offsets: lines }: FunctionNames, countedIn: Uint32Array): [Sums, Sums] {
  const { width, locations, offsets } = profile.samples;
  const flat = new Float64Array(calls.length * LANES);
  const cumulative = new Float64Array(calls.length * LANES);
  const values = stacks.sums.doubles;
  const second = width > 1 ? 1 : 0;
  const third = width > 2 ? 2 : 0;
  const fourth = width > 3 ? 3 : 0;
  for (let slot = 0; slot < stacks.count; slot++) {
    const sample = stacks.samples[slot] ?? 0;
    const end = offsets[sample + 1] ?? 0;
    const from = slot * width;
    const mark = slot + 1;
    // Values that a profile does not have are the first one again, and are never asked for.
    const a = values[from] ?? 0;
    const b = values[from + second] ?? 0;
    const c = values[from + third] ?? 0;
    const d = values[from + fourth] ?? 0;
    let isLeaf = true;
    for (let i = offsets[sample] ?? 0; i < end; i++) {
      const location = locations[i] ?? MISSING;
      if (location === MISSING) continue;
      const last = lines[location + 1] ?? 0;
      for (let line = lines[location] ?? 0; line < last; line++) {
        const name = at[line] ?? 0;
        const to = name * LANES;
        if (isLeaf) addTo(flat, to, a, b, c, d);
        isLeaf = false;
        if (countedIn[name] === mark) continue;
        countedIn[name] = mark;
        addTo(cumulative, to, a, b, c, d);
      }
    }
  }
  const sumsOf = (sums: Float64Array): Sums => ({
    get: (f, v) => sums[f * LANES + v] ?? 0,
    compare: (f, g, v) => (sums[f * LANES + v] ?? 0) - (sums[g * LANES + v] ?? 0),
  });
  return [sumsOf(flat), sumsOf(cumulative)];
}

function addTo(sums: Float64Array, to: number, a: number, b: number, c: number, d: number): void {
  sums[to] = (sums[to] ?? 0) + a;
  sums[to + 1] = (sums[to + 1] ?? 0) + b;
  sums[to + 2] = (sums[to + 2] ?? 0) + c;
  sums[to + 3] = (sums[to + 3] ?? 0) + d;
}

/** The same for values that doubles may not hold, and for profiles with more values. */
function addExact(profile: Profile, stacks: Stacks, { calls, at, offsets: lines }: FunctionNames, countedIn: Uint32Array): [Sums, Sums] {
  const { width, locations, offsets } = profile.samples;
  const flat = new ExactSums(calls.length * width);
  const cumulative = new ExactSums(calls.length * width);
  const add = (sums: ExactSums, name: number, slot: number): void => {
    for (let v = 0; v < width; v++) sums.addFrom(name * width + v, stacks.sums, slot * width + v);
  };
  for (let slot = 0; slot < stacks.count; slot++) {
    const sample = stacks.samples[slot] ?? 0;
    let isLeaf = true;
    for (const location of locations.subarray(offsets[sample], offsets[sample + 1])) {
      if (location === MISSING) continue;
      for (const name of at.subarray(lines[location], lines[location + 1])) {
        if (isLeaf) add(flat, name, slot);
        isLeaf = false;
        if (countedIn[name] === slot + 1) continue;
        countedIn[name] = slot + 1;
        add(cumulative, name, slot);
      }
    }
  }
  const sumsOf = (sums: ExactSums): Sums => ({
    get: (f, v) => sums.get(f * width + v),
    compare: (f, g, v) => sums.compare(f * width + v, g * width + v),
  });
  return [sumsOf(flat), sumsOf(cumulative)];
}
