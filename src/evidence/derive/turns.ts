import type { GrowthFact } from '../facts/growth.ts';

/** How a course runs, and the places that it falls back to. */
export type Turns = Pick<GrowthFact, 'shape' | 'troughs'>;

/** A course that stays within this share of its greatest count does not change. */
const LEVEL = 0.1;
/** It turns where it goes back by this share of all that it ranges over: less is chance, as a sample of a heap has it. */
const TURN = 0.25;
/** Of what is lowest each time, a tenth more than before is no rise. */
const SAME = 1.1;

/**
 * How a course of counts runs. What is used and given back makes a saw-tooth, and says nothing by rising from one point to the next: only what
 * it falls back to can rise.
 */
export function turns(counts: readonly number[]): Turns {
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  const range = high - low;
  if (range === 0 || range < high * LEVEL) return { shape: 'level' };
  const ends = turningPoints(counts, range * TURN);
  if (ends.length <= 2) return { shape: (counts.at(-1) ?? 0) > (counts[0] ?? 0) ? 'rising' : 'falling' };
  // Every other one is a trough; the first and the last count where the course leaves or reaches them at the bottom.
  const troughs = ends.filter((count, i) => count < (ends[i + 1] ?? Infinity) && count < (ends[i - 1] ?? Infinity));
  const [first = low] = troughs;
  const last = troughs.at(-1) ?? low;
  return {
    shape: 'saw-tooth',
    troughs: {
      count: troughs.length,
      first,
      last,
      rising: troughs.length >= 3 && troughs.every((count, i) => i === 0 || count > (troughs[i - 1] ?? 0) * SAME),
    },
  };
}

/** The ends of the course and the counts where it turns: from each to the next one it goes by more than `least`. */
function turningPoints(counts: readonly number[], least: number): readonly number[] {
  const points = [counts[0] ?? 0];
  let furthest = counts[0] ?? 0;
  let direction = 0;
  for (const count of counts) {
    const from = points.at(-1) ?? 0;
    if (direction === 0) {
      if (Math.abs(count - from) < least) continue;
      direction = Math.sign(count - from);
      furthest = count;
    } else if ((count - furthest) * direction >= 0) furthest = count;
    else if (Math.abs(count - furthest) >= least) {
      points.push(furthest);
      furthest = count;
      direction = -direction;
    }
  }
  return direction === 0 ? points : [...points, furthest];
}
