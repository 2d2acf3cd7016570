import type { ExactInt } from '../../text/exact.ts';
import type { SafeText } from '../../text/safe-text.ts';
import type { Citation } from '../citation.ts';
import type { CallFrame, Creator, GoroutineId } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { GoVersionRange, Label } from './dump.ts';
import type { LockReport } from './lock-report.ts';
import type { SanitizerReport } from './sanitizer.ts';
import type { CrashTest } from './test-run.ts';

/**
 * What ended the process, or a goroutine.
 * `panic`: an unrecovered panic. `recovered-panic`: logged by a program that lives on (`http: panic serving`, Kubernetes'
 * `Observed a panic`, or a stack with `panic(` in it that the program printed itself). `fatal-error`: `fatal error:` raised for a user's mistake. `throw`: `fatal error:` raised for an
 * inconsistency in the runtime or a lack of resources. `signal`: a fatal-signal banner (`SIGABRT: abort`).
 * `sigquit`: the SIGQUIT banner; a dump on purpose, no fault by itself. `sanitizer`: a report of AddressSanitizer or one of its
 * kin, which ends the process or its exit with an error and prints no goroutine. `lock-report`: one of a library that watches over
 * locks (go-deadlock), which ends the process by default. `head-missing`: the text begins within a stack, as the end of a log does that the
 * kubelet keeps as a termination message; the exit code says that it crashed, and what it was stands in the part that is missing.
 */
export type CrashClass =
  | 'panic'
  | 'recovered-panic'
  | 'fatal-error'
  | 'throw'
  | 'signal'
  | 'sigquit'
  | 'sanitizer'
  | 'lock-report'
  | 'head-missing';

/** Who is to blame by the kind of the message: the program, corrupted memory, a lack of resources, or the runtime. */
export type Blame = 'user' | 'memory' | 'resource' | 'runtime' | 'unknown';

/** One entry of a panic list. */
export interface PanicEntry {
  /** Value as printed, all lines, without ` [recovered]`. */
  readonly message: SafeText;
  /** `recovered`: then panicked again with another value. `repanicked`: again with the same value (Go ≥ 1.25). */
  readonly recovered?: 'recovered' | 'repanicked';
}

/**
 * What a signal's si_code says (include/uapi/asm-generic/siginfo.h).
 * `unmapped` SEGV 1, `access-denied` SEGV 2, `general-protection` 128 on SEGV or BUS (non-canonical address: the printed
 * address is meaningless), `misaligned` BUS 1, `beyond-mapping` BUS 2 (truncated file, full tmpfs), `hardware` BUS 3–5,
 * `arithmetic` any FPE, `illegal-opcode` any ILL, `breakpoint` TRAP, `seccomp` SYS 1,
 * `sent-by-process` 0, `queued` −1, `self-raised` −6 (raise, abort, tgkill).
 */
export type SignalCodeMeaning =
  | 'unmapped'
  | 'access-denied'
  | 'general-protection'
  | 'misaligned'
  | 'beyond-mapping'
  | 'hardware'
  | 'arithmetic'
  | 'illegal-opcode'
  | 'breakpoint'
  | 'seccomp'
  | 'sent-by-process'
  | 'queued'
  | 'self-raised'
  | 'other';

/** A signal as the runtime reports it, in `[signal …]` or in the banner. */
export interface SignalInfo {
  /** `SIGSEGV`, `SIGBUS`, …; on Windows the exception number in hexadecimal. */
  readonly name: SafeText;
  /** si_code, signed: −6 where 18446744073709551610 or 0xfffffffffffffffa is printed. Absent where not printed. */
  readonly code?: ExactInt;
  /** What the code says; absent where no code is printed. */
  readonly codeMeaning?: SignalCodeMeaning;
  /** Faulting address, hexadecimal, as printed. Meaningless for `general-protection` and for signals that were sent. */
  readonly address?: string;
  /** Offset of the field in the nil pointer that was used: the address, where it is below 4096 and the code says unmapped. */
  readonly nilOffset?: number;
  /** Program counter, hexadecimal. */
  readonly pc?: string;
  /** `signal arrived during cgo execution` (Windows: `external code execution`) was printed. */
  readonly duringCgo: boolean;
}

