import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';

/** A stack in a sanitizer's report: C, C++ and Go frames alike, without arguments. */
export interface SanitizerStack {
  /** Innermost first, the sanitizer's own interceptors included. */
  readonly frames: readonly Frame[];
  /** Functions of the frames: what rules select on. */
  readonly functions: readonly SafeText[];
  /** The thread as the sanitizer counts them (`T0` is the first of the process); no goroutine. Absent where not printed. */
  readonly thread?: SafeText;
  /** The innermost frame that is neither the sanitizer's, the C library's nor cgo's own. Absent where there is none. */
  readonly culprit?: Frame;
}

/** One group of leaked blocks: `Direct leak of 10 byte(s) in 1 object(s) allocated from:`. */
export interface SanitizerLeak extends SanitizerStack {
  /** `direct`: nothing points to it. `indirect`: only other leaked blocks do. */
  readonly kind: 'direct' | 'indirect';
  /** Bytes of the leaked objects. */
  readonly bytes: number;
  /** Leaked objects. */
  readonly objects: number;
}

/**
 * What AddressSanitizer, MemorySanitizer, LeakSanitizer or ThreadSanitizer said of C memory, or of itself
 * (compiler-rt/lib/sanitizer_common, lib/asan/asan_errors.cpp, lib/lsan, lib/msan/msan_report.cpp, lib/tsan).
 */
export interface SanitizerReport {
  /** `AddressSanitizer`, `LeakSanitizer`, `MemorySanitizer`, `ThreadSanitizer`, `HWAddressSanitizer`. */
  readonly tool: SafeText;
  /**
   * The kind of error, by the tool's own name in its summary: `heap-use-after-free`, `double-free`, `heap-buffer-overflow`,
   * `use-after-poison`, `SEGV`, `use-of-uninitialized-value`. Ours, where the tool has no name: `memory-leak` (leaked
   * blocks), `internal-error` (a failed check of the tool), `out-of-memory` (it could not have memory for itself),
   * `goroutine-limit` (the race detector's limit of goroutines), `address-space` (a mapping where its shadow has to be).
   */
  readonly error: SafeText;
  /** Number of the process, from `==PID==`. Absent where not printed. */
  readonly pid?: number;
  /** The bad access, where it is one. */
  readonly access?: 'read' | 'write';
  /** Bytes of that access. */
  readonly size?: number;
  /** Address of the access or of the block, hexadecimal, as printed. */
  readonly address?: string;
  /** Where it happened. Absent for leaks and where none was printed. */
  readonly stack?: SanitizerStack;
  /** How the address lies to the nearest block: `1 bytes inside of 10-byte region [0x…,0x…)`. */
  readonly region?: SafeText;
  /** Bytes of that block. */
  readonly regionSize?: number;
  /** Who freed the block. Absent where it was not freed. */
  readonly freed?: SanitizerStack;
  /** Who allocated the block. */
  readonly allocated?: SanitizerStack;
  /** Leaked blocks, in the order printed, at most 20; empty for other errors. */
  readonly leaks: readonly SanitizerLeak[];
  /** Groups of leaked blocks that are not listed; absent where none were left out. */
  readonly leaksLeftOut?: number;
  /** All bytes that leaked, from the summary. */
  readonly leakedBytes?: number;
  /** The report says that it ends the process (`==PID==ABORTING`, `Exiting`, `dying`). Leaks and warnings do not. */
  readonly fatal: boolean;
  /** Lines inside the report that fit no known form. */
  readonly unparsedLines: number;
}
