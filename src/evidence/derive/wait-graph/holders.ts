import type { GoroutinesFact } from '../../facts/dump.ts';
import type { PossibleHolder } from '../../facts/wait-edge.ts';
import type { Frame } from '../../frame.ts';
import { homeOf } from '../../kin.ts';
import { type Awaited, lockerOf, type Part } from './awaited.ts';
import { isSameFrame } from './same-frame.ts';
import { type Candidate, candidate, likeliestFirst } from './candidate.ts';
import { isPackage, LARGEST_OBJECT } from './locks.ts';

/** Everybody in a dump who may hold a lock, likeliest first. `parts`: those with functions of the type or package that takes it. */
export function findHolders(lock: Awaited, parts: readonly Part[]): Candidate[] {
  const lockers = new Map<string, number>();
  for (const { group } of lock.parts) {
    const locker = lockerOf(group)?.frame;
    if (locker !== undefined) lockers.set(locker.function, Math.max(lockers.get(locker.function) ?? 0, locker.line ?? 0));
  }
  const found: Candidate[] = [];
  const handed = lock.parts.length > 0 && lock.parts.every(({ group }) => wasGiven(group, lock, lockers) === true);
  for (const part of parts) {
    if (part.lock === lock) continue;
    // Where each call is given the object that the lock lies in, a call that was given others has another lock.
    if (handed && wasGiven(part.group, lock, lockers) === false) continue;
    const match = holds(lock, part, lockers);
    if (match === undefined) continue;
    const { by, frame, inside } = match;
    // Two cannot hold a mutex at once: where several do the same, they do it without the lock.
    const derived = (by === 'receiver' || by === 'function') && (part.count === 1 || lock.kind === 'rwmutex');
    const loop = !inside && isSameFrame(part.group.frames.at(-1), frame) && part.group.creator !== undefined;
    found.push(candidate(part, { by, frame, certainty: derived ? 'derived' : 'guessed', loop }));
  }
  return likeliestFirst(found);
}

/** Whether a single goroutine that waits in one of these functions was given the object that a lock lies in; undefined where that is not known. */
function wasGiven(group: GoroutinesFact, { address }: Awaited, lockers: ReadonlyMap<string, number>): boolean | undefined {
  const { locks, receivers = [], arguments: others = [] } = group.addresses ?? {};
  const waiter = locks === undefined || locks.length === 0 ? undefined : lockerOf(group)?.frame.function;
  if (waiter === undefined || address === undefined || !lockers.has(waiter)) return undefined;
  const given = [...receivers, ...others].flatMap((one) => (one.function === waiter ? [Number(address) - Number(one.address)] : []));
  return given.length === 0 ? undefined : given.some((into) => into >= 0 && into < LARGEST_OBJECT);
}

/** Whether goroutines may hold a lock, and by what. */
function holds(
  lock: Awaited,
  { group, objects, lock: other, count }: Part,
  lockers: ReadonlyMap<string, number>,
): { readonly by: PossibleHolder['by']; readonly frame: Frame; readonly inside: boolean } | undefined {
  const frames = group.frames.filter(({ function: name }) => homeOf(name) === lock.home);
  const [frame] = frames;
  if (frame === undefined) return undefined;
  const sameObject = lock.object !== undefined && objects.has(lock.object);
  const otherObject = lock.object !== undefined && !sameObject && isOfAnother(lock, group, objects);
  if (otherObject) return undefined;
  // Past the line where the others wait: before it, it does not hold the lock yet.
  const inside = frames.find(({ function: name, line }) => line !== undefined && line > (lockers.get(name) ?? Infinity));
  const before = other === undefined && frames.every(({ function: name, line }) => line !== undefined && line <= (lockers.get(name) ?? 0));
  if (before) return undefined;
  if (sameObject) return { by: 'receiver', frame: inside ?? frame, inside: inside !== undefined };
  if (inside !== undefined && group.idle === undefined) return { by: 'function', frame: inside, inside: true };
  if (!isPackage(lock.home)) return { by: 'type', frame, inside: false };
  // Any function of the program is in its package: whoever wrote the dump, and a loop of its own, say nothing.
  // Nor does another goroutine in the same function, but for a single one: of two that take two locks in it each may hold the other's.
  if (other !== undefined && count > 1 && lockers.has(frame.function)) return undefined;
  return group.idle === undefined ? { by: 'package', frame, inside: false } : undefined;
}

/** Whether all that is printed of the receivers of the lock's type is another object. */
function isOfAnother({ home }: Awaited, { addresses }: GoroutinesFact, objects: ReadonlySet<string>): boolean {
  if (addresses === undefined || addresses.partial || addresses.otherReceivers > 0) return false;
  return addresses.receivers.some(({ function: name, address }) => objects.has(address) && homeOf(name) === home);
}
