import type { ExactInt } from '../../text/exact.ts';
import type { FactBase } from './base.ts';
import type { CgroupPressure } from './cgroup.ts';

/**
 * What a machine says of itself, or a container of the namespaces that it is in: files of /proc and /proc/sys (Documentation/filesystems/proc.rst,
 * admin-guide/sysctl/), and what sysctl prints of them. Only what is stated is there.
 */
export interface MachineFact extends FactBase {
  readonly type: 'machine';
  /** `kernel.pid_max`: ids of processes and threads are below it, so that there are no more of them. */
  readonly pidMax?: number;
  /** `kernel.threads-max`: threads of the whole machine. */
  readonly threadsMax?: number;
  /** Threads that there are: the second number of the fourth field of /proc/loadavg (fs/proc/loadavg.c). */
  readonly tasks?: number;
  /** Derived: `tasks` as a share of the smaller one of `pidMax` and `threadsMax`. */
  readonly tasksShare?: number;
  /** `fs.file-nr`: open files of the whole machine, and the most that there may be (fs/file_table.c). */
  readonly openFiles?: ExactInt;
  readonly maxFiles?: ExactInt;
  /** Derived: `openFiles` of `maxFiles`. */
  readonly openFilesShare?: number;
  /** `vm.overcommit_memory`: 0 refuses what is absurd, 1 nothing, 2 all above a limit (mm/util.c, __vm_enough_memory). */
  readonly overcommit?: number;
  /** `vm.max_map_count`: memory maps that a process may have. */
  readonly maxMapCount?: number;
  /** `MemTotal` of /proc/meminfo (fs/proc/meminfo.c). */
  readonly memoryBytes?: ExactInt;
  /** `MemAvailable`: what programs can still get without swapping. */
  readonly availableBytes?: ExactInt;
  /** Derived: `availableBytes` of `memoryBytes`, 0 to 1. */
  readonly availableShare?: number;
  /** `CommitLimit`: it holds where `overcommit` is 2. */
  readonly commitLimitBytes?: ExactInt;
  /** `Committed_AS`: address space that was promised. */
  readonly committedBytes?: ExactInt;
  /** Derived: `committedBytes` of `commitLimitBytes`. */
  readonly committedShare?: number;
  /** `HugePages_Total`, `HugePages_Free`: pages of the reserved pool (mm/hugetlb.c). */
  readonly hugePages?: number;
  readonly freeHugePages?: number;
  /** `RcvbufErrors` of UDP: datagrams that were dropped since a socket's buffer was full, since the start (net/ipv4/proc.c). */
  readonly udpReceiveErrors?: ExactInt;
  /**
   * Sockets of TCP that are in use, of the network namespace: `inuse` of /proc/net/sockstat (net/ipv4/proc.c, sockstat_seq_show). Those of IPv6 and those in
   * TIME-WAIT are not among them.
   */
  readonly tcpSockets?: number;
  /** `tw`: sockets in TIME-WAIT, of the network namespace. They belong to no process. */
  readonly tcpTimeWait?: number;
  /** `orphan`: sockets that their program has closed, and that still have something to send or to wait for; of the whole machine. */
  readonly tcpOrphans?: number;
  /** `alloc`: all sockets of TCP that take memory, of the whole machine. */
  readonly tcpAllocated?: number;
  /** `mem`: what the buffers of TCP take, in pages of memory (4 KiB on most machines), of the whole machine. */
  readonly tcpMemoryPages?: number;
  /** The second and third number of `net.ipv4.tcp_mem`, in pages: from the one on TCP saves memory, and the other one is the most (net/ipv4/tcp.c). */
  readonly tcpMemoryPressurePages?: number;
  readonly tcpMemoryMaxPages?: number;
  /** Derived: `tcpMemoryPages` of `tcpMemoryMaxPages`. */
  readonly tcpMemoryShare?: number;
  /** `net.ipv4.tcp_max_orphans`. */
  readonly tcpMaxOrphans?: number;
  /** Ports that connections to outside get: a count of `net.ipv4.ip_local_port_range`, both ends included. Each destination has as many. */
  readonly localPorts?: number;
  /** Derived: `tcpTimeWait` of `localPorts`. It may be above 1, since each destination has its own. */
  readonly timeWaitShare?: number;
  /** /proc/pressure/: of all tasks of the machine. */
  readonly pressure?: CgroupPressure;
  /** Version of the hierarchy of control groups that is mounted with the memory controller (fs type `cgroup2` or `cgroup`). */
  readonly cgroupVersion?: number;
  /** Size of the tmpfs at /dev/shm. */
  readonly sharedMemoryBytes?: ExactInt;
  /** The root file system is mounted read-only. */
  readonly readOnlyRoot?: boolean;
  /** A hugetlbfs is mounted. */
  readonly hugetlbfs?: boolean;
  /** Lines of these files that fit no known form. */
  readonly unparsedLines: number;
}
