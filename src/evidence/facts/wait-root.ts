import type { SafeText } from '../../text/safe-text.ts';
import type { Certainty } from '../citation.ts';
import type { Frame, WaitRange } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { DumpFact, DumpKind, StateClass } from './dump.ts';
import type { HolderWork, PossibleHolder, WaitTarget } from './wait-edge.ts';

/** One wait that hangs on a root, directly or through others. */
export interface BlockedWait {
  /** The `number` of the edge in its dump. */
  readonly edge: number;
  /** The edge whose waiters it waits for; absent where it waits for the root itself. */
  readonly behind?: number;
  /** How far from the root it is; 1 where it waits for the root itself. */
  readonly depth: number;
  /** Goroutines that wait there. */
  readonly waiting: number;
  /** What they wait for. */
  readonly target: WaitTarget;
  /** The function that waits. */
  readonly owner: Frame;
  /** The largest of their `goroutines` facts. */
  readonly group: string;
  /** How those that it waits for were told. */
  readonly by?: PossibleHolder['by'];
  /** How sure it is that it waits for those. */
  readonly certainty: Certainty;
}

/**
 * Who keeps others waiting in one dump and waits for nobody himself, as far as is known: the end of the chains of `wait-edge`. `guessed` where the
 * first step of each chain is. Roots that are idle by design are left out. Waiting may be right: a root is a place to look at, no verdict.
 */
export interface WaitRootFact extends FactBase {
  readonly type: 'wait-root';
  /** The dump's id. */
  readonly dump: string;
  /** Kind of that dump. */
  readonly dumpKind: DumpKind;
  /** Of that dump: in a partial one the real root may be missing. */
  readonly integrity: DumpFact['integrity'];
  /** Goroutines in the dump. */
  readonly goroutines: number;
  /**
   * `holder`: goroutines that wait for nobody. `ring`: waits that wait for each other in a circle; nobody is the first. `nobody`: nobody in the dump is
   * seen who could end the wait.
   */
  readonly kind: 'holder' | 'ring' | 'nobody';
  /** The `goroutines` fact of the root; of a ring, and where nobody is seen, the largest that waits. */
  readonly group: string;
  /** Goroutines that are the root; 0 where nobody is seen. */
  readonly count: number;
  /** What they do; absent where nobody is seen. */
  readonly doing?: HolderWork;
  readonly stateClass?: StateClass;
  /** How long they have done that, or have waited. */
  readonly wait: WaitRange;
  /** Their frame that tells so; the function that waits where nobody is seen. */
  readonly frame: Frame;
  /** Goroutines that wait for it, directly or through others, each counted once. Those of a ring wait for themselves and are among them. */
  readonly blocks: number;
  /** Those of them that wait for it directly. */
  readonly direct: number;
  /** Who waits, nearest first and most first; at most 30. */
  readonly waits: readonly BlockedWait[];
  /** Further waits that hang on it. */
  readonly otherWaits: number;
  /** Of a ring: the functions that wait, each for the next. */
  readonly functions?: readonly SafeText[];
}
