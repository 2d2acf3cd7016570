import type { Addresses, LockingCall } from '../../src/evidence/facts/dump.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { remembered } from '../../src/text/remembered.ts';
import type { SafeText } from '../../src/text/safe-text.ts';
import { packageOf } from '../../src/text/go-name.ts';
import { unescapeName } from './names.ts';

/** Lock addresses of a group that are listed. */
const MOST_LOCKS = 16;
/** Lock addresses of a group that are told apart. */
const MOST_COUNTED = 1024;
/** Receivers of the goroutines that wait for one lock. */
const MOST_OBJECTS = 8;
/** Calls for one lock that are told apart, and listed. */
const MOST_CALLS = 8;
/** Receivers of a group that are listed. */
const MOST_RECEIVERS = 32;
/** Other arguments of a group that are listed, and those of one call that are looked at. */
const MOST_ARGUMENTS = 6;
const MOST_WORDS = 8;
/** Lines of a goroutine that are looked at: the line reader keeps no more of a long one, so many from its start and the rest from its end. */
const LINES_AT_START = 32;
const LINES_AT_END = 8;
/** Below this nothing is mapped: what is printed there is no address but an argument that is lost. */
const LOWEST = 0x1000;

/**
 * Below this lies the code and the data of most programs: strings and functions that are given to many calls alike. The heap begins at
 * 0xc000000000, or at random higher up (Go ≥ 1.26).
 */
const LOWEST_OBJECT = 0x1_0000_0000;

/** An argument that is an address and was not marked `?`, which the runtime does where a register may have been reused. */
const ADDRESS = /^0x([0-9a-f]{1,13})(?:,|$)/;
/** A method on a pointer, not a closure in it: its first argument is the receiver. */
const METHOD = /\.\(\*[^()]+\)\.[^.()]+$/;
/** Packages whose objects are no evidence: the runtime's, and what lies below every read and write. */
const PLUMBING = /^(?:runtime|sync|syscall|net|os|io|bufio|poll|reflect|internal\/.*|runtime\/.*|sync\/.*|crypto\/.*)$/;

/** Calls that have the lock as their first argument, and how far into the lock that points (sync.Mutex, sync.RWMutex). */
const OFFSETS: ReadonlyMap<string, number> = new Map([
  ['sync.(*RWMutex).RLock', 0],
  ['sync.(*RWMutex).rLockSlow', 0],
  ['sync.(*RWMutex).Lock', 0],
  ['sync.(*Mutex).Lock', 0],
  ['sync.(*Mutex).lockSlow', 0],
  ['sync.(*WaitGroup).Wait', 0],
  ['sync.runtime_SemacquireRWMutexR', 12],
  ['sync.runtime_SemacquireRWMutex', 8],
]);
/** Calls that have a semaphore as their first argument; the lock around it tells where that lies. */
const SEMAPHORES = new Set(['sync.runtime_SemacquireMutex', 'sync.runtime_Semacquire', 'runtime.semacquire1']);
/** Where its semaphore lies in a lock, outer locks first. */
const SEMAPHORE_AT: readonly (readonly [string, number])[] = [
  ['sync.(*RWMutex).RLock', 12],
  ['sync.(*RWMutex).Lock', 8],
  ['sync.(*Mutex).Lock', 4],
  ['sync.(*Mutex).lockSlow', 4],
];

/** What one goroutine prints of addresses. */
interface OfGoroutine {
  /** The lock it waits for: absent where that is not printed, or was marked `?`. */
  readonly lock?: string;
  readonly receivers: readonly (readonly [string, string])[];
  /** The other arguments that are addresses of objects, with the function that has them. */
  readonly others?: readonly (readonly [string, string])[];
  /** The call that waits for the lock. */
  readonly locker?: Omit<LockingCall, 'count'>;
}

/** The line in a frame's place. */
const LINE = /\.\w+:(\d{1,7})(?: |$)/;

/** Whether a function is one whose receiver is worth reading. */
export function hasReceiver(name: string): boolean {
  const dot = name.indexOf('.(*');
  return dot > 0 && METHOD.test(name) && !PLUMBING.test(name.slice(0, dot));
}

