import type { Citation } from '../citation.ts';
import type { DumpFact, GoroutinesFact } from '../facts/dump.ts';
import type { GrowthFact, Stayed } from '../facts/growth.ts';
import type { Fact, FactDraft } from '../facts/index.ts';
import { isLess } from '../../text/exact.ts';
import { type SafeText, sanitize } from '../../text/safe-text.ts';
import { course as courseOf } from './course.ts';
import { findSnapshots, type Snapshots } from './snapshots.ts';

/** Counts that a trend shows. */
const MOST_IN_TREND = 6;

/** Growth facts of one series of dumps. The biggest come first, so what is left out grew least. */
const MAX_FACTS = 200;

/** One group of goroutines over all dumps of a series. */
interface Course {
  /** One a dump; 0 where the group is absent. */
  readonly counts: number[];
  /** The group in the first dump, where it is there. */
  first?: GoroutinesFact;
  /** The group in the last dump, where it is there. */
  last?: GoroutinesFact;
  /** The group in the latest dump that has it. */
  latest: GoroutinesFact;
}

/**
 * Compares the goroutine groups of several dumps of one process: one `growth` fact for each group that ever
 * had two goroutines, the biggest growth first. Groups that stayed have a delta of 0: that a pool keeps its size is
 * evidence too. Groups that shrank have a negative delta and come last. The runtime's own workers are left out: some kinds of dump do not show them.
 */
export function deriveGrowth(facts: readonly Fact[]): FactDraft[] {
  const dumps: DumpFact[] = [];
  const groups = new Map<string, GoroutinesFact[]>();
  for (const fact of facts) {
    if (fact.type === 'dump') dumps.push(fact);
    if (fact.type !== 'goroutines' || fact.idle === 'runtime-system') continue;
    const siblings = groups.get(fact.dump);
    if (siblings === undefined) groups.set(fact.dump, [fact]);
    else siblings.push(fact);
  }
  return findSnapshots(dumps).flatMap((snapshots) => growthOf(snapshots, groups));
}

function growthOf(snapshots: Snapshots, groups: ReadonlyMap<string, readonly GoroutinesFact[]>): FactDraft[] {
  const courses = followGroups(snapshots.dumps, groups);
  const [first] = snapshots.dumps;
  const fresh = first !== undefined && hasFreshId(groups.get(first.id) ?? []);
  const baselineOf = (course: Course) => (first === undefined ? 'refuted' : baseline(course, first, fresh));
  let grown = 0;
  for (const course of courses.values()) grown += Math.max(0, deltaOf(course));
  return [...courses]
    .filter(([, { counts }]) => counts.some((count) => count >= 2) && (counts[0] !== 0 || counts.at(-1) !== 0))
    .filter(([, course]) => baselineOf(course) !== 'refuted')
    .toSorted(([a, x], [b, y]) => deltaOf(y) - deltaOf(x) || (a < b ? -1 : 1))
    .slice(0, MAX_FACTS)
    .map(([key, course]) => toFact(key, course, snapshots, grown, baselineOf(course) === 'whole' ? 'whole' : 'unknown'));
}

function followGroups(dumps: readonly DumpFact[], groups: ReadonlyMap<string, readonly GoroutinesFact[]>): Map<string, Course> {
  const courses = new Map<string, Course>();
  for (const [index, dump] of dumps.entries()) {
    for (const group of groups.get(dump.id) ?? []) {
      let course = courses.get(group.key);
      if (course === undefined) {
        course = { counts: dumps.map(() => 0), latest: group };
        courses.set(group.key, course);
      }
      course.counts[index] = (course.counts[index] ?? 0) + group.count;
      course.latest = group;
      if (index === 0) course.first ??= group;
      if (index === dumps.length - 1) course.last ??= group;
    }
  }
  return courses;
}

/** Ids that are looked at, of the newest of a group. */
const NEWEST = 10;

