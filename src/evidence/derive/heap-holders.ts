import { exact, toBigInt } from '../../text/exact.ts';
import { packageOf } from '../../text/go-name.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { sameScope } from '../case-file.ts';
import type { Citation } from '../citation.ts';
import type { HeapHolderFact } from '../facts/heap-holder.ts';
import type { HeapFact, HeapSite, ObjectSize } from '../facts/heap.ts';
import type { Fact, FactDraft } from '../facts/index.ts';
import type { Frame } from '../frame.ts';
import { present } from '../whole/present.ts';
import { course } from './course.ts';
import { findHeapSeries, type HeapSeries } from './heap-series.ts';
import { unreachableTimers } from './timer-release.ts';

/** Holders of one process; the largest come first. */
const MOST_HOLDERS = 50;
/** A holder below this share of every profile is noise of the sampling. */
const LEAST_SHARE = 0.01;
/** What profiles are written with. */
const PROFILER = /^(?:net\/http\/|runtime\/)pprof\./;
/** Packages that only Go's library itself can call. */
const INTERNAL = /^(?:\w+\/)*internal\//;
/** What runs the initialisation of packages (runtime/proc.go). */
const INIT = /^runtime\.doInit1?$/;

/** Which stacks are one holder's. */
interface Key {
  readonly holder: SafeText;
  readonly owner?: Frame;
  readonly via?: SafeText;
}

interface Holder extends Key {
  /** In the last profile that has it, the largest first. */
  sites: HeapSite[];
  /** Bytes in use, one a profile. */
  readonly counts: number[];
  /** Bytes allocated since the start, one a profile. */
  readonly allocated: number[];
  /** The largest share of a profile. */
  share: number;
}

/** What each function of the program has in the heap of each process, the largest first. */
export function deriveHeapHolders(facts: readonly Fact[]): FactDraft[] {
  return findHeapSeries(facts).flatMap((series) => holdersOf(series, facts));
}

function holdersOf({ profiles, times }: HeapSeries, facts: readonly Fact[]): FactDraft[] {
  const [first, last] = [profiles[0], profiles.at(-1)];
  if (first === undefined || last === undefined) return [];
  const holders = follow(profiles);
  const grown = holders.reduce((sum, { counts }) => sum + Math.max(0, (counts.at(-1) ?? 0) - (counts[0] ?? 0)), 0);
  const goroutines = goroutinesOf(last, facts);
  const timers = holders.some(isOfTime) ? unreachableTimers(last, facts) : undefined;
  const citations: readonly [Citation, ...Citation[]] = first === last ? [last.citations[0]] : [last.citations[0], first.citations[0]];
  return holders
    .filter(({ counts, share }) => (counts.at(-1) ?? 0) > 0 && share >= LEAST_SHARE)
    .toSorted(
      (a, b) => (b.counts.at(-1) ?? 0) - (a.counts.at(-1) ?? 0) || compareText(a.holder, b.holder) || compareText(a.via ?? '', b.via ?? ''),
    )
    .slice(0, MOST_HOLDERS)
    .map((one): FactDraft => {
      const { holder, owner, via, sites, counts } = one;
      const numbers = sum(sites);
      const sizes = sizesOf(sites);
      return {
        type: 'heap-holder',
        certainty: 'derived',
        scope: last.scope,
        citations,
        profile: last.id,
        holder,
        ...numbers,
        share: ratio(numbers.inuseBytes, last.inuseBytes),
        keptShare: ratio(numbers.inuseBytes, numbers.allocBytes),
        keptObjects: ratio(numbers.inuseObjects, numbers.allocObjects),
        sizes,
        grownArray: isGrownArray(numbers),
        atStart: sites.every(({ frames }) => frames.some((frame) => INIT.test(frame.function))),
        ...present({
          owner,
          via,
          objectBytes: sizes[0]?.bytes,
          goroutines,
          perGoroutine: goroutines === undefined || Number(goroutines) <= 0 ? undefined : ratio(numbers.inuseObjects, goroutines),
          unreachableTimers: isOfTime(one) ? timers : undefined,
        }),
        ...(profiles.length > 1
          ? {
              growth: {
                ...course(counts, grown, times),
                profiles: profiles.length,
                ...loadOf(one, times),
              },
            }
          : {}),
      };
    });
}