/** The addresses of one goroutine, from its lines. */
export function addressesOf(lines: readonly string[]): OfGoroutine {
  const few = lines.length > LINES_AT_START + LINES_AT_END ? [...lines.slice(0, LINES_AT_START), ...lines.slice(-LINES_AT_END)] : lines;
  const locking: { readonly name: string; readonly address: number | undefined }[] = [];
  const receivers: (readonly [string, string])[] = [];
  let outside = false;
  const others: (readonly [string, string])[] = [];
  let locker: OfGoroutine['locker'];
  for (const [i, line] of few.entries()) {
    // A call ends with its arguments, which hold no parentheses; a creator has none.
    const open = line.startsWith('\t') || !line.endsWith(')') || line.startsWith('goroutine ') ? -1 : line.lastIndexOf('(');
    if (open <= 0) continue;
    const call = callOf(line.slice(0, open));
    const waits: boolean = !outside && !call.locks;
    outside ||= waits;
    const args = line.slice(open + 1, -1);
    if (waits) locker = lockerOf(call.name, args, few[i + 1]);
    const address = outside && !call.hasReceiver ? undefined : firstAddress(args);
    if (!outside) locking.push({ name: call.name, address });
    if (address !== undefined && call.hasReceiver) receivers.push([call.name, hex(address)]);
    if (others.length < MOST_ARGUMENTS && args !== '' && args !== '...' && !call.isPlumbing)
      for (const other of otherAddresses(args, call.isMethod)) others.push([call.name, other]);
  }
  const lock = lockOf(locking);
  return {
    ...(lock === undefined ? {} : { lock: hex(lock) }),
    receivers,
    ...(others.length === 0 ? {} : { others }),
    ...(locker === undefined ? {} : { locker }),
  };
}

/** The call that waits for a lock, by its arguments and the place that is printed below it. */
function lockerOf(name: string, args: string, place: string | undefined): OfGoroutine['locker'] {
  const line = place === undefined ? undefined : LINE.exec(place)?.[1];
  return {
    function: sanitize(name),
    ...(line === undefined ? {} : { line: Number(line) }),
    given: otherAddresses(args, false).map((address) => sanitize(address)),
  };
}

/** Arguments that are addresses of objects and are no part of a string, a slice or an interface; `method`: the first is the receiver. */
function otherAddresses(args: string, method: boolean): string[] {
  const words = (args.includes('{') ? withoutBraces(args) : args).split(', ', MOST_WORDS);
  return words.slice(method ? 1 : 0).flatMap((word) => {
    const address = firstAddress(word);
    return address !== undefined && address >= LOWEST_OBJECT && address % 8 === 0 ? [hex(address)] : [];
  });
}

/** Levels of braces that the runtime prints (traceback.go prints five), and some more. */
const MOST_LEVELS = 8;

function withoutBraces(args: string): string {
  let outer = args;
  for (let level = 0; level < MOST_LEVELS && outer.includes('}'); level++) outer = outer.replaceAll(/\{[^{}]*\}/g, '');
  return outer;
}

/** What a call's name tells, by the name as it is printed. */
const callOf = remembered((printed) => {
  const name = unescapeName(printed);
  return {
    name,
    hasReceiver: hasReceiver(name),
    isMethod: METHOD.test(name),
    isPlumbing: PLUMBING.test(packageOf(name)),
    locks: /^(?:runtime|sync|internal\/sync|internal\/runtime\/[a-z/]+)\./.test(name),
  };
});

function lockOf(calls: readonly { readonly name: string; readonly address: number | undefined }[]): number | undefined {
  if (calls.length === 0) return undefined;
  const own = calls.map(({ name, address }) => ({ name: name.replace(/^internal\/sync\./, 'sync.'), address }));
  // The list of those that wait, which is a part of the Cond, is printed more reliably than the Cond.
  const list = own.find(({ name }) => name === 'sync.runtime_notifyListWait')?.address;
  if (list !== undefined) return list;
  const has = new Set(own.map(({ name }) => name));
  // A writer waits for other writers in the mutex that an RWMutex begins with, so that both have one address.
  for (const [call, offset] of OFFSETS) {
    const address = has.has(call) ? own.find(({ name }) => name === call)?.address : undefined;
    if (address !== undefined) return address - offset;
  }
  const semaphore = own.find(({ name, address }) => SEMAPHORES.has(name) && address !== undefined)?.address;
  const at = SEMAPHORE_AT.find(([call]) => has.has(call))?.[1];
  return semaphore === undefined || at === undefined ? undefined : semaphore - at;
}

