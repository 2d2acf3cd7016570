import type { SafeText } from '../../text/safe-text.ts';
import type { Citation } from '../citation.ts';
import type { FactBase } from './base.ts';
import type { GoVersionRange } from './dump.ts';

/**
 * One line of GODEBUG=gctrace=1: one collection (runtime/mgc.go, `gcMarkTermination`). Times are milliseconds as printed,
 * with two or three digits; sizes are whole MiB, rounded down, which the runtime prints as `MB`.
 */
export interface GcCycle {
  /** Number of the collection, from 1. */
  readonly cycle: number;
  /** Its line in the file. */
  readonly line: number;
  /** Milliseconds from the start of the runtime to the start of the collection; not wall time. */
  readonly atMs: number;
  /**
   * CPU time of the collector since the start of the program, in whole per cent of GOMAXPROCS times the time that
   * passed, rounded down. Idle-time marking is not counted. Cumulative: it says little about this collection.
   */
  readonly cpuPercent: number;
  /** World stopped at the start (sweep termination), wall time. */
  readonly sweepTermMs: number;
  /** Concurrent mark and scan, wall time. In the five-phase form of Go 1.5 its three middle phases together. */
  readonly markMs: number;
  /** World stopped at the end (mark termination), wall time. */
  readonly markTermMs: number;
  /** CPU time of the first stop: its length times the Ps that it stopped. */
  readonly sweepTermCpuMs: number;
  /** CPU time that allocating goroutines spent marking: assists. */
  readonly assistCpuMs: number;
  /** CPU time of the background workers: dedicated and fractional, a quarter of all Ps by design. */
  readonly backgroundCpuMs: number;
  /** CPU time of marking on Ps that had nothing else to do. */
  readonly idleCpuMs: number;
  /** CPU time of the second stop. */
  readonly markTermCpuMs: number;
  /** Heap when the collection started. */
  readonly startMiB: number;
  /** Heap when marking ended. */
  readonly endMiB: number;
  /** What was marked: the live heap. */
  readonly liveMiB: number;
  /** Heap size at which the collection should have ended. */
  readonly goalMiB: number;
  /** Stacks that were scanned; Go ≥ 1.18. */
  readonly stacksMiB?: number;
  /** Global variables that were scanned; Go ≥ 1.18. */
  readonly globalsMiB?: number;
  /** `N P`: GOMAXPROCS during the collection. */
  readonly gomaxprocs: number;
  /**
   * What started it, where that is not the size of the heap. `call`: `(forced)` was printed, so the program called
   * runtime.GC or debug.FreeOSMemory. `timer`: it follows a line `GC forced`, so two minutes had passed without one.
   */
  readonly forcedBy?: 'call' | 'timer';
  /** A goroutine leak profile was taken with it (Go ≥ 1.26). */
  readonly leakCheck?: boolean;
}

/**
 * A picture that lasted over consecutive collections. Two or three that do not show it may stand in between, where noted.
 * `back-to-back`: each starts before twice the length of the one before has passed since its start, so the collector runs
 * half of the time or more; none of them was called for (two may stand in between).
 * `no-headroom`: the goal is at most a tenth above the live heap that the collection before left, so the next one is due
 * at once: GOMEMLIMIT at or below what the program needs, or a very small GOGC (two may stand in between). Sizes are whole
 * MiB, so from 4 MiB on the live heap is taken as one larger.
 * `assist-heavy`: assists took at least as much CPU time as the background workers (three may stand in between; over the
 * whole window assists are two fifths of the marking or more).
 * `overshoot`: marking ended at a heap a fifth and 8 MiB above the goal or more: allocation outran it.
 * `long-stop`: one of its two stops of the world lasted 10 ms or more; a single collection is enough.
 * `large-stacks`: stacks are a quarter of the goal or more, and 16 MiB or more.
 * `called`: the program called for them (runtime.GC, debug.FreeOSMemory).
 * `timer`: they were due because two minutes had passed: the program hardly allocates.
 */
export type GcPicture = 'back-to-back' | 'no-headroom' | 'assist-heavy' | 'overshoot' | 'long-stop' | 'large-stacks' | 'called' | 'timer';

/** Smallest, median and largest value. */
export interface Spread {
  /** The smallest value of the window. */
  readonly min: number;
  /** The median of the window. */
  readonly median: number;
  /** The largest value of the window. */
  readonly max: number;
}

/** A run of collections that show one picture. Shares are computed from its collections. */
export interface GcWindow {
  /** What the collections show. */
  readonly picture: GcPicture;
  /** Collections in it. */
  readonly cycles: number;
  /** Number of its first collection, as printed after `gc`. */
  readonly firstCycle: number;
  /** Number of its last collection. */
  readonly lastCycle: number;
  /** Start of its first collection, milliseconds since the start of the runtime. */
  readonly fromMs: number;
  /** End of its last collection, milliseconds since the start of the runtime. */
  readonly toMs: number;
  /** `toMs − fromMs`. */
  readonly durationMs: number;
  /** Share of the series' collections, 0 to 1. */
  readonly share: number;
  /**
   * CPU time of its collections (stops, assists, background workers; idle-time marking is free) as a share of GOMAXPROCS
   * times its duration, 0 to 1. The runtime's limiter lets it come to about a half where a memory limit is set.
   */
  readonly cpuShare: number;
  /** Assists as a share of assists and background workers, 0 to 1; absent where neither did anything. */
  readonly assistShare?: number;
  /** Share of its duration in which a collection was running, 0 to 1. */
  readonly busyShare: number;
  /** Collections a second. */
  readonly perSecond: number;
  /** Live heap after its collections, MiB. */
  readonly liveMiB: Spread;
  /** Goals of its collections, MiB. */
  readonly goalMiB: Spread;
  /** Largest stacks in it, MiB; absent before Go 1.18. */
  readonly stacksMiB?: number;
  /** `stacksMiB` as a share of the median goal; above 1 where the goal was set before the stacks grew. Absent before Go 1.18. */
  readonly stacksShare?: number;
  /** Longest stop of the world in it, milliseconds. */
  readonly longestStopMs: number;
  /** Collections of it that the program called for. */
  readonly called: number;
  /** GOMAXPROCS in its collections: the `P` at the end of their lines. */
  readonly gomaxprocs: number;
  /** Its first and last collection. */
  readonly citation: Citation;
}

