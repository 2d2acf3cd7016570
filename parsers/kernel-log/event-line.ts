import type { KernelEvent, KernelFact } from '../../src/evidence/facts/kernel.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { syscallName } from './syscalls.ts';

/** What one line of the kernel reports. */
export type EventLine = { readonly event: Exclude<KernelEvent, 'oom-kill'> } & Partial<
  Pick<
    KernelFact,
    | 'atUnixMs'
    | 'process'
    | 'pid'
    | 'limitGroup'
    | 'address'
    | 'instruction'
    | 'errorCode'
    | 'object'
    | 'trap'
    | 'syscall'
    | 'syscallName'
    | 'action'
    | 'blockedSeconds'
  >
>;

/** Longer lines are none of these. */
const LONGEST = 4000;
const TASK = String.raw`(.{1,64}?)\[(\d{1,10})\]`;

/** arch/x86/mm/fault.c, show_signal_msg */
const SEGFAULT = new RegExp(
  String.raw`^${TASK}: segfault at ([0-9a-f]{1,16}) (?:ip|rip) ([0-9a-f]{1,16}) (?:sp|rsp) [0-9a-f]{1,16} error (\d{1,6})(?: in (.{1,256}?)\[|$| )`,
);
/** arch/x86/kernel/traps.c; `traps: ` stands before it since 3.x. */
const TRAP = new RegExp(
  String.raw`^(?:traps: )?${TASK} (general protection(?: fault)?|trap [a-z][a-z0-9 ]{1,40}?) (?:ip|rip):([0-9a-f]{1,16}) (?:sp|rsp):[0-9a-f]{1,16} error:([0-9a-f]{1,8})(?: in (.{1,256}?)\[|$| )`,
);
/** arch/arm64/kernel/traps.c, arm64_show_signal */
const ARM_FAULT = new RegExp(
  String.raw`^${TASK}: (unhandled [a-zA-Z0-9 ():]{1,80}?)(?: \(\d{1,3}\) at 0x([0-9a-f]{1,16}))?, (?:esr|ESR) 0x[0-9a-f]{1,16}(?:.{0,80}? in (.{1,256}?)\[|)`,
);
/** kernel/hung_task.c */
const HUNG = /^INFO: task (.{1,64}?):(\d{1,10}) blocked(?: in I\/O wait)? for more than (\d{1,9}) seconds\.?$/;
/** A frame of a stack below it (lib/vsprintf.c, %pS); one with a question mark is only a word on the stack. */
const FRAME = /^ *([A-Za-z_][\w.]{0,127})\+0x[0-9a-f]{1,8}\/0x[0-9a-f]{1,8}(?: \[[\w-]{1,64}\])?$/;
/** Other lines between a hung task and the end of its stack. */
const OF_HUNG =
  /^ *(?:(?:Not t|T)ainted[: ]|"echo 0 > |task:\S{1,64} +state:|Call [Tt]race:|<TASK>|\? |RIP: |RSP: |RAX: |RDX: |RBP: |R10: |R13: |ORIG_RAX)/;
/** kernel/auditsc.c, audit_seccomp; the number in kernel logs, the name in those of auditd. */
const SECCOMP = /^(?:audit: )?type=(?:1326|SECCOMP) (?:msg=)?audit\((\d{1,12})\.(\d{3}):\d{1,12}\): (.*)$/;
/** kernel/cgroup/pids.c */
const FORK = /^cgroup: fork rejected by pids controller in (\S.{0,1000})$/;
/** mm/page_alloc.c, warn_alloc */
const ALLOCATION = /^(.{1,64}?): page allocation failure[:.] order:\d/;
/** fs/file_table.c */
const FILE_TABLE = /^VFS: file-max limit \d{1,20} reached$/;
const IO_ERRORS: readonly RegExp[] = [
  // block/blk-core.c
  /^(?:blk_update_request: |print_req_error: )?(?:critical )?(?:I\/O|medium|target|nexus|timeout) error, dev ([\w.-]{1,64})[, ]/,
  // fs/buffer.c
  /^Buffer I\/O error on (?:dev|device) ([\w.-]{1,64})[, ]/,
  // fs/ext4/super.c, fs/ext4/page-io.c
  /^EXT4-fs (?:error \(device ([\w.-]{1,64})\)|warning \(device ([\w.-]{1,64})\): .{0,80}I\/O error|\(([\w.-]{1,64})\): Remounting filesystem read-only)/,
  // fs/jbd2/journal.c
  /^(?:Aborting journal on device ([\w.-]{1,64}?)(?:-\d{1,9})?\.$|JBD2: .{0,80}?I\/?O errors? .{0,80}? on ([\w.-]{1,64}?)(?:-\d{1,9})?$)/,
  // fs/xfs
  /^XFS \(([\w.-]{1,64})\): (?:log I\/O error|metadata I\/O error|[Ff]ilesystem has been shut down|.{0,60}I\/O [Ee]rror)/,
  // drivers/nvme/host/pci.c, core.c
  /^(?:nvme (nvme\d{1,6}): (?:I\/O .{0,120}\btimeout, |controller is down; will reset)|(nvme\w{1,20}): .{0,120}, I\/O Error )/,
];
/** net/ipv4/tcp_input.c, tcp_syn_flood_action: the backlog of a listener is full. Up to 6.2 the port, then the address as well. */
const SYN_FLOOD = /^(?:TCP: )?(?:request_sock_TCP(?:v6)?: )?[Pp]ossible SYN flooding on port (\S{0,80}?:)?(\d{1,5})\. /;
/** net/netfilter/nf_conntrack_core.c */
/** tcp_check_oom. */
const TCP_MEMORY = /^TCP: out of memory -- consider tuning tcp_mem$/;
const TCP_ORPHANS = /^TCP: too many orphaned sockets$/;
const CONNTRACK = /^(?:(?:nf|ip)_conntrack: ){1,2}table full(?: in netns \d{1,20})?, dropping packet/;
/** kernel/watchdog.c */
const LOCKUP = /^(?:NMI )?(?:watchdog: )?BUG: soft lockup - CPU#\d{1,6} stuck for (\d{1,9})s! \[(.{1,64}?):(\d{1,10})\]$/;

/** include/uapi/linux/seccomp.h: the upper half of what a filter returned. */
const ACTIONS: readonly (readonly [number, string])[] = [
  [0x80000000, 'kill-process'],
  [0x00000000, 'kill-thread'],
  [0x00030000, 'trap'],
  [0x00050000, 'errno'],
  [0x7fc00000, 'user-notification'],
  [0x7ff00000, 'trace'],
  [0x7ffc0000, 'log'],
];

/** Reads a line of the kernel that reports an event by itself, without its prefix; undefined where it is none. Linear in its length. */
export function eventLine(text: string): EventLine | undefined {
  if (text.length > LONGEST) return undefined;
  const fault = SEGFAULT.exec(text);
  if (fault !== null)
    return {
      event: 'segfault',
      ...task(fault[1], fault[2]),
      address: sanitize(fault[3] ?? ''),
      instruction: sanitize(fault[4] ?? ''),
      errorCode: Number(fault[5]),
      ...object(fault[6]),
    };
  const trap = TRAP.exec(text);
  if (trap !== null)
    return {
      event: 'segfault',
      ...task(trap[1], trap[2]),
      trap: sanitize(trap[3] ?? ''),
      instruction: sanitize(trap[4] ?? ''),
      errorCode: Number.parseInt(trap[5] ?? '0', 16),
      ...object(trap[6]),
    };
  const arm = ARM_FAULT.exec(text);
  if (arm !== null)
    return {
      event: 'segfault',
      ...task(arm[1], arm[2]),
      trap: sanitize(arm[3] ?? ''),
      ...(arm[4] === undefined ? {} : { address: sanitize(arm[4]) }),
      ...object(arm[5]),
    };
  const hung = HUNG.exec(text);
  if (hung !== null) return { event: 'hung-task', ...task(hung[1], hung[2]), blockedSeconds: Number(hung[3]) };
  const seccomp = SECCOMP.exec(text);
  if (seccomp !== null) return ofSeccomp(seccomp);
  const fork = FORK.exec(text);
  if (fork !== null) return { event: 'fork-rejected', limitGroup: sanitize(fork[1] ?? '') };
  const allocation = ALLOCATION.exec(text);
  if (allocation !== null) return { event: 'page-allocation-failure', process: sanitize(allocation[1] ?? '') };
  if (FILE_TABLE.test(text)) return { event: 'file-table-full' };
  for (const form of IO_ERRORS) {
    const io = form.exec(text);
    if (io !== null) return { event: 'io-error', ...object(io[1] ?? io[2] ?? io[3]) };
  }
  const flood = SYN_FLOOD.exec(text);
  if (flood !== null) return { event: 'syn-flood', ...object(flood[2]) };
  if (CONNTRACK.test(text)) return { event: 'conntrack-full' };
  if (TCP_MEMORY.test(text)) return { event: 'tcp-memory' };
  if (TCP_ORPHANS.test(text)) return { event: 'tcp-orphans' };
  const lockup = LOCKUP.exec(text);
  if (lockup !== null) return { event: 'soft-lockup', ...task(lockup[2], lockup[3]), blockedSeconds: Number(lockup[1]) };
  return undefined;
}

/** A line below the one of a hung task: a frame of its stack, another line of it, or neither. */
export function hungLine(text: string): { readonly frame?: string } | undefined {
  if (text.length > 300) return undefined;
  const frame = FRAME.exec(text)?.[1];
  if (frame !== undefined) return { frame };
  return OF_HUNG.test(text) ? {} : undefined;
}

function task(name = '', pid = ''): { readonly process: ReturnType<typeof sanitize>; readonly pid: number } {
  return { process: sanitize(name), pid: Number(pid) };
}

function object(name: string | undefined): { readonly object?: ReturnType<typeof sanitize> } {
  return name === undefined ? {} : { object: sanitize(name) };
}

/** `auid=… uid=0 … pid=7 comm="app" exe="/app" sig=31 arch=c000003e syscall=41 compat=0 ip=0x… code=0x80000000` */
function ofSeccomp([, seconds, millis, rest = '']: RegExpExecArray): EventLine {
  const field = (name: string): string | undefined => new RegExp(String.raw`(?:^| )${name}=("[^"]{0,256}"|\S{1,256})`).exec(rest)?.[1];
  const comm = field('comm');
  const pid = field('pid');
  const call = field('syscall');
  const code = field('code');
  const name = call === undefined ? undefined : syscallName(field('arch') ?? '', Number(call));
  return {
    event: 'seccomp',
    atUnixMs: Number(seconds) * 1000 + Number(millis),
    ...(comm === undefined ? {} : { process: sanitize(unquoted(comm)) }),
    ...(pid !== undefined && /^\d{1,10}$/.test(pid) ? { pid: Number(pid) } : {}),
    ...(call !== undefined && /^\d{1,9}$/.test(call) ? { syscall: Number(call) } : {}),
    ...(name === undefined ? {} : { syscallName: sanitize(name) }),
    ...(code !== undefined && /^0x[0-9a-f]{1,8}$/.test(code) ? { action: sanitize(actionOf(Number(code))) } : {}),
  };
}

function actionOf(code: number): string {
  // The lower half is data of the action, such as the number of the error.
  const upper = Math.floor(code / 65536) * 65536;
  return ACTIONS.find(([value]) => value === upper)?.[1] ?? `0x${code.toString(16)}`;
}

/** A name with blanks or quotes in it is printed as hexadecimal digits (kernel/audit.c, audit_log_untrustedstring). */
function unquoted(text: string): string {
  if (text.startsWith('"')) return text.slice(1, -1);
  if (!/^(?:[0-9A-F]{2}){1,16}$/.test(text)) return text;
  return text.replace(/../g, (digits) => String.fromCharCode(Number.parseInt(digits, 16)));
}
