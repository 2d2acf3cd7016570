import { type ExactInt, exact, isLess, toBigInt } from '../../text/exact.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import { sameScope } from '../case-file.ts';
import type { Citation } from '../citation.ts';
import type { Fact, FactDraft, FactOf, FactType } from '../facts/index.ts';
import type { Scope } from '../scope.ts';
import { ScopeIndex } from '../scope-index.ts';
import { present } from '../whole/present.ts';
import { ledgerLines } from './ledger-lines.ts';

/** Places that a fact cites, of each fact that it rests on. */
const MOST_CITATIONS = 5;
/** Limits are rounded down to a page, of 64 KiB at most. */
const LARGEST_PAGE = 65_536;
/** What each field of a control group, or each other artefact, is there for in the account: which place is the one to look at. */
const OF_GROUP: Readonly<Record<string, readonly string[]>> = {
  'memory.oomKills': ['killed'],
  'memory.limitBytes': ['limitBytes', 'unaligned', 'roundedBytes'],
  'memory.peakBytes': ['peakBytes'],
  'memory.anonBytes': ['anonBytes', 'otherBytes', 'otherShare', 'otherOfResident'],
  'memory.shmemBytes': ['shmemShare'],
};
const OF_ARTEFACT: Readonly<Partial<Record<FactType, readonly string[]>>> = {
  process: ['residentBytes', 'anonBytes', 'otherBytes', 'otherShare', 'otherOfResident', 'hugePageBytes', 'hugeShare', 'grownBytes'],
  'runtime-metrics': [
    'goHeldBytes',
    'heldShare',
    'otherBytes',
    'otherShare',
    'otherOfResident',
    'liveBytes',
    'liveShare',
    'goalBytes',
    'goalShare',
  ],
  'runtime-settings': ['goLimitBytes', 'goLimitSet', 'goLimitShare'],
  gc: ['liveBytes', 'liveShare', 'goalBytes', 'goalShare'],
  heap: ['liveBytes', 'liveShare', 'heapPeakBytes', 'grownOverHeap'],
  container: ['killed', 'limitBytes', 'roundedBytes'],
  kernel: ['killed', 'limitBytes'],
};
const MIB = 1_048_576;

const TYPES: ReadonlySet<FactType> = new Set([
  'cgroup',
  'process',
  'runtime-metrics',
  'runtime-settings',
  'gc',
  'heap',
  'container',
  'kernel',
]);

/** Puts together where the memory of each process went. */
export function deriveMemoryLedger(facts: readonly Fact[]): FactDraft[] {
  const relevant = facts.filter(({ type }) => TYPES.has(type));
  const scopes = new Map<string, Scope>();
  for (const { scope } of relevant) scopes.set(JSON.stringify(scope), scope);
  const named = [...scopes.values()].filter((scope) => Object.keys(scope).length > 0);
  // What says nothing of whose it is belongs to the only one there is; where there are more, to none.
  const heir = soleHeir(named, relevant);
  const all = named.length === 0 ? [{}] : named;
  const index = new ScopeIndex(relevant, ({ scope }) => scope);
  return all.flatMap((scope) => {
    const own = index
      .near(scope)
      .filter((fact) => (Object.keys(fact.scope).length === 0 ? heir === scope || named.length === 0 : sameScope(fact.scope, scope)));
    return ledger(own, scope, facts) ?? [];
  });
}

/**
 * Whose that is which does not say whose it is: where all scopes are runs of one container, that of the one killed for want of memory, else of the
 * last. Undefined where they are of several.
 */
function soleHeir(named: readonly Scope[], facts: readonly Fact[]): Scope | undefined {
  const owners = new Set(named.map((scope) => JSON.stringify({ ...scope, incarnation: undefined })));
  if (owners.size > 1) return undefined;
  const killed = facts.findLast((fact) => fact.type === 'container' && fact.reason === 'OOMKilled');
  const run = ({ incarnation }: Scope): number => (typeof incarnation === 'number' ? incarnation : -1);
  return (
    named.find((scope) => killed !== undefined && JSON.stringify(scope) === JSON.stringify(killed.scope)) ??
    named.toSorted((a, b) => run(a) - run(b)).at(-1)
  );
}

