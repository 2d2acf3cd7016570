import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { GrowthFact } from './growth.ts';

/**
 * What one function of the program has in the heap of one process, through one library function or by itself, over all stacks that lead there:
 * in its last heap profile, and over all of them. Derived. A profile knows who allocated, and not who keeps. Bytes and objects are estimates from
 * samples: an object may stand for half a MiB.
 */
export interface HeapHolderFact extends FactBase {
  readonly type: 'heap-holder';
  /** Id of the last `heap` fact of the process, which the numbers are of. */
  readonly profile: string;
  /** The function: the owner's; where a stack has none of the program or its modules, the outermost one of Go's library. */
  readonly holder: SafeText;
  /** Its frame, at the line of its largest site; absent where it is of Go's library. */
  readonly owner?: Frame;
  /**
   * The library function that allocates, as code outside of its package calls it: `time.After`, `context.WithCancel`,
   * `bytes.(*Buffer).Write`. Absent where the function allocates by itself, as what it appends and puts into maps.
   */
  readonly via?: SafeText;
  /** Bytes allocated there and not yet freed. */
  readonly inuseBytes: ExactInt;
  /** Objects allocated there and not yet freed. */
  readonly inuseObjects: ExactInt;
  /** Bytes allocated there since the process started. */
  readonly allocBytes: ExactInt;
  /** Objects allocated there since the process started. */
  readonly allocObjects: ExactInt;
  /** Share of all bytes in use, 0 to 1. */
  readonly share: number;
  /**
   * Share of the bytes that it ever allocated that is still in use, 0 to 1. Of what grows by doubling (buffers, slices, maps) and is never let
   * go, a half: the rest are the smaller ones that it grew out of.
   */
  readonly keptShare: number;
  /** The same of objects. */
  readonly keptObjects: number;
  /** All of it was allocated while packages were initialised, before main: it does not grow. */
  readonly atStart: boolean;
  /** Goroutines of the process, by its largest dump that is not cut or by its metrics; absent where neither is there. */
  readonly goroutines?: ExactInt;
  /** `inuseObjects` for each of them. */
  readonly perGoroutine?: number;
  /**
   * What becomes of timers and tickers that nobody refers to any more, for what package time has allocated. `kept`: until they fire or are
   * stopped (before Go 1.23, or, before Go 1.27, GODEBUG has asynctimerchan=1). `collected`: Go 1.23 or later, and no such setting is stated. Absent where the
   * release is not known.
   */
  readonly unreachableTimers?: 'kept' | 'collected';
  /** How it went over the heap profiles of the process, in bytes; absent where there is only one. */
  readonly growth?: HolderGrowth;
}

/** The course of {@link GrowthFact} of what a function has in the heap. */
export type HolderGrowth = Omit<
  GrowthFact,
  | 'id'
  | 'type'
  | 'certainty'
  | 'citations'
  | 'scope'
  | 'subject'
  | 'key'
  | 'state'
  | 'stateClass'
  | 'owner'
  | 'creator'
  | 'functions'
  | 'points'
  | 'trend'
  | 'stayed'
  | 'baseline'
  | 'orderedBy'
> & {
  /** Profiles that were compared. */
  readonly profiles: number;
};
