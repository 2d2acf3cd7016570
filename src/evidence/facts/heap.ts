import type { ExactInt } from '../../text/exact.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';

/** Memory that one call site holds or has allocated. Scaled for sampling by the runtime: estimates, not counts. */
export interface HeapSite {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** First frame of the program itself, else of a dependency; absent where there is neither. */
  readonly owner?: Frame;
  /** Bytes allocated and not yet freed. */
  readonly inuseBytes: ExactInt;
  /** Objects allocated and not yet freed. */
  readonly inuseObjects: ExactInt;
  /** Bytes allocated since the process started. */
  readonly allocBytes: ExactInt;
  /** Objects allocated since the process started. */
  readonly allocObjects: ExactInt;
  /** Share of the profile's in-use bytes, 0 to 1; 0 in delta profiles, where values may be negative. */
  readonly share: number;
}

/** A heap or allocs profile (runtime/pprof): the state after the last finished garbage collection. */
export interface HeapFact extends FactBase {
  readonly type: 'heap';
  /** Unix time of the profile in nanoseconds, exact; absent where not written. */
  readonly timeNanos?: ExactInt;
  /** Nanoseconds; only delta profiles have one, and their values may be negative. */
  readonly durationNanos?: ExactInt;
  /** Average bytes between samples (MemProfileRate). */
  readonly rate?: ExactInt;
  /** Bytes allocated and not yet freed. */
  readonly inuseBytes: ExactInt;
  /** Objects allocated and not yet freed. */
  readonly inuseObjects: ExactInt;
  /** Bytes allocated since the process started. */
  readonly allocBytes: ExactInt;
  /** Objects allocated since the process started. */
  readonly allocObjects: ExactInt;
  /** Distinct sites in the profile. */
  readonly siteCount: number;
  /** The largest by bytes in use, at most 50. */
  readonly sites: readonly HeapSite[];
  /** The file was damaged and this is what could be saved. */
  readonly salvaged: boolean;
}
