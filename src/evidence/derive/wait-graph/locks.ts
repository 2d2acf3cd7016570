import type { GoroutinesFact, LockingCall, WaitedLock } from '../../facts/dump.ts';
import { homeOf } from '../../kin.ts';
import { type Awaited, lockerOf, type Part } from './awaited.ts';

/** How far into its object a lock may lie. */
export const LARGEST_OBJECT = 4096;
/** What is waited for where the wait is for a lock. */
const LOCKS: ReadonlySet<unknown> = new Set(['mutex', 'rwmutex-read', 'rwmutex-write']);

/** Whether a home is a package: functions without a receiver are told by nothing else. */
export function isPackage(home: string): boolean {
  return !home.slice(home.lastIndexOf('/') + 1).includes('.');
}

/** What a group waits for; undefined where that is no lock with a holder. */
export function kindOf({ stateClass, functions }: GoroutinesFact, locker: number): Awaited['kind'] | undefined {
  if (stateClass === 'rwmutex-read' || stateClass === 'rwmutex-write') return 'rwmutex';
  if (stateClass !== 'mutex') return undefined;
  return functions.slice(0, locker).some((name) => name.startsWith('sync.(*Once).')) ? 'once' : 'mutex';
}

/** The locks of a dump, and all of its goroutines by what they wait for. Groups that are idle by design stand apart. */
export function findLocks(groups: readonly GoroutinesFact[]): {
  readonly locks: readonly Awaited[];
  readonly parts: readonly Part[];
  readonly idle: readonly Part[];
} {
  const locks = new Map<string, Awaited>();
  const parts: Part[] = [];
  const idle: Part[] = [];
  for (const group of groups) {
    if (group.idle !== undefined && group.idle !== 'dump-writer') {
      idle.push(wholePart(group));
      continue;
    }
    const locker = LOCKS.has(group.stateClass) ? lockerOf(group) : undefined;
    const kind = locker === undefined ? undefined : kindOf(group, locker.at);
    if (locker === undefined || kind === undefined) {
      parts.push(wholePart(group));
      continue;
    }
    const home = homeOf(locker.frame.function) ?? locker.frame.function;
    for (const { address, object, count, objects, call, alike } of split(group, locker.frame.function)) {
      const identity = address !== undefined ? 'address' : object !== undefined ? 'receiver' : 'type';
      const key = address ?? `${kind} ${object ?? ''} ${home}`;
      let lock = locks.get(key);
      if (lock === undefined) {
        lock = {
          kind,
          identity,
          home,
          parts: [],
          ...(address === undefined ? {} : { address }),
          ...(object === undefined ? {} : { object }),
        };
        locks.set(key, lock);
      }
      const part: Part = {
        group: call === undefined ? group : inCall(group, locker.at, call),
        count,
        lock,
        objects: new Set(objects),
        ...(alike === undefined ? {} : { alike }),
      };
      lock.parts.push(part);
      parts.push(part);
    }
  }
  const all = [...locks.values()];
  findObjects(all, groups);
  return { locks: joined(all), parts, idle };
}

/** All of a group that waits for no lock. */
function wholePart(group: GoroutinesFact): Part {
  return { group, count: group.count, objects: new Set(group.addresses?.receivers.map(({ address }) => address)) };
}

/** Goroutines of a group that wait for one lock. */
interface Share {
  readonly address?: string;
  readonly object?: string;
  readonly count: number;
  readonly objects: readonly string[];
  readonly call?: LockingCall;
  /** Of all calls for the lock. */
  readonly alike?: number;
}

/** Those that wait for one lock of several, by how they call for it: two calls of one function may have been given the same objects the other way round. */
function* byCall({ address, count, objects, calls = [] }: WaitedLock, locker: string): Generator<Share> {
  let others = count;
  for (const call of calls) {
    if (call.function !== locker) continue;
    others -= call.count;
    // Whose the objects further out are is not known where the calls differ.
    const its = calls.length === 1 ? objects : objects.filter((object) => call.given.includes(object));
    yield { address, count: call.count, objects: its, call, alike: count };
  }
  if (others > 0) yield { address, count: others, objects };
}

