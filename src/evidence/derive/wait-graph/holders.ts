import type { GoroutinesFact } from '../../facts/dump.ts';
import type { HolderWork, PossibleHolder } from '../../facts/wait-edge.ts';
import type { Frame } from '../../frame.ts';
import { homeOf } from '../../kin.ts';
import { isPackage, lockerOf } from './locks.ts';
import type { Lock, Part } from './locks.ts';

/** Calls that end at the disk. */
const FSYNC =
  /^(?:internal\/poll\.\(\*FD\)\.Fsync|os\.\(\*File\)\.Sync|syscall\.(?:Fsync|Fdatasync)|golang\.org\/x\/sys\/unix\.(?:Fsync|Fdatasync|Msync))$/;
/** Calls that wait for a peer in whatever way they wait: their own goroutines do the reading. */
const NETWORK =
  /^(?:net\/http\.\(\*(?:Client|Transport|persistConn|http2ClientConn|http2Transport)\)|net\.\(\*(?:Dialer|Resolver)\)|database\/sql\.|google\.golang\.org\/grpc\.\(\*(?:ClientConn|clientStream)\)|net\/rpc\.\(\*Client\)|golang\.org\/x\/net\/http2\.\(\*(?:ClientConn|Transport)\))/;
const PROCESS = /^(?:os\.\(\*Process\)\.[Ww]ait|os\.\(\*Process\)\.blockUntilWaitable|os\/exec\.\(\*Cmd\)\.Wait)$/;

const BY_STATE: Readonly<Partial<Record<NonNullable<GoroutinesFact['stateClass']>, HolderWork>>> = {
  'io-wait': 'network',
  syscall: 'syscall',
  sleep: 'sleep',
  mutex: 'lock',
  'rwmutex-read': 'lock',
  'rwmutex-write': 'lock',
  'chan-send': 'send',
  'chan-receive': 'receive',
  'chan-nil': 'receive',
  select: 'select',
  'select-forever': 'select',
  waitgroup: 'wait',
  cond: 'wait',
  semaphore: 'wait',
  running: 'running',
  runnable: 'running',
  'gc-assist': 'running',
  'stop-the-world': 'running',
};

/** What comes first where several may hold a lock and are equally certain. */
const LIKELY: readonly HolderWork[] = [
  'fsync',
  'network',
  'process',
  'syscall',
  'sleep',
  'send',
  'receive',
  'lock',
  'wait',
  'select',
  'running',
  'other',
];

/** Who may hold a lock, with the part of the dump that it is. */
export interface Candidate {
  readonly part: Part;
  readonly holder: PossibleHolder;
}

/** Everybody in a dump who may hold a lock, likeliest first. */
export function findHolders(lock: Lock, parts: readonly Part[]): Candidate[] {
  const lockers = new Map<string, number>();
  for (const { group } of lock.parts) {
    const locker = lockerOf(group)?.frame;
    if (locker !== undefined) lockers.set(locker.function, Math.max(lockers.get(locker.function) ?? 0, locker.line ?? 0));
  }
  const found: Candidate[] = [];
  for (const part of parts) {
    if (part.lock === lock || !part.homes.has(lock.home)) continue;
    const match = holds(lock, part, lockers);
    if (match === undefined) continue;
    const { group } = part;
    // Two cannot hold a mutex at once: where several do the same, they do it without the lock.
    const derived = (match.by === 'receiver' || match.by === 'function') && (part.count === 1 || lock.kind === 'rwmutex');
    found.push({
      part,
      holder: {
        group: group.id,
        count: part.count,
        by: match.by,
        certainty: derived ? 'derived' : 'guessed',
        doing: workOf(group),
        stateClass: group.stateClass ?? 'other',
        wait: group.wait,
        frame: match.frame,
        loop: !match.inside && group.frames.at(-1) === match.frame && group.creator !== undefined,
      },
    });
  }
  return found.toSorted(
    (a, b) =>
      rank(a.holder) - rank(b.holder) || LIKELY.indexOf(a.holder.doing) - LIKELY.indexOf(b.holder.doing) || a.holder.count - b.holder.count,
  );
}

function rank({ by, loop, certainty }: PossibleHolder): number {
  return (certainty === 'derived' ? 0 : 6) + { receiver: 0, function: 0, type: 2, package: 4 }[by] + (loop ? 1 : 0);
}

/** Whether goroutines may hold a lock, and by what. */
function holds(
  lock: Lock,
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
function isOfAnother({ home }: Lock, { addresses }: GoroutinesFact, objects: ReadonlySet<string>): boolean {
  if (addresses === undefined || addresses.partial || addresses.otherReceivers > 0) return false;
  return addresses.receivers.some(({ function: name, address }) => objects.has(address) && homeOf(name) === home);
}

function workOf({ stateClass, functions }: GoroutinesFact): HolderWork {
  // A profile has no states: whose frames show no wait was at work.
  const work = stateClass === undefined ? 'running' : (BY_STATE[stateClass] ?? 'other');
  if (functions.some((name) => FSYNC.test(name))) return 'fsync';
  if (work === 'lock' || work === 'running') return work;
  if (functions.some((name) => PROCESS.test(name))) return 'process';
  return functions.some((name) => NETWORK.test(name)) && work !== 'sleep' ? 'network' : work;
}
