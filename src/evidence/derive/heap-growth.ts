import type { HeapFact, HeapSite } from '../facts/heap.ts';
import type { Fact, FactDraft } from '../facts/index.ts';
import { siteFunctions, siteKey } from '../heap-site.ts';
import { course } from './course.ts';
import { findHeapSeries, type HeapSeries } from './heap-series.ts';

/** Growth facts of sites of one series of profiles; the biggest come first. */
const MAX_SITES = 50;
/** A site below this share of its profile is noise of the sampling. */
const LEAST_SHARE = 0.01;

/**
 * Compares heap profiles of one process: one `growth` fact for all memory in use, and one for each site that holds one
 * percent of a profile, the biggest growth first. Bytes are estimates from samples, so small differences mean nothing.
 */
export function deriveHeapGrowth(facts: readonly Fact[]): FactDraft[] {
  return findHeapSeries(facts)
    .filter(({ profiles }) => profiles.length > 1)
    .flatMap(growthOf);
}

function growthOf({ profiles, orderedBy, times }: HeapSeries): FactDraft[] {
  const base = {
    type: 'growth',
    certainty: 'derived',
    scope: profiles[0]?.scope ?? {},
    // Damaged profiles are in no series.
    baseline: 'whole',
    orderedBy,
  } as const;
  const [first, last] = [profiles[0]?.citations[0], profiles.at(-1)?.citations[0]];
  if (first === undefined || last === undefined) return [];
  const citations = [first, last] as const;
  const pointsOf = (counts: readonly number[]) =>
    profiles.map(({ id, citations: [{ path }] }, index) => ({ dump: id, path, count: counts[index] ?? 0 }));
  const totals = profiles.map(({ inuseBytes }) => Number(inuseBytes));
  const sites = followSites(profiles);
  const grown = sites.reduce((sum, { counts }) => sum + Math.max(0, deltaOf(counts)), 0);
  return [
    {
      ...base,
      citations,
      subject: 'heap',
      key: 'heap',
      functions: [],
      points: pointsOf(totals),
      ...course(totals, deltaOf(totals), times),
    },
    ...sites.slice(0, MAX_SITES).map(({ key, site, counts }): FactDraft => ({
      ...base,
      citations,
      subject: 'heap-site',
      key,
      ...(site.owner === undefined ? {} : { owner: site.owner }),
      functions: siteFunctions(site),
      points: pointsOf(counts),
      ...course(counts, grown, times),
    })),
  ];
}

interface SiteCourse {
  readonly key: string;
  /** In the latest profile that has it. */
  readonly site: HeapSite;
  readonly counts: readonly number[];
}

function followSites(profiles: readonly HeapFact[]): SiteCourse[] {
  const courses = new Map<string, { site: HeapSite; counts: (number | undefined)[]; share: number }>();
  for (const [index, { sites }] of profiles.entries()) {
    for (const site of sites) {
      const key = siteKey(site);
      let known = courses.get(key);
      if (known === undefined) {
        known = { site, counts: profiles.map(() => undefined), share: 0 };
        courses.set(key, known);
      }
      // Places in one function are one site here, as they are one group among goroutines.
      known.counts[index] = (known.counts[index] ?? 0) + Number(site.inuseBytes);
      known.site = site;
      known.share = Math.max(known.share, site.share);
    }
  }
  return [...courses]
    .filter(([, { share }]) => share >= LEAST_SHARE)
    .map(([key, { site, counts }]) => ({ key, site, counts: counts.map((count, index) => count ?? mostOfTheRest(profiles[index])) }))
    .toSorted((a, b) => deltaOf(b.counts) - deltaOf(a.counts) || (a.key < b.key ? -1 : 1));
}

/** A site that a profile does not list had no more than the smallest that it does list; nothing where it lists all. */
function mostOfTheRest(heap: HeapFact | undefined): number {
  if (heap === undefined || heap.siteCount <= heap.sites.length) return 0;
  return Number(heap.sites.at(-1)?.inuseBytes ?? 0);
}

function deltaOf(counts: readonly number[]): number {
  return (counts.at(-1) ?? 0) - (counts[0] ?? 0);
}
