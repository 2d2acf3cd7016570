import { type ExactInt, exact, isLess, toBigInt } from '../../text/exact.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import type { Citation } from '../citation.ts';
import type { CgroupFact } from '../facts/cgroup.ts';
import type { CgroupChangeFact } from '../facts/cgroup-change.ts';
import type { Fact, FactDraft } from '../facts/index.ts';
import { present } from '../whole/present.ts';

/** Places that a fact cites. */
const MOST_CITATIONS = 20;
/** Fields of a group whose difference is made, and those of the difference. */
const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  'cpu.periods': ['periods', 'ranSeconds', 'throttledShare'],
  'cpu.throttledPeriods': ['throttledPeriods', 'throttledShare'],
  'cpu.throttledSeconds': ['throttledSeconds'],
  'cpu.usageSeconds': ['usageSeconds'],
  'memory.currentBytes': ['currentBytes'],
  'memory.anonBytes': ['anonBytes', 'anonShare'],
  'memory.limitBytes': ['anonShare'],
  'memory.shmemBytes': ['shmemBytes'],
  'memory.oomKills': ['oomKills'],
  'memory.limitHits': ['memoryLimitHits'],
  'pids.limitHits': ['pidsLimitHits'],
};
/**
 * What tells the moments apart in a path: words of time (`before`, `after`), a number after a word for a moment (`t0`, `sample-2`), a time
 * (`60s`, `2026-01-02T03:04:05`, 1767225600), or a number in parentheses, which stands beside the name of a file. A bare number may be that of
 * a pod or a process, and does not.
 */
const MOMENT =
  /\b(?:before|after|baseline|first|last|start|begin|end|early|late|earlier|later|old|new|previous|current)\b|(?<=^|[^a-z])(?:t|sample|snap|snapshot|run|round|step|take|at|time)[-_.]?\d+(?![a-z])|\d+(?:s|m|min|sec)\b|\d{4}-\d\d-\d\d[t_ -]?[\d:_-]*z?|\b\d{10,13}\b|(?<=\([._-]?)\d+(?=\))/gi;

/** Finds what has changed between the moments of each control group that the bundle has more than one of. */
export function deriveCgroupChange(facts: readonly Fact[]): FactDraft[] {
  const groups = new Map<string, CgroupFact[]>();
  for (const fact of facts) {
    if (fact.type !== 'cgroup') continue;
    const { path } = fact.citations[0];
    // Of a transcript the file tells moments apart as well; of files of their own the directory is the group already.
    const place = path.startsWith(fact.group) ? '' : path.replace(MOMENT, '#');
    const key = JSON.stringify([fact.scope, fact.version, fact.group.replace(MOMENT, '#'), place]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [fact]);
    else known.push(fact);
  }
  return [...groups.values()].flatMap((moments) => {
    const ordered = moments.toSorted(byMoment);
    return ordered.slice(1).flatMap((later, i) => change(ordered[i] as CgroupFact, later) ?? []);
  });
}

function byMoment(a: CgroupFact, b: CgroupFact): number {
  if (a.atUnixMs !== undefined && b.atUnixMs !== undefined && a.atUnixMs !== b.atUnixMs) return a.atUnixMs - b.atUnixMs;
  const [one, other] = [a.citations[0], b.citations[0]];
  return naturalOrder(a.group, b.group) || naturalOrder(one.path, other.path) || (one.firstLine ?? 0) - (other.firstLine ?? 0);
}

function change(from: CgroupFact, to: CgroupFact): FactDraft | undefined {
  const counters = {
    periods: grown(from.cpu?.periods, to.cpu?.periods),
    throttledPeriods: grown(from.cpu?.throttledPeriods, to.cpu?.throttledPeriods),
    oomKills: grown(from.memory?.oomKills, to.memory?.oomKills),
    memoryLimitHits: grown(from.memory?.limitHits, to.memory?.limitHits),
    pidsLimitHits: grown(from.pids?.limitHits, to.pids?.limitHits),
    peak: grown(from.memory?.peakBytes, to.memory?.peakBytes),
  };
  // A counter never shrinks: these are two groups, or the group was made anew.
  if (Object.values(counters).some((amount) => amount !== undefined && isLess(amount, 0))) return undefined;
  const [usageSeconds, throttledSeconds] = [
    difference(from.cpu?.usageSeconds, to.cpu?.usageSeconds),
    difference(from.cpu?.throttledSeconds, to.cpu?.throttledSeconds),
  ];
  if ((usageSeconds ?? 0) < 0 || (throttledSeconds ?? 0) < 0) return undefined;
  const periods = counters.periods === undefined ? undefined : Number(counters.periods);
  const throttledPeriods = counters.throttledPeriods === undefined ? undefined : Number(counters.throttledPeriods);
  const anonBytes = grown(from.memory?.anonBytes, to.memory?.anonBytes);
  const limit = to.memory?.limitBytes;
  const seconds = difference(from.atUnixMs, to.atUnixMs);
  const numbers: Omit<CgroupChangeFact, 'id' | 'type' | 'certainty' | 'citations' | 'scope' | 'group' | 'from' | 'to'> = present({
    seconds: seconds === undefined ? undefined : seconds / 1000,
    ranSeconds: periods === undefined || !to.cpu?.periodMicros ? undefined : (periods * to.cpu.periodMicros) / 1e6,
    periods,
    throttledPeriods,
    throttledShare: periods === undefined || throttledPeriods === undefined || periods <= 0 ? undefined : throttledPeriods / periods,
    throttledSeconds,
    usageSeconds,
    currentBytes: grown(from.memory?.currentBytes, to.memory?.currentBytes),
    anonBytes,
    anonShare: anonBytes === undefined || limit === undefined || Number(limit) <= 0 ? undefined : Number(anonBytes) / Number(limit),
    shmemBytes: grown(from.memory?.shmemBytes, to.memory?.shmemBytes),
    oomKills: counters.oomKills,
    memoryLimitHits: counters.memoryLimitHits,
    pidsLimitHits: counters.pidsLimitHits,
  });
  if (Object.keys(numbers).length === 0) return undefined;
  const [first = to.citations[0], ...rest] = [...to.citations, ...from.citations].flatMap((citation) => telling(citation) ?? []);
  return {
    type: 'cgroup-change',
    certainty: 'derived',
    scope: to.scope,
    citations: [first, ...rest.slice(0, MOST_CITATIONS)],
    group: to.group,
    from: from.id,
    to: to.id,
    ...numbers,
  };
}

/** A citation of a group, as one of the difference; undefined where it states nothing of that. */
function telling(citation: Citation): Citation | undefined {
  if (citation.states === undefined) return citation;
  const states = [...new Set(citation.states.flatMap((field) => DIFFERENCES[field] ?? []))];
  return states.length === 0 ? undefined : { ...citation, states };
}

function grown(before: ExactInt | undefined, after: ExactInt | undefined): ExactInt | undefined {
  return before === undefined || after === undefined ? undefined : exact(toBigInt(after) - toBigInt(before));
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before;
}
