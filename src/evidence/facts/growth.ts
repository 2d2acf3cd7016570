import type { SafeText } from '../../text/safe-text.ts';
import type { Creator, Frame } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { StateClass } from './dump.ts';

/** Something over several snapshots of one process, in order of time. Always derived. */
export interface GrowthFact extends FactBase {
  readonly type: 'growth';
  /**
   * `goroutines`: a group, counted. `heap`: all memory in use of heap profiles, in bytes. `heap-site`: what one stack of calls holds of
   * it, in bytes.
   */
  readonly subject: 'goroutines' | 'heap' | 'heap-site';
  /** Key of the group, as in its `goroutines` facts; of a heap site, made from its functions; `heap` for all of it. */
  readonly key: string;
  /** State of the group as printed; absent for heaps and profiles. */
  readonly state?: SafeText;
  /** What the group waits for; absent for heaps. */
  readonly stateClass?: StateClass;
  /** First frame of the program itself, else of a dependency. */
  readonly owner?: Frame;
  /** The `go` statement that started the group; absent for heaps. */
  readonly creator?: Creator;
  /** Functions of the group or the site, innermost first; empty for `heap`. */
  readonly functions: readonly SafeText[];
  /**
   * One point a snapshot, oldest first; 0 where the subject is absent. At least two. `dump` is the id of the dump or heap fact, `count`
   * goroutines or bytes.
   */
  readonly points: readonly { readonly dump: string; readonly path: SafeText; readonly count: number }[];
  /** The counts for people, `75 → 105 → 153`; of more than six the middle is left out. For the heap absent: see `points`. */
  readonly trend?: SafeText;
  /** Goroutines or bytes at the first point. */
  readonly first: number;
  /** Goroutines or bytes at the last point. */
  readonly last: number;
  /** `last − first`. */
  readonly delta: number;
  /** `last / first`; absent where `first` is 0. */
  readonly ratio?: number;
  /** No point is smaller than the one before. */
  readonly monotone: boolean;
  /** Share of the growth of all its kind that this one makes, 0 to 1. */
  readonly shareOfGrowth: number;
  /** Points that are greater than the one before. */
  readonly rises: number;
  /** Points that are smaller than the one before. */
  readonly falls: number;
  /**
   * How it runs. `level`: it stays within a tenth of its greatest count. `rising`, `falling`: it ends above or below its start and goes back on
   * the way by less than a quarter of all that it ranges over. `saw-tooth`: it turns at least once: what was used is given back.
   */
  readonly shape: 'level' | 'rising' | 'falling' | 'saw-tooth';
  /** What a saw-tooth falls back to; absent for other shapes. A saw-tooth whose troughs do not rise is healthy. */
  readonly troughs?: Troughs;
  /**
   * Share of `delta` that came in the second half of the time (of the points, where no time is known): about 0.5 where it grows evenly, 0 where
   * it has filled up and stays. Absent where it has not grown, and with less than four points.
   */
  readonly lateShare?: number;
  /** Minutes from the first to the last point; absent where the time of any is not known. */
  readonly minutes?: number;
  /** Goroutines or bytes a minute, from the first to the last point; absent where `minutes` is. */
  readonly ratePerMinute?: number;
  /** Whether the goroutines of the first dump are still there; absent where no ids are printed, and for the heap. */
  readonly stayed?: Stayed;
  /**
   * Whether the first snapshot is known to list all that it should: `unknown` where something may be missing from it, which would look like
   * growth. Of goroutines the first dump is whole, or the newest goroutines of the last one were started after it.
   */
  readonly baseline: 'whole' | 'unknown';
  /**
   * What put the snapshots in order: a time written in them, their place in one file, the names of their files where these differ in numbers
   * only, or else the goroutine ids in them, which rise, or what was allocated since the start, which rises as well; at last the names.
   */
  readonly orderedBy: 'time' | 'position' | 'name' | 'ids' | 'allocated';
}

/** The lowest counts of a saw-tooth, each between two falls; the first and the last point are among them where the course is at the bottom there. */
export interface Troughs {
  /** How many there are. */
  readonly count: number;
  /** The first of them. */
  readonly first: number;
  /** The last of them. */
  readonly last: number;
  /** There are three at least, and each is more than a tenth above the one before: something stays each time. */
  readonly rising: boolean;
}

/** What has become of the goroutines that were in the first dump: the ten lowest ids, the oldest, stand for all. */
export interface Stayed {
  /** Ids of the first dump that are looked for. */
  readonly compared: number;
  /** Those that are still in the group in the last dump. A lower bound: the last dump's ten lowest ids are known, not all. */
  readonly still: number;
  /** `still / compared`. */
  readonly share: number;
}
