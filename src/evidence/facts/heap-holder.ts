import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { GrowthFact } from './growth.ts';
import type { ObjectSize } from './heap.ts';

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
   * Share of the bytes that it ever allocated that is still in use, 0 to 1. Of what grows by doubling (bytes.Buffer, maps, small slices) and is
   * never let go, a half: the rest are the smaller ones that it grew out of. Of large slices and texts, which grow by a quarter, a fifth.
   */
  readonly keptShare: number;
  /** The same of objects. */
  readonly keptObjects: number;
  /** Sizes of its objects in use in the last profile, those that take most first, at most 8; empty where the profile has no sizes. */
  readonly sizes: readonly ObjectSize[];
  /**
   * Bytes of the objects that take most of it: some KiB and more are buffers and arrays, tens or hundreds of bytes records, texts and entries of
   * maps. Absent where `sizes` is empty.
   */
  readonly objectBytes?: ExactInt;
  /**
   * It is at most four arrays of a MiB and more, each made larger step by step, and what is not in use is what they grew out of: `append` and
   * strings.Builder make an array a quarter larger each time (`nextslicecap` in runtime/slice.go), so that a fifth of all that was allocated is kept.
   */
  readonly grownArray: boolean;
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
  /**
   * How fast it allocates in the second half of the profiles, as a multiple of the first half: above 1 the load has risen, and work in progress
   * with it. By time where that of all is known, else by profile. Absent with less than four profiles, and where one of them does not list it.
   */
  readonly loadRatio?: number;
  /**
   * It has grown no more than work in progress would under that load: what is in use would be in proportion to how fast it allocates. A leak
   * grows by more. Absent where `loadRatio` is.
   */
  readonly withLoad?: boolean;
};
