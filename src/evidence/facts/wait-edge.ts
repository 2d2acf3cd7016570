import type { SafeText } from '../../text/safe-text.ts';
import type { Certainty } from '../citation.ts';
import type { Frame, WaitRange } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { DumpFact, DumpKind, StateClass } from './dump.ts';

/**
 * What somebody who may hold a lock does meanwhile. `network`: waits for a peer, also in a channel below an HTTP or gRPC call or a query. `fsync`: waits
 * for a disk. `process`: waits for a child process. `lock`: waits for another lock. `send`, `receive`, `select`: waits on a channel. `wait`: a Cond, a
 * WaitGroup or a semaphore. `running`: runs, or could. `other`: none of these.
 */
export type HolderWork =
  | 'network'
  | 'fsync'
  | 'process'
  | 'syscall'
  | 'sleep'
  | 'lock'
  | 'send'
  | 'receive'
  | 'select'
  | 'wait'
  | 'running'
  | 'other';

/** Goroutines that may hold a lock. No dump says who does. */
export interface PossibleHolder {
  /** The `goroutines` fact that they are of. */
  readonly group: string;
  /** How many of its goroutines it may be. Only a reader's lock is held by more than one at a time. */
  readonly count: number;
  /**
   * `receiver`: a method of the same object is on their stack. `function`: they are in the function that the others wait in, past the line of the
   * lock. `type`: they are in a method of the same type; of which object is not known. `package`: they are in another function of the
   * package, where the lock is taken in a function without a receiver.
   */
  readonly by: 'receiver' | 'function' | 'type' | 'package';
  /** `derived` for `receiver` and `function`, `guessed` for the others. */
  readonly certainty: Certainty;
  /** What they do meanwhile. */
  readonly doing: HolderWork;
  /** As their group has it. */
  readonly stateClass: StateClass;
  /** How long they have done that. */
  readonly wait: WaitRange;
  /** Their frame that tells so. */
  readonly frame: Frame;
  /** That frame is the function that the goroutine was started with: a loop of its own, which mostly holds no lock while it waits. */
  readonly loop: boolean;
}

/** One goroutine that waits for a lock below a function that may have taken it. */
export interface Reentry {
  /** The function that waits. */
  readonly inner: SafeText;
  /** The function further out on the same stack. */
  readonly outer: SafeText;
  /**
   * `derived`: the outer function is seen to take this very lock on another stack, or both have the same receiver, or it is a sync.Once within itself.
   * `guessed`: both are methods of one type.
   */
  readonly certainty: Certainty;
  /** The `goroutines` fact that it is of. */
  readonly group: string;
  /** It wants the lock for reading. */
  readonly reads: boolean;
}

/** Locks that wait for each other by who may hold them. */
export interface WaitCycle {
  /** How many locks. */
  readonly length: number;
  /** The functions that wait, one for each lock. */
  readonly functions: readonly SafeText[];
  /** `derived` where each holder is; else `guessed`. */
  readonly certainty: Certainty;
  /** Everybody who may hold one of the locks waits for one of them: nobody is left who could go on. */
  readonly closed: boolean;
}

/**
 * Who waits for a lock in one dump, and who may hold it. Always derived. Locks are told apart by their addresses; where these are not
 * printed, or not reliably, by the receiver of the function that takes the lock, or by nothing but its type.
 */
export interface WaitEdgeFact extends FactBase {
  readonly type: 'wait-edge';
  /** The dump's id. */
  readonly dump: string;
  /** Kind of that dump. */
  readonly dumpKind: DumpKind;
  /** Of that dump: in a partial one it says nothing that no holder is seen. */
  readonly integrity: DumpFact['integrity'];
  /** Goroutines in the dump. */
  readonly goroutines: number;
  /** What is waited for. */
  readonly target: 'mutex' | 'rwmutex' | 'once';
  /** The lock's address; absent where it is not printed reliably. */
  readonly address?: SafeText;
  /** How it was told from other locks: by its address, by the object that has it, or by that object's type alone (then it may be several). */
  readonly identity: 'address' | 'receiver' | 'type';
  /** The function that takes it: the one that most wait in. */
  readonly owner: Frame;
  /** Type of the object that has the lock, or package of the function that takes it. */
  readonly object: SafeText;
  /** Goroutines that wait for it. */
  readonly waiting: number;
  /** Goroutines that wait for it, or for a lock whose likeliest holder waits for it. */
  readonly blocks: number;
  /** Of an RWMutex: those that want it for reading, and for writing. */
  readonly readers?: number;
  readonly writers?: number;
  /** How long they have waited. */
  readonly wait: WaitRange;
  /** The `goroutines` facts of those that wait, largest first; at most 10. */
  readonly waiters: readonly string[];
  /** Who may hold it, likeliest first; at most 10. Empty where nobody in the dump may, as far as can be told. */
  readonly holders: readonly PossibleHolder[];
  /** The likeliest of them. */
  readonly holder?: PossibleHolder;
  /** Those of them that wait for no lock themselves. */
  readonly free: number;
  /** Further goroutines in functions of the same package that wait for no lock: they may hold one that another type has. */
  readonly near: number;
  /** A goroutine that may wait for itself. */
  readonly self?: Reentry;
  /** A cycle that it is part of. */
  readonly cycle?: WaitCycle;
  /** Dumps of the process before this one in which one of the same goroutines waited there too. */
  readonly before: number;
}
