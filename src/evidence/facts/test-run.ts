import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/** A test that was running when the time was over. */
export interface RunningTest {
  /** With its parents, as `go test` names it: `TestHang/sub_one`. */
  readonly name: SafeText;
  /** Seconds that it had run, as printed: whole seconds, rounded. Absent where it was printed in another form. */
  readonly seconds?: number;
}

/** What the report of a crash in a test binary says of the test. */
export interface CrashTest {
  /** The test, benchmark, fuzz target or example that the crashing goroutine ran or was started by: `TestPanic`. From frames. */
  readonly name?: SafeText;
  /** Import path of its package, from the same frame. */
  readonly package?: SafeText;
  /** The limit that was passed, as printed after `test timed out after`: `10m0s`. Only for timeouts. */
  readonly timeout?: SafeText;
  /** The same in seconds. */
  readonly timeoutSeconds?: number;
  /**
   * Tests that were running at a timeout, in the order printed (by name). Empty up to Go 1.19, which lists none. Go 1.20 to 1.22
   * also list parents that only wait for their parallel subtests.
   */
  readonly running: readonly RunningTest[];
  /** The leaf of these that had run longest: a test that is no parent of another one in the list. Absent where none is listed. */
  readonly longest?: RunningTest;
}

/**
 * How a run of one test binary ended.
 * `timed-out`: its own alarm went off (`panic: test timed out after …`). `killed`: the alarm did not, so `go test` killed it
 * (`*** Test killed with quit: ran too long`). `failed`: tests failed, or it exited with an error. `build-failed`, `setup-failed`:
 * it never ran. `unfinished`: the text ends before the run does.
 */
export type TestOutcome = 'timed-out' | 'killed' | 'failed' | 'build-failed' | 'setup-failed' | 'unfinished';

/** One run of a test binary that did not pass. Runs that passed are no facts. */
export interface TestRunFact extends FactBase {
  readonly type: 'test-run';
  /** Import path, from the closing line of `go test`. Absent where the binary was run by itself, or the text is cut off. */
  readonly package?: SafeText;
  /** How the run ended. */
  readonly outcome: TestOutcome;
  /** A panic, fatal error or fatal signal was printed in this run. */
  readonly crashed: boolean;
  /** Tests with `--- FAIL`, in the order printed, at most 100. */
  readonly failed: readonly SafeText[];
  /** All of them. */
  readonly failedCount: number;
  /** Tests that began and did not end, by `=== RUN` (printed with -v and -json only), at most 100. */
  readonly unfinished: readonly SafeText[];
  /** Tests that were running at a timeout (Go ≥ 1.20). */
  readonly running: readonly RunningTest[];
  /** The limit of a timeout, or the time after which the run was killed, as printed: `10m0s`. */
  readonly limit?: SafeText;
  /** The same in seconds. */
  readonly limitSeconds?: number;
  /** Tests, or the run itself, that failed because the race detector saw a race in them. */
  readonly races: number;
  /** What `go test` says of the exit: `exit status 2`, `signal: killed`. Absent where it was not printed. */
  readonly exit?: SafeText;
  /** Seconds that the run took, from the closing line. */
  readonly seconds?: number;
}
