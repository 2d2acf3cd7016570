import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/** What becomes of a signal that is sent to a process (`SigBlk`, `SigIgn`, `SigCgt` of /proc/PID/status). */
export type SignalFate = 'caught' | 'ignored' | 'blocked' | 'default';

/**
 * One process at one moment, from the files of /proc/PID (Documentation/filesystems/proc.rst), or a row of `ps`. Only what is stated is there.
 */
export interface ProcessFact extends FactBase {
  readonly type: 'process';
  /** Where it stands: files of /proc, or what shows them alike (`lsof`), or a listing of processes. */
  readonly source: 'procfs' | 'ps';
  readonly pid?: number;
  /** Its id in each pid namespace, outermost first: `NSpid`. */
  readonly nsPids?: readonly number[];
  /** It is the first process of its pid namespace, which has to reap orphans, and gets no default action of signals. */
  readonly init?: boolean;
  /** `Name` of status: at most 15 bytes. */
  readonly name?: SafeText;
  /** The letter of its state: R, S, D, Z, T, … */
  readonly state?: SafeText;
  readonly parent?: number;
  readonly uid?: number;
  readonly threads?: number;
  /** `VmRSS`. */
  readonly residentBytes?: ExactInt;
  /** `VmHWM`. */
  readonly peakResidentBytes?: ExactInt;
  /** `RssAnon`. */
  readonly anonBytes?: ExactInt;
  /** `RssFile`. */
  readonly fileBytes?: ExactInt;
  /** `RssShmem`. */
  readonly shmemBytes?: ExactInt;
  /** `VmLck`. */
  readonly lockedBytes?: ExactInt;
  /** `VmSwap`. */
  readonly swapBytes?: ExactInt;
  /** `VmSize`: Go reserves much more than it uses. */
  readonly virtualBytes?: ExactInt;
  /** Files that are open, where they are listed. */
  readonly openFds?: number;
  /** Derived: `openFds` as a share of the soft limit. */
  readonly fdShare?: number;
  /** `AnonHugePages` of smaps_rollup. */
  readonly hugePageBytes?: ExactInt;
  /** Memory maps, where they are listed (vm.max_map_count limits them). */
  readonly maps?: number;
  /** What becomes of SIGTERM. */
  readonly sigterm?: SignalFate;
  /** `Seccomp`. */
  readonly seccomp?: 'disabled' | 'strict' | 'filter';
  /** `oom_score_adj`. */
  readonly oomScoreAdj?: number;
  /** CPUs that it may run on, a count of `Cpus_allowed_list`. */
  readonly cpusAllowed?: number;
  /** Network namespaces that its threads are in, where they are listed for each thread (`/proc/PID/task/TID/ns/net`): one, as a rule. */
  readonly netNamespaces?: number;
  /** Derived: threads outside of the network namespace that most of them are in. */
  readonly strayThreads?: number;
  /** Its control group, innermost part of the unified hierarchy or of the memory controller. */
  readonly cgroup?: SafeText;
  /** Limits of /proc/PID/limits. */
  readonly limits?: ProcessLimits;
  /** Lines of these files that fit no known form. */
  readonly unparsedLines: number;
}

/** Resource limits (getrlimit). A limit that is absent was not stated; one without `soft` is unlimited. */
export interface ProcessLimits {
  /** `Max open files`. */
  readonly openFiles?: ResourceLimit;
  /** `Max processes`: threads of all processes of the user. */
  readonly processes?: ResourceLimit;
  /** `Max address space`, bytes. */
  readonly addressSpace?: ResourceLimit;
  /** `Max locked memory`, bytes. */
  readonly lockedMemory?: ResourceLimit;
  /** `Max stack size`, bytes. */
  readonly stack?: ResourceLimit;
  /** `Max core file size`, bytes: 0 leaves no core. */
  readonly core?: ResourceLimit;
}

/** A soft and a hard limit; either is absent where it is unlimited. */
export interface ResourceLimit {
  readonly soft?: ExactInt;
  readonly hard?: ExactInt;
}

/** All processes that a listing (`ps`, or the directories of /proc) shows at one moment. */
export interface ProcessesFact extends FactBase {
  readonly type: 'processes';
  readonly total: number;
  /** Threads, where the listing has them. */
  readonly threads?: number;
  /** Dead ones that their parent has not reaped: they still count against the limit of pids. */
  readonly zombies: number;
  /** In uninterruptible sleep (D): mostly waiting for a disk or a network file system. */
  readonly uninterruptible: number;
  /** Parents with zombies, most first. */
  readonly zombieParents: readonly { readonly pid: number; readonly name?: SafeText; readonly count: number }[];
}
