import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/**
 * What the kernel reported. `oom-kill`: mm/oom_kill.c. `segfault`: arch/x86/mm/fault.c and its like (`traps:`). `hung-task`:
 * kernel/hung_task.c. `seccomp`: audit type 1326 (kernel/auditsc.c, audit_seccomp). `fork-rejected`: kernel/cgroup/pids.c. `page-allocation-failure`: mm/page_alloc.c.
 * `file-table-full`: fs/file_table.c. `io-error`: block layer and file systems. `soft-lockup`: kernel/watchdog.c.
 * `syn-flood`: net/ipv4/tcp_input.c. `conntrack-full`: net/netfilter/nf_conntrack_core.c.
 * `tcp-memory`, `tcp-orphans`: net/ipv4/tcp.c, tcp_check_oom.
 */
export type KernelEvent =
  | 'oom-kill'
  | 'segfault'
  | 'hung-task'
  | 'seccomp'
  | 'fork-rejected'
  | 'page-allocation-failure'
  | 'file-table-full'
  | 'io-error'
  | 'soft-lockup'
  | 'syn-flood'
  | 'conntrack-full'
  | 'tcp-memory'
  | 'tcp-orphans';

/** An event in a kernel log. */
export interface KernelFact extends FactBase {
  readonly type: 'kernel';
  readonly event: KernelEvent;
  /** Seconds since boot, as printed in brackets. */
  readonly atSeconds?: number;
  /** Unix milliseconds of its first line, where that has a time with its zone: records of the audit subsystem do, `dmesg --time-format iso`, the journal. */
  readonly atUnixMs?: number;
  /** The process that it happened to: the one killed, hung, or at fault. */
  readonly process?: SafeText;
  readonly pid?: number;
  /** Of an OOM kill: why this process. `memcg`: the limit of a control group. `none`: the whole machine was out of memory. */
  readonly constraint?: 'memcg' | 'none' | 'cpuset' | 'memory-policy';
  /** The process that asked for memory when it ran out. */
  readonly invoker?: SafeText;
  /** Path of the control group whose limit was hit, and of the one of the process that was killed. */
  readonly limitGroup?: SafeText;
  readonly taskGroup?: SafeText;
  /** `memory: usage …kB, limit …kB`. */
  readonly usageBytes?: ExactInt;
  readonly limitBytes?: ExactInt;
  /** `anon-rss`, `file-rss`, `shmem-rss`, `total-vm` of the process that was killed. */
  readonly anonBytes?: ExactInt;
  readonly fileBytes?: ExactInt;
  readonly shmemBytes?: ExactInt;
  readonly virtualBytes?: ExactInt;
  readonly oomScoreAdj?: number;
  /** Of a segfault: address, instruction pointer (hexadecimal), error code of the processor. */
  readonly address?: SafeText;
  readonly instruction?: SafeText;
  readonly errorCode?: number;
  /** The program or library that a segfault is in; the device or file system of an I/O error; the port of a `syn-flood`. */
  readonly object?: SafeText;
  /** Of a segfault that is another trap: `general protection fault`, `trap invalid opcode`, … */
  readonly trap?: SafeText;
  /** Of seccomp: the number of the system call, its name where the architecture is known, and what was done. */
  readonly syscall?: number;
  readonly syscallName?: SafeText;
  /** `kill-process`, `kill-thread`, `trap`, `errno`, `user-notification`, `trace` or `log` (include/uapi/linux/seccomp.h). */
  readonly action?: SafeText;
  /** Of a hung task: seconds that it has been blocked; of a soft lockup: that a processor was stuck. */
  readonly blockedSeconds?: number;
  /** Of a hung task: functions of the kernel that it was in, innermost first, where the log has its stack. */
  readonly blockedIn?: readonly SafeText[];
  /** How often the same was reported, of the same process; the citation is the first. An OOM kill is a fact of its own each. */
  readonly count: number;
}
