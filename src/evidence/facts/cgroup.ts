import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/**
 * What the files of one control group say at one moment (Linux, Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/). Only what the
 * files state is there. Limits hold for the group and all below it; a limit of a group above it holds, too, and may not be in the bundle.
 */
export interface CgroupFact extends FactBase {
  readonly type: 'cgroup';
  /** Version of the hierarchy, by the names of its files: 1 or 2. Absent where those that were saved are of both. */
  readonly version?: number;
  /**
   * Its directory, as the bundle has it, without the controller that version 1 has in it; what tells samples apart in the names of files follows in
   * parentheses. The path of the file where a transcript names none.
   */
  readonly group: SafeText;
  /** Unix time of the moment in milliseconds, where the bundle says it. */
  readonly atUnixMs?: number;
  readonly cpu?: CgroupCpu;
  readonly memory?: CgroupMemory;
  readonly pids?: CgroupPids;
  /** `io.*`, or `blkio.*` of version 1. */
  readonly io?: CgroupIo;
  /** `hugetlb.<size>.*`. */
  readonly hugetlb?: readonly CgroupHugetlb[];
  /** `cpu.pressure`, `memory.pressure`, `io.pressure` (kernel/sched/psi.c). */
  readonly pressure?: CgroupPressure;
  /** Lines of these files that fit no known form. */
  readonly unparsedLines: number;
}

/** The cpu controller. Counters are since the group was made: a startup burst is in them. */
export interface CgroupCpu {
  /** CPUs that the quota allows, quota over period (`cpu.max`; derived of `cpu.cfs_quota_us`, `cpu.cfs_period_us`). Absent where there is none. */
  readonly quotaCpus?: number;
  /** There is no quota (`max`, -1). Absent where not stated. */
  readonly unlimited?: boolean;
  /** `cpu.cfs_quota_us`: microseconds in each period. */
  readonly quotaMicros?: number;
  /** Microseconds of a period: `cpu.cfs_period_us`. */
  readonly periodMicros?: number;
  /** `cpu.weight`, 1 to 10000, or `cpu.shares` as it is: a share of contended time, never a limit. */
  readonly weight?: number;
  /** Periods in which the group ran: `nr_periods`. */
  readonly periods?: ExactInt;
  /** Periods in which it used up its quota: `nr_throttled`. */
  readonly throttledPeriods?: ExactInt;
  /** Derived: throttled periods of all, 0 to 1; absent where there were none. */
  readonly throttledShare?: number;
  /** Seconds that its threads were not allowed to run, all together: `throttled_usec`, `throttled_time`. */
  readonly throttledSeconds?: number;
  /** CPU seconds used: `usage_usec`, `cpuacct.usage`. */
  readonly usageSeconds?: number;
  /** Derived: seconds of the periods in which it ran, `periods` × `periodMicros`: that long the counters cover at least. */
  readonly ranSeconds?: number;
  /** Periods in which it used saved-up quota: `nr_bursts`. */
  readonly bursts?: ExactInt;
}

