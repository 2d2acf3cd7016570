import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { ProfileLabel } from './profile-label.ts';

/** One of the values that each sample of a profile has. */
export interface ProfileValue {
  /** What it counts, as the file names it: `alloc_space`. */
  readonly type: SafeText;
  /** `bytes`, `nanoseconds`, `count`; empty where the file names none. */
  readonly unit: SafeText;
  /** Sum over all samples. */
  readonly total: ExactInt;
}

/** One stack of a profile. */
export interface OtherSite {
  /** Innermost first. */
  readonly frames: readonly Frame[];
  /** First frame of the program itself, else of a dependency; absent where there is neither. */
  readonly owner?: Frame;
  /** Functions, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  /** In the order of the profile's `values`. */
  readonly values: readonly ExactInt[];
}

/**
 * A profile that is none of those the runtime takes: one that the program keeps itself (`pprof.NewProfile`), one that a library or another tool
 * wrote, such as fgprof's. What its numbers mean only their names say.
 */
export interface OtherProfileFact extends FactBase {
  readonly type: 'other-profile';
  /** At least one, as the file has them. */
  readonly values: readonly ProfileValue[];
  /** The value to look at first, by which sites are ordered: the one that the file names, else the last one. */
  readonly mainValue: SafeText;
  /** Unix time of the profile in nanoseconds, exact; absent where not written. */
  readonly timeNanos?: ExactInt;
  /** Nanoseconds; absent where not written. */
  readonly durationNanos?: ExactInt;
  /** Labels with a text, those with the most of the main value first, at most 50. */
  readonly labels: readonly ProfileLabel[];
  /** Distinct stacks in the profile. */
  readonly siteCount: number;
  /** The largest by the main value, at most 50. */
  readonly sites: readonly OtherSite[];
  /** The file was damaged and this is what could be saved. */
  readonly salvaged: boolean;
}
