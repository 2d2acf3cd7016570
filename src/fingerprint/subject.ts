import type { Creator, Frame } from '../evidence/frame.ts';
import type { SafeText } from '../text/safe-text.ts';
import type { FingerprintLevel } from './fingerprint.ts';

/** Frames that are printed for sure before the first that the runtime may leave out (tracebackInnerFrames in runtime/traceback.go). */
export const SURELY_PRINTED = 50;

/** What a fingerprint is made of, whatever fact it comes from. */
export interface Subject {
  /** The kind of the event, for L0. */
  readonly kind: string;
  /** Its message without values, for L1; absent where such an event has none. */
  readonly message?: string;
  /** The level that suits the kind. */
  readonly level: FingerprintLevel;
  /** One stack; both of a race. Empty where there is none, or none that says anything: `stackless` then says why. */
  readonly stacks: readonly Stack[];
  /** Why there is no stack. */
  readonly stackless?: SafeText;
  /** Why it has no fingerprint of any level: it is no fault. */
  readonly refused?: SafeText;
  /** The stack is that of an endless recursion: which of its functions is on top is chance. */
  readonly endless?: boolean;
  /** What is there instead of a stack is one function, exactly known. */
  readonly single?: boolean;
}

/** The calls of one goroutine, as far as they matter. */
export interface Stack {
  /** Innermost first; of a crash from the one that raised it. */
  readonly frames: readonly Frame[];
  /** What stands above them: deferred code, and what raises panics. Empty for other stacks. */
  readonly above: readonly Frame[];
  /** The `go` statement that started the goroutine; absent where none is known. */
  readonly creator?: Creator;
  /** The place in `frames` from which on frames may be missing, and why; absent where none are. */
  readonly missing?: { readonly from: number; readonly why: 'elided' | 'cut' };
}
