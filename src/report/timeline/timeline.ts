import type { CaseFile } from '../../evidence/case-file.ts';
import type { GcFact, GcPicture } from '../../evidence/facts/gc.ts';
import type { RuntimeMetricsFact } from '../../evidence/facts/runtime-metrics.ts';
import type { SchedulerFact, SchedulerPicture } from '../../evidence/facts/scheduler.ts';
import type { Finding } from '../../matcher/finding.ts';
import { toBigInt } from '../../text/exact.ts';
import { sanitize } from '../../text/safe-text.ts';
import { count } from '../count.ts';
import type { Report, TimelineEntry } from '../report.ts';
import { citedLogEntries } from './cited-log.ts';
import { clusterEntries } from './cluster.ts';
import { crashEntries } from './crash.ts';
import { kernelEntries } from './kernel.ts';
import { takenEntries } from './taken.ts';

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
 * What happened when. First what has a wall clock, oldest first; then what has only the clock of its machine, its list, its process: times of different
 * ones cannot be compared, so each series stays whole, in the order of reading.
 */
export function timeline(caseFile: CaseFile, findings: readonly Finding[]): TimelineEntry[] {
  return [...wholeTimeline(caseFile, findings).timeline];
}

/** The timeline, and how many entries there was no room for; that is absent where there are none. */
export function wholeTimeline(caseFile: CaseFile, findings: readonly Finding[]): Pick<Report, 'timeline' | 'timelineLeftOut'> {
  const { entries, leftOut } = clusterEntries(caseFile);
  const all = [
    ...takenEntries(caseFile),
    ...crashEntries(caseFile),
    ...caseFile.of('runtime-metrics').flatMap(metricsEntries),
    ...entries,
    ...kernelEntries(caseFile),
    ...citedLogEntries(caseFile, findings),
  ];
  const on = (clock: TimelineEntry['clock']) => all.filter((one) => one.clock === clock);
  return {
    timeline: [
      ...distinct(on('unix')).toSorted(byTime),
      ...inSeries(on('boot')),
      ...inSeries(on('listing')),
      ...caseFile.of('scheduler').flatMap(seriesEntries),
      ...caseFile.of('gc').flatMap(collectorEntries),
    ],
    ...(leftOut === 0 ? {} : { timelineLeftOut: leftOut }),
  };
}

function byTime(a: TimelineEntry, b: TimelineEntry): number {
  return a.atMs - b.atMs;
}

/** The entries of each file together, oldest first. */
function inSeries(entries: readonly TimelineEntry[]): TimelineEntry[] {
  const byFile = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const known = byFile.get(entry.citation.path);
    if (known === undefined) byFile.set(entry.citation.path, [entry]);
    else known.push(entry);
  }
  return [...byFile.values()].flatMap((own) => own.toSorted(byTime));
}

function metricsEntries({ atUnixMs, startUnixSeconds, lastGcUnixNanos, citations }: RuntimeMetricsFact): TimelineEntry[] {
  const entry = (atMs: number, kind: TimelineEntry['kind'], event: string): TimelineEntry => ({
    atMs,
    clock: 'unix',
    kind,
    event: sanitize(event),
    citation: citations[0],
  });
  return [
    ...(startUnixSeconds === undefined || startUnixSeconds <= 0
      ? []
      : [entry(Math.round(startUnixSeconds * 1000), 'process', 'process started')]),
    ...(lastGcUnixNanos === undefined
      ? []
      : [entry(Number(toBigInt(lastGcUnixNanos) / 1_000_000n), 'runtime', 'last garbage collection before the metrics were taken')]),
    ...(atUnixMs === undefined ? [] : [entry(atUnixMs, 'dump', 'runtime metrics taken')]),
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
      kind: 'runtime',
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
      return [{ atMs: fromMs, clock: 'process', kind: 'runtime', event: sanitize(`gc ${picture} for ${extent}: ${words}`), citation }];
    })
    .toSorted((a, b) => a.atMs - b.atMs || (a.event < b.event ? -1 : a.event > b.event ? 1 : 0));
}