function follow(profiles: readonly HeapFact[]): Holder[] {
  const holders = new Map<string, Holder>();
  for (const [index, { sites }] of profiles.entries()) {
    const here = new Map<string, { readonly key: Key; readonly sites: HeapSite[] }>();
    for (const site of sites) {
      const key = keyOf(site);
      if (key === undefined) continue;
      const name = `${key.holder}\n${key.via ?? ''}`;
      const known = here.get(name);
      if (known === undefined) here.set(name, { key, sites: [site] });
      else known.sites.push(site);
    }
    for (const [name, { key, sites: own }] of here) {
      let holder = holders.get(name);
      if (holder === undefined) {
        holder = { ...key, sites: own, counts: profiles.map(() => 0), allocated: profiles.map(() => 0), share: 0 };
        holders.set(name, holder);
      }
      // Of the latest profile, whose largest site comes first.
      Object.assign(holder, key);
      holder.sites = own;
      holder.counts[index] = own.reduce((bytes, site) => bytes + Number(site.inuseBytes), 0);
      holder.allocated[index] = own.reduce((bytes, site) => bytes + Number(site.allocBytes), 0);
      holder.share = Math.max(
        holder.share,
        own.reduce((share, site) => share + site.share, 0),
      );
    }
  }
  return [...holders.values()];
}

/** Whose a stack is; undefined where it is the runtime's own, or that of whoever wrote the profile. */
function keyOf({ frames, owner }: HeapSite): Key | undefined {
  if (frames.some((frame) => PROFILER.test(frame.function))) return undefined;
  const holder = (owner ?? frames.findLast(({ origin }) => origin === 'stdlib'))?.function;
  if (holder === undefined) return undefined;
  const end = frames.findIndex((frame) => frame.function === holder);
  const inner = frames
    .slice(0, end)
    .filter((frame) => frame.origin !== 'runtime' && frame.origin !== 'cgo' && !INTERNAL.test(frame.function));
  let via: Frame | undefined;
  let library = packageOf(inner[0]?.function ?? '');
  for (const frame of inner) {
    const next = packageOf(frame.function);
    // The timer of a context with a deadline is the context's.
    if (next !== library && !(library === 'time' && next === 'context')) break;
    library = next;
    via = frame;
  }
  return present({ holder, owner, via: via?.function });
}

/** Profiles from which on it can be told whether the load rises. */
const LEAST_FOR_LOAD = 4;

/** A load that rose by less is steady. */
const RISEN = 1.2;
/** What is in use may be so many times what the load makes of it, for the load may rise unevenly. */
const UNEVEN = 1.5;

function loadOf({ counts, allocated }: Holder, times: readonly bigint[] | undefined): { loadRatio?: number; withLoad?: boolean } {
  const load = loadRatio(allocated, times);
  if (load === undefined) return {};
  const [first = 0, last = 0] = [counts[0], counts.at(-1)];
  // A load that rises evenly from a to b is (3a + b) / 4 in the first half and (a + 3b) / 4 in the second one.
  const risen = load >= 3 ? Infinity : (3 * load - 1) / (3 - load);
  return { loadRatio: load, withLoad: load >= RISEN && last <= first * risen * UNEVEN };
}

