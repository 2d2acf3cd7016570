import type { GrowthFact } from '../facts/growth.ts';
import { minutesBetween } from './minutes.ts';
import { turns } from './turns.ts';

/** The numbers of a growth fact. */
export type CourseNumbers = Pick<
  GrowthFact,
  | 'first'
  | 'last'
  | 'delta'
  | 'ratio'
  | 'monotone'
  | 'shareOfGrowth'
  | 'rises'
  | 'falls'
  | 'shape'
  | 'troughs'
  | 'lateShare'
  | 'minutes'
  | 'ratePerMinute'
>;

/** Points from which on it can be told when the growth came. */
const LEAST_FOR_LATE = 4;

/**
 * What a course of counts comes to. `grown`: what everything of the same kind has grown by, together. `times`: of each count, Unix time in
 * nanoseconds; absent where that of any is not known.
 */
export function course(counts: readonly number[], grown: number, times?: readonly bigint[]): CourseNumbers {
  const first = counts[0] ?? 0;
  const last = counts.at(-1) ?? 0;
  const delta = last - first;
  const steps = counts.slice(1).map((count, index) => count - (counts[index] ?? 0));
  const falls = steps.filter((step) => step < 0).length;
  const minutes = minutesBetween(times?.[0], times?.at(-1));
  const { shape, troughs } = turns(counts);
  return {
    first,
    last,
    delta,
    ...(first === 0 ? {} : { ratio: last / first }),
    monotone: falls === 0,
    shareOfGrowth: delta > 0 && grown > 0 ? delta / grown : 0,
    rises: steps.filter((step) => step > 0).length,
    falls,
    shape,
    ...(troughs === undefined ? {} : { troughs }),
    ...(delta > 0 && counts.length >= LEAST_FOR_LATE ? { lateShare: (last - halfway(counts, times)) / delta } : {}),
    ...(minutes === undefined ? {} : { minutes, ratePerMinute: delta / minutes }),
  };
}

/** The count in the middle of the time between the first and the last point, or of the points where no time is known. */
function halfway(counts: readonly number[], times: readonly bigint[] | undefined): number {
  const place = times === undefined ? (counts.length - 1) / 2 : placeInTime(times);
  const before = counts[Math.floor(place)] ?? 0;
  const after = counts[Math.ceil(place)] ?? before;
  return before + (after - before) * (place - Math.floor(place));
}

/** Where in a list of times the middle between its ends falls, as a place in the list; with a fraction between two. */
function placeInTime(times: readonly bigint[]): number {
  const at = times.map((time) => Number(time - (times[0] ?? 0n)));
  const middle = (at.at(-1) ?? 0) / 2;
  const next = at.findIndex((time) => time >= middle);
  const [from, to] = [at[next - 1] ?? 0, at[next] ?? 0];
  return next <= 0 || to === from ? Math.max(next, 0) : next - 1 + (middle - from) / (to - from);
}