function firstAddress(args: string | undefined): number | undefined {
  const digits = args === undefined ? undefined : ADDRESS.exec(args)?.[1];
  const address = digits === undefined ? 0 : Number.parseInt(digits, 16);
  return address >= LOWEST ? address : undefined;
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}

/** What is counted of one lock. */
interface OfLock {
  count: number;
  readonly objects: Set<string>;
  readonly calls: Map<string, Omit<LockingCall, 'count'> & { count: number }>;
}

/** The addresses of a group's goroutines, counted as they come. */
export class GroupAddresses {
  readonly #waits: boolean;
  readonly #locks = new Map<string, OfLock>();
  readonly #receivers = new Map<string, { readonly function: SafeText; readonly address: SafeText; count: number }>();
  readonly #others = new Map<string, { readonly function: SafeText; readonly address: SafeText }>();
  #unreliable = 0;
  #otherReceivers = 0;
  #uncounted = 0;
  read = 0;

  /** `waits`: the group waits for a lock. */
  constructor(waits: boolean) {
    this.#waits = waits;
  }

  /** Takes one goroutine, by its lines. */
  add(lines: readonly string[]): void {
    this.read++;
    const { lock, receivers, others = [], locker } = addressesOf(lines);
    if (this.#waits) this.#addLock(lock, receivers, locker);
    const seen = new Set<string>();
    for (const [name, address] of receivers) {
      const key = `${name} ${address}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const known = this.#receivers.get(key);
      if (known !== undefined) known.count++;
      else if (this.#receivers.size < MOST_RECEIVERS)
        this.#receivers.set(key, { function: sanitize(name), address: sanitize(address), count: 1 });
      else this.#otherReceivers++;
    }
    for (const [name, address] of others)
      if (this.#others.size < MOST_ARGUMENTS)
        this.#others.set(`${name} ${address}`, { function: sanitize(name), address: sanitize(address) });
  }

  #addLock(address: string | undefined, receivers: OfGoroutine['receivers'], locker: OfGoroutine['locker']): void {
    if (address === undefined) {
      this.#unreliable++;
      return;
    }
    let lock = this.#locks.get(address);
    if (lock === undefined) {
      if (this.#locks.size >= MOST_COUNTED) {
        this.#uncounted++;
        return;
      }
      lock = { count: 0, objects: new Set(), calls: new Map() };
      this.#locks.set(address, lock);
    }
    lock.count++;
    for (const [, object] of receivers) if (lock.objects.size < MOST_OBJECTS) lock.objects.add(object);
    if (locker === undefined) return;
    const key = `${locker.function} ${locker.line ?? ''} ${locker.given.join(' ')}`;
    const call = lock.calls.get(key);
    if (call !== undefined) call.count++;
    else if (lock.calls.size < MOST_CALLS) lock.calls.set(key, { ...locker, count: 1 });
  }

  /** The fact's field, for a group of so many goroutines; undefined where nothing was printed. */
  of(count: number): Addresses | undefined {
    if (this.#locks.size === 0 && this.#receivers.size === 0 && this.#others.size === 0 && this.#unreliable === 0) return undefined;
    const locks = [...this.#locks].toSorted((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1));
    const listed = locks.slice(0, MOST_LOCKS);
    return {
      read: this.read,
      partial: this.read < count,
      locks: listed.map(([address, { count: waiting, objects, calls }]) => ({
        address: sanitize(address),
        count: waiting,
        objects: [...objects].map((object) => sanitize(object)),
        // Of a single lock they tell nothing that the group does not.
        ...(locks.length < 2 || calls.size === 0 ? {} : { calls: [...calls.values()].toSorted((a, b) => b.count - a.count) }),
      })),
      otherLocks: locks.slice(MOST_LOCKS).reduce((sum, [, { count: waiting }]) => sum + waiting, this.#uncounted),
      unreliable: this.#unreliable,
      receivers: [...this.#receivers.values()],
      otherReceivers: this.#otherReceivers,
      ...(this.#others.size === 0 ? {} : { arguments: [...this.#others.values()] }),
    };
  }
}
