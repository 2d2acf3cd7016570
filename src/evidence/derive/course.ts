import type { GrowthFact } from '../facts/growth.ts';

/** The numbers of a growth fact. */
export type CourseNumbers = Pick<GrowthFact, 'first' | 'last' | 'delta' | 'ratio' | 'monotone' | 'shareOfGrowth'>;

/** What a course of counts comes to. `grown`: what everything of the same kind has grown by, together. */
export function course(counts: readonly number[], grown: number): CourseNumbers {
  const first = counts[0] ?? 0;
  const last = counts.at(-1) ?? 0;
  const delta = last - first;
  return {
    first,
    last,
    delta,
    ...(first === 0 ? {} : { ratio: last / first }),
    monotone: counts.every((count, index) => index === 0 || count >= (counts[index - 1] ?? 0)),
    shareOfGrowth: delta > 0 && grown > 0 ? delta / grown : 0,
  };
}
