import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { HeapSite } from '../../src/evidence/facts/heap.ts';
import { trusted } from '../../src/text/safe-text.ts';
import type { SourceInfo } from '../parser.ts';
import { ownerOf } from './frames.ts';
import { HEAP_TYPES } from './kinds.ts';
import { largestSites } from './largest.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import { groupStacks } from './stacks.ts';

/** The fact that a heap or allocs profile states. `salvaged`: the file is damaged and this is what could be read. */
export function heapFact(profile: Profile, source: SourceInfo, salvaged: boolean): FactDraft {
  const stacks = groupStacks(profile);
  const columns = heapColumns(profile);
  const { width } = profile.samples;
  const total = {
    inuseBytes: stacks.totals.get(columns.inuseBytes),
    inuseObjects: stacks.totals.get(columns.inuseObjects),
    allocBytes: stacks.totals.get(columns.allocBytes),
    allocObjects: stacks.totals.get(columns.allocObjects),
  };
  const { timeNanos, durationNanos, period, periodType } = profile;
  const whole = stacks.totals.near(columns.inuseBytes);
  const comparable = durationNanos === undefined && !stacks.negative && whole > 0;
  const sites = largestSites(profile, stacks, [columns.inuseBytes, columns.allocBytes]).map(({ slot, stack }): HeapSite => {
    const base = slot * width;
    const owner = ownerOf(stack.frames);
    return {
      frames: stack.frames,
      ...(owner ? { owner } : {}),
      inuseBytes: stacks.sums.get(base + columns.inuseBytes),
      inuseObjects: stacks.sums.get(base + columns.inuseObjects),
      allocBytes: stacks.sums.get(base + columns.allocBytes),
      allocObjects: stacks.sums.get(base + columns.allocObjects),
      share: comparable ? stacks.sums.near(base + columns.inuseBytes) / whole : 0,
    };
  });
  return {
    type: 'heap',
    certainty: 'stated',
    citations: [{ path: source.path, excerpt: trusted('') }],
    scope: source.scope,
    ...(timeNanos === undefined ? {} : { timeNanos }),
    ...(durationNanos === undefined ? {} : { durationNanos }),
    ...(period !== undefined && periodType?.unit === 'bytes' ? { rate: period } : {}),
    ...total,
    siteCount: stacks.count,
    sites,
    salvaged,
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
