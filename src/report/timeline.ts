import type { CaseFile } from '../evidence/case-file.ts';
import type { GcFact, GcPicture } from '../evidence/facts/gc.ts';
import type { HeapFact } from '../evidence/facts/heap.ts';
import type { RuntimeMetricsFact } from '../evidence/facts/runtime-metrics.ts';
import type { SchedulerFact, SchedulerPicture } from '../evidence/facts/scheduler.ts';
import { clusterEntries } from './timeline-cluster.ts';
import { toBigInt } from '../text/exact.ts';
import { sanitize, trusted } from '../text/safe-text.ts';
import { count } from './count.ts';
import type { TimelineEntry } from './report.ts';

const PICTURES: Readonly<Record<SchedulerPicture, string>> = {
  saturated: 'every P busy and goroutines queued',
  'stop-the-world': 'the world is being stopped',
  frozen: 'nothing is scheduled any more',
  held: 'one goroutine keeps a P to itself',
  'frozen-suspected': 'nothing seems to be scheduled any more',
  idle: 'every P idle',
  starved: 'Ps idle while goroutines are queued',
};

/** Pictures of collections that are events; the others only describe. */
const GC_PICTURES: Readonly<Partial<Record<GcPicture, string>>> = {
  'back-to-back': 'the garbage collector runs half of the time or more',
  'no-headroom': 'the goal of each collection is at the live heap',
  'assist-heavy': 'allocating goroutines mark as much as the background workers, or more',
  overshoot: 'allocation outruns the collector',
  'long-stop': 'the world was stopped for 10 ms or more',
};

/**
 * What happened when. First what has a wall clock, oldest first; then each series of the scheduler or the collector, whose clock starts with its
 * process: times of different series cannot be compared, so series stay whole, in the order of reading.
 */
export function timeline(caseFile: CaseFile): TimelineEntry[] {
  return [
    ...distinct([
      ...caseFile.of('heap').flatMap(heapEntry),
      ...caseFile.of('runtime-metrics').flatMap(metricsEntries),
      ...clusterEntries(caseFile),
    ]).toSorted((a, b) => a.atMs - b.atMs),
    ...caseFile.of('scheduler').flatMap(seriesEntries),
    ...caseFile.of('gc').flatMap(collectorEntries),
  ];
}

function heapEntry({ timeNanos, citations }: HeapFact): TimelineEntry[] {
  if (timeNanos === undefined) return [];
  const nanos = toBigInt(timeNanos);
  // 0 is what a writer leaves that has no clock; it is no date.
  if (nanos <= 0n) return [];
  return [{ atMs: Number(nanos / 1_000_000n), clock: 'unix', event: trusted('heap profile taken'), citation: citations[0] }];
}

function metricsEntries({ atUnixMs, startUnixSeconds, lastGcUnixNanos, citations }: RuntimeMetricsFact): TimelineEntry[] {
  const entry = (atMs: number, event: string): TimelineEntry => ({ atMs, clock: 'unix', event: sanitize(event), citation: citations[0] });
  return [
    ...(startUnixSeconds === undefined || startUnixSeconds <= 0 ? [] : [entry(Math.round(startUnixSeconds * 1000), 'process started')]),
    ...(lastGcUnixNanos === undefined
      ? []
      : [entry(Number(toBigInt(lastGcUnixNanos) / 1_000_000n), 'last garbage collection before the metrics were taken')]),
    ...(atUnixMs === undefined ? [] : [entry(atUnixMs, 'runtime metrics taken')]),
  ];
}

/** The same event at the same time, such as the start of a process in each of its scrapes, once. */
function distinct(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const known = new Set<string>();
  return entries.filter(({ atMs, event }) => {
    const key = `${atMs} ${event}`;
    return !known.has(key) && known.add(key);
  });
}

function seriesEntries({ windows }: SchedulerFact): TimelineEntry[] {
  return windows
    .map(({ picture, fromMs, durationMs, ticks, citation }): TimelineEntry => ({
      atMs: fromMs,
      clock: 'process',
      event: sanitize(`scheduler ${picture} for ${durationMs} ms (${count(ticks, 'tick')}): ${PICTURES[picture]}`),
      citation,
    }))
    .toSorted((a, b) => a.atMs - b.atMs || (a.event < b.event ? -1 : a.event > b.event ? 1 : 0));
}

function collectorEntries({ windows }: GcFact): TimelineEntry[] {
  return windows
    .flatMap(({ picture, fromMs, durationMs, cycles, cpuShare, citation }): TimelineEntry[] => {
      const words = GC_PICTURES[picture];
      if (words === undefined) return [];
      const extent = `${durationMs} ms (${count(cycles, 'collection')}, ${Math.round(cpuShare * 100)} % of the CPU)`;
      return [{ atMs: fromMs, clock: 'process', event: sanitize(`gc ${picture} for ${extent}: ${words}`), citation }];
    })
    .toSorted((a, b) => a.atMs - b.atMs || (a.event < b.event ? -1 : a.event > b.event ? 1 : 0));
}