function ledger(facts: readonly Fact[], scope: Scope, all: readonly Fact[]): FactDraft | undefined {
  const of = <T extends FactType>(type: T): FactOf<T>[] => facts.filter((fact): fact is FactOf<T> => fact.type === type);
  const cgroup = onlyGroup(of('cgroup'), all);
  const process = onlyProcess(of('process'));
  const metrics = of('runtime-metrics').findLast(({ heldBytes, heapLiveBytes }) => heldBytes !== undefined || heapLiveBytes !== undefined);
  const traces = of('gc').filter(({ cycles }) => cycles.length > 0);
  const gc = traces.length === 1 ? traces[0] : undefined;
  const profile = of('heap').at(-1);
  const grown = grownBeside(of('process'), of('heap'));
  const settings = of('runtime-settings');
  const container = of('container').find(({ limits }) => limits?.memoryBytes !== undefined);
  const kill = of('kernel').find(({ event, constraint }) => event === 'oom-kill' && constraint === 'memcg');
  const death = of('container').find(({ reason }) => reason === 'OOMKilled');
  const memory = cgroup?.memory;

  const limitBytes = memory?.limitBytes ?? container?.limits?.memoryBytes ?? kill?.limitBytes;
  const residentBytes = process?.residentBytes ?? metrics?.residentBytes;
  const anonBytes = positive(memory?.anonBytes) ?? process?.anonBytes;
  const goHeldBytes = metrics?.heldBytes;
  const gogc = settings.find((one) => one.gogc !== undefined)?.gogc ?? 100;
  const gogcOff = settings.some((one) => one.gogcOff === true);
  const last = gc?.cycles.at(-1);
  // runtime/mgcpacer.go, since Go 1.18: stacks and globals are part of what grows.
  const goalBytes =
    last === undefined
      ? metrics?.nextGcBytes
      : gogcOff
        ? undefined
        : Math.round((last.liveMiB + ((last.liveMiB + (last.stacksMiB ?? 0) + (last.globalsMiB ?? 0)) * gogc) / 100) * MIB);
  const goLimitBytes = settings.find((one) => one.memoryLimitBytes !== undefined)?.memoryLimitBytes;
  const setting = settings.find(({ memoryLimitSet }) => memoryLimitSet !== undefined)?.memoryLimitSet;
  const goLimitSet = goLimitBytes === undefined ? setting : true;
  const liveBytes =
    last === undefined
      ? (metrics?.heapLiveBytes ??
        profile?.inuseBytes ??
        (goLimitSet === false && !gogcOff ? liveOfGoal(metrics?.nextGcBytes, gogc) : undefined))
      : last.liveMiB * MIB;
  const memoryOfProcess = anonBytes ?? residentBytes;
  const otherBytes = memoryOfProcess === undefined || goHeldBytes === undefined ? undefined : lessOrZero(memoryOfProcess, goHeldBytes);
  const hugePageBytes = process?.hugePageBytes ?? memory?.hugePageBytes;
  const requested = container?.limits?.memoryBytes;
  const rounded = memory?.limitBytes === undefined || requested === undefined ? undefined : Number(requested) - Number(memory.limitBytes);
  const killed = isPositive(memory?.oomKills) || kill !== undefined || death !== undefined;

  const parts = [gc, metrics, process, cgroup, ...(gc === undefined && metrics === undefined ? [profile] : []), container, kill, death];
  const sources = [...parts.filter((fact) => fact !== undefined), ...settings.slice(0, 2)];
  const stackBytes = metrics?.stackInuseBytes;
  const { lines, missing } = ledgerLines({
    limit: [
      limitBytes,
      memory?.limitBytes === undefined ? (container?.limits?.memoryBytes === undefined ? 'kernel log' : 'pod') : 'control group',
    ],
    peak: [memory?.peakBytes, 'control group'],
    goLimit: [goLimitBytes, 'environment'],
    goHeld: [goHeldBytes, 'runtime metrics'],
    heapLive: [liveBytes, last === undefined ? (metrics?.heapLiveBytes === undefined ? 'heap profile' : 'runtime metrics') : 'gctrace'],
    heapGoal: [goalBytes, last === undefined ? 'runtime metrics' : 'gctrace'],
    stacks:
      stackBytes === undefined
        ? [last?.stacksMiB === undefined ? undefined : last.stacksMiB * MIB, 'gctrace']
        : [stackBytes, 'runtime metrics'],
    goroutines: goroutinesOf(scope, all),
    resident: [residentBytes, process?.residentBytes === undefined ? 'runtime metrics' : 'process'],
    anon: [anonBytes, positive(memory?.anonBytes) === undefined ? 'process' : 'control group'],
    other: [
      otherBytes,
      anonBytes === undefined ? 'resident memory less what the runtime holds' : 'anonymous memory less what the runtime holds',
    ],
    pageCache: [memory?.fileBytes, 'control group'],
    shmem: [memory?.shmemBytes, 'control group'],
    hugePages: [hugePageBytes, process?.hugePageBytes === undefined ? 'control group' : 'process'],
  });
  // Of one artefact alone there is nothing to put together.
  const kinds = new Set(sources.map(({ type }) => type));
  const [first, ...rest] = [...new Set(sources)].flatMap(telling);
  if ((kinds.size < 2 && !killed) || first === undefined || (limitBytes === undefined && goHeldBytes === undefined && grown === undefined))
    return undefined;
  return {
    type: 'memory-ledger',
    certainty: 'derived',
    scope,
    citations: [first, ...rest],
    lines,
    missing,
    ...present({
      gogc: gogcOff ? undefined : settings.find((one) => one.gogc !== undefined)?.gogc,
      limitBytes,
      peakBytes: memory?.peakBytes,
      anonBytes,
      residentBytes,
      goHeldBytes,
      liveBytes,
      goalBytes,
      goLimitBytes,
      goLimitSet,
      goLimitShare: share(goLimitBytes, limitBytes),
      liveShare: share(liveBytes, limitBytes),
      goalShare: share(goalBytes, limitBytes),
      heldShare: share(goHeldBytes, limitBytes),
      otherBytes,
      otherShare: share(otherBytes, limitBytes),
      otherOfResident: share(otherBytes, memoryOfProcess),
      ...grown,
      hugePageBytes,
      hugeShare: share(hugePageBytes, residentBytes ?? anonBytes),
      shmemShare: share(memory?.shmemBytes, limitBytes),
      killed: killed ? true : undefined,
      unaligned: memory?.limitBytes === undefined ? undefined : toBigInt(memory.limitBytes) % BigInt(MIB) !== 0n,
      roundedBytes: rounded !== undefined && rounded > 0 && rounded < LARGEST_PAGE ? rounded : undefined,
    }),
  };
}

