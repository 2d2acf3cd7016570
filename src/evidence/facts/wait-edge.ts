import type { SafeText } from '../../text/safe-text.ts';
import type { Certainty } from '../citation.ts';
import type { Frame, WaitRange } from '../frame.ts';
import type { FactBase } from './base.ts';
import type { DumpFact, DumpKind, StateClass } from './dump.ts';

/**
 * What goroutines wait for. `mutex`, `rwmutex`, `once`, `waitgroup`, `cond`: of package sync; a WaitGroup also below errgroup. `channel`: somebody at the
 * other end of a channel. `semaphore`: a place of a semaphore of golang.org/x/sync. `connection`: one of a pool of connections, or of the streams
 * of one; `pool` says which. `call`: the result of a call that another goroutine makes for all (singleflight). `init`: the end of the
 * initialisation of packages, for which calls from C wait.
 */
export type WaitTarget = 'mutex' | 'rwmutex' | 'once' | 'waitgroup' | 'cond' | 'channel' | 'semaphore' | 'connection' | 'call' | 'init';

/**
 * What somebody who is waited for does meanwhile. `network`: waits for a peer, also in a channel below an HTTP or gRPC call or a query. `fsync`: waits
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

/** Goroutines that may hold a lock, or that others wait for in another way. No dump says who does. */
export interface PossibleHolder {
  /** The `goroutines` fact that they are of. */
  readonly group: string;
  /** How many of its goroutines it may be. A mutex is held by one, a reader's lock, a place or a connection by each of several. */
  readonly count: number;
  /**
   * `receiver`: a method of the same object is on their stack. `function`: they are in the function that the others wait in, past the line of the
   * lock. `type`: they are in a method of the same type; of which object is not known. `package`: they are in another function of the
   * package, where the lock is taken in a function without a receiver. `argument`: a function on their stack has the same object as an argument: the
   * channel, the WaitGroup, the call. `creator`: the function that waits has started them, or they are in the function that has started those that
   * wait. `closure`: both run code of one function, such as closures in it. `frames`: their frames show it: a query on a connection of the pool, the call
   * that is made for all.
   */
  readonly by: 'receiver' | 'function' | 'type' | 'package' | 'argument' | 'creator' | 'closure' | 'frames';
  /** `derived` where addresses, ids or the way in which the thing works show it; else `guessed`. */
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
  /** What they wait for themselves: the `number` of that edge of the same dump. Absent where they wait for nobody that is known. */
  readonly edge?: number;
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

/** Waits of which each is for somebody in the next one. */
export interface WaitRing {
  /** The edges of the dump that it consists of, by `number`, each waiting for one in the next. */
  readonly edges: readonly number[];
  /** What is waited for, in the same order. */
  readonly targets: readonly WaitTarget[];
  /** `derived` where each step is; else `guessed`. */
  readonly certainty: Certainty;
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
 * Who waits for one thing in one dump, and who keeps them waiting. Always derived. Locks are told apart by their addresses; where these are not
 * printed, or not reliably, by the receiver of the function that takes the lock, or by nothing but its type. A dump prints no addresses of channels where
 * goroutines wait for them, so that these are told apart by the functions that wait.
 */
export interface WaitEdgeFact extends FactBase {
  readonly type: 'wait-edge';
  /** The dump's id. */
  readonly dump: string;
  /** Which edge of the dump it is, from 1: locks first, then the rest, most waiting first. Holders and roots name edges by it. */
  readonly number: number;
  /** Kind of that dump. */
  readonly dumpKind: DumpKind;
  /** Of that dump: in a partial one it says nothing that no holder is seen. */
  readonly integrity: DumpFact['integrity'];
  /** Goroutines in the dump. */
  readonly goroutines: number;
  /** What is waited for. */
  readonly target: WaitTarget;
  /** Of a channel: what those that wait do with it. */
  readonly operation?: 'send' | 'receive' | 'select';
  /** Of a connection: whose pool it is of, such as `database/sql`. */
  readonly pool?: SafeText;
  /** The address of the lock or the WaitGroup; absent where it is not printed reliably. */
  readonly address?: SafeText;
  /**
   * How it was told from others of its kind: by its address, by the object that has it, or by that object's type alone (then it may be several); by
   * the function that waits, where it is a channel or belongs to no object.
   */
  readonly identity: 'address' | 'receiver' | 'type' | 'function';
  /**
   * What the dump prints of addresses here. `printed`: one that tells. `unreliable`: those that would tell are marked `?`, since a register may have been
   * used again, or belong to calls that were inlined. `none`: it prints no arguments at all, as profiles do.
   */
  readonly addresses: 'printed' | 'unreliable' | 'none';
  /** The function that takes it, or that waits: the one that most wait in. */
  readonly owner: Frame;
  /** Type of the object that has it, or package of the function that takes it. */
  readonly object: SafeText;
  /** Goroutines that wait for it. */
  readonly waiting: number;
  /** Goroutines that wait for it, or for something that keeps those busy who are waited for, each counted once. */
  readonly blocks: number;
  /** Of an RWMutex: those that want it for reading, and for writing. */
  readonly readers?: number;
  readonly writers?: number;
  /** How long they have waited. */
  readonly wait: WaitRange;
  /** The `goroutines` facts of those that wait, largest first; at most 10. */
  readonly waiters: readonly string[];
  /** Who may hold it, or is waited for, likeliest first; at most 10. Empty where nobody in the dump may, as far as can be told. */
  readonly holders: readonly PossibleHolder[];
  /** The likeliest of them. */
  readonly holder?: PossibleHolder;
  /** Those of them that wait for no lock themselves. */
  readonly free: number;
  /** Of a lock: further goroutines in functions of the same package that wait for no lock: they may hold one that another type has. */
  readonly near: number;
  /** One of those that wait still initialises packages (main.main has not begun). */
  readonly initialising: boolean;
  /** A goroutine that may wait for itself. */
  readonly self?: Reentry;
  /** Of a lock: a cycle of locks that it is part of. */
  readonly cycle?: WaitCycle;
  /** A ring of waits of several kinds that it is part of: not of locks alone, which `cycle` has. */
  readonly ring?: WaitRing;
  /** Dumps of the process before this one in which one of the same goroutines waited there too. */
  readonly before: number;
}