/** A group as it is for those of it that are in one call: the line that they wait at, and the objects that they were given. */
function inCall(group: GoroutinesFact, at: number, call: LockingCall): GoroutinesFact {
  const { addresses, frames } = group;
  if (addresses === undefined) return group;
  const line = call.line;
  return {
    ...group,
    count: call.count,
    frames: line === undefined ? frames : frames.map((frame, i) => (i === at ? { ...frame, line } : frame)),
    addresses: {
      ...addresses,
      receivers: addresses.receivers.filter(({ function: name, address }) => name !== call.function || address === call.given[0]),
      arguments: call.given.map((address) => ({ function: call.function, address })),
    },
  };
}

/** One part for each lock that a group waits for. */
function* split(group: GoroutinesFact, locker: string): Generator<Share> {
  const { addresses, count } = group;
  const known = addresses?.locks ?? [];
  const [first, ...others] = known;
  if (first !== undefined) {
    const single = others.length === 0 && addresses?.otherLocks === 0;
    // With one lock seen, those whose lock was not printed wait for that as far as can be told.
    if (single) yield { address: first.address, count, objects: first.objects };
    else for (const lock of known) yield* byCall(lock, locker);
    return;
  }
  const owners = (addresses?.receivers ?? []).filter((receiver) => receiver.function === locker);
  const [owner, ...further] = owners;
  const all = addresses?.receivers.map(({ address }) => address) ?? [];
  if (owner === undefined) yield { count, objects: all };
  else if (further.length === 0) yield { object: owner.address, count, objects: all };
  else for (const one of owners) yield { object: one.address, count: one.count, objects: [one.address] };
}

/** The object that each lock lies in: the nearest below its address whose methods take it. */
function findObjects(locks: readonly Awaited[], groups: readonly GoroutinesFact[]): void {
  const byHome = new Map<string, Map<number, string>>();
  for (const { address, home } of locks) if (address !== undefined && !byHome.has(home)) byHome.set(home, new Map());
  if (byHome.size === 0) return;
  for (const { addresses } of groups)
    for (const { function: name, address } of addresses?.receivers ?? []) byHome.get(homeOf(name) ?? '')?.set(Number(address), address);
  const sorted = new Map([...byHome].map(([home, objects]) => [home, [...objects.keys()].toSorted((a, b) => a - b)]));
  for (const lock of locks) {
    if (lock.address === undefined) continue;
    const address = Number(lock.address);
    const at = lastBelow(sorted.get(lock.home) ?? [], address);
    const object = at === undefined || address - at >= LARGEST_OBJECT ? undefined : byHome.get(lock.home)?.get(at);
    if (object !== undefined) lock.object = object;
  }
}

/** The last of sorted numbers that is not above a bound. */
function lastBelow(numbers: readonly number[], bound: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Infinity) <= bound) low = middle + 1;
    else high = middle;
  }
  return numbers[low - 1];
}

/** What is known by its type only is the lock of that type that is known better, where there is one and no other. */
function joined(locks: readonly Awaited[]): readonly Awaited[] {
  const kept = new Set(locks);
  const byHome = new Map<string, Awaited[]>();
  for (const lock of locks) {
    const key = `${lock.kind} ${lock.home}`;
    const same = byHome.get(key);
    if (same === undefined) byHome.set(key, [lock]);
    else same.push(lock);
  }
  for (const same of byHome.values()) {
    if (same.length === 1) continue;
    const inObject = new Map<string | undefined, Awaited[]>();
    for (const lock of same)
      if (lock.identity === 'address') inObject.set(lock.object, [...(inObject.get(lock.object) ?? []).slice(0, 1), lock]);
    for (const lock of same) if (lock.identity === 'receiver') join(lock, inObject.get(lock.object) ?? [], kept);
    const better = same.filter((lock) => lock.identity !== 'type' && kept.has(lock));
    for (const lock of same) if (lock.identity === 'type') join(lock, better, kept);
  }
  return [...kept];
}

/** Makes a lock one with what it may be, where that is a single one. */
function join(lock: Awaited, better: readonly Awaited[], kept: Set<Awaited>): void {
  const [only, ...others] = better;
  if (only === undefined || others.length > 0) return;
  kept.delete(lock);
  for (const part of lock.parts) {
    part.lock = only;
    only.parts.push(part);
  }
}
