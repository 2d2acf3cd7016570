import type { GoroutinesFact } from '../../facts/dump.ts';
import type { WaitEdgeFact } from '../../facts/wait-edge.ts';
import type { Frame } from '../../frame.ts';

/** Goroutines of a group that wait for one thing, or for none. */
export interface Part {
  /** Their group; as it is for them alone, where how they call for the lock is known. */
  readonly group: GoroutinesFact;
  count: number;
  /** Goroutines of the group that wait for the same lock, where they are parted further by how they call for it. */
  readonly alike?: number;
  /** The lock that they wait for; absent where they wait for none. */
  lock?: Awaited;
  /** What else they wait for, with `lock` absent. */
  other?: Awaited;
  /** Objects whose methods are on their stacks, by address. */
  readonly objects: Set<string>;
}

/** What goroutines of a dump wait for. */
export interface Awaited {
  readonly kind: WaitEdgeFact['target'];
  readonly address?: string;
  readonly identity: WaitEdgeFact['identity'];
  /** The type or the package that the functions that take it belong to; the first function itself where it has none. */
  readonly home: string;
  /** The object that has it, by address. */
  object?: string;
  /** Of a channel: what is done with it. */
  readonly operation?: NonNullable<WaitEdgeFact['operation']>;
  /** Of a connection: the name of its pool. */
  readonly pool?: string;
  readonly parts: Part[];
}

/** What a part waits for, of whatever kind. */
export function awaitedBy({ lock, other }: Part): Awaited | undefined {
  return lock ?? other;
}

/** Goroutines in parts. */
export function countOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { count }) => sum + count, 0);
}

/** Whether what is waited for is a lock, which one goroutine takes and releases. */
export function isLock({ kind }: Awaited): boolean {
  return kind === 'mutex' || kind === 'rwmutex' || kind === 'once';
}

const BELOW_LOCKS = /^(?:runtime|sync|internal\/sync|internal\/runtime\/[a-z/]+)\./;

/** The frame that takes the lock: the first outside of package sync and the runtime, or the outermost where the stack is cut before that. */
export function lockerOf({ frames }: GoroutinesFact): { readonly frame: Frame; readonly at: number } | undefined {
  const outside = frames.findIndex(({ function: name }) => !BELOW_LOCKS.test(name));
  const at = outside < 0 ? frames.length - 1 : outside;
  const frame = frames[at];
  return frame === undefined ? undefined : { frame, at };
}

/** Libraries that stand between package sync, or a channel, and those that wait: who calls them is meant. */
const WAITERS =
  /(?:^|\/)(?:errgroup\.\(\*Group\)\.Wait|conc(?:\/pool)?\.\(\*\w+\)\.Wait(?:AndRecover)?|semaphore\.\(\*Weighted\)\.Acquire|singleflight\.\(\*Group(?:\[.*\])?\)\.Do)$/;

/** The frame of what waits: that of {@link lockerOf}, or its caller where that is a library for waiting. */
export function waiterOf(group: GoroutinesFact): { readonly frame: Frame; readonly at: number } | undefined {
  const locker = lockerOf(group);
  if (locker === undefined || !WAITERS.test(locker.frame.function)) return locker;
  const at = group.frames.findIndex(({ function: name }, i) => i > locker.at && !WAITERS.test(name));
  const frame = group.frames[at];
  return frame === undefined ? locker : { frame, at };
}

/** The frame that a reader looks for: who asks for a connection, not the library that waits for it. */
export function ownerOf({ kind, parts }: Awaited): Frame | undefined {
  const most = largestOf(parts);
  if (most === undefined) return undefined;
  return (kind === 'connection' ? most.group.owner : undefined) ?? waiterOf(most.group)?.frame;
}

/** The part with most goroutines, the first of equals. */
export function largestOf(parts: readonly Part[]): Part | undefined {
  return parts.reduce<Part | undefined>((most, one) => (most !== undefined && most.count >= one.count ? most : one), undefined);
}

/** Whether a frame is the function that the goroutine was started with, but for what the compiler wraps around calls in `go` statements. */
export function isOutermost({ frames }: GoroutinesFact, at: number): boolean {
  return frames.slice(at + 1).every(({ function: name }) => /\.gowrap\d+$|^runtime\.goexit$/.test(name));
}
