import type { StateClass } from '../../src/evidence/facts/dump.ts';
import { isHiddenRuntime } from './names.ts';

/** Printed states (waitReasonStrings in runtime/runtime2.go) that say by themselves what is waited for. */
const BY_STATE: Readonly<Record<string, StateClass>> = {
  'chan receive': 'chan-receive',
  'chan receive (synctest)': 'chan-receive',
  'chan send': 'chan-send',
  'chan send (synctest)': 'chan-send',
  'chan receive (nil chan)': 'chan-nil',
  'chan send (nil chan)': 'chan-nil',
  select: 'select',
  'select (synctest)': 'select',
  'select (no cases)': 'select-forever',
  'IO wait': 'io-wait',
  syscall: 'syscall',
  sleep: 'sleep',
  running: 'running',
  copystack: 'running',
  runnable: 'runnable',
  preempted: 'runnable',
  'sync.Mutex.Lock': 'mutex',
  'sync.RWMutex.RLock': 'rwmutex-read',
  'sync.RWMutex.Lock': 'rwmutex-write',
  'sync.WaitGroup.Wait': 'waitgroup',
  'sync.Cond.Wait': 'cond',
  semacquire: 'semaphore',
  'GC assist wait': 'gc-assist',
  'GC assist marking': 'gc-assist',
  'stopping the world': 'stop-the-world',
  'garbage collection': 'stop-the-world',
  'GC mark termination': 'stop-the-world',
  'flushing proc caches': 'stop-the-world',
  'dumping heap': 'stop-the-world',
  // These four wait for nobody: the goroutine works on the scheduler's stack and lets others scan its own meanwhile.
  'garbage collection scan': 'stop-the-world',
  'trace goroutine status': 'stop-the-world',
  'trace proc status': 'stop-the-world',
  'page trace flush': 'stop-the-world',
  'wait for GC cycle': 'gc-cycle',
  'GC weak to strong wait': 'gc-cycle',
  'force gc (idle)': 'runtime-idle',
  'GC sweep wait': 'runtime-idle',
  'GC scavenge wait': 'runtime-idle',
  'GC worker (idle)': 'runtime-idle',
  'GC worker (active)': 'runtime-idle',
  'finalizer wait': 'runtime-idle',
  'cleanup wait': 'runtime-idle',
  'GOMAXPROCS updater (idle)': 'runtime-idle',
  'trace reader (blocked)': 'runtime-idle',
  'timer goroutine (idle)': 'runtime-idle',
  idle: 'runtime-idle',
  // One that stands ready for calls from C.
  'waiting for cgo callback': 'runtime-idle',
  coroutine: 'coroutine',
  'synctest.Run': 'synctest',
  'synctest.Wait': 'synctest',
};

/** Words that leave open which lock it is: `semacquire` was all of them up to Go 1.19; the others name the inner one. */
const ASK_FRAMES = new Set([
  'semacquire',
  'sync.Mutex.Lock',
  'sync.RWMutex.RLock',
  'sync.RWMutex.Lock',
  'sync.WaitGroup.Wait',
  'sync.Cond.Wait',
  'waiting',
  'leaked',
]);

/** Outer locks before the mutex inside them. */
const LOCKS: readonly (readonly [string, StateClass])[] = [
  ['sync.(*RWMutex).RLock', 'rwmutex-read'],
  ['sync.(*RWMutex).Lock', 'rwmutex-write'],
  ['sync.(*WaitGroup).Wait', 'waitgroup'],
  ['sync.(*Cond).Wait', 'cond'],
  ['sync.(*Mutex).Lock', 'mutex'],
  ['sync.(*Mutex).lockSlow', 'mutex'],
  // Where their callers are left out: each has one in package sync (runtime/sema.go). Up to Go 1.19 RWMutex used that of Mutex as well.
  ['sync.runtime_SemacquireRWMutexR', 'rwmutex-read'],
  ['sync.runtime_SemacquireRWMutex', 'rwmutex-write'],
  ['sync.runtime_SemacquireWaitGroup', 'waitgroup'],
  ['sync.runtime_SemacquireMutex', 'mutex'],
];

/**
 * What a goroutine waits for. Frames decide where the printed word leaves it open. `semacquire` with no lock of package
 * sync on top is a semaphore inside the runtime or internal/poll: often the wait for a collection to start or for the
 * world to stop, which the frames that are shown cannot tell.
 */
export function stateClassOf(state: string, functions: readonly string[]): StateClass {
  if (ASK_FRAMES.has(state)) {
    const lock = lockOnTop(functions);
    if (lock !== undefined) return lock;
  }
  if (state === 'sleep' && functions.some((name) => name === 'runtime.bgscavenge')) return 'runtime-idle';
  return Object.hasOwn(BY_STATE, state) ? (BY_STATE[state] ?? 'other') : 'other';
}

/** The lock whose method is being called: only package sync and the runtime may stand above the caller. */
function lockOnTop(functions: readonly string[]): StateClass | undefined {
  const top: string[] = [];
  for (const name of functions) {
    if (name.startsWith('sync.') || name.startsWith('internal/sync.')) top.push(name);
    else if (!isHiddenRuntime(name)) break;
  }
  return LOCKS.find(([lock]) => top.some((name) => name === lock || name === `internal/${lock}`))?.[1];
}
