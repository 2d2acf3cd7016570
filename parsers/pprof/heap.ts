import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { HeapSite } from '../../src/evidence/facts/heap.ts';
import { trusted } from '../../src/text/safe-text.ts';
import type { SourceInfo } from '../parser.ts';
import { FrameReader, ownerOf } from './frames.ts';
import type { Stack } from './frames.ts';
import { HEAP_TYPES } from './kinds.ts';
import { sampleTypeIndex } from './profile.ts';
import type { Profile } from './profile.ts';
import { groupStacks } from './stacks.ts';
import type { Stacks } from './stacks.ts';

/** Sites that a heap fact shows at most. */
export const MOST_SITES = 50;

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
  const sites = largestSites(profile, stacks, columns).map(({ slot, stack }): HeapSite => {
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

interface Candidate {
  readonly slot: number;
  readonly stack: Stack;
}

/** The sites with the most bytes in use, then allocated, then by function: the same for the same profile. */
function largestSites(profile: Profile, stacks: Stacks, columns: HeapColumns): readonly Candidate[] {
  const { width } = profile.samples;
  const frames = new FrameReader(profile);
  // Stacks are translated only where two sites are equal in size, and kept only for the best: a profile may hold a
  // million of them.
  const kept = new Map<number, Stack>();
  const stackOf = (slot: number): Stack => kept.get(slot) ?? frames.stack(stacks.samples[slot] ?? 0);
  const compare = (a: number, b: number): number =>
    stacks.sums.compare(b * width + columns.inuseBytes, a * width + columns.inuseBytes) ||
    stacks.sums.compare(b * width + columns.allocBytes, a * width + columns.allocBytes) ||
    compareStacks(stackOf(a), stackOf(b)) ||
    a - b;
  const best: number[] = [];
  for (let slot = 0; slot < stacks.count; slot++) {
    const last = best[MOST_SITES - 1];
    if (last !== undefined && compare(slot, last) >= 0) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(slot, best[middle] ?? 0) < 0) high = middle;
      else low = middle + 1;
    }
    best.splice(low, 0, slot);
    kept.set(slot, stackOf(slot));
    if (best.length > MOST_SITES) kept.delete(best.pop() ?? -1);
  }
  return best.map((slot) => ({ slot, stack: stackOf(slot) }));
}

/** By function, then line, innermost first; not by locale, so that every machine agrees. */
export function compareStacks(a: Pick<Stack, 'frames'>, b: Pick<Stack, 'frames'>): number {
  const length = Math.min(a.frames.length, b.frames.length);
  for (let i = 0; i < length; i++) {
    const left = a.frames[i];
    const right = b.frames[i];
    if (!left || !right) break;
    if (left.function !== right.function) return left.function < right.function ? -1 : 1;
    if (left.line !== right.line) return (left.line ?? 0) - (right.line ?? 0);
  }
  return a.frames.length - b.frames.length;
}
