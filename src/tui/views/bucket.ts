import type { GoroutinesFact } from '../../evidence/facts/dump.ts';
import { RUNS } from '../../report/goroutines/filter.ts';
import { groupBy, likelyWait } from '../../report/goroutines/group.ts';
import type { GroupView, Level, Parts } from '../../report/goroutines/view.ts';
import type { ReportDump } from '../../report/report.ts';

/**
 * Groups of one dump that are alike at a level. Only their number is counted; what else is to be said of them, `viewOf` computes when
 * they are shown.
 */
export interface Bucket {
  /** Tells it in every view of the report: `dump:1|functions|…`. */
  readonly id: string;
  readonly parts: Parts;
  readonly count: number;
}

/** Buckets in their order, each made when it is asked for. */
export interface Buckets {
  readonly count: number;
  readonly at: (index: number) => Bucket | undefined;
  /** Its id alone: for the row of the cursor, which is looked for among all. */
  readonly id: (index: number) => string;
  /** Where the bucket with an id stands. */
  readonly indexOf: (id: string) => number | undefined;
  /** Its parts alone: for a filter, which looks at every bucket. */
  readonly parts: (index: number) => readonly GoroutinesFact[];
}

export const SORTS = ['count', 'wait', 'state', 'function'] as const;

const SEPARATOR = '|';

/** What the groups of a level have in common, as in `report/goroutines/group.ts`; the creator's name without hashing it. */
function keyOf(fact: GoroutinesFact, level: Level): string {
  return level === 'creator' ? (fact.creator?.function ?? '') : fact.key;
}

/**
 * Puts the groups of a dump together and in order; among equals the largest comes first. The report has one group for each stack, so that only by
 * creator there is anything to be put together. No objects are made here, for the sake of dumps with 100,000 groups.
 *
 * @param facts Largest first, as the report has them.
 */
export function bucketsOf(dump: string, facts: readonly GoroutinesFact[], level: Level, sort: string = 'count'): Buckets {
  const members = level === 'creator' ? byCreator(facts) : undefined;
  const size = members?.length ?? facts.length;
  const partsAt = (bucket: number): Parts | undefined => {
    if (members === undefined) {
      const fact = facts[bucket];
      return fact === undefined ? undefined : [fact];
    }
    const [first, ...rest] = (members[bucket] ?? []).flatMap((i) => facts[i] ?? []);
    return first === undefined ? undefined : [first, ...rest];
  };
  // The largest part speaks for a bucket; of the wait the longest does.
  const leader = (bucket: number): GoroutinesFact | undefined => facts[members === undefined ? bucket : (members[bucket]?.[0] ?? 0)];
  const countAt = (bucket: number): number =>
    members === undefined ? (facts[bucket]?.count ?? 0) : (members[bucket] ?? []).reduce((total, i) => total + (facts[i]?.count ?? 0), 0);
  const waitAt = (bucket: number): number =>
    members === undefined
      ? (facts[bucket]?.wait.maxMinutes ?? -1)
      : (members[bucket] ?? []).reduce((most, i) => Math.max(most, facts[i]?.wait.maxMinutes ?? -1), -1);

  let order: Float64Array | Uint32Array | undefined;
  // The groups of a dump come largest first: only what was put together may stand elsewhere.
  if (members !== undefined) order = arranged(size, (i) => -countAt(i));
  const before = order;
  const from = (i: number): number => before?.[i] ?? i;
  if (sort === 'wait') order = arranged(size, (i) => -waitAt(from(i))).map(from);
  else if (sort === 'state') order = alphabetical(size, (i) => stateOf(leader(from(i)))).map(from);
  else if (sort === 'function') order = alphabetical(size, (i) => functionOf(leader(from(i)))).map(from);

  const bucketAt = (index: number): number => (order === undefined ? index : (order[index] ?? -1));
  const prefix = `${dump}${SEPARATOR}${level}${SEPARATOR}`;
  const idOf = (fact: GoroutinesFact): string => prefix + keyOf(fact, level);
  return {
    count: size,
    id: (index) => {
      const fact = leader(bucketAt(index));
      return fact === undefined ? '' : idOf(fact);
    },
    indexOf: (id) => {
      if (!id.startsWith(prefix)) return undefined;
      const wanted = id.slice(prefix.length);
      for (let index = 0; index < size; index++) {
        const fact = leader(bucketAt(index));
        if (fact !== undefined && keyOf(fact, level) === wanted) return index;
      }
      return undefined;
    },
    parts: (index) => partsAt(bucketAt(index)) ?? [],
    at: (index) => {
      const bucket = bucketAt(index);
      const parts = bucket < 0 || bucket >= size ? undefined : partsAt(bucket);
      if (parts === undefined) return undefined;
      return { id: idOf(parts[0]), parts, count: countAt(bucket) };
    },
  };
}

