import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { HeapFunction, HeapSite, HeapSums } from '../../src/evidence/facts/heap.ts';
import type { ExactInt } from '../../src/text/exact.ts';
import { trusted } from '../../src/text/safe-text.ts';
import type { SourceInfo } from '../parser.ts';
import { ownerOf } from './frames.ts';
import { functionFrame, sumFunctions } from './functions.ts';
import { HEAP_TYPES } from './kinds.ts';
import { type LargeSite, largestSites } from './largest.ts';
import { objectSizes, sizesOf } from './object-sizes.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import { retentionOf } from './retention.ts';
import { groupStacks } from './stacks.ts';

/** The fact that a heap or allocs profile states. `salvaged`: the file is damaged and this is what could be read. */
export function heapFact(profile: Profile, source: SourceInfo, salvaged: boolean): FactDraft {
  const stacks = groupStacks(profile);
  const columns = heapColumns(profile);
  const { width } = profile.samples;
  const { timeNanos, durationNanos, period, periodType } = profile;
  const whole = stacks.totals.near(columns.inuseBytes);
  const comparable = durationNanos === undefined && !stacks.negative && whole > 0;
  const sizes = objectSizes(profile, stacks, columns);
  const siteOf = ({ slot, stack }: LargeSite): HeapSite =>
    heapSite(
      stack.frames,
      sumsOf(columns, (column) => stacks.sums.get(slot * width + column)),
      comparable ? sizes(slot) : sizesOf([]),
      comparable ? stacks.sums.near(slot * width + columns.inuseBytes) / whole : 0,
    );
  const inUse = largestSites(profile, stacks, [columns.inuseBytes, columns.allocBytes]);
  const listed = new Set(inUse.map(({ slot }) => slot));
  const allocated = largestSites(profile, stacks, [columns.allocBytes, columns.inuseBytes]).filter(({ slot }) => !listed.has(slot));
  const functions = sumFunctions(profile, stacks);
  return {
    type: 'heap',
    certainty: 'stated',
    citations: [{ path: source.path, excerpt: trusted('') }],
    scope: source.scope,
    ...(timeNanos === undefined ? {} : { timeNanos }),
    ...(durationNanos === undefined ? {} : { durationNanos }),
    ...(period !== undefined && periodType?.unit === 'bytes' ? { rate: period } : {}),
    ...sumsOf(columns, (column) => stacks.totals.get(column)),
    siteCount: stacks.count,
    sites: inUse.map(siteOf),
    allocSites: allocated.map(siteOf),
    functionCount: functions.count,
    functions: functions.largest([columns.inuseBytes, columns.allocBytes]).map((f): HeapFunction => ({
      frame: functionFrame(functions.calls[f] ?? { inlined: false }),
      flat: sumsOf(columns, (column) => functions.flat(f, column)),
      cumulative: sumsOf(columns, (column) => functions.cumulative(f, column)),
    })),
    salvaged,
  };
}

/** A site of either form. */
export function heapSite(
  frames: HeapSite['frames'],
  sums: HeapSums,
  sizes: Pick<HeapSite, 'sizes' | 'sizeCount'>,
  share: number,
): HeapSite {
  const owner = ownerOf(frames);
  const retention = retentionOf(frames);
  return { frames, ...(owner ? { owner } : {}), ...(retention ? { retention } : {}), ...sums, ...sizes, share };
}

function sumsOf(columns: HeapColumns, valueOf: (column: number) => ExactInt): HeapSums {
  return {
    inuseBytes: valueOf(columns.inuseBytes),
    inuseObjects: valueOf(columns.inuseObjects),
    allocBytes: valueOf(columns.allocBytes),
    allocObjects: valueOf(columns.allocObjects),
  };
}

interface HeapColumns {
  readonly allocObjects: number;
  readonly allocBytes: number;
  readonly inuseObjects: number;
  readonly inuseBytes: number;
}

function heapColumns(profile: Profile): HeapColumns {
  const [allocObjects, allocBytes, inuseObjects, inuseBytes] = HEAP_TYPES.map((type) => sampleTypeIndex(profile, type));
  return {
    allocObjects: allocObjects ?? 0,
    allocBytes: allocBytes ?? 0,
    inuseObjects: inuseObjects ?? 0,
    inuseBytes: inuseBytes ?? 0,
  };
}
