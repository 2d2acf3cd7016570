import type { Citation } from '../../citation.ts';
import type { DumpFact, GoroutinesFact } from '../../facts/dump.ts';
import type { Fact, FactDraft } from '../../facts/index.ts';
import type { WaitEdgeFact } from '../../facts/wait-edge.ts';
import type { WaitRange } from '../../frame.ts';
import { sanitize } from '../../../text/safe-text.ts';
import { findSnapshots } from '../snapshots.ts';
import { thin } from '../thin.ts';
import { findCycle } from './cycles.ts';
import { type Candidate, findHolders } from './holders.ts';
import { findLocks, isPackage, lockerOf } from './locks.ts';
import type { Lock, Part } from './locks.ts';
import { findReentry } from './reentry.ts';

/** Dumps that are looked at, locks of each of them, and what is listed of each lock. */
const MOST_DUMPS = 200;
const MOST_LOCKS = 50;
const MOST_LISTED = 10;
/** Places that a fact cites. */
const MOST_CITATIONS = 5;

const WAITS: ReadonlySet<unknown> = new Set(['mutex', 'rwmutex-read', 'rwmutex-write']);

/** Finds who waits for which lock, and who may hold it, in each dump. */
export function deriveWaitGraph(facts: readonly Fact[]): FactDraft[] {
  const groups = new Map<string, GoroutinesFact[]>();
  const waiting = new Set<string>();
  const dumps: DumpFact[] = [];
  for (const fact of facts) {
    if (fact.type === 'dump') dumps.push(fact);
    if (fact.type !== 'goroutines') continue;
    if (WAITS.has(fact.stateClass)) waiting.add(fact.dump);
    const list = groups.get(fact.dump);
    if (list === undefined) groups.set(fact.dump, [fact]);
    else list.push(fact);
  }
  if (waiting.size === 0) return [];
  const chosen = thin(
    dumps.filter(({ id }) => waiting.has(id)),
    MOST_DUMPS,
  );
  const before = earlier(dumps);
  return chosen.flatMap((dump) =>
    edgesOf(
      dump,
      groups.get(dump.id) ?? [],
      (before.get(dump.id) ?? []).map((id) => groups.get(id) ?? []),
    ),
  );
}

/** The dumps of the same process before each dump. */
function earlier(dumps: readonly DumpFact[]): ReadonlyMap<string, readonly string[]> {
  const before = new Map<string, readonly string[]>();
  for (const series of findSnapshots(dumps)) {
    const ids = series.dumps.map(({ id }) => id);
    for (const [i, id] of ids.entries()) before.set(id, ids.slice(Math.max(0, i - MOST_LISTED), i));
  }
  return before;
}

function edgesOf(dump: DumpFact, groups: readonly GoroutinesFact[], before: readonly (readonly GoroutinesFact[])[]): FactDraft[] {
  const { locks, parts } = findLocks(groups);
  const most = locks.toSorted((a, b) => count(b.parts) - count(a.parts)).slice(0, MOST_LOCKS);
  const holdersOf = new Map<Lock, readonly Candidate[]>(most.map((lock) => [lock, findHolders(lock, parts)]));
  return most.flatMap((lock) => edgeOf(dump, lock, parts, holdersOf, before));
}

