import type { ContentionLock, LockKind } from '../../src/evidence/facts/contention.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { exact, toBigInt, type ExactInt } from '../../src/text/exact.ts';
import { ownerOf } from './frames.ts';
import { MOST_SITES } from './largest.ts';

/** The functions that wait or unlock, as they stand on top of a stack (`blockevent` and `mutexevent` in runtime/mprof.go), outermost first. */
const KINDS: readonly (readonly [kind: LockKind, functions: RegExp])[] = [
  ['once', /^sync\.\(\*Once\)\./],
  ['cond', /^sync\.\(\*Cond\)\.Wait$/],
  ['wait-group', /^sync\.\(\*WaitGroup\)\./],
  ['rwmutex', /^sync\.\(\*(?:RWMutex|rlocker)\)\./],
  ['mutex', /^(?:internal\/)?sync\.\(\*Mutex\)\./],
  ['select', /^runtime\.(?:selectgo|block$|selectnb)/],
  ['channel-receive', /^runtime\.chanrecv/],
  ['channel-send', /^runtime\.chansend/],
  ['runtime-lock', /^runtime\.(?:unlock|_LostContendedRuntimeLock)/],
];

/** Frames above the call that waits: the runtime, and the packages whose functions do nothing but wait. */
const ABOVE = /^(?:runtime\.|internal\/runtime\/|internal\/sync\.|sync\.)/;

/** What waits at a stack, and the call of it: the innermost frame outside the runtime and `sync`. */
export function lockAt(frames: readonly Frame[]): { readonly kind: LockKind; readonly frame: Frame | undefined } {
  const end = frames.findIndex((frame) => !ABOVE.test(frame.function));
  const above = end < 0 ? frames : frames.slice(0, end);
  const kind = KINDS.find(([, functions]) => above.some((frame) => functions.test(frame.function)))?.[0] ?? 'other';
  // A lock of the runtime itself has no caller that means anything: whoever allocates takes it.
  return { kind, frame: kind === 'runtime-lock' ? (frames[1] ?? frames[0]) : (frames[end] ?? frames[0]) };
}

/** What one stack adds to its lock. */
export interface LockStack {
  readonly frames: readonly Frame[];
  readonly events: ExactInt;
  readonly delayNanos?: ExactInt;
  readonly cycles?: ExactInt;
}

interface OpenLock {
  readonly kind: LockKind;
  readonly frame: Frame;
  owner: Frame | undefined;
  /** Weight of the stack that the owner is from. */
  heaviest: bigint;
  events: bigint;
  delayNanos: bigint | undefined;
  cycles: bigint | undefined;
  stacks: number;
}

/** Adds up stacks by the call that waits, whoever called it in turn. `whole`: what shares are of; 0 where there are none. */
export function sumLocks(
  stacks: Iterable<LockStack>,
  whole: number,
): { readonly lockCount: number; readonly locks: readonly ContentionLock[] } {
  const locks = new Map<string, OpenLock>();
  for (const { frames, events, delayNanos, cycles } of stacks) {
    const { kind, frame } = lockAt(frames);
    if (frame === undefined) continue;
    const key = `${kind} ${frame.function} ${frame.file ?? ''}:${frame.line ?? ''}`;
    let lock = locks.get(key);
    if (lock === undefined) {
      lock = { kind, frame, owner: undefined, heaviest: 0n, events: 0n, delayNanos: undefined, cycles: undefined, stacks: 0 };
      locks.set(key, lock);
    }
    lock.stacks++;
    lock.events += toBigInt(events);
    if (delayNanos !== undefined) lock.delayNanos = (lock.delayNanos ?? 0n) + toBigInt(delayNanos);
    if (cycles !== undefined) lock.cycles = (lock.cycles ?? 0n) + toBigInt(cycles);
    const weight = toBigInt(delayNanos ?? cycles ?? events);
    if (lock.stacks > 1 && weight <= lock.heaviest) continue;
    lock.heaviest = weight;
    lock.owner = ownerOf(frames);
  }
  const weightOf = (lock: OpenLock): bigint => lock.delayNanos ?? lock.cycles ?? lock.events;
  const sorted = [...locks].toSorted(([left, a], [right, b]) => {
    const difference = weightOf(b) - weightOf(a) || b.events - a.events;
    return difference === 0n ? (left < right ? -1 : 1) : difference > 0n ? 1 : -1;
  });
  return {
    lockCount: locks.size,
    locks: sorted.slice(0, MOST_SITES).map(([, lock]): ContentionLock => {
      const { kind, frame, owner, events, delayNanos, cycles, stacks: siteCount } = lock;
      return {
        kind,
        frame,
        ...(owner === undefined ? {} : { owner }),
        events: exact(events),
        ...(delayNanos === undefined ? {} : { delayNanos: exact(delayNanos) }),
        ...(cycles === undefined ? {} : { cycles: exact(cycles) }),
        siteCount,
        share: whole > 0 ? Number(weightOf(lock)) / whole : 0,
      };
    }),
  };
}