/** Indices of the groups that one function started, for each such function. */
function byCreator(facts: readonly GoroutinesFact[]): readonly (readonly number[])[] {
  const found = new Map<string, number[]>();
  for (const [i, fact] of facts.entries()) {
    const key = keyOf(fact, 'creator');
    const known = found.get(key);
    if (known === undefined) found.set(key, [i]);
    else known.push(i);
  }
  return [...found.values()];
}

/** More than there are groups: a key and an index make one number, and numbers sort without a call for each pair. */
const SLOTS = 2 ** 24;
/** Keys beyond it are alike: with an index below `SLOTS` they would be no exact number. A damaged profile may count anything. */
const MOST_KEY = 2 ** 28;

/** The numbers up to `size` by a whole key, smallest first; equal keys keep their order. */
function arranged(size: number, keyAt: (index: number) => number): Float64Array {
  const packed = new Float64Array(size);
  for (let i = 0; i < size; i++) packed[i] = Math.max(-MOST_KEY, Math.min(MOST_KEY, keyAt(i))) * SLOTS + i;
  return packed.toSorted().map((one) => ((one % SLOTS) + SLOTS) % SLOTS);
}

/** The numbers up to `size` by a text, in alphabetical order; equal texts keep theirs. */
function alphabetical(size: number, textAt: (index: number) => string): Uint32Array {
  const texts = Array.from({ length: size }, (_, i) => textAt(i));
  const places = placesOf(texts);
  if (places !== undefined) return Uint32Array.from([...places.keys()].toSorted(compareText).flatMap((text) => places.get(text) ?? []));
  return Uint32Array.from(texts.keys()).toSorted((a, b) => compareText(texts[a] ?? '', texts[b] ?? '') || a - b);
}

/** Of so many texts it is seen whether most of them are different. */
const LOOKED_AT = 4096;

/** Where each text stands, so that each is compared once; undefined where most are different, and this would cost more than it saves. */
function placesOf(texts: readonly string[]): ReadonlyMap<string, readonly number[]> | undefined {
  const places = new Map<string, number[]>();
  for (const [i, text] of texts.entries()) {
    const known = places.get(text);
    if (known === undefined) places.set(text, [i]);
    else known.push(i);
    if (i === LOOKED_AT && places.size > LOOKED_AT / 2) return undefined;
  }
  return places;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The bucket of an id, idle goroutines included; undefined where the dumps have none. */
export function findBucket(
  dumps: readonly ReportDump[],
  id: string,
): { readonly bucket: Bucket; readonly dump: ReportDump; readonly level: Level } | undefined {
  const [dumpId = '', level = '', ...key] = id.split(SEPARATOR);
  const dump = dumps.find((one) => one.id === dumpId);
  if (dump === undefined || !isLevel(level)) return undefined;
  const wanted = key.join(SEPARATOR);
  const members = dump.groups.filter((fact) => keyOf(fact, level) === wanted);
  const bucket = bucketsOf(dumpId, members, level).at(0);
  return bucket === undefined ? undefined : { bucket, dump, level };
}

function isLevel(text: string): text is Level {
  return text === 'exact' || text === 'functions' || text === 'creator';
}

/** All that is to be said of a bucket. */
export function viewOf({ parts }: Bucket, level: Level, dump: ReportDump): GroupView | undefined {
  return groupBy(level, parts, Number(dump.goroutines))[0];
}

/** The state of a group, as printed or by its class; of a guess it is said that it is one. */
export function stateOf(fact: GoroutinesFact | undefined): string {
  const guess = fact?.hiddenWait === undefined ? '' : `likely ${likelyWait(fact.hiddenWait)}`;
  return fact?.state ?? fact?.stateClass ?? guess;
}

/** Where the program waits in a group, or its innermost call. */
export function functionOf(fact: GoroutinesFact | undefined): string {
  if (fact === undefined) return '';
  return (fact.owner ?? fact.frames.find(({ origin }) => origin !== 'runtime') ?? fact.frames[0])?.function ?? '';
}

/**
 * The wait in so many columns: `11 min`, `2-11 min`, `11 min ?` where some ages are unknown, `-` where nothing is waited for. Where a range has no room
 * its longest wait is said, `≤500 min`; a number never is cut.
 */
export function shortWait({ wait: { minMinutes, maxMinutes, unknown }, states }: GroupView, columns: number): string {
  if (states.length > 0 && states.every((one) => RUNS.has(one.class ?? 'other'))) return '-';
  if (minMinutes === undefined || maxMinutes === undefined) return 'unknown';
  const end = unknown === 0 ? ' min' : ' min ?';
  const range = minMinutes === maxMinutes ? `${minMinutes}${end}` : `${minMinutes}-${maxMinutes}${end}`;
  return range.length <= columns || minMinutes === maxMinutes ? range : `≤${maxMinutes}${end}`;
}
