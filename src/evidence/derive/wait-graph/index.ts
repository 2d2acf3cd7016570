import type { Citation } from '../../citation.ts';
import type { DumpFact, GoroutinesFact } from '../../facts/dump.ts';
import type { Fact, FactDraft } from '../../facts/index.ts';
import type { WaitEdgeFact } from '../../facts/wait-edge.ts';
import type { WaitRange } from '../../frame.ts';
import { sanitize } from '../../../text/safe-text.ts';
import { findSnapshots } from '../snapshots.ts';
import { thin } from '../thin.ts';
import { type Awaited, awaitedBy, countOf, isLock, ownerOf, type Part } from './awaited.ts';
import type { Candidate } from './candidate.ts';
import { findCycle } from './cycles.ts';
import { findHolders } from './holders.ts';
import { packageOfHome, PartsIndex } from './index-of-parts.ts';
import { findLocks } from './locks.ts';
import { initialises } from './names.ts';
import { notBehind } from './not-behind.ts';
import { findOthers } from './others.ts';
import { findReentry } from './reentry.ts';
import { closeRings } from './rings-of-two.ts';
import { rootFacts } from './root-facts.ts';
import { type Link, linksOf, WaitGraph } from './roots.ts';
import { findServers } from './servers.ts';

/** Dumps that are looked at, things waited for in each of them (locks, and others), and what is listed of each. */
const MOST_DUMPS = 200;
const MOST_LOCKS = 50;
const MOST_OTHERS = 50;
const MOST_LISTED = 10;
/** Further things that those wait for who are waited for, so that chains do not end where fewer wait. */
const MOST_BEYOND = 100;
/** Steps of these: each looks at all groups once. */
const MOST_STEPS = 4;
/** Places that a fact cites. */
const MOST_CITATIONS = 5;

const WAITS: ReadonlySet<unknown> = new Set([
  'mutex',
  'rwmutex-read',
  'rwmutex-write',
  'waitgroup',
  'cond',
  'chan-send',
  'chan-receive',
  'select',
]);

