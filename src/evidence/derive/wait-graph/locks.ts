import type { GoroutinesFact } from '../../facts/dump.ts';
import type { WaitEdgeFact } from '../../facts/wait-edge.ts';
import type { Frame } from '../../frame.ts';
import { homeOf } from '../../kin.ts';

/** Goroutines of a group that wait for one lock, or for none. */
export interface Part {
  readonly group: GoroutinesFact;
  count: number;
  /** The lock that they wait for; absent where they wait for none. */
  lock?: Lock;
  /** Objects whose methods are on their stacks, by address. */
  readonly objects: Set<string>;
  /** Types and packages of the functions on their stacks. */
  readonly homes: ReadonlySet<string>;
}

/** A lock that goroutines of a dump wait for. */
export interface Lock {
  readonly kind: WaitEdgeFact['target'];
  readonly address?: string;
  readonly identity: WaitEdgeFact['identity'];
  /** The type or the package that the functions that take it belong to; the first function itself where it has none. */
  readonly home: string;
  /** The object that has it, by address. */
  object?: string;
  readonly parts: Part[];
}

/** How far into its object a lock may lie. */
const LARGEST_OBJECT = 4096;
const BELOW_LOCKS = /^(?:runtime|sync|internal\/sync|internal\/runtime\/[a-z/]+)\./;

/** The frame that takes the lock: the first outside of package sync and the runtime, or the outermost where the stack is cut before that. */
export function lockerOf({ frames }: GoroutinesFact): { readonly frame: Frame; readonly at: number } | undefined {
  const outside = frames.findIndex(({ function: name }) => !BELOW_LOCKS.test(name));
  const at = outside < 0 ? frames.length - 1 : outside;
  const frame = frames[at];
  return frame === undefined ? undefined : { frame, at };
}

/** Whether a home is a package: functions without a receiver are told by nothing else. */
export function isPackage(home: string): boolean {
  return !home.slice(home.lastIndexOf('/') + 1).includes('.');
}

/** What a group waits for; undefined where that is no lock with a holder. */
export function kindOf({ stateClass, functions }: GoroutinesFact, locker: number): Lock['kind'] | undefined {
  if (stateClass === 'rwmutex-read' || stateClass === 'rwmutex-write') return 'rwmutex';
  if (stateClass !== 'mutex') return undefined;
  return functions.slice(0, locker).some((name) => name.startsWith('sync.(*Once).')) ? 'once' : 'mutex';
}

/** The locks of a dump, and all of its goroutines by what they wait for. Groups that are idle by design stand apart. */
export function findLocks(groups: readonly GoroutinesFact[]): { readonly locks: readonly Lock[]; readonly parts: readonly Part[] } {
  const locks = new Map<string, Lock>();
  const parts: Part[] = [];
  for (const group of groups) {
    if (group.idle !== undefined && group.idle !== 'dump-writer') continue;
    const homes = homesOf(group);
    const locker = lockerOf(group);
    const kind = locker === undefined ? undefined : kindOf(group, locker.at);
    if (locker === undefined || kind === undefined) {
      parts.push({ group, count: group.count, objects: new Set(group.addresses?.receivers.map(({ address }) => address)), homes });
      continue;
    }
    const home = homeOf(locker.frame.function) ?? locker.frame.function;
    for (const { address, object, count, objects } of split(group, locker.frame.function)) {
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
      const part: Part = { group, count, lock, objects: new Set(objects), homes };
      lock.parts.push(part);
      parts.push(part);
    }
  }
  const all = [...locks.values()];
  for (const lock of all) if (lock.address !== undefined) findObject(lock, groups);
  return { locks: joined(all), parts };
}

/** One part for each lock that a group waits for. */
function* split(
  group: GoroutinesFact,
  locker: string,
): Generator<{ readonly address?: string; readonly object?: string; readonly count: number; readonly objects: readonly string[] }> {
  const { addresses, count } = group;
  const known = addresses?.locks ?? [];
  const [first, ...others] = known;
  if (first !== undefined) {
    const single = others.length === 0 && addresses?.otherLocks === 0;
    // With one lock seen, those whose lock was not printed wait for that as far as can be told.
    if (single) yield { address: first.address, count, objects: first.objects };
    else for (const lock of known) yield lock;
    return;
  }
  const owners = (addresses?.receivers ?? []).filter((receiver) => receiver.function === locker);
  const [owner, ...further] = owners;
  const all = addresses?.receivers.map(({ address }) => address) ?? [];
  if (owner === undefined) yield { count, objects: all };
  else if (further.length === 0) yield { object: owner.address, count, objects: all };
  else for (const one of owners) yield { object: one.address, count: one.count, objects: [one.address] };
}

/** The object that a lock lies in: the nearest below its address whose methods take it. */
function findObject(lock: Lock, groups: readonly GoroutinesFact[]): void {
  const address = Number(lock.address);
  let best: number | undefined;
  for (const { addresses } of groups)
    for (const receiver of addresses?.receivers ?? []) {
      const at = Number(receiver.address);
      if (at > address || address - at >= LARGEST_OBJECT || (best !== undefined && at <= best)) continue;
      if (homeOf(receiver.function) !== lock.home) continue;
      best = at;
      lock.object = receiver.address;
    }
}

/** What is known by its type only is the lock of that type that is known better, where there is one and no other. */
function joined(locks: readonly Lock[]): readonly Lock[] {
  const kept = new Set(locks);
  for (const lock of locks) {
    if (lock.identity === 'address') continue;
    const better = locks.filter(
      (one) =>
        kept.has(one) &&
        one.kind === lock.kind &&
        one.home === lock.home &&
        (lock.identity === 'type' ? one.identity !== 'type' : one.identity === 'address' && one.object === lock.object),
    );
    const [only, ...others] = better;
    if (only === undefined || others.length > 0) continue;
    kept.delete(lock);
    for (const part of lock.parts) {
      part.lock = only;
      only.parts.push(part);
    }
  }
  return [...kept];
}

function homesOf({ frames }: GoroutinesFact): ReadonlySet<string> {
  const homes = new Set<string>();
  for (const { function: name } of frames) {
    const home = homeOf(name);
    if (home === undefined) continue;
    homes.add(home);
  }
  return homes;
}
