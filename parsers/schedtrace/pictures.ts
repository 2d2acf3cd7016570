import type { SchedulerPicture, SchedulerTick } from '../../src/evidence/facts/scheduler.ts';

/** When ticks make a window of a picture. */
export interface Rule {
  readonly picture: SchedulerPicture;
  /** Ticks that a window has at least. */
  readonly minTicks: number;
  /** Milliseconds that it lasts at least. */
  readonly minMs: number;
  /** One tick shows the picture. */
  readonly shows: (tick: SchedulerTick) => boolean;
  /** The tick continues the picture of the tick before it: it is one lasting thing, not two alike. */
  readonly lasts: (before: SchedulerTick, tick: SchedulerTick) => boolean;
}

/**
 * A healthy P schedules every 10 to 20 ms (sysmon takes a running goroutine off after 10 ms), so standing still for
 * less proves nothing.
 */
export const MIN_STILL_MS = 100;

/**
 * What `sched.stopwait` is set to when a crash freezes the world (runtime/proc.go freezeStopWait, 0x7fffffff, counted
 * down a little): the process is printing its stacks, nobody waits for a stop.
 */
const CRASH_FREEZE = 0x40000000;

/** In the order in which windows of the same first tick are listed. */
export const RULES: readonly Rule[] = [
  {
    picture: 'stop-the-world',
    minTicks: 2,
    minMs: 10,
    shows: (tick) => tick.gcwaiting === true && (tick.stopwait ?? 0) > 0 && (tick.stopwait ?? 0) < CRASH_FREEZE,
    // Any schedule() between the two ticks means that the world ran in between: two stops, not one.
    lasts: (before, tick) => before.schedticks === undefined || tick.schedticks === undefined || sameSchedticks(before, tick),
  },
  {
    picture: 'frozen',
    // Three, because a process that was suspended (SIGSTOP, a paused VM) shows one such pair on waking up.
    minTicks: 3,
    minMs: MIN_STILL_MS,
    shows: (tick) => tick.schedticks !== undefined && busyWithoutQueue(tick),
    lasts: sameSchedticks,
  },
  {
    picture: 'frozen-suspected',
    minTicks: 5,
    minMs: 1000,
    shows: (tick) => tick.schedticks === undefined && busyWithoutQueue(tick),
    // The queues are all 0 already. A working process seldom repeats every other number exactly.
    lasts: (before, tick) =>
      before.threads === tick.threads && before.idlethreads === tick.idlethreads && before.needspinning === tick.needspinning,
  },
  {
    picture: 'saturated',
    minTicks: 2,
    minMs: 0,
    shows: (tick) => tick.idleprocs === 0 && queued(tick) >= tick.gomaxprocs,
    lasts: () => true,
  },
  {
    picture: 'starved',
    minTicks: 2,
    minMs: 0,
    shows: (tick) => tick.idleprocs > 0 && queued(tick) > 0,
    lasts: () => true,
  },
  {
    picture: 'idle',
    minTicks: 2,
    minMs: 0,
    shows: (tick) => tick.idleprocs === tick.gomaxprocs && queuesKnown(tick) && queued(tick) === 0,
    lasts: () => true,
  },
];

/** Goroutines in the global and the local queues; the local ones count as 0 where they could not all be read. */
export function queued(tick: SchedulerTick): number {
  let sum = tick.runqueue;
  for (const length of tick.localQueues) sum += length;
  return sum;
}

function queuesKnown(tick: SchedulerTick): boolean {
  return tick.localQueues.length === tick.gomaxprocs;
}

function busyWithoutQueue(tick: SchedulerTick): boolean {
  return tick.idleprocs === 0 && tick.spinningthreads === 0 && queuesKnown(tick) && queued(tick) === 0;
}

function sameSchedticks(before: SchedulerTick, tick: SchedulerTick): boolean {
  const a = before.schedticks;
  const b = tick.schedticks;
  return a !== undefined && b !== undefined && a.length === b.length && a.every((value, p) => value === b[p]);
}
