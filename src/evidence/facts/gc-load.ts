import type { ExactInt } from '../../text/exact.ts';
import type { FactBase } from './base.ts';
import type { MetricsSource } from './runtime-metrics.ts';

/**
 * What the garbage collector cost one process, by the numbers that it publishes. Always derived, from one set of runtime metrics or from several of
 * one process: of these, from two that follow each other, where the collector took most.
 */
export interface GcLoadFact extends FactBase {
  readonly type: 'gc-load';
  /** What published the numbers. */
  readonly source: MetricsSource;
  /** Sets of metrics of the process. */
  readonly scrapes: number;
  /** `interval`: between two of them. `life`: since the start of the process, for there is only one. */
  readonly over: 'interval' | 'life';
  /** Collections in that time. */
  readonly collections: number;
  /** Seconds from the last collection before it to the last one in it; absent for `life`, and where there was none. */
  readonly seconds?: number;
  /** Collections a second; absent where `seconds` is. */
  readonly perSecond?: number;
  /**
   * The collector's share of all CPU seconds that GOMAXPROCS allows, idle-time marking left out, 0 to 1: of that time, where the source has the
   * CPU classes (Go ≥ 1.20), else GCCPUFraction, since the start.
   */
  readonly cpuShare?: number;
  /** Assists as a share of the marking that took CPU from the program, 0 to 1; absent where the source has no CPU classes. */
  readonly assistShare?: number;
  /** Collections since the limiter of the collector's CPU was last at work: 0 is the last one. Absent where it never was, or is not stated. */
  readonly limiterAgo?: number;
  /** What is live: what the last collection marked; where that is not stated, what the heap had when it was asked, which is no less. */
  readonly liveBytes?: ExactInt;
  /** Whether `liveBytes` is what the last collection marked, or an upper bound. */
  readonly liveFrom?: 'marked' | 'heap';
  /** Size of the heap at which the next collection is due. */
  readonly goalBytes?: ExactInt;
  /** `goalBytes / liveBytes`, of two sets the greater one: close to 1 the next collection is due at once. Where `liveFrom` is `heap` it is less than in truth. */
  readonly goalOverLive?: number;
  /** What the runtime holds, as a share of the memory limit; absent where the source has no limit. */
  readonly limitShare?: number;
  /** Memory of the stacks of goroutines. */
  readonly stackBytes?: ExactInt;
  /** `stackBytes` as a share of the goal; of two sets the smaller one. */
  readonly stackShare?: number;
  /** `stackBytes` for each goroutine: a stack begins with some KiB, and grows with what is called. Absent where their number is not stated. */
  readonly stackPerGoroutine?: number;
  /** Goroutines. */
  readonly goroutines?: ExactInt;
}
