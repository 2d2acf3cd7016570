import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Certainty } from '../citation.ts';
import type { Creator, Frame, GoroutineId, WaitRange } from '../frame.ts';
import type { FactBase } from './base.ts';

/**
 * What printed the goroutines.
 * `debug2`: `runtime.Stack` or `/debug/pprof/goroutine?debug=2` (no system goroutines, world stopped).
 * `crash`: part of a panic, fatal error or fatal-signal report. `sigquit`: a dump asked for by SIGQUIT.
 * `profile`: a goroutine profile (protobuf, or text with debug=1): counts only, no ids, no states, no waits.
 * `leak-profile`: a goroutineleak profile in the same forms (Go ≥ 1.26): only the goroutines that nothing alive can wake. The text with
 * debug=2 has all goroutines and is a `debug2` dump with marks.
 * `other`: goroutine stacks in some other text, such as a logged stack or an allocation trace.
 */
export type DumpKind = 'debug2' | 'crash' | 'sigquit' | 'profile' | 'leak-profile' | 'other';

/**
 * What is known to be wrong or missing in a dump. An empty list means that nothing is known to be.
 * `truncated`: the text ends inside a goroutine, without its end marker, or without a goroutine that its writer cannot be without.
 * `cut-at-known-limit`: it ends exactly at the length of a usual buffer; `cutAt` says which.
 * `mid-line`: the text breaks off within a line.
 * `beginning-missing`: it does not begin with the goroutine that wrote it, which runtime.Stack prints first, or a profile in text form has no
 * first line: others may be missing with it.
 * `elided-frames`: the runtime left frames out (`...N frames elided...`).
 * `foreign-lines`: lines that belong to something else stand inside it.
 * `interleaved`: a stack in its middle is broken off: two were written at once, or lines between are lost.
 * `ungrouped`: it has more different stacks than are sorted (50,000): of the goroutines of further ones only states are known.
 * `single-goroutine`: only the crashing goroutine was printed; nothing follows from the absence of others. `single` says why.
 * `counts-disagree`: the text states another number of goroutines than it lists; `counts` has both.
 * `damaged`: parts of a binary profile could not be read.
 * `reversed`: the newest line stood first, and the lines were turned round. Lines of the same time may have changed places.
 * `no-ages`: no wait has an age. Ages are unknown, not short; `ages` says why as far as can be told.
 */
export type DumpDefect =
  | 'truncated'
  | 'cut-at-known-limit'
  | 'mid-line'
  | 'beginning-missing'
  | 'elided-frames'
  | 'foreign-lines'
  | 'interleaved'
  | 'ungrouped'
  | 'single-goroutine'
  | 'counts-disagree'
  | 'damaged'
  | 'reversed'
  | 'no-ages';

/**
 * Why a report has one goroutine (printpanics, dopanic_m and gotraceback in runtime/panic.go, runtime1.go).
 * `panic-default`: a panic prints only its own unless GOTRACEBACK is `all` or higher.
 * `fatal-since-1.26`: so does a fatal error since Go 1.26. `own-stack`: the program printed one stack (debug.Stack).
 * `all-expected`: such a report lists all goroutines, so there was no other, or the rest is missing.
 * `unknown`: it depends on the Go release, which nothing tells.
 */
export type SingleReason = 'panic-default' | 'fatal-since-1.26' | 'own-stack' | 'all-expected' | 'unknown';

/**
 * Why no wait has an age: an age counts from the first garbage collection that saw the goroutine wait, in whole minutes (waitsince in
 * runtime/mgcmark.go). `no-collection`: the collector's workers, which the first collection starts, are not among the runtime's goroutines.
 * `collected`: a collection has run, and saw nothing wait that had waited for a minute since. `unknown`: the dump does not show the
 * runtime's goroutines, so it may be either.
 */
export type AgesReason = 'no-collection' | 'collected' | 'unknown';

