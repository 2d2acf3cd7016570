import type { SafeText } from '../../text/safe-text.ts';
import type { Creator, Frame } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { StateClass } from './dump.ts';

/** A group of goroutines over several dumps of one process, in order of time. Always derived. */
export interface GrowthFact extends FactBase {
  readonly type: 'growth';
  readonly subject: 'goroutines';
  /** Key of the group, as in its `goroutines` facts. */
  readonly key: string;
  readonly state?: SafeText;
  readonly stateClass?: StateClass;
  readonly owner?: Frame;
  readonly creator?: Creator;
  /** One point a dump, oldest first; 0 where the group is absent. At least two. */
  readonly points: readonly { readonly dump: string; readonly path: SafeText; readonly count: number }[];
  readonly first: number;
  readonly last: number;
  /** `last − first`. */
  readonly delta: number;
  /** `last / first`; absent where `first` is 0. */
  readonly ratio?: number;
  /** No point is smaller than the one before. */
  readonly monotone: boolean;
  /** Share of the growth of the whole dump that this group makes, 0 to 1. */
  readonly shareOfGrowth: number;
  /** What put the dumps in order: a time written in them, their place in one file, or the names of their files. */
  readonly orderedBy: 'time' | 'position' | 'name';
}
