import type { Citation } from '../../src/evidence/citation.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { exact, type ExactInt, toBigInt } from '../../src/text/exact.ts';
import { withoutPlace } from '../pprof/functions.ts';
import { heapSite } from '../pprof/heap.ts';
import { compareStacks, MOST_SITES } from '../pprof/largest.ts';
import { type Sized, sizesOf } from '../pprof/object-sizes.ts';
import type { SourceInfo } from '../parser.ts';
import type { Head } from './head.ts';
import type { TextStack } from './profile.ts';

/** Objects and bytes in use, objects and bytes allocated. */
type Values = readonly [bigint, bigint, bigint, bigint];

interface Site {
  readonly frames: readonly Frame[];
  values: Values;
  /** One a record: the runtime keeps objects of each size apart. */
  readonly sizes: Sized[];
}

const NOTHING: Values = [0n, 0n, 0n, 0n];

/**
 * Adds up a heap profile in text form. Its numbers are what was sampled; the protobuf form of the same moment has them
 * scaled. So each record is scaled as runtime/pprof/protomem.go does it (`scaleHeapSample`), and then added.
 */
export class HeapSum {
  private readonly head: Extract<Head, { kind: 'heap' }>;
  private readonly sites = new Map<string, Site>();
  private total: Values = NOTHING;
  /** What the records say, unscaled: it must be what the head says. */
  private raw: Values = NOTHING;

  constructor(head: Extract<Head, { kind: 'heap' }>) {
    this.head = head;
  }

  add({ values, counters, places, frames }: TextStack): void {
    const { rate } = this.head;
    const [inuseObjects = 0, inuseBytes = 0, allocObjects = 0, allocBytes = 0] = values;
    this.raw = sum(this.raw, [toBigInt(inuseObjects), toBigInt(inuseBytes), toBigInt(allocObjects), toBigInt(allocBytes)]);
    const scaled: Values = [...scale(inuseObjects, inuseBytes, rate), ...scale(allocObjects, allocBytes, rate)];
    this.total = sum(this.total, scaled);
    const key = places === '' ? counters : places;
    const site = this.sites.get(key);
    const size = sizeOf(values, scaled);
    if (site === undefined) this.sites.set(key, { frames, values: scaled, sizes: size });
    else {
      site.values = sum(site.values, scaled);
      site.sizes.push(...size);
    }
  }

  /** Records are missing: the head counts more than they do. */
  get incomplete(): boolean {
    const { head } = this;
    const [inuseObjects, inuseBytes, allocObjects, allocBytes] = this.raw;
    const allocated = toBigInt(head.allocBytes);
    // Since Go 1.20 the head has a byte more allocated where as much was allocated as is in use.
    const bump = allocated === allocBytes + 1n && inuseBytes === allocBytes;
    return (
      toBigInt(head.inuseObjects) !== inuseObjects ||
      toBigInt(head.inuseBytes) !== inuseBytes ||
      toBigInt(head.allocObjects) !== allocObjects ||
      (allocated !== allocBytes && !bump)
    );
  }

  fact(source: SourceInfo, citation: Citation, salvaged: boolean): FactDraft {
    const [, whole] = this.total;
    const sites = [...this.sites.values()];
    const inUse = largest(sites, [1, 3]);
    const allocated = largest(sites, [3, 1]).filter((site) => !inUse.includes(site));
    const siteOf = ({ frames, values, sizes }: Site) =>
      heapSite(frames, named(values), sizesOf(sizes), whole > 0n ? Number(values[1]) / Number(whole) : 0);
    const functions = sumFunctions(sites);
    return {
      type: 'heap',
      certainty: 'stated',
      citations: [citation],
      scope: source.scope,
      rate: this.head.rate,
      ...named(this.total),
      siteCount: sites.length,
      sites: inUse.map(siteOf),
      allocSites: allocated.map(siteOf),
      functionCount: functions.length,
      functions: functions
        .toSorted(
          (a, b) =>
            bySize(a.flat, b.flat, [1, 3]) || bySize(a.cumulative, b.cumulative, [1, 3]) || (a.frame.function < b.frame.function ? -1 : 1),
        )
        .slice(0, MOST_SITES)
        .map(({ frame, flat, cumulative }) => ({ frame, flat: named(flat), cumulative: named(cumulative) })),
      salvaged,
    };
  }
}

/** The largest by some of the values, in this order. */
function largest(sites: readonly Site[], by: readonly (0 | 1 | 2 | 3)[]): readonly Site[] {
  return sites.toSorted((a, b) => bySize(a.values, b.values, by) || compareStacks(a, b)).slice(0, MOST_SITES);
}

function bySize(a: Values, b: Values, by: readonly (0 | 1 | 2 | 3)[]): number {
  for (const at of by) if (a[at] !== b[at]) return a[at] < b[at] ? 1 : -1;
  return 0;
}

interface FunctionSum {
  readonly frame: Frame;
  flat: Values;
  cumulative: Values;
}

/** As `sumFunctions` of the protobuf form adds them up. Functions are told by their names. */
function sumFunctions(sites: readonly Site[]): FunctionSum[] {
  const functions = new Map<string, FunctionSum>();
  for (const { frames, values } of sites) {
    const counted = new Set<string>();
    for (const [at, frame] of frames.entries()) {
      const name = frame.function;
      if (counted.has(name)) continue;
      counted.add(name);
      let one = functions.get(name);
      if (one === undefined) {
        one = { frame: withoutPlace(frame), flat: NOTHING, cumulative: NOTHING };
        functions.set(name, one);
      }
      if (at === 0) one.flat = sum(one.flat, values);
      one.cumulative = sum(one.cumulative, values);
    }
  }
  return [...functions.values()];
}

/**
 * What was sampled, scaled up to what there is. A block of `size` bytes is sampled with the chance 1 − e^(−size/rate).
 */
function scale(objects: ExactInt, size: ExactInt, rate: number): [bigint, bigint] {
  const [count, bytes] = [Number(objects), Number(size)];
  if (count === 0 || bytes === 0) return [0n, 0n];
  // With 1 everything was sampled; below that nothing is known.
  if (rate <= 1) return [toBigInt(objects), toBigInt(size)];
  const factor = 1 / (1 - Math.exp(-(bytes / count) / rate));
  // So many objects in so few bytes do not exist: the numbers are damaged, and stay as they are.
  if (!Number.isFinite(factor)) return [toBigInt(objects), toBigInt(size)];
  return [BigInt(Math.trunc(count * factor)), BigInt(Math.trunc(bytes * factor))];
}

/** The objects of a record: all have the same size, as `blockSize` of runtime/pprof/protomem.go. */
function sizeOf([, , allocObjects = 0, allocBytes = 0]: TextStack['values'], [objects, inuse]: Values): Sized[] {
  const count = toBigInt(allocObjects);
  return count <= 0n ? [] : [{ bytes: exact(toBigInt(allocBytes) / count), objects: exact(objects), inuse: exact(inuse) }];
}

function named([inuseObjects, inuseBytes, allocObjects, allocBytes]: Values) {
  return {
    inuseBytes: exact(inuseBytes),
    inuseObjects: exact(inuseObjects),
    allocBytes: exact(allocBytes),
    allocObjects: exact(allocObjects),
  };
}

function sum(a: Values, b: Values): Values {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
}