/** One snapshot of a process's goroutines. */
export interface DumpFact extends FactBase {
  readonly type: 'dump';
  /** What printed it. */
  readonly kind: DumpKind;
  /** Unix time of a profile in nanoseconds, exact; only the binary form has it. */
  readonly timeNanos?: ExactInt;
  /**
   * Goroutine headers that the runtime printed here, those of broken stacks and `goroutine 0` included;
   * for a profile, the sum of its samples.
   */
  readonly goroutines: ExactInt;
  /** Number of distinct groups (`goroutines` facts) of this dump. */
  readonly groups: number;
  /**
   * Goroutines that the runtime's leak detector marked `(leaked)`, or all of a `leak-profile`. Absent where it marked none: it may not have
   * run, since it runs only for a goroutineleak profile.
   */
  readonly leaked?: ExactInt;
  /** The highest goroutine id. Ids only rise, so of two dumps of a process the later one has the higher. Absent in profiles. */
  readonly lastId?: GoroutineId;
  /** Goroutines by printed state, most first; empty for profiles. */
  readonly byState: readonly { readonly state: SafeText; readonly count: number }[];
  /** Lines between the first and the last line of the dump that fit no known form. 0 for a whole dump. */
  readonly unparsedLines: number;
  /** The first few of them. */
  readonly unparsedSample: readonly { readonly line: number; readonly text: SafeText }[];
  /** What is wrong or missing, in a fixed order. */
  readonly defects: readonly DumpDefect[];
  /**
   * `whole`: its end was read (the registers, the status of the process, other text after it, all that a profile announces), and no defect
   * takes goroutines or frames away. `partial`: some defect does. `unknown`: nothing shows that something is missing, and nothing shows that
   * its end was reached. A dump that is cut between two goroutines looks like one of a smaller process.
   */
  readonly integrity: 'whole' | 'unknown' | 'partial';
  /** Bytes of the buffer that it fills exactly: 65536 in net/http and Kubernetes, 67108864 in pprof. With `cut-at-known-limit` only. */
  readonly cutAt?: number;
  /** Goroutines that are in no group, with `ungrouped` only. */
  readonly ungrouped?: number;
  /** Why there is one goroutine, with `single-goroutine` only. `guessed` where the reason is likely but not shown. */
  readonly single?: { readonly reason: SingleReason; readonly certainty: Certainty };
  /** Goroutines that the text states and those that it lists, with `counts-disagree` only. */
  readonly counts?: { readonly stated: ExactInt; readonly read: ExactInt };
  /** Why no wait has an age, with `no-ages` only. */
  readonly ages?: { readonly reason: AgesReason; readonly certainty: Certainty };
  /** Go releases that fit what was printed, derived. Absent where nothing tells. */
  readonly goVersions?: GoVersionRange;
  /**
   * File of the program's `main.main`, or else of the outermost application frame of the first goroutine: tells the
   * dumps of different programs apart. Absent where no application frame was seen.
   */
  readonly program?: SafeText;
}

/** A range of Go minor releases, both ends included; an absent end is open. */
export interface GoVersionRange {
  /** Such as `1.21`. */
  readonly min?: string;
  /** Latest release, as `1.21`; absent where the forms set no bound. */
  readonly max?: string;
  /** What told, in words: "`gp=` in headers (Go ≥ 1.22)". */
  readonly reasons: readonly string[];
}

/**
 * Goroutines that are idle by design and no evidence by themselves.
 * `runtime-system`: the runtime's own workers (sweeper, scavenger, finalizer, mark workers). `signal-loop`: os/signal.
 * `accept-loop`: a listener's Accept. `idle-connection`: a kept-alive connection without a request, either side.
 * `pool-maintenance`: one per pool or handle, such as `(*DB).connectionOpener`. `dump-writer`: it wrote this dump.
 * `pool-worker`: a worker of a known pool library that waits for its next task.
 * `parked-main`: main waits on purpose (`select {}`, signal channel) while the rest works.
 */
export type IdleKind =
  | 'runtime-system'
  | 'signal-loop'
  | 'accept-loop'
  | 'idle-connection'
  | 'pool-maintenance'
  | 'dump-writer'
  | 'pool-worker'
  | 'parked-main';

/**
 * What a goroutine waits for, the same across Go releases. Frames decide, not the printed word: `semacquire` under
 * `sync.(*Mutex).Lock` is `mutex`. `gc-cycle` is the wait for a collection to come to its end (`runtime.GC`), `synctest` that for the
 * goroutines of a bubble. `other` is what none of these words says: a goroutine that a debugger or somebody else's panic holds, or no reason at all.
 */