/** Places of a fact that state something of the account, and what. */
function telling({ type, citations }: Fact): readonly Citation[] {
  return citations
    .flatMap((citation) => {
      const of = type === 'cgroup' ? citation.states?.flatMap((field) => OF_GROUP[field] ?? []) : OF_ARTEFACT[type];
      if (of === undefined) return [citation];
      return of.length === 0 ? [] : [{ ...citation, states: [...new Set(of)] }];
    })
    .slice(0, MOST_CITATIONS);
}

/** Goroutines of the process in its last dump. */
function goroutinesOf(scope: Scope, all: readonly Fact[]): ExactInt | undefined {
  return all
    .filter((fact): fact is FactOf<'dump'> => fact.type === 'dump' && sameScope(fact.scope, scope))
    .findLast(({ kind }) => kind !== 'other' && kind !== 'leak-profile')?.goroutines;
}

/** The control group, at its last moment, where all of them are one. */
function onlyGroup(groups: readonly FactOf<'cgroup'>[], all: readonly Fact[]): FactOf<'cgroup'> | undefined {
  const withMemory = groups.filter(({ memory }) => memory !== undefined);
  if (new Set(withMemory.map(({ group }) => group)).size <= 1) return withMemory.at(-1);
  const changes = all.filter((fact) => fact.type === 'cgroup-change');
  const later = withMemory.filter(({ id }) => changes.some(({ to }) => to === id));
  return later.length === withMemory.length - 1 ? later.at(-1) : undefined;
}

