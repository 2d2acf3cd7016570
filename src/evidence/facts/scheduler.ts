import type { SafeText } from '../../text/safe-text.ts';
import type { Citation } from '../citation.ts';
import type { FactBase } from './base.ts';
import type { GoVersionRange } from './dump.ts';

/** One `SCHED` line (runtime/proc.go schedtrace), with what `scheddetail=1` adds. Counts, unless said otherwise. */
export interface SchedulerTick {
  /** Milliseconds since the first trace line of the process, not wall time. */
  readonly atMs: number;
  /** Its line in the file. */
  readonly line: number;
  /** GOMAXPROCS at that moment. */
  readonly gomaxprocs: number;
  /** Ps without work. */
  readonly idleprocs: number;
  /** Threads of the process (Ms). */
  readonly threads: number;
  /** Threads that look for work. */
  readonly spinningthreads: number;
  /** Go ≥ 1.20. */
  readonly needspinning?: number;
  /** Threads that are parked. */
  readonly idlethreads: number;
  /** The global queue. */
  readonly runqueue: number;
  /** Local queues, by P (`runqsize=` in the detailed form). `runnext` slots are not counted by the runtime. */
  readonly localQueues: readonly number[];
  /** Number of schedule() calls, by P: Go ≥ 1.25 in the line, or `schedtick=` of the detailed form. */
  readonly schedticks?: readonly number[];
  /** A stop-the-world is asked for (detail only). */
  readonly gcwaiting?: boolean;
  /** Ps that the stop-the-world still waits for (detail only). */
  readonly stopwait?: number;
  /** Status by P (detail only): 0 idle, 1 running, 2 syscall, 3 gcstop, 4 dead. */
  readonly pStatus?: readonly number[];
}

/**
 * A picture that lasted over consecutive ticks.
 * `saturated`: no idle P and at least as many queued goroutines as Ps.
 * `stop-the-world`: `gcwaiting` with `stopwait` above 0.
 * `frozen`: no idle P, nothing spinning, and no P has scheduled anything (schedticks stand still).
 * `held`: a P that one goroutine keeps without the P scheduling anything, while other Ps may be idle or work.
 * `frozen-suspected`: no idle P, nothing spinning, and every number stays the same, where no schedticks are printed to prove it.
 * `idle`: every P idle, nothing queued.
 * `starved`: idle Ps while work is queued.
 */
export type SchedulerPicture = 'saturated' | 'stop-the-world' | 'frozen' | 'held' | 'frozen-suspected' | 'idle' | 'starved';

/** A run of consecutive ticks that show one picture. */
export interface SchedulerWindow {
  /** What its ticks show. */
  readonly picture: SchedulerPicture;
  /** Consecutive ticks in it, at least 2. */
  readonly ticks: number;
  /** Milliseconds since the first trace line of the process, at its first tick. */
  readonly fromMs: number;
  /** The same at its last tick. */
  readonly toMs: number;
  /** `toMs − fromMs`. */
  readonly durationMs: number;
  /** Share of the series' ticks, 0 to 1. */
  readonly share: number;
  /** Queued goroutines (global and local) per P: smallest, median and largest of the window. */
  readonly queuedPerP: { readonly min: number; readonly median: number; readonly max: number };
  /** GOMAXPROCS at that moment. */
  readonly gomaxprocs: number;
  /**
   * Ps whose schedtick stood still for the whole window with status 1 (running); empty where schedticks are not printed.
   * Where the status is not printed (plain form, Go ≥ 1.25): Ps that stood still while others scheduled and none was idle.
   */
  readonly stuckPs: readonly number[];
  /**
   * Goroutines on those Ps, where M lines tell (`curg=`), without those that wait (G line with status 4): they stand on
   * their P because the runtime does something for them, such as a garbage collection that they must help.
   */
  readonly stuckGoroutines: readonly number[];
  /**
   * Ps that in every tick of the window were neither idle nor had a thread, at least: they are stopped. From
   * `gomaxprocs − idleprocs − (threads − idlethreads − 1)`; the 1 is sysmon, which needs no P. 0 where threads suffice.
   */
  readonly threadlessPs: number;
  /** Lines between its first and its last tick that are not of the trace: something was printed meanwhile. */
  readonly otherLines: number;
  /** Its lines, from the first tick to the last. */
  readonly citation: Citation;
}

/** A schedtrace or scheddetail series of one process (GODEBUG=schedtrace=N). */
export interface SchedulerFact extends FactBase {
  readonly type: 'scheduler';
  /** `plain` lines only, or `detail` with the P, M and G lines of scheddetail=1. */
  readonly form: 'plain' | 'detail';
  /** In order. A very long series is thinned evenly (the first and the last tick stay); its windows count every tick. */
  readonly ticks: readonly SchedulerTick[];
  /** Ticks that were read but are not in `ticks`; absent where none were left out. */
  readonly ticksLeftOut?: number;
  /** In order of their first tick. Windows of different pictures may cover the same ticks. */
  readonly windows: readonly SchedulerWindow[];
  /** Windows that are not listed, the ones with fewest ticks; absent where none were left out. */
  readonly windowsLeftOut?: number;
  /** Median milliseconds between ticks; absent with one tick. */
  readonly intervalMs?: number;
  /** Longest gap between two ticks, milliseconds; absent with one tick. */
  readonly longestGapMs?: number;
  /**
   * `longestGapMs − intervalMs`: how late a line came, at worst. The thread that prints them needs no P, so it waited for the
   * machine: another process had the processor, the quota of a cgroup was used up, the process or the machine was suspended.
   */
  readonly lateMs?: number;
  /** Threads of the process (Ms). */
  readonly threads: { readonly first: number; readonly last: number; readonly max: number };
  /**
   * Wait reasons of parked goroutines, most first: those of status 4 (or 4100) only, for every other status the printed
   * reason is stale. `goroutines` is the largest number in one tick, `line` the first that shows it.
   */
  readonly parkedReasons: readonly {
    readonly reason: SafeText;
    readonly goroutines: number;
    readonly line: number;
  }[];
  /** One block of the detailed form inside a crash report: the runtime prints it before the panic line. */
  readonly atCrash: boolean;
  /** Go releases that print such lines, derived. Absent where lines of different releases are mixed. */
  readonly goVersions?: GoVersionRange;
  /** Lines of the series that could not be read. */
  readonly unparsedLines: number;
}
