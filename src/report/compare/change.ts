import type { Change } from './comparison.ts';

/** What became of a number over the sides; null is a side that does not know it. `least`: differences below it are none. */
export function changeOf(values: readonly (number | null)[], least = 1): Change {
  const known = values.filter((value) => value !== null);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined || known.length < 2) return 'unknown';
  if (Math.abs(last - first) < least) return 'same';
  if (first === 0) return 'new';
  if (last === 0) return 'gone';
  return last > first ? 'grew' : 'shrank';
}

/** Last known value less the first known one. */
export function deltaOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return (known.at(-1) ?? 0) - (known[0] ?? 0);
}
