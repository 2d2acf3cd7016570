import { describe, expect, test } from 'vitest';
import { fatalKind, panicBlame, throwBlame } from '../../../parsers/crash/messages.ts';

const USER_FATAL = [
  'all goroutines are asleep - deadlock!',
  'no goroutines (main called runtime.Goexit) - deadlock!',
  'concurrent map writes',
  'concurrent map read and map write',
  'concurrent map iteration and map write',
  'concurrent map clone and map write',
  'small map with no empty slot (concurrent map writes?)',
  'sync: unlock of unlocked mutex',
  'sync: RUnlock of unlocked RWMutex',
  'sync: Unlock of unlocked RWMutex',
  'sync: WaitGroup.Add called from multiple synctest bubbles',
  'sync: WaitGroup.Add called from inside and outside synctest bubble',
  'go of nil func value',
  'removed GODEBUG "asynctimerchan" set to old value "1" in environment (https://go.dev/doc/godebug#go-127)',
  'send on synctest channel from outside bubble',
  'semaphore wake of synctest goroutine from outside bubble',
];

const USER = [
  'stack overflow',
  'sync: inconsistent mutex state',
  'panic while printing panic value',
  'panic while printing panic value: type runtime.errorString',
  'checkptr: misaligned pointer conversion',
  'Go pointer stored into non-Go memory',
  'unpinned Go pointer stored into non-Go memory',
  'runtime.SetFinalizer: finalizer already set',
  'runtime.SetFinalizer: first argument is int, not pointer',
  'runtime.Pinner: object already unpinned',
  'detected possible issues with cleanups and/or finalizers',
  'malformed GOMEMLIMIT; see `go doc runtime/debug.SetMemoryLimit`',
  'cgocheck > 1 mode is no longer supported at runtime. Use GOEXPERIMENT=cgocheck2 at build time instead.',
  'racy use of timers',
  'timer data corruption',
  'exited a goroutine internally locked to the OS thread',
  'coro: OS thread locking must match locking at coroutine creation',
  'non-Go code disabled sigaltstack',
  'signal received during fork',
  'plugin: new module data overlaps with previous moduledata',
  'abi mismatch',
  'runtime: blocked read on closing polldesc',
  'runtime: netpoll: break fd ready for something unexpected',
  'string concatenation too long',
];

const RESOURCE = [
  'out of memory',
  'out of memory (stackalloc)',
  'out of memory allocating heap arena map',
  'runtime: out of memory',
  'runtime: cannot map pages in arena address space',
  'runtime: cannot allocate memory',
  'runtime: C malloc failed',
  'pageAlloc: out of memory',
  'failed to reserve page summary memory',
  'memory reservation exceeds address space limit',
  'too many address space collisions for -race mode',
  'newosproc',
  'runtime.newosproc',
  'runtime: failed to create new OS thread',
  'thread exhaustion',
  'runtime: netpollinit failed',
  'runtime: epollctl failed',
  'runtime: kevent failed',
  'runtime: failed to commit pages',
  'failed to allocate aligned heap memory; too many retries',
  'pthread_attr_init',
  'sem_init',
  'runtime.semacreate',
  'syscall madvise',
  'uname failed',
  'cannot open standard fds',
  'kernel32.dll not found',
  'CreateWaitableTimerEx when creating timer failed',
  'random_get failed',
  'bad system page size',
  'traceRegion: out of memory',
  'crypto/rand: failed to read random data (see https://go.dev/issue/66821): operation not permitted',
];

