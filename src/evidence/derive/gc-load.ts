import { type ExactInt, isLess } from '../../text/exact.ts';
import type { Citation } from '../citation.ts';
import type { GcLoadFact } from '../facts/gc-load.ts';
import type { Fact } from '../facts/index.ts';
import type { RuntimeMetricsFact } from '../facts/runtime-metrics.ts';
import { runKey } from '../scope.ts';
import { present } from '../whole/present.ts';

/** Collections of an interval, at least: less is chance. */
const LEAST_COLLECTIONS = 10;
const NANOS_PER_SECOND = 1e9;

type Draft = Omit<GcLoadFact, 'id'>;

/** What the collector cost each process that publishes its numbers. */
export function deriveGcLoad(facts: readonly Fact[]): Draft[] {
  const processes = new Map<string, RuntimeMetricsFact[]>();
  for (const fact of facts) {
    if (fact.type !== 'runtime-metrics' || fact.numGc === undefined) continue;
    const key = `${fact.source} ${fact.startUnixSeconds ?? ''} ${runKey(fact.scope)}`;
    const known = processes.get(key);
    if (known === undefined) processes.set(key, [fact]);
    else known.push(fact);
  }
  return [...processes.values()].flatMap((scrapes) => {
    const ordered = scrapes.toSorted((a, b) => compare(a.numGc, b.numGc) || compare(a.totalAllocBytes, b.totalAllocBytes));
    // Numbers that fall are of several processes, and nothing says which are whose.
    if (!ordered.every((scrape, i) => follows(scrape, ordered[i - 1]))) return ordered.map((scrape) => load([scrape], 1));
    const pairs = ordered.slice(1).map((to, i) => load([ordered[i] ?? to, to], ordered.length));
    const worst = pairs
      .filter(({ collections }) => collections >= LEAST_COLLECTIONS)
      .toSorted((a, b) => (b.cpuShare ?? 0) - (a.cpuShare ?? 0))[0];
    const [first, last] = [ordered[0], ordered.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [worst ?? load(first === last ? [last] : [first, last], ordered.length)];
  });
}

/** Numbers of the collector that only grow in a process. */
const CUMULATIVE = [
  'numGc',
  'totalAllocBytes',
  'mallocs',
  'lastGcUnixNanos',
  'gcCpuSeconds',
  'gcAssistCpuSeconds',
  'totalCpuSeconds',
] as const;

function follows(after: RuntimeMetricsFact, before: RuntimeMetricsFact | undefined): boolean {
  return before === undefined || CUMULATIVE.every((field) => compare(after[field], before[field]) >= 0);
}

/** What is not stated is no less and no more. */
function compare(a: ExactInt | undefined, b: ExactInt | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (isLess(a, b)) return -1;
  return isLess(b, a) ? 1 : 0;
}

/** From the first to the last of the scrapes, or since the start where there is one. */
function load(scrapes: readonly [RuntimeMetricsFact, ...RuntimeMetricsFact[]], all: number): Draft {
  const last = scrapes.at(-1) ?? scrapes[0];
  const before = scrapes.length > 1 ? scrapes[0] : undefined;
  const seconds = before === undefined ? undefined : between(before.lastGcUnixNanos, last.lastGcUnixNanos);
  const collections = Number(last.numGc ?? 0) - Number(before?.numGc ?? 0);
  const live = last.heapLiveBytes ?? last.heapAllocBytes;
  const citations = [last, ...(before === undefined ? [] : [before])].map((scrape) => scrape.citations[0]) as [Citation, ...Citation[]];
  const { limiterLastGc } = last;
  return {
    type: 'gc-load',
    certainty: 'derived',
    scope: last.scope,
    citations,
    source: last.source,
    scrapes: all,
    over: before === undefined ? 'life' : 'interval',
    collections,
    ...present({
      seconds,
      perSecond: seconds === undefined ? undefined : collections / seconds,
      cpuShare: cpuShare(last, before),
      assistShare: assistShare(last, before),
      limiterAgo:
        limiterLastGc === undefined || Number(limiterLastGc) <= 0 ? undefined : Math.max(0, Number(last.numGc) - Number(limiterLastGc)),
      liveBytes: live,
      liveFrom: live === undefined ? undefined : last.heapLiveBytes === undefined ? ('heap' as const) : ('marked' as const),
      goalBytes: last.nextGcBytes,
      goalOverLive: extreme(
        Math.max,
        scrapes.map((one) => ratio(one.nextGcBytes, one.heapLiveBytes ?? one.heapAllocBytes)),
      ),
      limitShare: last.limitShare,
      stackBytes: last.stackInuseBytes,
      stackShare: extreme(
        Math.min,
        scrapes.map((one) => ratio(one.stackInuseBytes, one.nextGcBytes)),
      ),
      stackPerGoroutine: ratio(last.stackInuseBytes, last.goroutines),
      goroutines: last.goroutines,
    }),
  };
}

function between(before: ExactInt | undefined, after: ExactInt | undefined): number | undefined {
  if (before === undefined || after === undefined || !isLess(before, after)) return undefined;
  return Number(BigInt(after) - BigInt(before)) / NANOS_PER_SECOND;
}

function cpuShare(last: RuntimeMetricsFact, before: RuntimeMetricsFact | undefined): number | undefined {
  const gc = grown(last, before, ({ gcCpuSeconds, gcIdleCpuSeconds }) => minus(gcCpuSeconds, gcIdleCpuSeconds));
  const total = grown(last, before, ({ totalCpuSeconds }) => totalCpuSeconds);
  // The runtime computes these at each collection: between two scrapes without one they stand still.
  return gc === undefined || total === undefined || total <= 0 ? last.gcCpuFraction : Math.max(0, gc / total);
}

function assistShare(last: RuntimeMetricsFact, before: RuntimeMetricsFact | undefined): number | undefined {
  const assists = grown(last, before, ({ gcAssistCpuSeconds }) => gcAssistCpuSeconds);
  const marking = grown(last, before, ({ gcCpuSeconds, gcIdleCpuSeconds, gcPauseCpuSeconds }) =>
    minus(minus(gcCpuSeconds, gcIdleCpuSeconds), gcPauseCpuSeconds),
  );
  return assists === undefined || marking === undefined || marking <= 0 ? undefined : Math.min(1, assists / marking);
}

function minus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}

/** By how much a number has grown; since the start where there is nothing before. */
function grown(
  last: RuntimeMetricsFact,
  before: RuntimeMetricsFact | undefined,
  of: (scrape: RuntimeMetricsFact) => number | undefined,
): number | undefined {
  return minus(of(last), before === undefined ? 0 : of(before));
}

function ratio(part: ExactInt | undefined, whole: ExactInt | undefined): number | undefined {
  return part === undefined || whole === undefined || Number(whole) <= 0 ? undefined : Number(part) / Number(whole);
}

/** The greatest or smallest; undefined where one of them is not known. */
function extreme(pick: (...values: number[]) => number, values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? pick(...known) : undefined;
}
