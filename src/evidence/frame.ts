import type { SafeText } from '../text/safe-text.ts';
import type { ExactInt } from '../text/exact.ts';

/**
 * Whose code a frame is, derived from the function name and the file path.
 * `app`: the program's own. `dependency`: a module from the module cache or vendor. `stdlib`: Go's library.
 * `runtime`: Go's runtime (also `internal/runtime`, `internal/sync` and friends of the scheduler). `cgo`: C or cgo glue.
 */
export type FrameOrigin = 'app' | 'dependency' | 'stdlib' | 'runtime' | 'cgo';

/** One call in a goroutine's stack, innermost first in every list of frames. */
export interface Frame {
  /** Function as the runtime prints it, `%2e` unescaped, without arguments: `main.(*Server).handle.func1`. */
  readonly function: SafeText;
  /** File path as printed; absent for foreign frames without one. */
  readonly file?: SafeText;
  /** Line in that file. */
  readonly line?: number;
  readonly origin: FrameOrigin;
  /** The runtime printed `(...)`: the call was inlined and its arguments are not recorded. */
  readonly inlined?: boolean;
}

/** A frame of one goroutine with what groups leave out: the argument words, as printed. */
export interface CallFrame extends Frame {
  /**
   * Argument list between the parentheses as printed, such as `0xc00006cc60?, {0x7e4cf8?, 0x8?}`. A word followed by `?`
   * may be stale (register ABI, Go ≥ 1.18) and is no evidence. Absent where inlined or not printed.
   */
  readonly args?: SafeText;
}

/** The `go` statement that started a goroutine (`created by …`). */
export interface Creator {
  readonly function: SafeText;
  readonly file?: SafeText;
  readonly line?: number;
  readonly origin: FrameOrigin;
}

/**
 * How long something waited, in whole minutes as the runtime prints them. An age counts from the end of the garbage collection
 * before the one that first saw the goroutine waiting (`work.tstart` in runtime/mgc.go, mgcmark.go): it may be too long by the
 * time between two collections, which is two minutes at most, and too short by any time.
 */
export interface WaitRange {
  /** Shortest printed wait of the group; absent where none was printed: unknown, not short. */
  readonly minMinutes?: number;
  /** Longest printed wait of the group; absent where none was printed. */
  readonly maxMinutes?: number;
  /** Goroutines of the group without a printed wait (no garbage collection has seen them waiting, or under a minute). */
  readonly unknown: number;
}

/** A goroutine id. Practically small, but exact in any case. */
export type GoroutineId = ExactInt;
