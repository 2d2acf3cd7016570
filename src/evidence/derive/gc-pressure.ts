import type { Citation } from '../citation.ts';
import type { CpuProfileFact } from '../facts/cpu-profile.ts';
import type { DumpFact, GoroutinesFact } from '../facts/dump.ts';
import type { GcFact } from '../facts/gc.ts';
import type { Fact, FactDraft } from '../facts/index.ts';
import type { Frame } from '../frame.ts';
import { deriveGcLoad } from './gc-load.ts';

/** Goroutines that press a dump, at least: a few are there at some moment of every collection. */
const LEAST_GOROUTINES = 4;
/** And their share of the dump. */
const LEAST_SHARE = 0.25;
/** Places that a fact cites. */
const MOST_CITATIONS = 5;

/** What a profile shows of a goroutine that assists; a dump says it in the state. */
const ASSIST = /^runtime\.gc(?:AssistAlloc|ParkAssist)/;

/** One dump with its goroutines that assist or queue. */
interface Pressed {
  readonly dump: DumpFact;
  readonly assisting: number;
  readonly queueing: number;
  readonly share: number;
  /** Groups of them, largest first. */
  readonly groups: readonly GoroutinesFact[];
}

/** Finds where goroutines that allocate have to work for the garbage collector: in each trace, and in the dumps of each scope. */
export function deriveGcPressure(facts: readonly Fact[]): FactDraft[] {
  const groups = new Map<string, GoroutinesFact[]>();
  const dumps = new Map<string, DumpFact[]>();
  const drafts: FactDraft[] = [];
  for (const fact of facts) {
    if (fact.type === 'gc') drafts.push(...fromTrace(fact));
    if (fact.type === 'cpu-profile') drafts.push(...fromProfile(fact));
    // Most groups do neither; a log holds many dumps.
    if (fact.type === 'goroutines' && (assists(fact) || queues(fact))) push(groups, fact.dump, fact);
    if (fact.type === 'dump' && fact.kind !== 'other') push(dumps, JSON.stringify(fact.scope), fact);
  }
  for (const load of deriveGcLoad(facts)) drafts.push(...fromMetrics(load));
  for (const ofScope of dumps.values()) drafts.push(...fromDumps(ofScope, groups));
  return drafts;
}

function fromTrace({ windows, scope }: GcFact): FactDraft[] {
  const [longest] = windows.filter(({ picture }) => picture === 'assist-heavy').toSorted((a, b) => b.cycles - a.cycles);
  if (longest === undefined) return [];
  const { cycles, durationMs, cpuShare, assistShare, perSecond, citation } = longest;
  return [
    {
      type: 'gc-pressure',
      certainty: 'derived',
      scope,
      citations: [citation],
      seenIn: 'trace',
      cycles,
      durationMs,
      cpuShare,
      ...(assistShare === undefined ? {} : { assistShare }),
      perSecond,
    },
  ];
}

/** Assists are as much as in an `assist-heavy` window of a trace. Since the start of a process they say little: each begins with filling its heap. */
const LEAST_ASSISTS = 0.4;

function fromMetrics({
  over,
  collections,
  seconds,
  perSecond,
  cpuShare,
  assistShare,
  scope,
  citations,
}: ReturnType<typeof deriveGcLoad>[number]): FactDraft[] {
  if (over !== 'interval' || seconds === undefined || perSecond === undefined || cpuShare === undefined) return [];
  if (assistShare === undefined || assistShare < LEAST_ASSISTS) return [];
  return [
    {
      type: 'gc-pressure',
      certainty: 'derived',
      scope,
      citations,
      seenIn: 'metrics',
      cycles: collections,
      durationMs: Math.round(seconds * 1000),
      cpuShare,
      assistShare,
      perSecond,
    },
  ];
}

/** Samples that a profile has at least, a hundred a second of each busy processor, and the share of them that assists have. */
const LEAST_SAMPLES = 100;
const LEAST_ASSISTED = 0.1;

function fromProfile({ samples, shares, sites, busyProcessors, scope, citations, salvaged }: CpuProfileFact): FactDraft[] {
  if (salvaged || Number(samples) < LEAST_SAMPLES || shares.gcAssist < LEAST_ASSISTED) return [];
  const owner = sites.find((site) => site.owner !== undefined && site.functions.some((name) => ASSIST.test(name)))?.owner;
  return [
    {
      type: 'gc-pressure',
      certainty: 'derived',
      scope,
      citations: [citations[0]],
      seenIn: 'cpu-profile',
      cpuShare: shares.gc,
      assistShare: shares.gcAssist,
      ...(busyProcessors === undefined ? {} : { busyProcessors }),
      ...(owner === undefined ? {} : { owner }),
    },
  ];
}

function fromDumps(dumps: readonly DumpFact[], groups: ReadonlyMap<string, readonly GoroutinesFact[]>): FactDraft[] {
  const all = dumps.flatMap((dump) => pressedBy(dump, groups.get(dump.id) ?? []));
  const pressed = all.filter((one) => isPressed(one)).toSorted((a, b) => b.share - a.share);
  // What shows assists says more than what only queues.
  const most = pressed.find(({ assisting }) => assisting >= LEAST_GOROUTINES) ?? pressed[0];
  if (most === undefined) return [];
  const [first, ...rest] = [most, ...pressed.filter((one) => one !== most)].flatMap(({ groups: [largest] }) =>
    largest === undefined ? [] : [largest.citations[0]],
  );
  if (first === undefined) return [];
  const citations: [Citation, ...Citation[]] = [first, ...rest.slice(0, MOST_CITATIONS - 1)];
  const owner = ownerOf(most);
  return [
    {
      type: 'gc-pressure',
      certainty: 'derived',
      scope: most.dump.scope,
      citations,
      seenIn: 'dumps',
      dumps: dumps.length,
      dumpsPressed: pressed.length,
      assisting: most.assisting,
      queueing: most.queueing,
      share: most.share,
      ...(owner === undefined ? {} : { owner }),
    },
  ];
}

function pressedBy(dump: DumpFact, groups: readonly GoroutinesFact[]): Pressed[] {
  const total = Number(dump.goroutines);
  if (groups.length === 0 || total <= 0) return [];
  const sum = (some: readonly GoroutinesFact[]) => some.reduce((count, group) => count + group.count, 0);
  const assisting = sum(groups.filter(assists));
  const queueing = sum(groups.filter((group) => !assists(group)));
  const share = Math.round((1000 * (assisting + queueing)) / total) / 1000;
  return [{ dump, assisting, queueing, share, groups: groups.toSorted((a, b) => b.count - a.count) }];
}

function isPressed({ assisting, queueing, share }: Pressed): boolean {
  return assisting + queueing >= LEAST_GOROUTINES && share >= LEAST_SHARE;
}

function ownerOf({ groups }: Pressed): Frame | undefined {
  return groups.find(({ owner }) => owner !== undefined)?.owner;
}

function assists({ stateClass, functions }: GoroutinesFact): boolean {
  return stateClass === 'gc-assist' || (stateClass === undefined && functions.some((name) => ASSIST.test(name)));
}

/** A semaphore of the runtime right below code that allocates: no lock of package sync and no descriptor stands in between. */
function queues({ stateClass, frames }: GoroutinesFact): boolean {
  const [top] = frames;
  return stateClass === 'semaphore' && top !== undefined && top.origin !== 'runtime' && top.origin !== 'cgo';
}

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
