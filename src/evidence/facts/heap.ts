import type { ExactInt } from '../../text/exact.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { RetentionHint } from './retention.ts';

/** Memory in use and memory that was allocated. Scaled for sampling: estimates, not counts. */
export interface HeapSums {
  /** Bytes allocated and not yet freed. */
  readonly inuseBytes: ExactInt;
  /** Objects allocated and not yet freed. */
  readonly inuseObjects: ExactInt;
  /** Bytes allocated since the process started. */
  readonly allocBytes: ExactInt;
  /** Objects allocated since the process started. */
  readonly allocObjects: ExactInt;
}

/** Memory of one function, over all stacks that it stands in. */
export interface HeapFunction {
  /** Without a line: its calls are at several. */
  readonly frame: Frame;
  /** What it allocated itself: it is the innermost call. */
  readonly flat: HeapSums;
  /** What it allocated and what all that it called did; a stack counts once however often the function stands in it. */
  readonly cumulative: HeapSums;
}

/** Objects of one size at a call site. */
export interface ObjectSize {
  /** Bytes of one object, exact: the runtime keeps each size of a site apart (`stkbucket` in runtime/mprof.go). */
  readonly bytes: ExactInt;
  /** Objects of this size in use. */
  readonly inuseObjects: ExactInt;
  /** What they take together. */
  readonly inuseBytes: ExactInt;
}

/** Memory that one call site holds or has allocated. Scaled for sampling by the runtime: estimates, not counts. */
export interface HeapSite extends HeapSums {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** First frame of the program itself, else of a dependency; absent where there is neither. */
  readonly owner?: Frame;
  /** What may hold it: a guess; absent where the stack does not say. */
  readonly retention?: RetentionHint;
  /**
   * Sizes of the objects in use, those that take most first, at most 8. Empty where nothing is in use, in delta profiles, and where the profile
   * has no sizes (a label `bytes` of each sample, runtime/pprof/protomem.go): other writers leave them out.
   */
  readonly sizes: readonly ObjectSize[];
  /** Distinct sizes of objects in use. */
  readonly sizeCount: number;
  /** Share of the profile's in-use bytes, 0 to 1; 0 in delta profiles, where values may be negative. */
  readonly share: number;
}

/** A heap or allocs profile (runtime/pprof): the state after the last finished garbage collection. */
export interface HeapFact extends FactBase, HeapSums {
  readonly type: 'heap';
  /** Unix time of the profile in nanoseconds, exact; absent where not written. */
  readonly timeNanos?: ExactInt;
  /** Nanoseconds; only delta profiles have one, and their values may be negative. */
  readonly durationNanos?: ExactInt;
  /** Average bytes between samples (MemProfileRate). */
  readonly rate?: ExactInt;
  /** Distinct sites in the profile. */
  readonly siteCount: number;
  /** The largest by bytes in use, at most 50. */
  readonly sites: readonly HeapSite[];
  /** Those of the 50 largest by bytes allocated that `sites` does not have: what the collector has to clear away. */
  readonly allocSites: readonly HeapSite[];
  /** Distinct functions in the profile. */
  readonly functionCount: number;
  /** The largest by bytes in use of their own, then with all that they call; at most 50. */
  readonly functions: readonly HeapFunction[];
  /** The file was damaged and this is what could be saved. */
  readonly salvaged: boolean;
}