/** How much CPU the collector took between two of the series' collections, from the cumulative percentages. */
export interface GcInterval {
  /** Milliseconds since the start of the runtime. */
  readonly fromMs: number;
  /** Milliseconds since the program started, at its last collection. */
  readonly toMs: number;
  /** Share of GOMAXPROCS times the time, 0 to 1. */
  readonly cpuShare: number;
  /**
   * How far off it can be, 0 to 1: the percentages are whole numbers since the start of the program, so late in a long
   * life they tell little about a short while.
   */
  readonly error: number;
}

/** What GODEBUG=inittrace=1 prints (Go ≥ 1.16): a line for each package with init work (runtime/proc.go, `doInit1`). */
export interface InitTrace {
  /** Packages whose initialisation was printed. */
  readonly packages: number;
  /** Milliseconds that their init work took together. */
  readonly totalMs: number;
  /** The slowest, at most five. `clockMs`: milliseconds; `bytes`: allocated. */
  readonly slowest: readonly { readonly package: SafeText; readonly clockMs: number; readonly bytes: number; readonly line: number }[];
}

/** What GODEBUG=scavtrace=1 (Go ≥ 1.14), or gctrace up to Go 1.13, prints of memory that is given back to the system. */
export interface ScavengerTrace {
  /** Lines of the scavenger. */
  readonly lines: number;
  /** KiB that its last line says are given back at that moment; absent where the form does not say (only MB: times 1024). */
  readonly releasedKiB?: number;
  /** Lines marked `(forced)` or `forced scvg:`: the program called debug.FreeOSMemory. */
  readonly forced: number;
}

/**
 * What the garbage collector of one process printed: GODEBUG=gctrace=1 and its relatives gcpacertrace, scavtrace and
 * inittrace. With the relatives alone there are no cycles.
 */
export interface GcFact extends FactBase {
  readonly type: 'gc';
  /** In order. A very long series is thinned evenly (the first and the last stay); its windows count every one. */
  readonly cycles: readonly GcCycle[];
  /** Collections that were read, listed or not. */
  readonly cycleCount: number;
  /** Collections that were read but are not in `cycles`; absent where none were left out. */
  readonly cyclesLeftOut?: number;
  /** Collections between the first and the last that are not there, by their numbers: lines are lost or could not be read. */
  readonly missingCycles: number;
  /** Milliseconds from the start of the first collection to the end of the last. */
  readonly durationMs: number;
  /** In order of their first collection. Windows of different pictures may cover the same ones. */
  readonly windows: readonly GcWindow[];
  /** Windows that are not listed, the ones with fewest collections; absent where none were left out. */
  readonly windowsLeftOut?: number;
  /** The collector's CPU over time, in at most eight parts that each tell to a tenth or better; empty where none does. */
  readonly intervals: readonly GcInterval[];
  /** Printed percentages of CPU since the start of the program; absent without cycles. */
  readonly cpuPercent?: { readonly first: number; readonly last: number; readonly max: number };
  /** The live heap over the series; absent without cycles. */
  readonly live?: {
    readonly firstMiB: number;
    readonly lastMiB: number;
    readonly minMiB: number;
    readonly maxMiB: number;
    /** Smallest live heap in each of at most eight parts of equal length, in order: what never went away. */
    readonly floorsMiB: readonly number[];
    /**
     * Over at least four parts the floors never fall; the last is half and 16 MiB above the first, and a tenth and 4 MiB
     * above the middle one, or more: it does not only fill up at the start.
     */
    readonly rising: boolean;
  };
  /**
   * The series ends while the heap climbs: each of its last collections left at least half as much again live as the one before, and each
   * goal had followed (nothing held it down). Four collections or more, to 32 MiB live or more, none called for; absent otherwise.
   */
  readonly climb?: {
    /** Collections in it. */
    readonly cycles: number;
    /** Live heap after the first of them, MiB. */
    readonly fromMiB: number;
    /** Live heap after the last of the series, MiB. */
    readonly toMiB: number;
    /** Heap size at which the next would have been due, MiB: live heap times the last goal over the live heap before it. */
    readonly nextGoalMiB: number;
  };
  /** Scanned stacks; absent before Go 1.18. */
  readonly stacks?: { readonly firstMiB: number; readonly lastMiB: number; readonly maxMiB: number };
  /** Largest heap at the end of marking, MiB; absent without cycles. */
  readonly peakMiB?: number;
  /** Collections that the program called for. */
  readonly called: number;
  /** Collections that were due because two minutes had passed. */
  readonly timed: number;
  /** Longest stop of the world, milliseconds, and its line; absent without cycles. */
  readonly longestStop?: { readonly ms: number; readonly line: number };
  /** Lines of GODEBUG=gcpacertrace=1. */
  readonly pacerLines: number;
  /** What the scavenger printed; absent where scavtrace was off. */
  readonly scavenger?: ScavengerTrace;
  /** What initialisation cost; absent where inittrace was off. */
  readonly init?: InitTrace;
  /** Go releases that fit the form of the lines; absent where nothing tells. */
  readonly goVersions?: GoVersionRange;
  /** Lines of the series that could not be read. */
  readonly unparsedLines: number;
}
