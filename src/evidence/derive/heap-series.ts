import { isLess, toBigInt } from '../../text/exact.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import type { Citation } from '../citation.ts';
import type { GrowthFact } from '../facts/growth.ts';
import type { HeapFact } from '../facts/heap.ts';
import type { Fact } from '../facts/index.ts';
import type { RuntimeMetricsFact } from '../facts/runtime-metrics.ts';
import { runKey } from '../scope.ts';
import { isText, oneForm } from './one-form.ts';
import { thin } from './thin.ts';

/** Heap profiles of one process, as far as can be told, in order of time. At least one. */
export interface HeapSeries {
  readonly profiles: readonly HeapFact[];
  readonly orderedBy: GrowthFact['orderedBy'];
  /** Unix time of each in nanoseconds; absent where that of any is not known. */
  readonly times?: readonly bigint[];
}

/** Profiles of a series that are compared. */
const MOST_PROFILES = 200;
/** Profiles that state the same and are as close as this are one moment: the heap profile and the allocs profile of a bundle. */
const ONE_MOMENT_NANOS = 10_000_000_000n;
/** What was allocated only ever grows; text and binary round it differently. */
const ROUNDING = 0.99;

/**
 * The heap profiles of each process. Differences between two moments (`?seconds=N`) and damaged files are no snapshots. Of several profiles of
 * one scope those are of one process that share a large site of the program's own, while what was allocated since the start rises.
 */
export function findHeapSeries(facts: readonly Fact[]): HeapSeries[] {
  const buckets = new Map<string, HeapFact[]>();
  const footers = new Map<string, RuntimeMetricsFact>();
  for (const fact of facts) {
    if (fact.type === 'runtime-metrics' && fact.source === 'memstats') footers.set(lastPlace(fact.citations[0]), fact);
    if (fact.type !== 'heap' || fact.durationNanos !== undefined || fact.salvaged) continue;
    const key = runKey(fact.scope);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [fact]);
    else bucket.push(fact);
  }
  const timeOf = (heap: HeapFact) => timeOfProfile(heap, footers);
  return [...buckets.values()].flatMap((profiles) => inOrder(oneForm(profiles), timeOf));
}

function inOrder(profiles: readonly HeapFact[], timeOf: (heap: HeapFact) => bigint | undefined): HeapSeries[] {
  const timed = profiles.map((profile) => ({ profile, time: timeOf(profile) }));
  const allTimed = timed.every(({ time }) => time !== undefined);
  const files = new Set(profiles.map(pathOf));
  // `before` comes after `after` by name. Numbered names say more than what was allocated, which begins anew with a process.
  const numbered = new Set([...files].map((path) => path.replaceAll(/\d+/g, '#'))).size < 2;
  const byPlace = (a: HeapFact, b: HeapFact) => naturalOrder(pathOf(a), pathOf(b)) || lineOf(a) - lineOf(b);
  const byAllocated = (a: HeapFact, b: HeapFact) => Number(a.allocBytes) - Number(b.allocBytes);
  const orderedBy = allTimed ? 'time' : files.size === 1 ? 'position' : numbered ? 'name' : 'allocated';
  const ordered = timed.toSorted(
    (a, b) =>
      (orderedBy === 'time'
        ? Number((a.time ?? 0n) - (b.time ?? 0n))
        : orderedBy === 'allocated'
          ? byAllocated(a.profile, b.profile)
          : 0) || byPlace(a.profile, b.profile),
  );
  const moments = ordered.filter(({ profile, time }, i) => {
    const before = ordered[i - 1];
    return (
      before === undefined || !allTimed || (time ?? 0n) - (before.time ?? 0n) > ONE_MOMENT_NANOS || !sameTotals(before.profile, profile)
    );
  });
  return processes(moments).map((process) => {
    const kept = thin(process, MOST_PROFILES);
    const times = kept.flatMap(({ time }) => time ?? []);
    return { profiles: kept.map(({ profile }) => profile), orderedBy, ...(allTimed ? { times } : {}) };
  });
}

/** Cuts profiles in order where another process begins: it has allocated less, or nothing that the one before has. */
function processes<T extends { readonly profile: HeapFact }>(moments: readonly T[]): T[][] {
  const series: T[][] = [];
  for (const moment of moments) {
    const current = series.at(-1);
    const [first, before] = [current?.[0], current?.at(-1)];
    if (current === undefined || first === undefined || before === undefined) series.push([moment]);
    else if (Number(moment.profile.allocBytes) < Number(before.profile.allocBytes) * ROUNDING) series.push([moment]);
    else if (!sameProgram(first.profile, moment.profile)) series.push([moment]);
    else current.push(moment);
  }
  return series;
}

function sameProgram(a: HeapFact, b: HeapFact): boolean {
  const owners = new Set(ownersOf(a));
  return ownersOf(b).some((owner) => owners.has(owner));
}

function ownersOf({ sites }: HeapFact): string[] {
  return sites.flatMap(({ owner }) => owner?.function ?? []);
}

function sameTotals(a: HeapFact, b: HeapFact): boolean {
  return (['inuseBytes', 'inuseObjects', 'allocBytes', 'allocObjects'] as const).every(
    (field) => !isLess(a[field], b[field]) && !isLess(b[field], a[field]),
  );
}

/**
 * When the heap was as a profile shows it. The binary form has the time of its writing. The text form has that of the last collection, in the
 * numbers at its end, and shows the heap as of the end of a collection.
 */
function timeOfProfile(heap: HeapFact, footers: ReadonlyMap<string, RuntimeMetricsFact>): bigint | undefined {
  const footer = isText(heap) ? footers.get(lastPlace(heap.citations[0])) : undefined;
  const written = heap.timeNanos ?? footer?.lastGcUnixNanos;
  const time = written === undefined ? 0n : toBigInt(written);
  return time > 0n ? time : undefined;
}

/** The last line of a profile in text form is that of the numbers at its end. */
function lastPlace({ path, lastLine }: Citation): string {
  return `${path}:${lastLine ?? 0}`;
}

function pathOf({ citations: [{ path }] }: HeapFact): string {
  return path;
}

function lineOf({ citations: [{ firstLine }] }: HeapFact): number {
  return firstLine ?? 0;
}
