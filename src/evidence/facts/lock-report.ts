import type { SafeText } from '../../text/safe-text.ts';
import type { Frame } from '../frame.ts';

/**
 * What a library that stands in for package sync and watches over its locks said (github.com/sasha-s/go-deadlock, deadlock.go and
 * stacktraces.go, and its forks). By default it ends the process by os.Exit(2) then.
 */
export interface LockReport {
  /**
   * `waited`: a lock could not be had for as long as the library was told to wait. `recursive`: a goroutine takes a lock that it has
   * already. `order`: two locks were taken in one order here and in the other one there.
   */
  readonly kind: 'waited' | 'recursive' | 'order';
  /** How long it had been waited for, as printed: `30s`. Only for `waited`. */
  readonly limit?: SafeText;
  /** Who had taken the lock, its innermost frame that is neither the library's nor Go's. For `order` who took the first lock of one order. */
  readonly holder?: Frame;
  /** Who wants it, likewise. For `order` who took the second lock of the other order. */
  readonly waiter?: Frame;
  /** The holder's goroutine, as printed; absent where none is, and where the library could not tell goroutines apart (it prints 0). */
  readonly holderId?: number;
  /**
   * What became of the holder's goroutine, only for `waited` with a {@link holderId}. The library looks for it among all goroutines and prints what it
   * does now (`Here is what goroutine 34 doing now`): `alive`. Where what comes after that stands right behind the waiter, it was not among them:
   * `ended`, with the lock still taken. Absent where the report ends before either.
   */
  readonly holderNow?: 'alive' | 'ended';
  /** The waiter's goroutine, likewise. */
  readonly waiterId?: number;
}