/** The memory controller. */
export interface CgroupMemory {
  /** `memory.max`, `memory.limit_in_bytes`; derived: the smaller one of a group above it, where `memory.stat` of version 1 tells. Absent where there is none. */
  readonly limitBytes?: ExactInt;
  /** There is no limit (`max`, or about 2^63 in version 1). Absent where not stated. */
  readonly unlimited?: boolean;
  /** `hierarchical_memory_limit` of version 1: the smallest limit of the group and those above it. */
  readonly hierarchicalLimitBytes?: ExactInt;
  /** `memory.memsw.limit_in_bytes`: memory and swap together. */
  readonly memswLimitBytes?: ExactInt;
  /** `memory.high`: above it allocations are slowed down. Absent where there is none. */
  readonly highBytes?: ExactInt;
  /** `memory.swap.max`; in version 1 derived: `memory.memsw.limit_in_bytes` − limit. Absent where there is none. */
  readonly swapLimitBytes?: ExactInt;
  /** `memory.current`, `memory.usage_in_bytes`: page cache included. */
  readonly currentBytes?: ExactInt;
  /** `memory.peak` (Linux ≥ 5.19), `memory.max_usage_in_bytes`. */
  readonly peakBytes?: ExactInt;
  /** `memory.swap.current`. */
  readonly swapBytes?: ExactInt;
  /** Derived: what is used and cannot be dropped at once, `current − inactive_file`: the working set of the kubelet; or as cAdvisor states it. */
  readonly workingSetBytes?: ExactInt;
  /** Derived: the working set, or the usage where that is not known, as a share of the limit. */
  readonly limitShare?: number;
  /** Derived: the peak as a share of the limit. */
  readonly peakShare?: number;
  /** `anon`; `rss` of version 1: memory of processes, not of files. */
  readonly anonBytes?: ExactInt;
  /** `file`, `cache`: page cache, tmpfs included. */
  readonly fileBytes?: ExactInt;
  /** `inactive_file`, `total_inactive_file`. */
  readonly inactiveFileBytes?: ExactInt;
  /** `shmem`: tmpfs and shared memory, which cannot be dropped. */
  readonly shmemBytes?: ExactInt;
  /** `kernel`, or the sum that version 1 calls `kmem.usage_in_bytes`. */
  readonly kernelBytes?: ExactInt;
  /** `kernel_stack`. */
  readonly kernelStackBytes?: ExactInt;
  /** `slab`. */
  readonly slabBytes?: ExactInt;
  /** `sock`: buffers of the network. */
  readonly sockBytes?: ExactInt;
  /** `anon_thp`, `rss_huge`: transparent huge pages. */
  readonly hugePageBytes?: ExactInt;
  /** `memory.events`: the limit was reached and memory had to be reclaimed: `max`; `memory.failcnt`. */
  readonly limitHits?: ExactInt;
  /** `high` of `memory.events`. */
  readonly highHits?: ExactInt;
  /** `oom`: an allocation was about to fail. */
  readonly ooms?: ExactInt;
  /** `oom_kill`: processes of the group, or below it, that were killed; `memory.oom_control`. */
  readonly oomKills?: ExactInt;
  /** `oom_kill` of `memory.events.local`: of the group itself. */
  readonly ownOomKills?: ExactInt;
  /** `memory.oom.group`: all processes of the group are killed together. */
  readonly oomGroup?: boolean;
  /** `oom_group_kill` (Linux ≥ 5.17). */
  readonly oomGroupKills?: ExactInt;
}

/** The pids controller: it counts tasks, and every thread is one. */
export interface CgroupPids {
  /** `pids.max`. Absent where there is none. */
  readonly limit?: number;
  /** There is no limit (`max`). Absent where not stated. */
  readonly unlimited?: boolean;
  readonly current?: number;
  /** `pids.peak` (Linux ≥ 6.2). */
  readonly peak?: number;
  /** `max` of `pids.events`: forks that were refused. In version 1 those of groups below are not in it. */
  readonly limitHits?: ExactInt;
  /** Derived: the larger of `current` and `peak`, as a share of the limit. */
  readonly limitShare?: number;
}

/** The io (blkio) controller. */
export interface CgroupIo {
  /** `io.weight`, `blkio.weight`. That there is none is no fault. */
  readonly weight?: number;
  /** Bytes read, over all devices: `rbytes`. */
  readonly readBytes?: ExactInt;
  /** Bytes written: `wbytes`. */
  readonly writtenBytes?: ExactInt;
  /** Devices with a limit on bytes or operations: `io.max`, `blkio.throttle.*`. */
  readonly limitedDevices?: number;
}

/** The hugetlb controller, of one page size. */
export interface CgroupHugetlb {
  /** As in the names of the files: `2MB`, `1GB`. */
  readonly size: SafeText;
  readonly limitBytes?: ExactInt;
  readonly unlimited?: boolean;
  readonly currentBytes?: ExactInt;
  /** `max` of `hugetlb.<size>.events`, `failcnt`: pages that were refused. The process gets SIGBUS when it touches them. */
  readonly limitHits?: ExactInt;
}

/** Shares of time that tasks were held up for want of a resource. */
export interface CgroupPressure {
  readonly cpu?: Pressure;
  readonly memory?: Pressure;
  readonly io?: Pressure;
}

/** One file of pressure stall information: averages are per cent of the wall time of the last 10, 60 and 300 seconds. */
export interface Pressure {
  /** Some task was held up. */
  readonly some10?: number;
  readonly some60?: number;
  readonly some300?: number;
  /** Seconds so far. */
  readonly someSeconds?: number;
  /** All tasks were held up. */
  readonly full10?: number;
  readonly full60?: number;
  readonly full300?: number;
  readonly fullSeconds?: number;
}
