import type { SafeText } from '../../text/safe-text.ts';
import type { Creator, Frame, GoroutineId } from '../frame.ts';
import type { FactBase } from './base.ts';

/**
 * Goroutines that a check at the end of a test found left over, and that do the same: go.uber.org/goleak's `found unexpected goroutines`.
 * The check waits for them for a moment (half a second by default), so they are stated to be there, and not to stay.
 */
export interface LeakCheckFact extends FactBase {
  readonly type: 'leak-check';
  /** Their state as the runtime calls it, without the wait: `chan receive`. */
  readonly state: SafeText;
  /** The innermost function, as the check prints it. */
  readonly top: SafeText;
  /** The innermost frame that is neither Go's library nor its runtime; absent where the stack has none, or is cut. */
  readonly owner?: Frame;
  /** The `go` statement that started the first of them; absent where none is printed. */
  readonly creator?: Creator;
  /** How many there are. */
  readonly count: number;
  /** Up to ten ids, in the order printed. */
  readonly ids: readonly GoroutineId[];
}