/** The process, at its last moment, where all files of /proc are of one. */
function onlyProcess(processes: readonly FactOf<'process'>[]): FactOf<'process'> | undefined {
  const read = processes.filter(
    ({ source, residentBytes, anonBytes }) => source === 'procfs' && (residentBytes ?? anonBytes) !== undefined,
  );
  return new Set(read.flatMap(({ pid }) => pid ?? [])).size <= 1 ? read.at(-1) : undefined;
}

/** Snapshots of a process that show how it grows, at least, and heap profiles beside them. */
const LEAST_SNAPSHOTS = 3;
const LEAST_PROFILES = 2;
/** A heap may grow to this size before it is collected, whatever is live (`heapMinimum` in runtime/mgcpacer.go). */
const LEAST_HEAP = 4 * MIB;

/** How the memory of the one process there is rose, beside what its heap profiles have. Undefined where it fell once, or too little is known. */
function grownBeside(processes: readonly FactOf<'process'>[], heaps: readonly FactOf<'heap'>[]) {
  if (onlyProcess(processes) === undefined) return undefined;
  const sizes = processes
    .filter(({ source }) => source === 'procfs')
    .toSorted((a, b) => naturalOrder(a.citations[0].path, b.citations[0].path))
    .flatMap(({ anonBytes, residentBytes }) => anonBytes ?? residentBytes ?? []);
  const profiles = heaps.filter(({ durationNanos, salvaged }) => durationNanos === undefined && !salvaged);
  const [first, last] = [sizes[0], sizes.at(-1)];
  if (sizes.length < LEAST_SNAPSHOTS || profiles.length < LEAST_PROFILES || first === undefined || last === undefined) return undefined;
  if (!isLess(first, last) || sizes.some((size, i) => isLess(size, sizes[i - 1] ?? 0))) return undefined;
  const [peak] = profiles.map(({ inuseBytes }) => inuseBytes).toSorted((a, b) => Number(b) - Number(a));
  if (peak === undefined) return undefined;
  const grownBytes = lessOrZero(last, first);
  return {
    grownBytes,
    grownSnapshots: sizes.length,
    heapPeakBytes: peak,
    grownOverHeap: Number(grownBytes) / Math.max(Number(peak), LEAST_HEAP),
  };
}

/**
 * What was live at most, by the size at which the next collection is due: without a memory limit that is at least (1 + GOGC/100) times the live
 * heap (runtime/mgcpacer.go), and 4 MiB where there is next to nothing.
 */
function liveOfGoal(goalBytes: ExactInt | undefined, gogc: number): number | undefined {
  return goalBytes === undefined ? undefined : Math.round(Number(goalBytes) / (1 + gogc / 100));
}

function share(part: ExactInt | undefined, whole: ExactInt | undefined): number | undefined {
  return part === undefined || whole === undefined || Number(whole) <= 0 ? undefined : Number(part) / Number(whole);
}

function lessOrZero(a: ExactInt, b: ExactInt): ExactInt {
  return isLess(a, b) ? 0 : exact(toBigInt(a) - toBigInt(b));
}

function isPositive(value: ExactInt | undefined): boolean {
  return value !== undefined && isLess(0, value);
}

/** A group that is gone has 0. */
function positive(value: ExactInt | undefined): ExactInt | undefined {
  return isPositive(value) ? value : undefined;
}