function edgeOf(
  dump: DumpFact,
  lock: Lock,
  parts: readonly Part[],
  holdersOf: ReadonlyMap<Lock, readonly Candidate[]>,
  before: readonly (readonly GoroutinesFact[])[],
): FactDraft[] {
  const waiters = lock.parts.toSorted((a, b) => b.count - a.count);
  const [largest] = waiters;
  const owner = largest === undefined ? undefined : lockerOf(largest.group)?.frame;
  if (largest === undefined || owner === undefined) return [];
  const candidates = holdersOf.get(lock) ?? [];
  const holders = candidates.slice(0, MOST_LISTED).map(({ holder }) => holder);
  const [holder] = holders;
  const self = findReentry(lock);
  const cycle = findCycle(lock, holdersOf);
  const cited = [largest.group, ...candidates.map(({ part }) => part.group), ...waiters.slice(1).map(({ group }) => group)];
  const [first, ...rest] = [...new Set(cited)].map(({ citations }) => citations[0]);
  if (first === undefined) return [];
  const citations: [Citation, ...Citation[]] = [first, ...rest.slice(0, MOST_CITATIONS - 1)];
  const edge: Omit<WaitEdgeFact, 'id'> = {
    type: 'wait-edge',
    certainty: 'derived',
    scope: dump.scope,
    citations,
    dump: dump.id,
    dumpKind: dump.kind,
    integrity: dump.integrity,
    goroutines: Number(dump.goroutines),
    target: lock.kind,
    ...(lock.address === undefined ? {} : { address: sanitize(lock.address) }),
    identity: lock.identity,
    owner,
    object: sanitize(lock.home),
    waiting: count(lock.parts),
    blocks: blocked(lock, holdersOf),
    ...(lock.kind === 'rwmutex' ? { readers: count(of(lock, 'rwmutex-read')), writers: count(of(lock, 'rwmutex-write')) } : {}),
    wait: waitOf(lock.parts),
    waiters: waiters.slice(0, MOST_LISTED).map(({ group }) => group.id),
    holders,
    ...(holder === undefined ? {} : { holder }),
    free: count(candidates.filter(({ part }) => part.lock === undefined).map(({ part }) => part)),
    near: count(near(lock, parts, candidates)),
    ...(self === undefined ? {} : { self }),
    ...(cycle === undefined ? {} : { cycle }),
    before: before.filter((groups) => lock.parts.some((part) => waitedIn(part, groups))).length,
  };
  return [edge];
}

function of({ parts }: Lock, stateClass: GoroutinesFact['stateClass']): readonly Part[] {
  return parts.filter(({ group }) => group.stateClass === stateClass);
}

function count(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.count, 0);
}

/** Those that wait for a lock, and for the locks whose likeliest holder waits for it, and so on. */
function blocked(lock: Lock, holdersOf: ReadonlyMap<Lock, readonly Candidate[]>): number {
  const behind = new Set<Lock>([lock]);
  for (const one of behind) for (const [other, [likeliest]] of holdersOf) if (likeliest?.part.lock === one) behind.add(other);
  return [...behind].reduce((sum, { parts }) => sum + count(parts), 0);
}

/** Others in the package of those that take the lock. main.main starts everything, so nothing follows from it. */
function near(lock: Lock, parts: readonly Part[], candidates: readonly Candidate[]): Part[] {
  const home = isPackage(lock.home) ? lock.home : lock.home.slice(0, lock.home.lastIndexOf('.'));
  const known = new Set(candidates.map(({ part }) => part));
  return parts.filter(
    (part) =>
      part.lock === undefined &&
      !known.has(part) &&
      part.group.idle === undefined &&
      [...part.homes].some((one) => one === home || (one.startsWith(`${home}.`) && isPackage(home))),
  );
}

function waitOf(parts: readonly Part[]): WaitRange {
  const ranges = parts.map(({ group }) => group.wait);
  const least = ranges.flatMap(({ minMinutes }) => minMinutes ?? []);
  const most = ranges.flatMap(({ maxMinutes }) => maxMinutes ?? []);
  return {
    unknown: ranges.reduce((sum, { unknown }) => sum + unknown, 0),
    ...(least.length === 0 ? {} : { minMinutes: Math.min(...least) }),
    ...(most.length === 0 ? {} : { maxMinutes: Math.max(...most) }),
  };
}

/** Whether one of the same goroutines waited in the same place in another dump. */
function waitedIn({ group }: Part, groups: readonly GoroutinesFact[]): boolean {
  return groups.some((one) => one.key === group.key && one.ids.some((id) => group.ids.includes(id)));
}
