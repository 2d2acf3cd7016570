import type { GoVersionRange } from '../../src/evidence/facts/dump.ts';

/** The releases that lie in both ranges, with the reasons that draw the line; undefined where none does. An absent range is open. */
export function inBoth(one: GoVersionRange | undefined, other: GoVersionRange | undefined): GoVersionRange | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const min = minorOf(one.min) >= minorOf(other.min) ? one.min : other.min;
  const max = minorOf(one.max, Infinity) <= minorOf(other.max, Infinity) ? one.max : other.max;
  if (minorOf(min) > minorOf(max, Infinity)) return undefined;
  const draws = (range: GoVersionRange) => (range.min !== undefined && range.min === min) || (range.max !== undefined && range.max === max);
  const reasons = new Set([one, other].filter(draws).flatMap((range) => range.reasons));
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), reasons: [...reasons].toSorted() };
}

/** 22 of `1.22`. */
function minorOf(release: string | undefined, open = 0): number {
  return release === undefined ? open : Number(release.slice(2));
}
