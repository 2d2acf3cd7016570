import type { SafeText } from '../text/safe-text.ts';

/** Name of the algorithm. What changes a hash gets a new name. */
export const ALGORITHM = 'gofp/1';

/**
 * How much goes into a hash, coarse to fine; each has what the one before has. `L0`: the kind of the event. `L1`: and its message, without what
 * differs from event to event. `L2`: and the first frame of the program. `L3`: and the first five frames of the program and its modules. `L4`:
 * and the whole stack, Go's library and the `go` statement with it.
 */
export const LEVELS = ['L0', 'L1', 'L2', 'L3', 'L4'] as const;

export type FingerprintLevel = (typeof LEVELS)[number];

/** A name for a fault that is the same for the same fault in another build, another run or another release of Go. Made by `gofp/1`: docs/fingerprint.md. */
export interface Fingerprint {
  /** `gofp/1`. */
  readonly algorithm: string;
  /** The level that `hash` is of: the one that suits the kind of the event. */
  readonly level: FingerprintLevel;
  /** First 16 hexadecimal digits of the SHA-256 of `text`; null where it is refused. */
  readonly hash: string | null;
  /** Why there is none; absent where there is one. */
  readonly reason?: SafeText;
  /** What was hashed, line by line; absent where it is refused. */
  readonly text?: SafeText;
  /** The hashes of all levels; null for those that the stack is too weak for. */
  readonly levels: Readonly<Record<FingerprintLevel, string | null>>;
  /** What became of each frame at `level`, innermost first; a report lists the first few. */
  readonly notes: readonly FrameNote[];
  /** Notes that a report leaves out; absent where it has all. */
  readonly notesLeftOut?: number;
}

/** What became of a frame. */
export interface FrameNote {
  /** The function, as printed. */
  readonly frame: SafeText;
  /** Its name in the text, where that is another one. */
  readonly as?: SafeText;
  /** `used`: it is in the text. `not-used`: a finer level has it. `left-out`: no level has it. */
  readonly decision: 'used' | 'not-used' | 'left-out';
  readonly why: SafeText;
}
