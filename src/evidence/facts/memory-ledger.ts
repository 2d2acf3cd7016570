import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Certainty } from '../citation.ts';
import type { FactBase } from './base.ts';

/**
 * A line of the account, in this order. `limit`: of the control group, else of the container, or as the kernel named it. `peak`: the most that
 * was used. `go-limit`: GOMEMLIMIT. `go-held`: what the Go runtime holds. `heap-live`, `heap-goal`: live heap after the last collection, and the
 * size at which the next one is due. `stacks`: of goroutines. `resident`, `anon`: of the process. `other`: what of it is not the runtime's.
 * `page-cache`: files in memory, which the kernel drops before it kills. `shmem`: tmpfs and shared memory, which it does not. `huge-pages`.
 */
export type LedgerLineName =
  | 'limit'
  | 'peak'
  | 'go-limit'
  | 'go-held'
  | 'heap-live'
  | 'heap-goal'
  | 'stacks'
  | 'resident'
  | 'anon'
  | 'other'
  | 'page-cache'
  | 'shmem'
  | 'huge-pages';

export interface LedgerLine {
  readonly name: LedgerLineName;
  readonly bytes: ExactInt;
  /** Of the limit, 0 to 1 and above; absent where there is none, and for the limit itself. */
  readonly share?: number;
  /** `guessed`: a lower bound, such as goroutines times the smallest stack. */
  readonly certainty: Certainty;
  /** What says it, in words: `control group`, `gctrace`. */
  readonly source: SafeText;
}

/**
 * Where the memory of one process went, derived from what several artefacts of it say: its limit, what the Go runtime holds, and the rest. They
 * need not be of the same second. There is none where the bundle has several groups or processes and does not say which belong together.
 */
export interface MemoryLedgerFact extends FactBase {
  readonly type: 'memory-ledger';
  /** The account line by line: what is known, and what says so. */
  readonly lines: readonly LedgerLine[];
  /** Lines that nothing in the bundle tells. */
  readonly missing: readonly LedgerLineName[];
  /** GOGC in per cent; absent where it is off or not known. */
  readonly gogc?: number;
  /** The limit of its control group; else that of the container, or the one that the kernel named when it killed. */
  readonly limitBytes?: ExactInt;
  /** The most that was used: `memory.peak`. */
  readonly peakBytes?: ExactInt;
  /** Memory of processes that is no file: `anon` of the control group, else `RssAnon`. */
  readonly anonBytes?: ExactInt;
  /** Resident memory of the process. */
  readonly residentBytes?: ExactInt;
  /** What the Go runtime holds: `Sys − HeapReleased`. */
  readonly goHeldBytes?: ExactInt;
  /** Live heap after the last collection; where only its goal is known and there is no GOMEMLIMIT, what GOGC makes of that: it was no more. */
  readonly liveBytes?: ExactInt;
  /** Heap size at which the next collection is due. */
  readonly goalBytes?: ExactInt;
  /** GOMEMLIMIT. */
  readonly goLimitBytes?: ExactInt;
  /** Whether there is a GOMEMLIMIT; absent where not known. */
  readonly goLimitSet?: boolean;
  /** GOMEMLIMIT as a share of the limit. */
  readonly goLimitShare?: number;
  /** The live heap as a share of the limit. */
  readonly liveShare?: number;
  /** The goal as a share of the limit: above 1 the heap may grow past the limit before anything is collected. */
  readonly goalShare?: number;
  /** What the runtime holds as a share of the limit. */
  readonly heldShare?: number;
  /** Memory of the process that is not the runtime's: `anonBytes`, or `residentBytes` where that is not known, less `goHeldBytes`; 0 at least. */
  readonly otherBytes?: ExactInt;
  /** Of the limit. */
  readonly otherShare?: number;
  /** Of the memory that it is part of. */
  readonly otherOfResident?: number;
  /** By how much the memory of the process rose, over snapshots of /proc that never fell; absent where there are less than three, or one fell. */
  readonly grownBytes?: ExactInt;
  /** Snapshots that this rests on. */
  readonly grownSnapshots?: number;
  /** The most that a heap profile of the process has in use, of two or more; absent where `grownBytes` is. */
  readonly heapPeakBytes?: ExactInt;
  /** `grownBytes / heapPeakBytes`, or 4 MiB where that is less: several times over it is not the heap that grew. Stacks of goroutines are in no heap profile. */
  readonly grownOverHeap?: number;
  /** Transparent huge pages. */
  readonly hugePageBytes?: ExactInt;
  /** Of the resident memory. */
  readonly hugeShare?: number;
  /** tmpfs and shared memory of the control group, as a share of the limit. */
  readonly shmemShare?: number;
  /** A process was killed for want of memory: by the counters of the group, the reason of the container, or the kernel's log. */
  readonly killed?: boolean;
  /** The limit is no whole number of MiB. */
  readonly unaligned?: boolean;
  /** Bytes by which the limit of the group is less than that of the container: it is rounded down to a page. Absent where they differ by more. */
  readonly roundedBytes?: number;
}
