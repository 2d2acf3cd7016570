import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/**
 * What has changed in a control group between two moments, derived: counters are since the group was made, and only their differences leave out
 * what came before, such as the start of the program. Of moments that cannot be of one group, in order, there is none.
 */
export interface CgroupChangeFact extends FactBase {
  readonly type: 'cgroup-change';
  /** The group, as the later moment names it. */
  readonly group: SafeText;
  /** Ids of the `cgroup` facts. */
  readonly from: string;
  readonly to: string;
  /** Seconds between them, where both state their times. */
  readonly seconds?: number;
  /** Seconds of the periods in which it ran between them: at least so long apart they are. */
  readonly ranSeconds?: number;
  /** Periods between them in which it ran. */
  readonly periods?: number;
  /** Periods of these in which it used up its quota. */
  readonly throttledPeriods?: number;
  /** Throttled periods of all, 0 to 1. */
  readonly throttledShare?: number;
  /** Seconds that its threads were not allowed to run, all together. */
  readonly throttledSeconds?: number;
  /** CPU seconds used. */
  readonly usageSeconds?: number;
  /** Growth of `memory.currentBytes`; below 0 where it has shrunk. */
  readonly currentBytes?: ExactInt;
  /** Growth of `memory.anonBytes`. */
  readonly anonBytes?: ExactInt;
  /** Growth of `memory.anonBytes` as a share of the limit. */
  readonly anonShare?: number;
  /** Growth of `memory.shmemBytes`. */
  readonly shmemBytes?: ExactInt;
  /** Processes that were killed for want of memory. */
  readonly oomKills?: ExactInt;
  /** How often the limit of memory was hit. */
  readonly memoryLimitHits?: ExactInt;
  /** Forks that the limit of processes refused. */
  readonly pidsLimitHits?: ExactInt;
}