function loadRatio(allocated: readonly number[], times: readonly bigint[] | undefined): number | undefined {
  if (allocated.length < LEAST_FOR_LOAD || allocated.includes(0)) return undefined;
  const middle = Math.floor((allocated.length - 1) / 2);
  const rate = (from: number, to: number): number => {
    const span = times === undefined ? to - from : Number((times[to] ?? 0n) - (times[from] ?? 0n));
    return ((allocated[to] ?? 0) - (allocated[from] ?? 0)) / span;
  };
  const ratioOfRates = rate(middle, allocated.length - 1) / rate(0, middle);
  return Number.isFinite(ratioOfRates) && ratioOfRates >= 0 ? ratioOfRates : undefined;
}

function isOfTime({ via }: Key): boolean {
  return via?.startsWith('time.') === true;
}

/** Goroutines of the process whose heap it is. What is cut has too few. */
function goroutinesOf(heap: HeapFact, facts: readonly Fact[]): HeapHolderFact['goroutines'] {
  const counts = facts.flatMap((fact) => {
    if (!sameScope(fact.scope, heap.scope)) return [];
    if (fact.type === 'dump' && (fact.kind === 'other' || fact.kind === 'leak-profile' || fact.integrity === 'partial')) return [];
    return fact.type === 'dump' || fact.type === 'runtime-metrics' ? (fact.goroutines ?? []) : [];
  });
  return counts.toSorted((a, b) => Number(b) - Number(a))[0];
}

function sum(sites: readonly HeapSite[]): Pick<HeapHolderFact, 'inuseBytes' | 'inuseObjects' | 'allocBytes' | 'allocObjects'> {
  const of = (field: 'inuseBytes' | 'inuseObjects' | 'allocBytes' | 'allocObjects') =>
    exact(sites.reduce((all, site) => all + toBigInt(site[field]), 0n));
  return { inuseBytes: of('inuseBytes'), inuseObjects: of('inuseObjects'), allocBytes: of('allocBytes'), allocObjects: of('allocObjects') };
}

/** Sizes that a holder shows at most. */
const MOST_SIZES = 8;

/** Sizes of the objects of all its sites, those that take most first. */
function sizesOf(sites: readonly HeapSite[]): readonly ObjectSize[] {
  const bySize = new Map<ObjectSize['bytes'], ObjectSize>();
  for (const size of sites.flatMap((site) => site.sizes)) {
    const known = bySize.get(size.bytes);
    bySize.set(size.bytes, {
      bytes: size.bytes,
      inuseObjects: exact(toBigInt(size.inuseObjects) + toBigInt(known?.inuseObjects ?? 0)),
      inuseBytes: exact(toBigInt(size.inuseBytes) + toBigInt(known?.inuseBytes ?? 0)),
    });
  }
  return [...bySize.values()]
    .toSorted((a, b) => Number(toBigInt(b.inuseBytes) - toBigInt(a.inuseBytes)) || Number(toBigInt(a.bytes) - toBigInt(b.bytes)))
    .slice(0, MOST_SIZES);
}

/** Arrays that stand for one that grows: a few, large enough that each step of their growth is sampled. */
const MOST_ARRAYS = 4;
const LEAST_ARRAY = 1_048_576;
/** From half a MiB on, steps of a quarter lead to 64 GiB in so many; what was smaller is sampled now and then. */
const MOST_STEPS = 64;
/** Of an array that grows by a quarter each time a fifth is kept; sampling and what is below a page make it a little less. */
const LEAST_KEPT = 0.15;

function isGrownArray({ inuseBytes, inuseObjects, allocBytes, allocObjects }: ReturnType<typeof sum>): boolean {
  const arrays = Number(inuseObjects);
  return (
    arrays >= 1 &&
    arrays <= MOST_ARRAYS &&
    Number(inuseBytes) >= arrays * LEAST_ARRAY &&
    Number(allocObjects) > arrays * 2 &&
    Number(allocObjects) <= arrays * MOST_STEPS &&
    ratio(inuseBytes, allocBytes) >= LEAST_KEPT
  );
}

function ratio(part: HeapSite['inuseBytes'], whole: HeapSite['inuseBytes']): number {
  return Number(whole) > 0 ? Number(part) / Number(whole) : 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