/**
 * Whether a group was as small in the first dump as that says. A dump that is cut between two goroutines looks whole, and what is missing from
 * it looks like growth. `whole`: the dump is, or the newest goroutines of the last one were started after it. `refuted`: none of them was, so
 * it does not list all. `unknown`: neither can be told. `fresh`: the first dump's highest id is of the moment when it was written.
 */
function baseline(course: Course, first: DumpFact, fresh: boolean): GrowthFact['baseline'] | 'refuted' {
  const delta = deltaOf(course);
  const newest = course.last?.newest ?? [];
  if (delta > 0 && fresh && newest.length > 0) {
    const since = newest.filter((id) => isLess(first.lastId ?? 0, id)).length;
    if (since >= Math.min(NEWEST, delta)) return 'whole';
    // A processor may still have ids from before: it takes sixteen at a time (newproc1 in runtime/proc.go).
    if (since === 0 && delta >= NEWEST) return 'refuted';
  }
  return delta <= 0 || first.integrity === 'whole' ? 'whole' : 'unknown';
}

/**
 * Whether the highest id of a dump is of the moment when it was written: a handler wrote it, and the server starts a goroutine that reads on
 * just before a handler runs.
 */
function hasFreshId(groups: readonly GoroutinesFact[]): boolean {
  return (
    groups.some(({ idle, functions }) => idle === 'dump-writer' && functions.some((name) => name === 'net/http.(*conn).serve')) &&
    groups.some(({ creator }) => creator?.function === 'net/http.(*connReader).startBackgroundRead')
  );
}

function toFact(
  key: string,
  course: Course,
  { dumps, orderedBy, times }: Snapshots,
  grown: number,
  base: GrowthFact['baseline'],
): FactDraft {
  const { counts, latest } = course;
  const stayed = stayedOf(course);
  return {
    type: 'growth',
    certainty: 'derived',
    scope: latest.scope,
    citations: citationsOf(course),
    subject: 'goroutines',
    key,
    ...(latest.state === undefined ? {} : { state: latest.state }),
    ...(latest.stateClass === undefined ? {} : { stateClass: latest.stateClass }),
    ...(latest.owner === undefined ? {} : { owner: latest.owner }),
    ...(latest.creator === undefined ? {} : { creator: latest.creator }),
    functions: latest.functions,
    points: dumps.map((dump, index) => ({ dump: dump.id, path: dump.citations[0].path, count: counts[index] ?? 0 })),
    trend: trendOf(counts),
    ...courseOf(counts, grown, times),
    ...(stayed === undefined ? {} : { stayed }),
    baseline: base,
    orderedBy,
  };
}

/**
 * Growth alone is also what more work looks like. Of a leak nothing ends: its oldest goroutines are the same ones in every
 * dump. Of a busy service they are others each time.
 */
function stayedOf({ first, last }: Course): Stayed | undefined {
  const compared = first?.ids.length ?? 0;
  if (first === undefined || compared === 0) return undefined;
  const later = new Set(last?.ids);
  const still = first.ids.filter((id) => later.has(id)).length;
  return { compared, still, share: still / compared };
}

function trendOf(counts: readonly number[]): SafeText {
  const half = MOST_IN_TREND / 2;
  const shown = counts.length <= MOST_IN_TREND ? counts : [...counts.slice(0, half), '…', ...counts.slice(-half)];
  return sanitize(shown.join(' → '));
}

/** Where the group stands in the first and in the last dump; it is in at least one, or nothing would differ. */
function citationsOf({ first, last, latest }: Course): [Citation, ...Citation[]] {
  const cited = [first, last].flatMap((group) => group?.citations[0] ?? []);
  const [one = latest.citations[0], ...rest] = cited;
  return [one, ...rest];
}

function deltaOf({ counts }: Course): number {
  return (counts.at(-1) ?? 0) - (counts[0] ?? 0);
}