export type StateClass =
  | 'chan-receive'
  | 'chan-send'
  | 'chan-nil'
  | 'select'
  | 'select-forever'
  | 'io-wait'
  | 'syscall'
  | 'sleep'
  | 'running'
  | 'runnable'
  | 'mutex'
  | 'rwmutex-read'
  | 'rwmutex-write'
  | 'waitgroup'
  | 'cond'
  | 'semaphore'
  | 'gc-assist'
  | 'stop-the-world'
  | 'runtime-idle'
  | 'coroutine'
  | 'gc-cycle'
  | 'synctest'
  | 'other';

/** What an operation that a text profile hides can be. `chan-nil` is a send or a receive on a nil channel. */
export type HiddenWaitClass = Extract<StateClass, 'chan-receive' | 'chan-send' | 'chan-nil' | 'select' | 'select-forever'>;

/**
 * What goroutines of a profile in text form wait in, where the runtime's calls that say so are not printed (`printStackRecord` in
 * runtime/pprof/pprof.go): computed of their number, and guessed from their addresses.
 */
export interface HiddenWait {
  /**
   * `select`: with cases or none (runtime/select.go). `channel`: a send or a receive (runtime/chan.go). As many calls of the runtime are
   * hidden as each of them makes.
   */
  readonly operation: 'channel' | 'select';
  /**
   * Of `operation`. `derived`: a printed wait in the same profile shows that these goroutines are parked. `guessed`: only the place of the
   * hidden calls does, as releases for amd64 and arm64 have them.
   */
  readonly certainty: Exclude<Certainty, 'stated'>;
  /**
   * What it is more exactly; always a guess, from the places in the machine code that the hidden calls return to. Absent where they fit no
   * release that was measured (amd64 since Go 1.13, arm64 since Go 1.18).
   */
  readonly stateClass?: HiddenWaitClass;
}

/** Who started the goroutines of a group, by `created by … in goroutine N` (Go ≥ 1.21). */
export interface Starters {
  /** Different goroutines that started some; at most 256 are told apart. */
  readonly distinct: number;
  /** Their ids, the first ten that were seen. */
  readonly ids: readonly GoroutineId[];
  /**
   * Those of them that are not in the dump: they have ended. Absent where it cannot be told: the dump is not whole, or has more than 65,536
   * goroutines. Where its end is not known, some of them may be in what is missing.
   */
  readonly gone?: number;
  /** `gone / distinct`; absent where `gone` is. */
  readonly goneShare?: number;
}

/** One label of a goroutine, as `pprof.Do` and `pprof.SetGoroutineLabels` set it (runtime/pprof/label.go). */
export interface Label {
  /** The label's key, at most 200 characters. */
  readonly name: SafeText;
  /** Its value, at most 200 characters. */
  readonly value: SafeText;
}

/** Labels that a goroutine has together, and how many have just these. */
export interface LabelSet {
  /** In the order of their names; at most 32. */
  readonly labels: readonly Label[];
  /** Goroutines of the group that have these labels and no others. */
  readonly count: number;
}

/** The labels of a group. `none`, `others` and the counts of `sets` add up to the group. */
export interface GoroutineLabels {
  /** The most frequent sets, most first; at most 24. */
  readonly sets: readonly LabelSet[];
  /** Goroutines with other sets than these. */
  readonly others: number;
  /** Goroutines without labels. */
  readonly none: number;
}

/** A lock that goroutines of a group wait for. */
export interface WaitedLock {
  /** Its address, as the runtime prints addresses. */
  readonly address: SafeText;
  /** Goroutines of those read that wait for it. */
  readonly count: number;
  /** Receivers on the stacks of these goroutines, by address; at most 8. */
  readonly objects: readonly SafeText[];
  /** How they call for it, where the group waits for several locks: calls that differ in their line or in what they were given; at most 8, most first. */
  readonly calls?: readonly LockingCall[];
}

/** A call that waits for a lock: of the first function outside of package sync and the runtime. */
export interface LockingCall {
  /** That function, as the stack prints it. */
  readonly function: SafeText;
  /** The line that it waits at: a group's goroutines may wait at several. Absent where none is printed. */
  readonly line?: number;
  /** Objects that it was given, by address: its receiver and its other arguments, in their order. */
  readonly given: readonly SafeText[];
  /** Goroutines of those read that are in such a call. */
  readonly count: number;
}

/**
 * Addresses that the first goroutines of a group print as arguments: of a group that waits for a mutex at most the first 32 are read, of
 * others the first 2, or the first one where they are in no method. An argument with `?` may be stale (traceback.go, `printArgs`) and is no evidence: it is left out.
 */
