import type { Citation } from '../evidence/citation.ts';
import { count } from './count.ts';
import { KINDS } from './goroutines/render-text.ts';
import type { Report, TimelineKind } from './report.ts';
import { citedLogs, ofMany } from './timeline/cited-log.ts';
import { crashWords } from './timeline/crash.ts';
import { kernelWords } from './timeline/kernel.ts';
import { shortened } from './timeline/shortened.ts';
import { isTime } from './timeline/taken.ts';

/** Something that happened at a time that nothing says. */
export interface Undated {
  readonly event: string;
  readonly kind: TimelineKind;
  readonly citation: Citation;
  /** It ended, or may have ended, what was going on. */
  readonly ends: boolean;
  /** Id of the dump, where it is one. */
  readonly dump?: string;
}

/**
 * Dumps, crashes, what the kernel and the cluster wrote without a time, and lines of logs that findings cite, in the order of reading: files seldom say when
 * they were made, and that order is no order of time.
 */
export function undated(report: Pick<Report, 'facts' | 'bundle' | 'findings'>): Undated[] {
  const { dumps, crashes, races, testRuns, kernel, logs } = report.facts;
  const all: readonly Undated[] = [
    ...dumps
      .filter(({ timeNanos }) => !isTime(timeNanos))
      .map((dump) => ({
        kind: 'dump' as const,
        event: `${KINDS[dump.kind]}, ${count(dump.goroutines, 'goroutine')}`,
        citation: dump.citations[0],
        ends: false,
        dump: dump.id,
      })),
    ...crashes
      .filter(({ atUnixMs }) => atUnixMs === undefined)
      .map((crash) => ({
        kind: 'crash' as const,
        event: crashWords(crash),
        citation: crash.citations[0],
        ends: crash.class !== 'sigquit',
      })),
    ...races.map((race) => ({
      kind: 'crash' as const,
      event: `data race between ${race.between}`,
      citation: race.citations[0],
      ends: false,
    })),
    ...testRuns.map((run) => ({
      kind: 'crash' as const,
      event: `test run ${run.outcome}${run.package === undefined ? '' : `, ${run.package}`}`,
      citation: run.citations[0],
      ends: true,
    })),
    ...kernel
      .filter(({ atUnixMs, atSeconds }) => atUnixMs === undefined && atSeconds === undefined)
      .map((fact) => ({ kind: 'kernel' as const, event: kernelWords(fact), citation: fact.citations[0], ends: fact.event === 'oom-kill' })),
    ...citedLogs(logs, report.findings)
      .filter(({ firstUnixMs }) => firstUnixMs === undefined)
      .map(({ message, count: lines, citations }) => ({
        kind: 'log' as const,
        event: `log: ${shortened(message)}${ofMany(lines)}`,
        citation: citations[0],
        ends: false,
      })),
  ];
  const order = new Map(report.bundle.artifacts.map(({ path }, at) => [String(path), at]));
  return all.toSorted(
    (a, b) =>
      (order.get(a.citation.path) ?? 0) - (order.get(b.citation.path) ?? 0) || (a.citation.firstLine ?? 0) - (b.citation.firstLine ?? 0),
  );
}
