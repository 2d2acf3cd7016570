import type { GoroutineLabels, GoroutinesFact, HiddenWait, IdleKind, LabelSet } from '../../evidence/facts/dump.ts';
import type { WaitRange } from '../../evidence/frame.ts';
import { isLess } from '../../text/exact.ts';
import { shortHash } from '../../text/hash.ts';
import type { GroupState, GroupView, Level, Parts } from './view.ts';

const MOST_IDS = 10;
const MOST_PARTS = 5;

/** Puts groups of one dump together that are alike at a level; largest first. `total`: goroutines of the dump. */
export function groupBy(level: Level, facts: readonly GoroutinesFact[], total: number): GroupView[] {
  const byKey = new Map<string, [GoroutinesFact, ...GoroutinesFact[]]>();
  for (const fact of facts) {
    const key = level === 'creator' ? creatorKey(fact) : fact.key;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, [fact]);
    else known.push(fact);
  }
  return [...byKey].map(([key, parts]) => groupOf(level, key, parts, total)).toSorted((a, b) => b.count - a.count || order(a.key, b.key));
}

/** By function and not by line: one `go` statement moves from build to build. What has no creator is one group. */
function creatorKey({ creator }: GoroutinesFact): string {
  return shortHash(`creator ${creator?.function ?? ''}`);
}

function groupOf(level: Level, key: string, parts: Parts, total: number): GroupView {
  const stacks = mergeByKey(parts);
  const largest = stacks[0] ?? parts[0];
  const count = sum(parts.map((part) => part.count));
  return {
    key,
    count,
    share: total > 0 ? count / total : 0,
    states: counted(parts, statesOf),
    wait: waitOf(parts),
    frames: largest.frames,
    ...(largest.owner === undefined ? {} : { owner: largest.owner }),
    ...(largest.creator === undefined ? {} : { creator: largest.creator }),
    stacks: stacks.length,
    ...(level === 'creator' ? { parts: stacks.slice(0, MOST_PARTS).map(partView) } : {}),
    leaked: sum(parts.map((part) => part.leaked)),
    locked: sum(parts.map((part) => part.locked)),
    ...labelsOf(parts, count),
    idle: idleKinds(parts),
    ids: parts
      .flatMap(({ ids }) => ids)
      .toSorted((a, b) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0))
      .slice(0, MOST_IDS),
    elided: parts.some(({ elided }) => elided),
    citation: largest.citations[0],
  };
}

/** The kinds of idleness of goroutines, with their numbers; most first. */
export function idleKinds(facts: readonly GoroutinesFact[]): { readonly kind: IdleKind; readonly count: number }[] {
  return counted(facts, ({ idle }) => (idle === undefined ? undefined : { kind: idle }));
}

/** The parts of one stack, which were read apart for their ages, as one; largest first. */
function mergeByKey(parts: Parts): GoroutinesFact[] {
  const byKey = new Map<string, GoroutinesFact>();
  for (const part of parts) {
    const known = byKey.get(part.key);
    byKey.set(part.key, known === undefined ? part : { ...known, count: known.count + part.count });
  }
  return [...byKey.values()].toSorted((a, b) => b.count - a.count || order(a.key, b.key));
}

function statesOf({ state, stateClass, hiddenWait }: GoroutinesFact): Omit<GroupState, 'count'> {
  return {
    ...(state === undefined ? {} : { state }),
    ...(stateClass === undefined ? {} : { class: stateClass }),
    ...(hiddenWait === undefined ? {} : { likely: likelyWait(hiddenWait) }),
  };
}

/** What a hidden wait seems to be, as exactly as it is known. */
export function likelyWait({ operation, stateClass }: HiddenWait): NonNullable<GroupState['likely']> {
  return stateClass ?? operation;
}

function partView(fact: GoroutinesFact): NonNullable<GroupView['parts']>[0] {
  const { count, owner, frames } = fact;
  const where = owner ?? frames.find(({ origin }) => origin !== 'runtime') ?? frames[0];
  return {
    count,
    ...statesOf(fact),
    ...(where === undefined ? {} : { owner: where }),
  };
}

/** Sets that a view shows. */
const MOST_SETS = 24;

/** The labels of all parts. A part that has none, or sets that its fact does not show, is counted. */
function labelsOf(parts: Parts, count: number): { readonly labels?: GoroutineLabels } {
  const labelled = parts.flatMap(({ labels }) => labels ?? []);
  if (labelled.length === 0) return {};
  const sets = new Map<string, LabelSet>();
  for (const set of labelled.flatMap((one) => one.sets)) {
    const key = JSON.stringify(set.labels);
    sets.set(key, { ...set, count: set.count + (sets.get(key)?.count ?? 0) });
  }
  const sorted = [...sets].toSorted(([a, x], [b, y]) => y.count - x.count || order(a, b)).map(([, set]) => set);
  const shown = sorted.slice(0, MOST_SETS);
  const others = sum(labelled.map((one) => one.others)) + sum(sorted.slice(MOST_SETS).map((set) => set.count));
  return { labels: { sets: shown, others, none: count - others - sum(shown.map((set) => set.count)) } };
}

function waitOf(parts: Parts): WaitRange {
  const least = parts.flatMap(({ wait }) => wait.minMinutes ?? []);
  const most = parts.flatMap(({ wait }) => wait.maxMinutes ?? []);
  return {
    ...(least.length === 0 ? {} : { minMinutes: least.reduce((a, b) => Math.min(a, b)) }),
    ...(most.length === 0 ? {} : { maxMinutes: most.reduce((a, b) => Math.max(a, b)) }),
    unknown: sum(parts.map(({ wait }) => wait.unknown)),
  };
}

/** Sums up goroutines by what they have in common; those without it are left out. */
function counted<T extends object>(
  facts: readonly GoroutinesFact[],
  by: (fact: GoroutinesFact) => T | undefined,
): (T & { count: number })[] {
  const counts = new Map<string, T & { count: number }>();
  for (const fact of facts) {
    const what = by(fact);
    if (what === undefined) continue;
    const key = JSON.stringify(what);
    counts.set(key, { ...what, count: (counts.get(key)?.count ?? 0) + fact.count });
  }
  return [...counts].toSorted(([a, x], [b, y]) => y.count - x.count || order(a, b)).map(([, one]) => one);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
