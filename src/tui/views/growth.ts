import type { GrowthFact } from '../../evidence/facts/growth.ts';
import type { Report } from '../../report/report.ts';

/** By key, once for a report: several views ask for each row. */
const indexes = new WeakMap<readonly GrowthFact[], ReadonlyMap<string, readonly GrowthFact[]>>();

function indexOf(growth: readonly GrowthFact[]): ReadonlyMap<string, readonly GrowthFact[]> {
  const known = indexes.get(growth);
  if (known !== undefined) return known;
  const made = new Map<string, GrowthFact[]>();
  for (const one of growth) {
    if (one.subject !== 'goroutines') continue;
    const same = made.get(one.key);
    if (same === undefined) made.set(one.key, [one]);
    else same.push(one);
  }
  indexes.set(growth, made);
  return made;
}

/** The growth of a group of goroutines, by a dump in which it was counted and its key; undefined where it was not followed. */
export function growthOf({ facts }: Report, dump: string, key: string): GrowthFact | undefined {
  return indexOf(facts.growth)
    .get(key)
    ?.find(({ points }) => points.some((point) => point.dump === dump));
}

/** `75→105→153` over all dumps; in short only the first and the last. */
export function growthWords({ points, first, last }: GrowthFact, short: boolean): string {
  const counts = points.map((point) => point.count);
  return short || counts.length > 4 ? `${first}→${last}` : counts.join('→');
}
