import type { Citation } from '../evidence/citation.ts';
import { count } from './count.ts';
import { KINDS } from './goroutines/render-text.ts';
import { crashMessage } from './render/crash-message.ts';
import type { Report } from './report.ts';

/** Something that happened at a time that nothing says. */
export interface Undated {
  readonly event: string;
  readonly citation: Citation;
  /** It ended, or may have ended, what was going on. */
  readonly ends: boolean;
  /** Id of the dump, where it is one. */
  readonly dump?: string;
}

/** Dumps and crashes, in the order of reading: files seldom say when they were made, and that order is no order of time. */
export function undated(report: Pick<Report, 'facts' | 'bundle'>): Undated[] {
  const { dumps, crashes, races, testRuns } = report.facts;
  const all: readonly Undated[] = [
    ...dumps.map((dump) => ({
      event: `${KINDS[dump.kind]}, ${count(dump.goroutines, 'goroutine')}`,
      citation: dump.citations[0],
      ends: false,
      dump: dump.id,
    })),
    ...crashes.map((crash) => ({
      event: `${crash.class.replaceAll('-', ' ')}: ${crashMessage(crash)}`,
      citation: crash.citations[0],
      ends: crash.class !== 'sigquit',
    })),
    ...races.map((race) => ({ event: `data race between ${race.between}`, citation: race.citations[0], ends: false })),
    ...testRuns.map((run) => ({
      event: `test run ${run.outcome}${run.package === undefined ? '' : `, ${run.package}`}`,
      citation: run.citations[0],
      ends: true,
    })),
  ];
  const order = new Map(report.bundle.artifacts.map(({ path }, at) => [String(path), at]));
  return all.toSorted(
    (a, b) =>
      (order.get(a.citation.path) ?? 0) - (order.get(b.citation.path) ?? 0) || (a.citation.firstLine ?? 0) - (b.citation.firstLine ?? 0),
  );
}
