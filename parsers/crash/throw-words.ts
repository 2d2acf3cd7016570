import type { Blame } from '../../src/evidence/facts/crash.ts';

/** What the runtime checks of itself and of its build: neither memory nor resources are wrong, the runtime is. */
const SELF_CHECKS: readonly RegExp[] = [
  /\bpower[- ]of[- ]2\b|must be a (?:non-zero )?(?:multiple|power)|\bnot (?:aligned|divisible|supported|implemented)\b|GOEXPERIMENT/,
  /\bsize (?:mismatch|incorrect|is suboptimal|wrong)|\b(?:elem|key) (?:align|size)\b|^need padding|^bucketsize/,
  /^trace(?:[A-Z]\w+)?: (?!out of memory)|tracing|traceBytes|traceGCSweepStart|\btrace[ .](?:seqlock|writing)|\btracer\b|\bracectx\b/,
  // Allocation where none may happen: in a C signal handler, in a hook of the operating system.
  /^(?:malloc|freegc) (?:deadlock|during signal)$|^(?:malloc|mallocgc|freegc) called /,
  /^(?:notet?sleepg?|notewakeup)\b|^dumpgs|^stopTheWorld: |^gcController\.|^memstats\.|^MStats/,
];

/** The operating system, a library of it, or a limit said no. */
const RESOURCES: readonly RegExp[] = [
  /out of memory|cannot (?:allocate|map|remap|disable permissions)|failed to (?:allocate|reserve|commit|decommit|release)|too many retries/,
  /address space|system (?:huge )?page size|newosproc|\bOS thread\b.*fail|thread (?:exhaustion|ID overflow)/,
  // Linux, Darwin, the BSDs, Solaris, AIX: a system call or library function failed, and the text is its name.
  /^runtime: (?:kevent|pipe|port_alert|netpollupdate) failed|netpollinit|^netpolldescriptor|^cannot (?:open standard|secure) fds$/,
  /^(?:poll|pipe|uname|sigaction|syscall clock_gettime|clock_gettime|remapping stack memory) failed$|^timer_(?:settime|delete)$|^setsigstack$/,
  /^(?:pthread|sem|nacl)_|^(?:runtime\.)?sema(?:create|sleep|wakeup)\b|^sigNote(?:Setup|Sleep|Wakeup)$|^syscall [a-z]+$/,
  /^(?:exitThread|gete?[gu]id|clock_gettime)$|^getenv before env init$|^unsupported runtime environment$/,
  // Windows: functions and libraries that are missing, handles that cannot be had.
  /\bnot found$|^could not find |duplicatehandle failed|CreateWaitableTimerEx|NtCreateWaitCompletionPacket|VirtualQuery/,
  /QueryPerformanceFrequency|system directory|PostQueuedCompletionStatus|PowerRegister/,
  // Plan 9 and WebAssembly.
  /\/dev\/bintime|^(?:args|args_sizes|clock_time|environ|environ_sizes|random)_get failed$|^(?:fd_write|sched_yield|poll_oneoff) failed$|^wasi_/,
];

/** Metadata of the allocator, the collector, stacks, channels or maps: overwritten memory is likelier than an error in the runtime. */
const MEMORY: readonly RegExp[] = [
  /\bm?spans?\b|mSpanList|span(?:Queue|SPMC)|localSpanQueue|treap|allocCount|free[iI]ndex|mcache|\bmalloc(?:gc)?\b|\bfreegc\b|nextReusable/,
  /\bheap\b|heap(?:Bits|SetType|InUse|Released|_inuse|_released)|bulkBarrier|typePointers|write barrier|persistentalloc|consistent stats|sysMemStat/,
  /\bobj(?:ect|ects|ptr)\b|\bpointers?\b|greyobject|\bspecials?\b|weak handle|finalizer|freelist|bad shift|bad start shift|bad magic division/,
  /\bmark(?:ing|ed|root|s|Bits\w*)?\b|\bscan(?:ned|object|Object|stack)?\b|\bcheckmark|\bsweep\w*|swept|GC work|\bgc(?:Drain\w*|Mark|Sweep|BgMarkWorker|markn\w+)?\b/,
  /workbuf|\bwork\.(?:full|nwait)|\bnwait\b|lfstack|lfnode|profile (?:bucket|already)|\bbucket\b|retained heap|memstats are not equal|headTailIndex/,
  /scaveng|released less than|allocated pages|too many pages|bad (?:summary|prune)|address range|root level max pages|range partially overlaps/,
  /evacuated|map state|oldoverflow|sudog|waiting list|spurious wakeup|bad wakeup|semaphore ticket|semaRoot|notifyList|polldesc|itab|profBuf|runq(?:putslow|steal): /,
  /stack ?map\b|stackbase|frame (?:pointer|layout)|symbol table|spdelta|pcvalue|unknown (?:caller )?pc|^traceback\b|unwind/,
  /missing stack|bad stack size|freeing stack|free stacks|split stack overflow|stack split at bad time|bad (?:defer entry|panic stack|recovery)|recovery failed|missing deferreturn|freedefer|deferproc/,
];

/** Who is to blame for a throw, by its words: what is overwritten, what was refused; else the runtime. */
export function blameOfWords(message: string): Blame {
  const has = (patterns: readonly RegExp[]): boolean => patterns.some((pattern) => pattern.test(message));
  if (has(SELF_CHECKS)) return 'runtime';
  if (has(RESOURCES)) return 'resource';
  return has(MEMORY) ? 'memory' : 'runtime';
}
