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
    // Whatever stands in the queues: what was left in them when everything stopped stays there.
    shows: (tick) => tick.schedticks !== undefined && busy(tick),
    lasts: sameSchedticks,
  },
  {
    // Of the detailed form, which names the Ps, see held.ts. Here an idle P and a held one look the same, but where
    // nothing at all is scheduled and some P is not idle all the while, that one is held.
    picture: 'held',
    minTicks: 5,
    minMs: 1000,
    shows: (tick) =>
      tick.schedticks !== undefined &&
      tick.pStatus === undefined &&
      tick.idleprocs > 0 &&
      tick.idleprocs < tick.gomaxprocs &&
      tick.spinningthreads === 0,
    lasts: (before, tick) => before.idleprocs === tick.idleprocs && sameSchedticks(before, tick),
  },
  {
    picture: 'frozen-suspected',
    minTicks: 5,
    minMs: 1000,
    shows: (tick) => tick.schedticks === undefined && busy(tick) && queuesKnown(tick),
    // A working process seldom repeats every number exactly.
    lasts: (before, tick) =>
      before.threads === tick.threads &&
      before.idlethreads === tick.idlethreads &&
      before.needspinning === tick.needspinning &&
      before.runqueue === tick.runqueue &&
      sameNumbers(before.localQueues, tick.localQueues),
  },
  {
    picture: 'saturated',
    minTicks: 2,
    minMs: 0,
    // The first line is printed while the process starts: what stands in the queues then says nothing of the load.
    shows: (tick) => tick.atMs > 0 && tick.idleprocs === 0 && queued(tick) >= tick.gomaxprocs,
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

/**
 * Ps that are neither idle nor have a thread, at least: they are stopped (status gcstop), for a stop-the-world. The threads
 * that are not idle are sysmon, those that run a P, and those in system calls or C code, of which nothing is known.
 */
export function threadlessPs(tick: SchedulerTick): number {
  const awake = tick.threads - tick.idlethreads - 1;
  return Math.max(0, tick.gomaxprocs - tick.idleprocs - Math.max(0, awake));
}

function queuesKnown(tick: SchedulerTick): boolean {
  return tick.localQueues.length === tick.gomaxprocs;
}

function busy(tick: SchedulerTick): boolean {
  return tick.idleprocs === 0 && tick.spinningthreads === 0;
}

function sameSchedticks(before: SchedulerTick, tick: SchedulerTick): boolean {
  return before.schedticks !== undefined && tick.schedticks !== undefined && sameNumbers(before.schedticks, tick.schedticks);
}

function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, p) => value === b[p]);
}
