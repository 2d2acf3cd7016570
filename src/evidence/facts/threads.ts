import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';

/** Threads that were started at one stack. */
export interface ThreadSite {
  /** Innermost first. Empty where no stack was recorded: the runtime records none for threads that it starts without a goroutine. */
  readonly frames: readonly Frame[];
  /** First frame of the program itself, else of a dependency; absent where there is neither. */
  readonly owner?: Frame;
  /** Functions, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  /** Threads. */
  readonly count: ExactInt;
  /** Share of all threads of the profile, 0 to 1. */
  readonly share: number;
}

/**
 * A threadcreate profile (runtime/pprof/pprof.go, `writeThreadCreate`; runtime/mprof.go, `ThreadCreateProfile`): the threads that the runtime
 * has, by the stack that led to them. Threads are hardly ever given back, so it is about the largest number that was needed at once. The same
 * total is in the `runtime-metrics` fact beside it.
 */
export interface ThreadsFact extends FactBase {
  readonly type: 'threads';
  /** Unix time of the profile in nanoseconds, exact; absent where not written. */
  readonly timeNanos?: ExactInt;
  /** Nanoseconds; only delta profiles have one: their numbers are differences, and may be negative. */
  readonly durationNanos?: ExactInt;
  /** All threads: the total of the head of the text form, or the sum of the samples. */
  readonly total: ExactInt;
  /** Of these, threads without a recorded stack. */
  readonly unrecorded: ExactInt;
  /** Distinct sites with a stack. */
  readonly siteCount: number;
  /** Those that started most, at most 50; the one without a stack is not among them. */
  readonly sites: readonly ThreadSite[];
  /** The file was damaged and this is what could be saved. */
  readonly salvaged: boolean;
}