export interface Addresses {
  /** Goroutines whose arguments were read. */
  readonly read: number;
  /** The group has more goroutines than were read. */
  readonly partial: boolean;
  /**
   * Locks that they wait for, each by the address of its sync.Mutex, RWMutex or WaitGroup, or of a Cond's list (`notify`), and how many of those read
   * wait for it; most first, at most 16. Where only the semaphore is printed the address is computed from where that lies in the lock.
   */
  readonly locks: readonly WaitedLock[];
  /** Goroutines that wait for further locks. */
  readonly otherLocks: number;
  /** Goroutines that were read and wait for a lock whose address is not printed, or only with `?`. */
  readonly unreliable: number;
  /** Receivers of methods on their stacks (`main.(*Pool).Get` and the Pool's address), and how many have them; at most 32. */
  readonly receivers: readonly { readonly function: SafeText; readonly address: SafeText; readonly count: number }[];
  /** Receivers beyond those. */
  readonly otherReceivers: number;
  /**
   * Other arguments of functions on their stacks that are addresses of objects, innermost first; at most 6. A channel is one, and so is anything else that
   * is given by its address. What is part of a string, a slice or an interface is left out. Absent where there is none.
   */
  readonly arguments?: readonly { readonly function: SafeText; readonly address: SafeText }[];
}

/** All goroutines of one dump that do the same: same state class, same normalised frames, same creator. */
export interface GoroutinesFact extends FactBase {
  readonly type: 'goroutines';
  /** The dump's id. */
  readonly dump: string;
  /** Kind of that dump. */
  readonly dumpKind: DumpKind;
  /** Stable key over state class, normalised frames and creator; the same in every dump of the same program. */
  readonly key: string;
  /** Goroutines in the group. */
  readonly count: number;
  /** Share of the dump's goroutines, 0 to 1. */
  readonly share: number;
  /** State as printed, most frequent spelling, without flags: `chan receive`, `semacquire`. Absent in profiles. */
  readonly state?: SafeText;
  /** In profiles by the runtime's frames, which do not tell a nil channel from another; absent where they say nothing. */
  readonly stateClass?: StateClass;
  /** In profiles in text form: what they likely wait in, where no printed call says so. Never beside `stateClass`. */
  readonly hiddenWait?: HiddenWait;
  /** How long they have waited, as far as printed. */
  readonly wait: WaitRange;
  /** Their calls, innermost first, without arguments. */
  readonly frames: readonly Frame[];
  /** First frame of the program itself, or else of a dependency: where the program waits. */
  readonly owner?: Frame;
  /** The `go` statement that started them, of the first one; absent where none is printed. */
  readonly creator?: Creator;
  /** Functions of the group, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  /** The goroutines that started them; absent where none is printed (Go ≤ 1.20, profiles). */
  readonly starters?: Starters;
  /** Number that the runtime's leak detector marked `(leaked)` (Go ≥ 1.26): no live goroutine can wake them. */
  readonly leaked: number;
  /** Number locked to their thread. */
  readonly locked: number;
  /**
   * Labels that the program has given them, which they inherit from their creators. Absent where none is printed: a profile has them since
   * Go 1.15, headers have them since Go 1.27 (1.26 with `GODEBUG=tracebacklabels=1`). They never part a group.
   */
  readonly labels?: GoroutineLabels;
  /** Idle by design, and how; absent where not. */
  readonly idle?: IdleKind;
  /** The creator, or a frame, is an HTTP or gRPC request handler: one goroutine a request. A guess from names. */
  readonly perRequest: boolean;
  /** The creator runs once per process (`main.main`, `init`): typical of worker pools. A guess from names. */
  readonly perProcess: boolean;
  /**
   * Up to ten ids of the group, the lowest first; empty where none are printed (profiles). Ids rise, so these are its oldest
   * goroutines, but for batches of 16 that each P takes at a time (newproc1 in runtime/proc.go).
   */
  readonly ids: readonly GoroutineId[];
  /** Up to ten ids of the group, the lowest of its highest first: its newest goroutines. Empty where none are printed. */
  readonly newest: readonly GoroutineId[];
  /** The runtime left frames out. */
  readonly elided: boolean;
  /** What their arguments tell of locks and objects. Absent where nothing reliable is printed, and in profiles. */
  readonly addresses?: Addresses;
}
