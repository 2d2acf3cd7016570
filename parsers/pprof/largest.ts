import { FrameReader } from './frames.ts';
import type { Stack } from './frames.ts';
import type { Profile } from './profile.ts';
import type { Stacks } from './stacks.ts';

/** Sites that a fact shows at most. */
export const MOST_SITES = 50;

/** A stack among those of a profile. */
export interface LargeSite {
  /** Its number in {@link Stacks}. */
  readonly slot: number;
  readonly stack: Stack;
}

/**
 * The sites that are largest by the first of some values, where these are equal by the next, and then by function: the same for the same
 * profile. `columns`: places of these values among those of a sample.
 */
export function largestSites(profile: Profile, stacks: Stacks, columns: readonly number[]): readonly LargeSite[] {
  const { width } = profile.samples;
  const frames = new FrameReader(profile);
  // Stacks are translated only where two sites are equal in size, and kept only for the best: a profile may hold a
  // million of them.
  const kept = new Map<number, Stack>();
  const stackOf = (slot: number): Stack => kept.get(slot) ?? frames.stack(stacks.samples[slot] ?? 0);
  const compare = (a: number, b: number): number => {
    for (const column of columns) {
      const difference = stacks.sums.compare(b * width + column, a * width + column);
      if (difference !== 0) return difference;
    }
    return compareStacks(stackOf(a), stackOf(b)) || a - b;
  };
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
