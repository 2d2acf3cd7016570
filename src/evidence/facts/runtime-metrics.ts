import type { ExactInt } from '../../text/exact.ts';
import type { FactBase } from './base.ts';

/**
 * Where the numbers stand.
 * `memstats`: the `# runtime.MemStats` footer of a heap profile in text form. `profile`: the head of another text profile.
 * `expvar`: `memstats` of `/debug/vars`. `prometheus`: exposition text with `go_` series. `gops`: `gops stats` or
 * `gops memstats`. `runtime/metrics`: lines with the names of package runtime/metrics.
 */
export type MetricsSource = 'memstats' | 'profile' | 'expvar' | 'prometheus' | 'gops' | 'runtime/metrics';

/**
 * What the Go runtime and the operating system count of one process, at one moment. Only what the source states is there.
 * Names of fields follow runtime.MemStats (runtime/mstats.go); where another source has another name, it is given. Bytes
 * are bytes, and cumulative numbers count from the start of the process.
 */
export interface RuntimeMetricsFact extends FactBase {
  readonly type: 'runtime-metrics';
  /** What published it. */
  readonly source: MetricsSource;
  /** Unix time of the moment in milliseconds, where the text has a time; an exposition seldom does. */
  readonly atUnixMs?: number;
  /** `go_goroutines`, `/sched/goroutines:goroutines`. */
  readonly goroutines?: ExactInt;
  /** Of these, on a thread and executing Go code: `/sched/goroutines/running` (Go ≥ 1.26, as the next four). */
  readonly goroutinesRunning?: ExactInt;
  /** Ready to run and waiting for a P: `/sched/goroutines/runnable`. */
  readonly goroutinesRunnable?: ExactInt;
  /** Waiting for a resource: `/sched/goroutines/waiting`. */
  readonly goroutinesWaiting?: ExactInt;
  /** In a system call or in C: `/sched/goroutines/not-in-go`. */
  readonly goroutinesNotInGo?: ExactInt;
  /** Goroutines since the start of the process: `/sched/goroutines-created`. */
  readonly goroutinesCreated?: ExactInt;
  /**
   * Threads that the runtime has started: `go_threads`, and the total of a threadcreate profile. They are kept for later
   * use, so it is about the largest number that was needed at once.
   */
  readonly threadsCreated?: ExactInt;
  /** Cumulative bytes allocated for heap objects. */
  readonly totalAllocBytes?: ExactInt;
  /** Address space obtained from the system for all purposes, what was given back included: no measure of use by itself. */
  readonly sysBytes?: ExactInt;
  /** Cumulative count of heap objects. */
  readonly mallocs?: ExactInt;
  /** Cumulative count of heap objects that were freed. */
  readonly frees?: ExactInt;
  /** Heap objects, dead ones that are not yet swept included. */
  readonly heapAllocBytes?: ExactInt;
  /** HeapSys: address space that the heap has taken from the system. */
  readonly heapSysBytes?: ExactInt;
  /** HeapIdle: spans of the heap without objects. */
  readonly heapIdleBytes?: ExactInt;
  /** HeapInuse: spans of the heap with objects. */
  readonly heapInuseBytes?: ExactInt;
  /** Idle heap that was given back to the system. */
  readonly heapReleasedBytes?: ExactInt;
  /** HeapObjects: objects in the heap, those not yet swept included. */
  readonly heapObjects?: ExactInt;
  /** What the last collection marked: `/gc/heap/live:bytes` (Go ≥ 1.21). */
  readonly heapLiveBytes?: ExactInt;
  /** StackInuse: spans that hold stacks of goroutines. */
  readonly stackInuseBytes?: ExactInt;
  /** StackSys: StackInuse and the stacks of threads. */
  readonly stackSysBytes?: ExactInt;
  /** GCSys: what the collector itself needs. */
  readonly gcSysBytes?: ExactInt;
  /** MSpanSys: what describes the spans of the heap. */
  readonly mspanSysBytes?: ExactInt;
  /** MCacheSys: caches of the Ps. */
  readonly mcacheSysBytes?: ExactInt;
  /** BuckHashSys: the tables of the heap, block and mutex profiles; it grows with the distinct stacks in them. */
  readonly buckHashSysBytes?: ExactInt;
  /** OtherSys: other needs of the runtime. */
  readonly otherSysBytes?: ExactInt;
  /** Heap size that the next collection aims for. */
  readonly nextGcBytes?: ExactInt;
  /** Unix time of the end of the last collection in nanoseconds; absent where there was none. */
  readonly lastGcUnixNanos?: ExactInt;
  /** Collections so far. */
  readonly numGc?: ExactInt;
  /** Collections that the program called for. */
  readonly numForcedGc?: ExactInt;
  /** Share of the CPU that the collector took since the start of the process, 0 to 1. No measure of memory. */
  readonly gcCpuFraction?: number;
  /** Sum of all stops of the world by the collector, seconds. */
  readonly pauseTotalSeconds?: number;
  /** Longest of the stops that the runtime remembers (the last 256), seconds. */
  readonly pauseMaxSeconds?: number;
  /** The collection in which the limiter of the collector's CPU was last at work (Go ≥ 1.19); 0: never. */
  readonly limiterLastGc?: ExactInt;
  /** CPU seconds of the collector, idle-time marking included: `/cpu/classes/gc/total` (Go ≥ 1.20). */
  readonly gcCpuSeconds?: number;
  /** Of these, marking on Ps that had nothing else to do. */
  readonly gcIdleCpuSeconds?: number;
  /** Of these, marking by goroutines that allocate, which have to wait for it: `/cpu/classes/gc/mark/assist`. */
  readonly gcAssistCpuSeconds?: number;
  /** Of these, while the world was stopped, times GOMAXPROCS: `/cpu/classes/gc/pause`. */
  readonly gcPauseCpuSeconds?: number;
  /** CPU seconds that gave memory back to the system: `/cpu/classes/scavenge/total`. */
  readonly scavengeCpuSeconds?: number;
  /** CPU seconds of the program, an upper estimate: `/cpu/classes/user`. */
  readonly userCpuSeconds?: number;
  /** CPU seconds that GOMAXPROCS allows and nothing used: `/cpu/classes/idle`. */
  readonly idleCpuSeconds?: number;
  /** Bytes of stacks that a collection had to scan, the last one: `/gc/scan/stack` (Go ≥ 1.21, as the next two). */
  readonly gcScanStackBytes?: ExactInt;
  /** Bytes of the heap that it had to scan: `/gc/scan/heap`. */
  readonly gcScanHeapBytes?: ExactInt;
  /** Bytes of global variables that it had to scan: `/gc/scan/globals`. */
  readonly gcScanGlobalsBytes?: ExactInt;
  /** Finalizers that became due so far: `/gc/finalizers/queued` (Go ≥ 1.26, as the next three). */
  readonly finalizersQueued?: ExactInt;
  /** Finalizers that have run: `/gc/finalizers/executed`. One goroutine runs them all, one after the other. */
  readonly finalizersExecuted?: ExactInt;
  /** Cleanups (`runtime.AddCleanup`) that became due so far: `/gc/cleanups/queued`. */
  readonly cleanupsQueued?: ExactInt;
  /** Cleanups that have run: `/gc/cleanups/executed`. */
  readonly cleanupsExecuted?: ExactInt;
  /** Derived: finalizers and cleanups that are due and have not run. Many that stay: one of them blocks. */
  readonly finalizersDue?: ExactInt;
  /** Calls into C so far: `/cgo/go-to-c-calls` (Go ≥ 1.18). */
  readonly cgoCalls?: ExactInt;
  /** All CPU seconds that GOMAXPROCS allows: `/cpu/classes/total`. */
  readonly totalCpuSeconds?: number;
  /** Derived: the collector's share of all CPU seconds, idle-time marking left out, 0 to 1. Since the start of the process. */
  readonly gcCpuShare?: number;
  /** Derived: `sysBytes − heapReleasedBytes`, what GOMEMLIMIT limits. */
  readonly heldBytes?: ExactInt;
  /** Derived: `heldBytes` as a share of the memory limit, where the same source states one; 1 is at the limit. */
  readonly limitShare?: number;
  /** Cumulative goroutine blocking events, and the seconds that they took: the sum of a block profile. */
  readonly blockEvents?: ExactInt;
  /** Seconds that goroutines were blocked, as the profile has it. */
  readonly blockSeconds?: number;
  /**
   * Cumulative contended unlocks, and the seconds that others waited: the sum of a mutex profile as printed. Older releases
   * (Go 1.19 and before) count only what was sampled, newer ones scale it to all.
   */
  readonly mutexEvents?: ExactInt;
  /** Seconds that goroutines waited for mutexes so far. */
  readonly mutexSeconds?: number;
  /** Memory in RAM: `process_resident_memory_bytes`. */
  readonly residentBytes?: ExactInt;
  /** Most memory in RAM so far: `MaxRSS` (Go ≥ 1.15, Unix). */
  readonly peakResidentBytes?: ExactInt;
  /** `process_virtual_memory_bytes`: address space; Go reserves much more than it uses. */
  readonly virtualBytes?: ExactInt;
  /** `process_open_fds`. */
  readonly openFds?: ExactInt;
  /** `process_max_fds`: the soft limit on open files. */
  readonly maxFds?: ExactInt;
  /** Derived: `openFds` as a share of `maxFds`, 0 to 1. */
  readonly fdShare?: number;
  /** User and system CPU seconds: `process_cpu_seconds_total`. */
  readonly cpuSeconds?: number;
  /** Unix time at which the process started, seconds: `process_start_time_seconds`. */
  readonly startUnixSeconds?: number;
  /** Samples of the same source that could not be read. */
  readonly unparsedLines: number;
}
