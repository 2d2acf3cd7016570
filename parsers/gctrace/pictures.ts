import type { GcCycle, GcPicture, GcWindow } from '../../src/evidence/facts/gc.ts';

/** When collections make a window of a picture. */
export interface Rule {
  readonly picture: GcPicture;
  /** Collections that a window has at least. */
  readonly minCycles: number;
  /** Collections in a row that may stand in a window without showing the picture. */
  readonly slack: number;
  /**
   * A collection shows the picture. `before` is the one right before it; absent for the first, and where the numbers say
   * that lines are missing in between.
   */
  readonly shows: (cycle: GcCycle, before: GcCycle | undefined) => boolean;
  /** What a window with those in between must come to; else it is none. */
  readonly holds?: (window: Pick<GcWindow, 'assistShare'>) => boolean;
}

/** A stop that is as long is felt by those who wait for an answer, and is far above the usual tenths of a millisecond. */
const LONG_STOP_MS = 10;
/** Start times are printed in whole milliseconds, rounded down: two of them are off by less than one. */
const ROUNDING_MS = 1;

/** In the order in which windows of the same first collection are listed. */
export const RULES: readonly Rule[] = [
  {
    picture: 'back-to-back',
    minCycles: 5,
    slack: 2,
    shows: (cycle, before) =>
      before !== undefined && !called(cycle) && !called(before) && cycle.atMs - before.atMs + ROUNDING_MS <= 2 * lengthOf(before),
  },
  {
    picture: 'no-headroom',
    minCycles: 5,
    slack: 2,
    shows: (cycle, before) => before !== undefined && !called(cycle) && !called(before) && cycle.goalMiB * 10 <= mostLive(before) * 11,
  },
  {
    picture: 'assist-heavy',
    minCycles: 5,
    slack: 3,
    shows: (cycle) => cycle.assistCpuMs >= cycle.backgroundCpuMs && cycle.assistCpuMs > 0,
    holds: ({ assistShare = 0 }) => assistShare >= 0.4,
  },
  {
    picture: 'overshoot',
    minCycles: 3,
    slack: 0,
    shows: (cycle) => cycle.endMiB * 5 >= cycle.goalMiB * 6 && cycle.endMiB >= cycle.goalMiB + 8,
  },
  {
    picture: 'long-stop',
    minCycles: 1,
    slack: 0,
    shows: (cycle) => longestStop(cycle) >= LONG_STOP_MS,
  },
  {
    picture: 'large-stacks',
    minCycles: 2,
    slack: 0,
    shows: ({ stacksMiB = 0, goalMiB }) => stacksMiB >= 16 && stacksMiB * 4 >= goalMiB,
  },
  { picture: 'called', minCycles: 3, slack: 0, shows: called },
  { picture: 'timer', minCycles: 2, slack: 0, shows: (cycle) => cycle.forcedBy === 'timer' },
];

/** Milliseconds from the start to the end of a collection. */
export function lengthOf(cycle: GcCycle): number {
  return cycle.sweepTermMs + cycle.markMs + cycle.markTermMs;
}

/** Milliseconds of the longer of its two stops of the world. */
export function longestStop(cycle: GcCycle): number {
  return Math.max(cycle.sweepTermMs, cycle.markTermMs);
}

/** CPU time that the program did not get, milliseconds. Marking on idle Ps takes nothing away from it. */
export function cpuOf(cycle: GcCycle): number {
  return cycle.sweepTermCpuMs + cycle.assistCpuMs + cycle.backgroundCpuMs + cycle.markTermCpuMs;
}

/** Sizes are rounded down to whole MiB. Of a heap of a few MiB that would be too much to allow for. */
function mostLive({ liveMiB }: GcCycle): number {
  return liveMiB >= 4 ? liveMiB + 1 : liveMiB;
}

function called(cycle: GcCycle): boolean {
  return cycle.forcedBy === 'call';
}
