import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';

/** A label of the samples of a profile, and what they add up to. A sample with several labels counts with each. */
export interface ProfileLabel {
  /** The key of the label. */
  readonly name: SafeText;
  readonly value: SafeText;
  /** Sum of the samples that have it, in the unit of the profile's own value: nanoseconds of a CPU profile. */
  readonly total: ExactInt;
  /** Share of the profile, 0 to 1; 0 where values may be negative. */
  readonly share: number;
}