/** Finds who waits for whom in each dump, and who keeps the others waiting in the end. */
export function deriveWaitGraph(facts: readonly Fact[]): FactDraft[] {
  const groups = new Map<string, GoroutinesFact[]>();
  const waiting = new Set<string>();
  const dumps: DumpFact[] = [];
  for (const fact of facts) {
    if (fact.type === 'dump') dumps.push(fact);
    if (fact.type !== 'goroutines') continue;
    if (fact.idle === undefined && WAITS.has(fact.stateClass)) waiting.add(fact.dump);
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
  const keys = new Map<string, ReadonlyMap<string, GoroutinesFact>>();
  const keysOf = (id: string): ReadonlyMap<string, GoroutinesFact> => {
    const known = keys.get(id) ?? new Map((groups.get(id) ?? []).map((group) => [group.key, group]));
    keys.set(id, known);
    return known;
  };
  return chosen.flatMap((dump) => factsOf(dump, groups.get(dump.id) ?? [], () => (before.get(dump.id) ?? []).map(keysOf)));
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

/** What was found out about one thing that is waited for. */
interface Known {
  readonly candidates: readonly Candidate[];
  /** Of a lock: goroutines near it that may have it. */
  readonly near: number;
}

type Earlier = () => readonly ReadonlyMap<string, GoroutinesFact>[];

function factsOf(dump: DumpFact, groups: readonly GoroutinesFact[], before: Earlier): FactDraft[] {
  const known = closeRings(notBehind(lookInto(groups)));
  // Who may be at the other end of a channel is all that there is to say of it.
  const shown = [...known.keys()].filter(
    (one) => (one.kind !== 'channel' && one.kind !== 'cond') || (known.get(one)?.candidates.length ?? 0) > 0,
  );
  const sorted = shown.toSorted((a, b) => Number(isLock(b)) - Number(isLock(a)) || countOf(b.parts) - countOf(a.parts));
  const numbers = new Map(sorted.map((one, i) => [one, i + 1]));
  const selves = new Map(sorted.flatMap((one) => (isLock(one) ? [[one, findReentry(one)] as const] : [])));
  const links = new Map<Awaited, readonly Link[]>();
  for (const one of sorted) {
    const candidates = known.get(one)?.candidates.slice(0, MOST_LISTED) ?? [];
    const self = selves.get(one);
    const own = self === undefined ? undefined : one.parts.find(({ group }) => group.id === self.group);
    const onItself =
      own !== undefined && (candidates.length === 0 || (self?.certainty === 'derived' && candidates[0]?.holder.certainty !== 'derived'));
    links.set(one, onItself ? [{ to: own, certainty: self?.certainty ?? 'guessed' }] : linksOf(one, candidates));
  }
  const graph = new WaitGraph(links);
  const holdersOf = new Map([...known].map(([one, { candidates }]) => [one, candidates] as const));
  const edges = sorted.flatMap((one) =>
    edgeOf({ dump, awaited: one, known: known.get(one), self: selves.get(one), holdersOf, graph, numbers, before }),
  );
  return [...edges, ...rootFacts(dump, graph, numbers)];
}

/** Everything that many wait for, and what those wait for who are waited for there. */
function lookInto(groups: readonly GoroutinesFact[]): ReadonlyMap<Awaited, Known> {
  const { locks, parts, idle } = findLocks(groups);
  const known = new Map<Awaited, Known>();
  let next = [...largest(locks, MOST_LOCKS), ...largest(findOthers(parts), MOST_OTHERS)];
  const most = next.length + MOST_BEYOND;
  for (let step = 0; step <= MOST_STEPS && next.length > 0; step++) {
    const index = new PartsIndex(next, parts, idle);
    for (const one of next) {
      const candidates = isLock(one) ? findHolders(one, index.home(one.home)) : findServers(one, index);
      known.set(one, { candidates, near: isLock(one) ? countOf(near(one, index, candidates)) : 0 });
    }
    const beyond = new Set(
      next.flatMap((one) => known.get(one)?.candidates.slice(0, MOST_LISTED) ?? []).flatMap(({ part }) => awaitedBy(part) ?? []),
    );
    next = [...beyond].filter((one) => !known.has(one)).slice(0, most - known.size);
  }
  return known;
}

function largest(all: readonly Awaited[], most: number): readonly Awaited[] {
  return all.toSorted((a, b) => countOf(b.parts) - countOf(a.parts)).slice(0, most);
}

/** What an edge is made of. */
interface EdgeInput {
  readonly dump: DumpFact;
  readonly awaited: Awaited;
  readonly known: Known | undefined;
  readonly self: WaitEdgeFact['self'];
  readonly holdersOf: ReadonlyMap<Awaited, readonly Candidate[]>;
  readonly graph: WaitGraph;
  readonly numbers: ReadonlyMap<Awaited, number>;
  readonly before: Earlier;
}

function edgeOf({ dump, awaited, known, self, holdersOf, graph, numbers, before }: EdgeInput): FactDraft[] {
  const waiters = awaited.parts.toSorted((a, b) => b.count - a.count);
  const [largestPart] = waiters;
  const owner = ownerOf(awaited);
  if (largestPart === undefined || owner === undefined) return [];
  const candidates = known?.candidates ?? [];
  const holders = candidates.slice(0, MOST_LISTED).map(({ part, holder }) => {
    const to = awaitedBy(part);
    const edge = to === undefined ? undefined : numbers.get(to);
    return edge === undefined ? holder : { ...holder, edge };
  });
  const [holder] = holders;
  const cycle = isLock(awaited) ? findCycle(awaited, holdersOf) : undefined;
  const ring = graph.ringOf(awaited);
  const cited = [
    largestPart.group,
    ...candidates.slice(0, MOST_CITATIONS).map(({ part }) => part.group),
    ...waiters.slice(1, MOST_CITATIONS).map(({ group }) => group),
  ];
  const [first, ...rest] = [...new Set(cited)].map(({ citations }) => citations[0]);
  if (first === undefined) return [];
  const citations: [Citation, ...Citation[]] = [first, ...rest.slice(0, MOST_CITATIONS - 1)];
  const edge: Omit<WaitEdgeFact, 'id'> = {
    type: 'wait-edge',
    // What is concluded from a guess is one.
    certainty: dump.certainty === 'guessed' ? 'guessed' : 'derived',
    scope: dump.scope,
    citations,
    dump: dump.id,
    number: numbers.get(awaited) ?? 0,
    dumpKind: dump.kind,
    integrity: dump.integrity,
    goroutines: Number(dump.goroutines),
    target: awaited.kind,
    ...(awaited.operation === undefined ? {} : { operation: awaited.operation }),
    ...(awaited.pool === undefined ? {} : { pool: sanitize(awaited.pool) }),
    ...(awaited.address === undefined ? {} : { address: sanitize(awaited.address) }),
    identity: awaited.identity,
    addresses: addressesOf(awaited),
    owner,
    object: sanitize(awaited.home),
    waiting: countOf(awaited.parts),
    blocks: graph.blockedBy(awaited),
    ...(awaited.kind === 'rwmutex'
      ? { readers: countOf(of(awaited, 'rwmutex-read')), writers: countOf(of(awaited, 'rwmutex-write')) }
      : {}),
    wait: waitOf(awaited.parts),
    waiters: [...new Set(waiters.map(({ group }) => group.id))].slice(0, MOST_LISTED),
    holders,
    ...(holder === undefined ? {} : { holder }),
    free: countOf(candidates.filter(({ part }) => part.lock === undefined).map(({ part }) => part)),
    near: known?.near ?? 0,
    initialising: awaited.parts.some(({ group }) => initialises(group)),
    ...(self === undefined ? {} : { self }),
    ...(cycle === undefined ? {} : { cycle }),
    ...(ring === undefined
      ? {}
      : {
          ring: {
            edges: ring.flatMap((one) => numbers.get(one.awaited) ?? []),
            targets: ring.map((one) => one.awaited.kind),
            certainty: ring.every(({ link }) => link.certainty !== 'guessed') ? ('derived' as const) : ('guessed' as const),
          },
        }),
    before: before().filter((keys) => awaited.parts.some((part) => waitedIn(part, keys))).length,
  };
  return [edge];
}

/** What the dump prints of addresses where goroutines wait. */
function addressesOf({ identity, parts }: Awaited): WaitEdgeFact['addresses'] {
  if (identity === 'address' || identity === 'receiver') return 'printed';
  return parts.some(({ group }) => group.addresses !== undefined || !group.dumpKind.endsWith('profile')) ? 'unreliable' : 'none';
}

function of({ parts }: Awaited, stateClass: GoroutinesFact['stateClass']): readonly Part[] {
  return parts.filter(({ group }) => group.stateClass === stateClass);
}

/** Others in the package of those that take the lock. main.main starts everything, so nothing follows from it. */
function near(lock: Awaited, index: PartsIndex, candidates: readonly Candidate[]): Part[] {
  const known = new Set(candidates.map(({ part }) => part));
  return index
    .package(packageOfHome(lock.home))
    .filter((part) => part.lock === undefined && !known.has(part) && part.group.idle === undefined);
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
function waitedIn({ group }: Part, keys: ReadonlyMap<string, GoroutinesFact>): boolean {
  const same = keys.get(group.key);
  return same !== undefined && same.ids.some((id) => group.ids.includes(id));
}
