import type { CaseFile } from '../../evidence/case-file.ts';
import type { Citation } from '../../evidence/citation.ts';
import { type ExactInt, toBigInt } from '../../text/exact.ts';
import { sanitize } from '../../text/safe-text.ts';
import { count } from '../count.ts';
import { KINDS } from '../goroutines/render-text.ts';
import type { TimelineEntry } from '../report.ts';

/** A fact of a profile that may say when it was taken. */
interface Taken {
  readonly timeNanos?: ExactInt;
  readonly citations: readonly [Citation, ...Citation[]];
}

/** When profiles and dumps were taken, where they say it. */
export function takenEntries(caseFile: CaseFile): TimelineEntry[] {
  return [
    ...caseFile.of('heap').flatMap((fact) => entry(fact, 'heap profile taken')),
    ...caseFile.of('dump').flatMap((fact) => entry(fact, `${KINDS[fact.kind]} taken, ${count(fact.goroutines, 'goroutine')}`)),
    ...caseFile.of('contention').flatMap((fact) => entry(fact, 'block or mutex profile taken')),
    ...caseFile.of('threads').flatMap((fact) => entry(fact, 'threadcreate profile taken')),
    ...caseFile.of('cpu-profile').flatMap((fact) => entry(fact, 'CPU profile begun')),
    ...caseFile.of('other-profile').flatMap((fact) => entry(fact, 'profile taken')),
  ];
}

function entry({ timeNanos, citations }: Taken, event: string): TimelineEntry[] {
  if (!isTime(timeNanos)) return [];
  return [{ atMs: Number(toBigInt(timeNanos) / 1_000_000n), clock: 'unix', kind: 'dump', event: sanitize(event), citation: citations[0] }];
}

/** Whether the time of a profile is one: 0 is what a writer leaves that has no clock, and no date. */
export function isTime(timeNanos: ExactInt | undefined): timeNanos is ExactInt {
  return timeNanos !== undefined && toBigInt(timeNanos) > 0n;
}
