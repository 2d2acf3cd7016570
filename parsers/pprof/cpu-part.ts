import type { CpuPart } from '../../src/evidence/facts/cpu-profile.ts';

/** What a function says of the stacks that it stands in, found out once for each function. */
export type FunctionRole =
  /** The collector's own work, wherever it stands: nothing else runs inside it. */
  | 'gc'
  /** Work that a goroutine does for the collector. */
  | 'gc-assist'
  /** The rest only counts among the runtime's frames on top. */
  | 'scheduler'
  | 'allocation'
  | 'cgo'
  | 'preempted'
  | 'runtime'
  | 'syscall'
  | 'code';

const RUNTIME = /^(?:runtime\.|internal\/runtime\/|runtime\/internal\/)/;
/** Assembly without a package, such as `gcWriteBarrier`, `memeqbody`, `aeshashbody`. */
const ASSEMBLY = /^[A-Za-z_]\w*$/;

/** runtime/mgc.go, mgcmark.go, mgcsweep.go, mgcscavenge.go, mwbbuf.go; `runtime._GC` stands for samples without a stack (runtime/proc.go). */
const GC =
  /^runtime\.(?:gcBgMarkWorker|gcStart|gcMarkDone|gcMarkTermination|gcDrain|gcSweep|gcResetMarkState|gcFlushBgCredit|gcParkAssist|forcegchelper|bgsweep|bgscavenge|sweepone|deductSweepCredit|\(\*sweepLocked\)|\(\*mspan\)\.sweep|\(\*mcentral\)\.uncacheSpan|wbBufFlush|gcWriteBarrier|GC$|_GC$|\(\*scavengerState\)|\(\*pageAlloc\)\.scavenge|scanobject|greyobject|scanstack|markroot)/;
const GC_BARRIER = /^gcWriteBarrier/;
const ASSIST = /^runtime\.gcAssistAlloc/;

/** runtime/proc.go, netpoll.go, lock_futex.go and their like. */
const SCHEDULER =
  /^runtime\.(?:mcall|mstart|mstart0|mstart1|schedule|park_m|findRunnable|findrunnable|stealWork|runqsteal|runqgrab|resetspinning|checkTimers|runtimer|runOneTimer|\(\*timers\)|netpoll|sysmon|retake|startm|stopm|newm|wakep|handoffp|injectglist|execute|ready|goready|goschedImpl|gosched_m|gopreempt_m|goexit0|gdestroy|newproc|newproc1|gopark|parkunlock_c|notesleep|notetsleep|notewakeup|futexsleep|futexwakeup|entersyscallblock|exitsyscall0|startTheWorld|stopTheWorld|preemptall|preemptone|preemptM|ready\.func|startlockedm|stoplockedm)/;

/** runtime/malloc.go, mcache.go, mcentral.go, mheap.go. */
const ALLOCATION =
  /^runtime\.(?:mallocgc|newobject|newarray|makeslice|growslice|rawstring|rawbyteslice|persistentalloc|nextFreeFast|memclrNoHeapPointersChunked|\(\*mcache\)|\(\*mcentral\)|\(\*mheap\)|\(\*pageAlloc\)|\(\*pageCache\))/;

/** The door to the system: `syscall.Syscall6`, `syscall.RawSyscall`, `syscall.syscalln`, `golang.org/x/sys/unix.Syscall`. */
const SYSCALL =
  /^(?:syscall|golang\.org\/x\/sys\/(?:unix|windows))\.(?:runtime_)?(?:raw|Raw)?(?:Vfork)?[sS]yscall|^syscall\.runtime_(?:enter|exit)syscall/;
const CGO = /^(?:runtime\.(?:cgocall|asmcgocall|cgocallbackg|_ExternalCode|_LostExternalCode)|runtime\/cgo\.|_cgo|.*\._Cfunc_)/;

/** What a function tells of a stack. `isForeign`: it has no symbol, or is C code. */
export function roleOf(name: string, isForeign: boolean): FunctionRole {
  if (ASSIST.test(name)) return 'gc-assist';
  if (GC.test(name) || GC_BARRIER.test(name)) return 'gc';
  if (isForeign || CGO.test(name)) return 'cgo';
  if (SYSCALL.test(name)) return 'syscall';
  if (name === 'runtime.asyncPreempt') return 'preempted';
  if (SCHEDULER.test(name)) return 'scheduler';
  if (ALLOCATION.test(name)) return 'allocation';
  return RUNTIME.test(name) || ASSEMBLY.test(name) ? 'runtime' : 'code';
}

/**
 * What a processor was doing at a stack, by what its functions tell, innermost first. The runtime's frames on top decide, up to the first other
 * one: the scheduler wakes threads from within a channel operation, and what a system call costs stands below it in the runtime. The collector
 * counts wherever it stands, since an allocation may start it.
 */
export function partOf(roles: readonly FunctionRole[]): { readonly part: CpuPart; readonly assist: boolean } {
  if (roles.includes('gc-assist')) return { part: 'gc', assist: true };
  return { part: roles.includes('gc') ? 'gc' : partOfTop(roles), assist: false };
}

function partOfTop(roles: readonly FunctionRole[]): CpuPart {
  let found: 'scheduler' | 'allocation' | 'runtime' | undefined;
  for (const role of roles) {
    switch (role) {
      case 'syscall':
      case 'cgo':
        return role;
      case 'code':
        return found ?? 'code';
      case 'scheduler':
        found = 'scheduler';
        break;
      case 'allocation':
        if (found !== 'scheduler') found = 'allocation';
        break;
      case 'runtime':
        found ??= 'runtime';
        break;
      // Where the program was stopped to let others run: what it did before is what it is charged with.
      case 'preempted':
      case 'gc':
      case 'gc-assist':
        break;
    }
  }
  return found ?? 'code';
}
