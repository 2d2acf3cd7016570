import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { ProfileLabel } from './profile-label.ts';

/**
 * What a processor was busy with, by the functions of a stack. `gc`: the collector, its sweeper and its scavenger, write barriers included.
 * `scheduler`: looking for goroutines to run, waking threads, starting and parking goroutines, waiting for the network. `syscall`: calls of the
 * system that the program makes. `cgo`: C code, or code without symbols. `allocation`: handing out memory, when the collector is not at
 * work for it. `runtime`: what else the runtime does for the program (maps, channels, copying, growing stacks). `code`: Go code itself.
 */
export type CpuPart = 'gc' | 'scheduler' | 'syscall' | 'cgo' | 'allocation' | 'runtime' | 'code';

/** How the processor time of a profile is split up: 0 to 1 each, together 1; all 0 where there is no sample. */
export type CpuShares = Readonly<Record<CpuPart, number>> & {
  /** Of `gc`, work that goroutines had to do for the collector before they got memory (`gcAssistAlloc` in runtime/mgcmark.go). */
  readonly gcAssist: number;
};

/** Processor time of one function, over all stacks that it stands in. */
export interface CpuFunction {
  /** Without a line: its calls are at several. */
  readonly frame: Frame;
  /** Nanoseconds in the function itself. */
  readonly flatNanos: ExactInt;
  /** Nanoseconds in the function and all that it called; a stack counts once however often the function stands in it. */
  readonly cumulativeNanos: ExactInt;
  /** Share of the profile's processor time in the function itself, 0 to 1. */
  readonly flatShare: number;
  /** The same with all that it called. */
  readonly cumulativeShare: number;
}

/** Processor time at one stack. */
export interface CpuSite {
  /** Innermost first. Go cuts stacks at 64. */
  readonly frames: readonly Frame[];
  /** First frame of the program itself, else of a dependency; absent where there is neither. */
  readonly owner?: Frame;
  /** Functions, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  readonly part: CpuPart;
  readonly samples: ExactInt;
  readonly cpuNanos: ExactInt;
  /** Share of the profile's processor time, 0 to 1. */
  readonly share: number;
}

/**
 * A CPU profile (runtime/pprof/proto.go; runtime/cpuprof.go): where processor time went while it was taken, by samples a hundred times a second
 * of each busy thread. Who waits is not in it. On a throttled or overloaded machine it holds what the process got, not what it wanted.
 */
export interface CpuProfileFact extends FactBase {
  readonly type: 'cpu-profile';
  /** Unix time of its start in nanoseconds, exact; absent where not written. */
  readonly timeNanos?: ExactInt;
  /** How long it was taken, in nanoseconds; absent where not written. */
  readonly durationNanos?: ExactInt;
  /** Nanoseconds of processor time between two samples of a thread. */
  readonly periodNanos?: ExactInt;
  readonly samples: ExactInt;
  /** Processor time of all samples, in nanoseconds. */
  readonly cpuNanos: ExactInt;
  /** Processors that were busy on average: processor time by duration; absent where that is not known. */
  readonly busyProcessors?: number;
  readonly shares: CpuShares;
  /** Labels that goroutines set (`pprof.Do`), those with the most processor time first, at most 50. */
  readonly labels: readonly ProfileLabel[];
  /** Distinct stacks in the profile. */
  readonly siteCount: number;
  /** Those with the most processor time, at most 50. */
  readonly sites: readonly CpuSite[];
  /** Distinct functions in the profile. */
  readonly functionCount: number;
  /** Those with the most processor time of their own, then with all that they call; at most 50. */
  readonly functions: readonly CpuFunction[];
  /** The file was damaged and this is what could be saved. */
  readonly salvaged: boolean;
}
