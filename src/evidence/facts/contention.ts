import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';
import type { FactBase } from './base.ts';

/**
 * Which profile it is. `block`: where goroutines waited for each other (`runtime.SetBlockProfileRate`). `mutex`: where locks were held for
 * which others waited (`runtime.SetMutexProfileFraction`); a site is the unlock. `unknown`: the protobuf form names neither, and no stack of it
 * tells.
 */
export type ContentionKind = 'block' | 'mutex' | 'unknown';

/** What goroutines waited for at one stack, since the start of the process. */
export interface ContentionSite {
  /** Innermost first, those of the runtime included. */
  readonly frames: readonly Frame[];
  /** First frame of the program itself, else of a dependency; absent where there is neither. */
  readonly owner?: Frame;
  /** Functions, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  /** Waits (`block`), or unlocks for which somebody waited (`mutex`). */
  readonly events: ExactInt;
  /** Nanoseconds of all of them together; absent where only cycles are known. Several goroutines that wait at once add up. */
  readonly delayNanos?: ExactInt;
  /** Ticks of the processor's clock, as the text form has it; absent in the protobuf form. */
  readonly cycles?: ExactInt;
  /** Share of the profile's delay, 0 to 1; 0 in delta profiles, where values may be negative. */
  readonly share: number;
}

/**
 * What is waited for, by the functions on top of a stack: a `sync.Mutex`, `sync.RWMutex` (also its writers), `sync.WaitGroup`, `sync.Cond` or
 * `sync.Once`, a channel, several (`select`), or a lock of the runtime itself (mutex profiles, Go 1.22 and later). `other`: none of these.
 */
export type LockKind =
  | 'mutex'
  | 'rwmutex'
  | 'wait-group'
  | 'cond'
  | 'once'
  | 'channel-receive'
  | 'channel-send'
  | 'select'
  | 'runtime-lock'
  | 'other';

/** What goroutines waited for at one call, whoever called it in turn. */
export interface ContentionLock {
  readonly kind: LockKind;
  /** The call that locks, unlocks (`mutex` profiles), receives or sends: the innermost frame outside the runtime and `sync`. */
  readonly frame: Frame;
  /** First frame of the program itself, else of a dependency, in the stack with the longest delay; absent where there is neither. */
  readonly owner?: Frame;
  /** Waits (`block`), or unlocks for which somebody waited (`mutex`). */
  readonly events: ExactInt;
  /** Nanoseconds of all of them together; absent where only cycles are known. */
  readonly delayNanos?: ExactInt;
  /** Ticks of the processor's clock, as the text form has it; absent in the protobuf form. */
  readonly cycles?: ExactInt;
  /** Distinct stacks that lead here. */
  readonly siteCount: number;
  /** Share of the profile's delay, 0 to 1; 0 in delta profiles, where values may be negative. */
  readonly share: number;
}

/**
 * A block or mutex profile (runtime/pprof/pprof.go, `printCountCycleProfile` and `writeProfileInternal`; runtime/mprof.go). Its numbers are
 * cumulative. What is sampled is scaled up to all, but for mutex profiles in text form of Go 1.19 and before, which hold what was sampled: one
 * in `samplingPeriod`.
 */
export interface ContentionFact extends FactBase {
  readonly type: 'contention';
  /** By the head of the text form; of the protobuf form by the innermost frames, which are an unlock in a mutex profile. */
  readonly kind: ContentionKind;
  /** Unix time of the profile in nanoseconds, exact; absent where not written. */
  readonly timeNanos?: ExactInt;
  /** Nanoseconds; only delta profiles have one, and their values may be negative. */
  readonly durationNanos?: ExactInt;
  /** Sum over all sites. */
  readonly events: ExactInt;
  /** Sum over all sites; absent where cycles cannot be turned into time. */
  readonly delayNanos?: ExactInt;
  /** Sum over all sites, as the text form has it; absent in the protobuf form. */
  readonly cycles?: ExactInt;
  /** What turns cycles into time; absent in the protobuf form, and where the text has none or 0: then the delay is not known. */
  readonly cyclesPerSecond?: ExactInt;
  /** One of so many contended unlocks is sampled (`sampling period=` of a mutex profile in text form); absent elsewhere. */
  readonly samplingPeriod?: ExactInt;
  /** Distinct sites in the profile. */
  readonly siteCount: number;
  /** Those with the longest delay, at most 50. */
  readonly sites: readonly ContentionSite[];
  /** Distinct calls that wait or unlock. */
  readonly lockCount: number;
  /** Those with the longest delay, at most 50. */
  readonly locks: readonly ContentionLock[];
  /** The file was damaged, or lines of something else stand in it, and this is what could be saved. */
  readonly salvaged: boolean;
}
