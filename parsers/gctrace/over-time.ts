import type { GcCycle, GcFact, GcInterval } from '../../src/evidence/facts/gc.ts';
import { lengthOf } from './pictures.ts';

/** Parts of equal length that a series is looked at in. */
const PARTS = 8;
/** A share of CPU that is less sure than that says nothing. */
const MOST_ERROR = 0.1;
/** Start times are whole milliseconds: below that length they would be off by too much. */
const SHORTEST_MS = 20;
/** How much larger each live heap of a climb is than the one before, its collections, and what they come to. */
const CLIMB = 1.5;
const LEAST_CLIMB = 4;
const LEAST_CLIMBED_MIB = 32;
/** Parts with a collection that a statement on growth needs. */
const LEAST_PARTS = 4;

/**
 * The collector's CPU between collections, from the cumulative percentages. At the end of a collection the runtime prints
 * the whole per cent of the CPU time so far, rounded down; so the true value lies up to one per cent of that whole time
 * above it, and the difference of two is off by as much as both. Parts that are too short to tell are joined.
 */
export function intervalsOf(cycles: readonly GcCycle[]): GcInterval[] {
  const marks: GcCycle[] = [];
  for (const next of borders(cycles)) {
    const before = marks.at(-1);
    if (before === undefined || errorBetween(before, next) <= MOST_ERROR) marks.push(next);
    // The series ends here: a part that is too short goes to the one before.
    else if (next === cycles.at(-1) && marks.length > 1) {
      marks.pop();
      if (errorBetween(marks.at(-1) ?? next, next) <= MOST_ERROR) marks.push(next);
    }
  }
  return marks.slice(1).map((to, i): GcInterval => {
    const from = marks[i] ?? to;
    const [a, b] = [endOf(from), endOf(to)];
    // Half a per cent is what a number that was rounded down lacks on average.
    const used = ((to.cpuPercent + 0.5) * b - (from.cpuPercent + 0.5) * a) / 100;
    return {
      fromMs: Math.round(a),
      toMs: Math.round(b),
      cpuShare: rounded(Math.min(1, Math.max(0, used / (b - a)))),
      error: rounded(errorBetween(from, to)),
    };
  });
}

/** How far the share of CPU between two collections can be off. */
function errorBetween(from: GcCycle, to: GcCycle): number {
  const [a, b] = [endOf(from), endOf(to)];
  return b - a >= SHORTEST_MS ? (0.005 * (a + b)) / (b - a) : Number.POSITIVE_INFINITY;
}

/** The climb that a series ends in; undefined where it ends otherwise. */
export function climbOf(cycles: readonly GcCycle[]): GcFact['climb'] {
  let from = cycles.length - 1;
  while (from > 0 && climbs(cycles[from - 1], cycles[from])) from--;
  const [first, before, last] = [cycles[from], cycles.at(-2), cycles.at(-1)];
  if (first === undefined || before === undefined || last === undefined) return undefined;
  if (cycles.length - from < LEAST_CLIMB || last.liveMiB < LEAST_CLIMBED_MIB) return undefined;
  return {
    cycles: cycles.length - from,
    fromMiB: first.liveMiB,
    toMiB: last.liveMiB,
    nextGoalMiB: Math.round((last.liveMiB * last.goalMiB) / before.liveMiB),
  };
}

/** Whether the heap has grown by half from one collection to the next, and the goal as it does with nothing that holds it down. */
function climbs(before: GcCycle | undefined, after: GcCycle | undefined): boolean {
  if (before === undefined || after === undefined || after.cycle !== before.cycle + 1 || after.forcedBy !== undefined) return false;
  return before.liveMiB > 0 && after.liveMiB >= CLIMB * before.liveMiB && after.goalMiB >= CLIMB * before.liveMiB;
}

/** The live heap over a series; undefined without collections. */
export function liveOf(cycles: readonly GcCycle[]): GcFact['live'] {
  const [first] = cycles;
  const last = cycles.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const floors = new Map<number, number>();
  const length = last.atMs - first.atMs;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const { atMs, liveMiB } of cycles) {
    const part = length > 0 ? Math.min(PARTS - 1, Math.floor((PARTS * (atMs - first.atMs)) / length)) : 0;
    floors.set(part, Math.min(floors.get(part) ?? Number.POSITIVE_INFINITY, liveMiB));
    min = Math.min(min, liveMiB);
    max = Math.max(max, liveMiB);
  }
  const floorsMiB = [...floors.values()];
  return { firstMiB: first.liveMiB, lastMiB: last.liveMiB, minMiB: min, maxMiB: max, floorsMiB, rising: isRising(floorsMiB) };
}

/**
 * What stays after collections grows: the smallest live heap of each part, not its peaks. It must still grow in the second
 * half, since every program fills its heap when it starts.
 */
function isRising(floors: readonly number[]): boolean {
  const [first = 0] = floors;
  const middle = floors[floors.length >> 1] ?? 0;
  const last = floors.at(-1) ?? 0;
  if (floors.length < LEAST_PARTS || last < first * 1.5 || last < first + 16 || last < middle * 1.1 || last < middle + 4) return false;
  return floors.every((floor, i) => i === 0 || floor >= (floors[i - 1] ?? 0));
}

/** The first and the last collection, and those in between that end the parts; each once. */
function borders(cycles: readonly GcCycle[]): GcCycle[] {
  const [first] = cycles;
  const last = cycles.at(-1);
  if (first === undefined || last === undefined || last.atMs === first.atMs) return [];
  const marks = [first];
  let next = 1;
  for (const cycle of cycles) {
    if (cycle === last) break;
    if (cycle.atMs - first.atMs < (next * (last.atMs - first.atMs)) / PARTS) continue;
    if (cycle !== first) marks.push(cycle);
    next = Math.floor((PARTS * (cycle.atMs - first.atMs)) / (last.atMs - first.atMs)) + 1;
  }
  return [...marks, last];
}

function endOf(cycle: GcCycle): number {
  return cycle.atMs + lengthOf(cycle);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
