import type { DumpDefect, DumpFact } from '../facts/dump.ts';
import type { GrowthFact } from '../facts/growth.ts';
import { runKey } from '../scope.ts';
import { isLess, toBigInt } from '../../text/exact.ts';
import { naturalOrder } from '../../text/natural-order.ts';
import { oneForm } from './one-form.ts';
import { thin } from './thin.ts';

/** Dumps of one process, as far as can be told, in order of time. At least two. */
export interface Snapshots {
  readonly dumps: readonly DumpFact[];
  readonly orderedBy: GrowthFact['orderedBy'];
  /** Unix time of each in nanoseconds; absent where that of any is not known. */
  readonly times?: readonly bigint[];
}

/** Dumps of a series that are compared. A file can hold any number of them. */
const MOST_DUMPS = 200;

/** Defects that take goroutines away: a group that is missing or small in such a dump proves nothing. */
const INCOMPLETE: ReadonlySet<DumpDefect> = new Set([
  'truncated',
  'cut-at-known-limit',
  'mid-line',
  'beginning-missing',
  'interleaved',
  'ungrouped',
  'single-goroutine',
  'counts-disagree',
  'damaged',
]);

/**
 * Sorts dumps into those that can be compared with each other: of one scope and one program, complete, and of kinds that
 * count the same way. A profile is compared with profiles only: its groups have no states, and beside a dump it is the
 * same moment in another form; so is a profile in text form beside a binary one. A profile of leaks has only some of the goroutines, and is compared with its like.
 */
export function findSnapshots(dumps: readonly DumpFact[]): Snapshots[] {
  const buckets = new Map<string, DumpFact[]>();
  for (const dump of dumps) {
    if (dump.kind === 'other' || dump.defects.some((defect) => INCOMPLETE.has(defect))) continue;
    const form = dump.kind === 'profile' || dump.kind === 'leak-profile' ? dump.kind : 'stacks';
    const key = `${form} ${runKey(dump.scope)}`;
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [dump]);
    else bucket.push(dump);
  }
  return [...buckets.values()]
    .flatMap(byProgram)
    .map(oneFormOfProfiles)
    .flatMap((dumps) => byTime(dumps) ?? byProcess(dumps))
    .filter(({ dumps }) => dumps.length > 1)
    .map(({ dumps, orderedBy }) => {
      const kept = thin(dumps, MOST_DUMPS);
      const times = timesOf(kept);
      return { dumps: kept, orderedBy, ...(times === undefined ? {} : { times }) };
    });
}

/** One list a program. A dump of an unknown program belongs to the only known one; where there are more, to none. */
function byProgram(dumps: readonly DumpFact[]): DumpFact[][] {
  const programs = new Set(dumps.flatMap((dump) => dump.program ?? []));
  if (programs.size <= 1) return [[...dumps]];
  return [...programs].map((program) => dumps.filter((dump) => dump.program === program));
}

function oneFormOfProfiles(dumps: readonly DumpFact[]): readonly DumpFact[] {
  return dumps.some(({ kind }) => kind === 'profile' || kind === 'leak-profile') ? oneForm(dumps) : dumps;
}

/** Profiles by the times that are written in them; undefined where one has none. */
function byTime(dumps: readonly DumpFact[]): Snapshots[] | undefined {
  const times = timesOf(dumps);
  if (times === undefined) return undefined;
  const order = dumps.map((dump, i) => ({ dump, time: times[i] ?? 0n }));
  const ordered = order.toSorted((a, b) => Number(a.time - b.time) || naturalOrder(pathOf(a.dump), pathOf(b.dump)));
  return [{ dumps: ordered.map(({ dump }) => dump), orderedBy: 'time' }];
}

function timesOf(dumps: readonly DumpFact[]): readonly bigint[] | undefined {
  const times = dumps.flatMap(({ timeNanos }) => (timeNanos === undefined || !isLess(0, timeNanos) ? [] : [toBigInt(timeNanos)]));
  return times.length === dumps.length ? times : undefined;
}

/** Puts dumps in order. A crash or a SIGQUIT dump is the last of its process: what follows is another one. */
function byProcess(dumps: readonly DumpFact[]): Snapshots[] {
  const ordered = dumps.toSorted((a, b) => naturalOrder(pathOf(a), pathOf(b)) || lineOf(a) - lineOf(b));
  if (new Set(dumps.map(pathOf)).size === 1) {
    const processes: DumpFact[][] = [[]];
    for (const dump of ordered) {
      processes.at(-1)?.push(dump);
      if (isLast(dump)) processes.push([]);
    }
    return processes.map((process) => ({ dumps: process, orderedBy: 'position' }));
  }
  const ended = new Set<string>();
  const living = ordered.filter((dump) => {
    if (isLast(dump)) ended.add(pathOf(dump));
    return !ended.has(pathOf(dump));
  });
  // Of several ends, each is of another process, and nothing tells which one the other dumps belong to.
  const ends = ordered.filter(isLast);
  const inOrder = byIds(living);
  const dumpsInOrder = inOrder ?? living;
  return [{ dumps: ends.length === 1 ? [...dumpsInOrder, ...ends] : dumpsInOrder, orderedBy: inOrder === undefined ? 'name' : 'ids' }];
}

/**
 * Dumps by their highest goroutine id: `after.txt` is later than `before.txt`. Undefined where the names are numbered, which says more, or
 * where the ids do not tell.
 */
function byIds(dumps: readonly DumpFact[]): DumpFact[] | undefined {
  const names = new Set(dumps.map((dump) => pathOf(dump).replaceAll(/\d+/g, '#')));
  const ids = new Set(dumps.map(({ lastId }) => lastId));
  if (names.size < 2 || ids.size < dumps.length || ids.has(undefined)) return undefined;
  return dumps.toSorted((a, b) => (isLess(a.lastId ?? 0, b.lastId ?? 0) ? -1 : 1));
}

function isLast(dump: DumpFact): boolean {
  return dump.kind === 'crash' || dump.kind === 'sigquit';
}

function pathOf(dump: DumpFact): string {
  return dump.citations[0].path;
}

function lineOf(dump: DumpFact): number {
  return dump.citations[0].firstLine ?? 0;
}