/** One crash report, or a panic that was logged and survived. */
export interface CrashFact extends FactBase {
  readonly type: 'crash';
  /** What kind of end it was, by its head. */
  readonly class: CrashClass;
  /**
   * The message that names the cause, without prefix: `send on closed channel`, `all goroutines are asleep - deadlock!`,
   * `SIGABRT: abort`, `AddressSanitizer: heap-use-after-free`. For a chain of panics the oldest; `runtime error: ` is kept as printed.
   * Empty where the head is missing, and with `blame` unknown where a program printed the stack of a panic that it recovered, and no line before it says the value.
   */
  readonly message: SafeText;
  /** Unix milliseconds that a platform or a logger has put before its first line, with their zone; absent where none stands there: the runtime prints no time. */
  readonly atUnixMs?: number;
  /** Message with its values replaced by N, HEX or T: `runtime error: index out of range [N] with length N`. */
  readonly template: SafeText;
  /** Values that the template replaced, in order. */
  readonly values: readonly SafeText[];
  /** Who is to blame, by the kind of the message alone. */
  readonly blame: Blame;
  /** Panic list, oldest first; empty for fatal errors and signals, but for Go ≥ 1.26 where a fatal error may end a panic list. */
  readonly chain: readonly PanicEntry[];
  /**
   * Lines just before the head that say more: `unexpected fault address 0x…`, `runtime: out of memory: …`, and what C
   * libraries print before they abort (`free(): invalid pointer`).
   */
  readonly preceding: readonly SafeText[];
  /** The signal that was raised, or that ended the process; absent where none is printed. */
  readonly signal?: SignalInfo;
  /** A fatal error with a `[signal …]` line of a panic that it hides (Go ≤ 1.25), or with the panic list before it. */
  readonly hidesPanic: boolean;
  /** `panic during panic`: the runtime failed while it printed this. Goroutines that follow were printed after the second fault. */
  readonly doubleFault?: boolean;
  /** The crashing goroutine; absent where the report has none (GOTRACEBACK=none, cut off). */
  readonly goroutine?: CrashGoroutine;
  /** The frame that raised it: the one below the last `panic(` or `runtime.sigpanic`, the runtime's own left out. */
  readonly fault?: CallFrame;
  /**
   * Where to look: the first frame of the program itself at or below `fault`, else a dependency's, else `fault`. Wrappers that the
   * compiler made are passed over. Absent where the stack is cut before the panic, or before anything but Go's library is in sight.
   */
  readonly culprit?: CallFrame;
  /**
   * The stack of its thread for the runtime's own work (g0, or that of a signal), where the crash was on it: `runtime stack:`, or `goroutine 0` of
   * a report that began with it. It says what the runtime did (`runtime.gcDrain`, `runtime.mallocgc`, `runtime.schedule`, `runtime.newstack`)
   * when it gave up, for the goroutine in `goroutine`. Absent for SIGQUIT and
   * other signals that were sent: the thread that answers is any.
   */
  readonly systemStack?: SystemStack;
  /** Frames from `fault` outwards: what was being done when it came. */
  readonly path: readonly SafeText[];
  /** Who caught it, for `recovered-panic`: `http: panic serving 10.0.0.1:4711`, or the function that printed the stack. */
  readonly caughtBy?: SafeText;
  /** Id of the dump fact that the report contains. */
  readonly dump?: string;
  /** What the sanitizer said; only for class `sanitizer`. */
  readonly sanitizer?: SanitizerReport;
  /** What a library that watches over locks said; only for class `lock-report`. */
  readonly lockReport?: LockReport;
  /** What the report says of the test that crashed; absent where it is not from a test binary, as far as the frames tell. */
  readonly test?: CrashTest;
  /** Exit status that follows (`exit status 2`), where it was printed. */
  readonly exitStatus?: number;
  /** Go releases that can have printed it, by its forms; absent where they tell nothing. */
  readonly goVersions?: GoVersionRange;
  /**
   * Its end is missing: the stack, a part of it, or after a signal banner both the registers and the exit status. So it is with
   * `GOTRACEBACK=none`, which prints no stack.
   */
  readonly truncated: boolean;
  /** The text ends in the last line of the message, which has no line end: the rest of the message may be missing. Absent where not. */
  readonly messageCut?: boolean;
}

/** Calls on a thread's own stack. */
export interface SystemStack {
  /** Innermost first, with their arguments; C code has no arguments. */
  readonly frames: readonly CallFrame[];
  /** Functions, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  /** Its lines, header included. */
  readonly citation: Citation;
}

/** The goroutine that crashed. */
export interface CrashGoroutine {
  /** Absent for `runtime stack:`, a crash on the scheduler's stack, and for the first stack of a Windows exception. */
  readonly id?: GoroutineId;
  /** As printed in its header; empty for `runtime stack:`. */
  readonly state: SafeText;
  /** Its calls, innermost first, with their arguments. */
  readonly frames: readonly CallFrame[];
  /** Functions, innermost first: what rules select on. */
  readonly functions: readonly SafeText[];
  /** The `go` statement that started it; absent for main, and where the runtime does not print it. */
  readonly creator?: Creator;
  /** Labels that the program has given it, by name; absent where none are printed (see `GoroutinesFact.labels`). */
  readonly labels?: readonly Label[];
  /**
   * The runtime left frames out of its middle (Go ≥ 1.21, behind the innermost 50) or of its end (before, behind the innermost 100; traceback.go). Absent
   * where it did not.
   */
  readonly elided?: true;
  /** The text ends or breaks off inside the stack: outer frames may be missing. Absent where it does not. */
  readonly cut?: true;
  /** Its lines, header included. */
  readonly citation: Citation;
}
