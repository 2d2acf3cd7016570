import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';

/**
 * Goroutines that allocate have to work for the garbage collector, or wait for it. Always derived, from one of these: the assists in a trace,
 * what goroutines do in dumps, the CPU seconds that the runtime counts, or a CPU profile.
 */
export interface GcPressureFact extends FactBase {
  readonly type: 'gc-pressure';
  /** Where it shows: in a trace of collections, in goroutine dumps, in runtime metrics of two moments, or in a CPU profile. */
  readonly seenIn: 'trace' | 'dumps' | 'metrics' | 'cpu-profile';

  /** Collections of the longest `assist-heavy` window of the trace, or between two sets of metrics. With these two only, as what follows. */
  readonly cycles?: number;
  /** Its length in milliseconds. */
  readonly durationMs?: number;
  /** The collector's share of the CPU in it, 0 to 1; of a CPU profile its share of the processor time that was used, idle-time marking included. */
  readonly cpuShare?: number;
  /** Assists as a share of all marking in it that took CPU from the program, 0 to 1; of a CPU profile their share of the processor time that was used. */
  readonly assistShare?: number;
  /** Collections a second in it. */
  readonly perSecond?: number;

  /** Dumps of the process that were looked at. With `dumps` only, as what follows. */
  readonly dumps?: number;
  /** Dumps in which a quarter of the goroutines, and at least four, assist or queue. */
  readonly dumpsPressed?: number;
  /** In the dump with most of them: goroutines that assist, or wait for the credit to allocate (`GC assist wait`). */
  readonly assisting?: number;
  /**
   * In the same dump: goroutines that wait for a semaphore of the runtime at a place where they allocate (`semacquire` right
   * below code of the program). They queue to start a collection, or for the world to go on; the frames do not tell which.
   */
  readonly queueing?: number;
  /** Both as a share of the goroutines of that dump, 0 to 1. */
  readonly share?: number;
  /** Processors that were busy on average, where that is known. With `cpu-profile` only. */
  readonly busyProcessors?: number;
  /** Where most of them allocate. */
  readonly owner?: Frame;
}