const MEMORY = [
  'fault',
  'unexpected signal during runtime execution',
  'found bad pointer in Go heap (incorrect use of unsafe or cgo?)',
  'found pointer to free object',
  'sweep increased allocation count',
  'marking free object',
  'greyobject: obj not pointer-aligned',
  'invalid pointer found on stack',
  'bad frame pointer',
  'missing stackmap',
  'invalid runtime symbol table',
  'bad map state',
  'unknown caller pc',
  'traceback did not unwind completely',
  'invalid spdelta',
  's.allocCount != s.nelems && freeIndex == s.nelems',
  'freeIndex is not valid',
  'span has no free space',
  'refill of span with free space remaining',
  'bad sweepgen in refill',
  'mheap.freeSpanLocked - invalid stack free',
  'mSpanList.remove',
  'gc: unswept span',
  'non in-use span in unswept list',
  'markroot: bad index',
  'workbuf is empty',
  'lfstack.push',
  'P has cached GC work at end of mark termination',
  'heapBitsSetType: pointer entry not correct',
  'scanObject n == 0',
  'attempt to clear non-empty span set',
  'failed to get or create weak handle',
  'runtime: sudog with non-nil elem',
  'acquireSudog: found s.elem != nil in cache',
  'G waiting list is corrupted',
  'chansend: spurious wakeup',
  'selectgo: bad wakeup',
  'corrupted semaphore ticket',
  'bad stack size',
  'bad recovery',
  'runqputslow: queue is not full',
];

const RUNTIME = [
  'bad g transition',
  'bad g->status in ready',
  'casgstatus: bad incoming values',
  'gopark: bad g status',
  'schedule: holding locks',
  'stopm holding locks',
  'findRunnable: negative nmspinning',
  'wirep: already in go',
  'releasep: invalid p state',
  'exitsyscall: syscall frame is no longer valid',
  'checkdead: inconsistent counts',
  'runtime·lock: lock count',
  'unlock of unlocked lock',
  'lock ordering problem',
  'defer on system stack',
  'panic on system stack',
  'morestack on g0',
  'self-preempt',
  'malloc deadlock',
  'malloc during signal',
  'mallocgc called without a P or outside bootstrapping',
  'freegc deadlock',
  'no module data',
  'arena already initialized',
  'heapArenaBitmapWords not a power of 2',
  'persistentalloc: align is not a power of 2',
  'need padding in bucket (elem)',
  'memstats.heapStats not aligned to 8 bytes',
  'gcController.heapLive not aligned to 8 bytes',
  'size of Workbuf is suboptimal',
  'trace: non-empty full trace buffer',
  'missing traceGCSweepStart',
  'notetsleepg on g0',
  'cas64 failed',
  'float64nan2',
  'unreachable',
  'time went backwards',
  'a text of a release to come',
  '',
];

describe('who is to blame for a fatal error', () => {
  test.each(USER_FATAL)('a user’s mistake: %s', (message) => {
    expect(fatalKind(message)).toStrictEqual({ kind: 'fatal', blame: 'user' });
  });
  test.each(USER)('the program: %s', (message) => {
    expect(fatalKind(message)).toStrictEqual({ kind: 'throw', blame: 'user' });
  });
  test.each(RESOURCE)('a lack of resources: %s', (message) => {
    expect(throwBlame(message)).toBe('resource');
  });
  test.each(MEMORY)('overwritten memory: %s', (message) => {
    expect(throwBlame(message)).toBe('memory');
  });
  test.each(RUNTIME)('the runtime: %s', (message) => {
    expect(throwBlame(message)).toBe('runtime');
  });

  test('a text that only begins like a known one is not it', () => {
    expect(fatalKind('stack overflow in the parser')).toBeUndefined();
    expect(fatalKind('fault injected')).toBeUndefined();
    expect(fatalKind('newosprocess')).toBeUndefined();
  });

  test('any text has a blame, in linear time', () => {
    const before = performance.now();
    for (const part of ['a', ' ', 'sweep', 'trace', 'not ', 'cannot map ']) throwBlame(part.repeat((1 << 20) / part.length));
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

test('a system call that fails on some threads only is raised by runtime.fatal, and nobody’s mistake', () => {
  expect(fatalKind('AllThreadsSyscall6 results differ between threads; runtime corrupted')).toStrictEqual({
    kind: 'fatal',
    blame: 'resource',
  });
});

describe('who is to blame for a panic', () => {
  test.each([
    ['send on closed channel', 'user'],
    ['runtime error: index out of range [5] with length 3', 'user'],
    ['internal/concurrent.HashMapTrie: ran out of hash bits while inserting', 'memory'],
    ['internal/sync.HashTrieMap: ran out of hash bits while inserting (incorrect use of unsafe or cgo, or data race?)', 'memory'],
    ['', 'user'],
  ])('%s', (message, blame) => {
    expect(panicBlame(message)).toBe(blame);
  });
});
