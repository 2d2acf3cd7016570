import type { Reentry } from '../../facts/wait-edge.ts';
import { homeOf } from '../../kin.ts';
import { type Awaited, lockerOf, type Part } from './awaited.ts';
import { isPackage } from './locks.ts';

/** A goroutine that waits for a lock which a function further out on its own stack may have taken. The surest one; undefined where there is none. */
export function findReentry(lock: Awaited): Reentry | undefined {
  const takes = new Set(lock.parts.flatMap(({ group }) => lockerOf(group)?.frame.function ?? []));
  let guess: Reentry | undefined;
  for (const part of lock.parts) {
    const found = reentryOf(lock, part, takes);
    if (found?.certainty === 'derived') return found;
    guess ??= found;
  }
  return guess ?? loneReader(lock);
}

/**
 * Where readers and a writer wait and one reader stands on a stack of its own: who has the lock for reading and asks for it again is one
 * goroutine, and those that queue behind it come in numbers.
 */
function loneReader(lock: Awaited): Reentry | undefined {
  if (lock.kind !== 'rwmutex' || !lock.parts.some(({ group }) => group.stateClass === 'rwmutex-write')) return undefined;
  const readers = lock.parts.filter(({ group }) => group.stateClass === 'rwmutex-read');
  const [lone, ...others] = readers.filter(({ count }) => count === 1);
  if (lone === undefined || others.length > 0 || readers.length === 1) return undefined;
  const locker = lockerOf(lone.group);
  const caller = locker === undefined ? undefined : lone.group.frames[locker.at + 1];
  if (locker === undefined || caller === undefined) return undefined;
  return { inner: locker.frame.function, outer: caller.function, certainty: 'guessed', group: lone.group.id, reads: true };
}

function reentryOf(lock: Awaited, { group, count: own, alike = own }: Part, takes: ReadonlySet<string>): Reentry | undefined {
  const count = alike;
  // Who holds a mutex is one goroutine.
  if (count > 1 && lock.kind === 'mutex') return undefined;
  const locker = lockerOf(group);
  if (locker === undefined) return undefined;
  const { frames, addresses } = group;
  const inner = locker.frame.function;
  const reads = group.stateClass === 'rwmutex-read';
  if (lock.kind === 'once') {
    const within = frames.slice(locker.at).find(({ function: name }) => name.startsWith('sync.(*Once).'));
    return within === undefined ? undefined : { inner, outer: inner, certainty: 'derived', group: group.id, reads };
  }
  const receivers = addresses?.receivers ?? [];
  const receiverOf = (name: string) => receivers.filter((one) => one.function === name).map(({ address }) => address);
  let guess: Reentry | undefined;
  for (const { function: outer } of frames.slice(locker.at + 1)) {
    if (outer === inner || isClosureOf(outer, inner) || homeOf(outer) !== lock.home) continue;
    const [mine] = receiverOf(inner);
    const [its] = receiverOf(outer);
    // Methods of two objects of one type, such as a tree's, take two locks.
    if (count === 1 && mine !== undefined && its !== undefined && mine !== its) continue;
    // Where the lock's address is known it must lie in the object, or it is another object's lock.
    if (lock.address !== undefined && its !== undefined && its !== lock.object) continue;
    const same = count === 1 && its !== undefined && its === (mine ?? lock.object);
    if (takes.has(outer) || (same && !isPackage(lock.home))) return { inner, outer, certainty: 'derived', group: group.id, reads };
    if (!isPackage(lock.home)) guess ??= { inner, outer, certainty: 'guessed', group: group.id, reads };
  }
  return guess;
}

/** A closure in a function, or the function of a closure: one piece of code. */
function isClosureOf(a: string, b: string): boolean {
  return a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}
