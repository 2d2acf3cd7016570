import type { Blame } from '../../src/evidence/facts/crash.ts';
import { blameOfWords } from './throw-words.ts';

/** What is known of a `fatal error:` text. */
export interface FatalKind {
  /** `fatal`: raised for a user's mistake (runtime.fatal, Go ≥ 1.19). `throw`: for an inconsistency or a lack. */
  readonly kind: 'fatal' | 'throw';
  readonly blame: Blame;
}

interface Family extends FatalKind {
  /** Whole texts, or their beginnings where they end in `*`. */
  readonly texts: readonly string[];
}

/**
 * Texts of `fatal error:` by family, over Go 1.13 to 1.27 (runtime, sync, internal/sync, internal/runtime/maps): those that say by
 * themselves that a Go program died. First match wins. Of all others throw-words.ts tells the blame.
 */
const FAMILIES: readonly Family[] = [
  {
    kind: 'fatal',
    blame: 'user',
    texts: [
      'all goroutines are asleep - deadlock!',
      'no goroutines (main called runtime.Goexit) - deadlock!',
      'concurrent map *',
      'small map with no empty slot (concurrent map writes?)',
      'sync: unlock of unlocked mutex',
      'sync: RUnlock of unlocked RWMutex',
      'sync: Unlock of unlocked RWMutex',
      'sync: WaitGroup.Add called from *',
      'go of nil func value',
      'removed GODEBUG *',
      'send on synctest channel *',
      'receive on synctest channel *',
      'close of synctest channel *',
      'select on synctest channel *',
      'semaphore wake of synctest goroutine *',
      'synctest timer accessed *',
      'stop of synctest timer *',
      'reset of synctest timer *',
    ],
  },
  {
    kind: 'fatal',
    blame: 'resource',
    texts: ['AllThreadsSyscall6 results differ between threads; runtime corrupted'],
  },
  {
    kind: 'throw',
    blame: 'user',
    texts: [
      'stack overflow',
      'sync: inconsistent mutex state',
      'panic while printing panic value*',
      'checkptr: *',
      'Go pointer stored into non-Go memory',
      'unpinned Go pointer stored into non-Go memory',
      'runtime.SetFinalizer: *',
      'runtime.Pinner: *',
      'detected possible issues with cleanups*',
      'malformed GOMEMLIMIT*',
      'cgocheck > 1 mode is no longer supported*',
      'racy use of timers',
      'timer data corruption',
      'bad timer heap*',
      'timer when must be positive',
      'timer period must be non-negative',
      'coroswitch *',
      'runtime: blocked read on *',
      'runtime: blocked write on *',
      'runtime: unblock on closing polldesc',
      'runtime: close polldesc w/o unblock',
      'runtime: double wait',
      'runtime: inconsistent read deadline',
      'runtime: inconsistent write deadline',
      'runtime: netpoll: break fd ready for something unexpected',
      'runtime: netpoll: eventfd ready for something unexpected',
      'runtime: netpollBreak write failed',
      'string concatenation too long',
      'newproc: function arguments too large for new goroutine',
      'runtime: internal error: misuse of lockOSThread/unlockOSThread',
      'too many callback functions',
      'arena_New: non-pointer type',
      'signal received during fork',
      'exited a goroutine internally locked*',
      'runtime.Goexit called in a thread*',
      'coro: *',
      'non-Go code disabled sigaltstack',
      'non-Go code set up signal handler*',
      'plugin: *',
      'runtime: plugin has bad symbol table',
      'runtime: no plugin module data',
      'abi mismatch',
      'cgo callback before cgo call',
    ],
  },
  {
    kind: 'throw',
    blame: 'resource',
    texts: [
      'out of memory*',
      'runtime: out of memory*',
      'runtime: cannot map pages*',
      'runtime: cannot allocate memory*',
      'runtime: C malloc failed',
      'pageAlloc: out of memory',
      'trace: out of memory',
      'heapdump: out of memory',
      'failed to reserve page summary memory',
      'memory reservation exceeds address space limit',
      'too many address space collisions*',
      'newosproc',
      'runtime.newosproc',
      'runtime: failed to create new OS thread',
      'thread exhaustion',
      'runtime: netpollinit failed',
      'runtime: epollcreate failed',
      'runtime: epollctl failed',
      'runtime: eventfd failed',
      'runtime: netpoll failed',
      'bad system page size',
      'crypto/rand: failed to read random data*',
      'too many writes on closed pipe',
    ],
  },
  {
    kind: 'throw',
    blame: 'memory',
    texts: [
      'fault',
      'unexpected signal during runtime execution',
      'found bad pointer in Go heap*',
      'found pointer to free object',
      'sweep increased allocation count',
      'marking free object',
      'greyobject: *',
      'checkmark found unmarked object',
      'scanobject *',
      'invalid pointer found on stack',
      'bad frame *',
      'bad top frame *',
      'missing stackmap',
      'bad symbol table',
      'bad map state',
      'unknown pc',
      'unknown caller pc',
      'traceback *',
      'invalid spdelta',
      'bad spdelta',
      's.allocCount *',
      's.freeindex *',
      'freeIndex is not valid',
      'span has no free *',
      'refill of span *',
      'bad sweepgen*',
      'bad flushGen*',
      'mspan.sweep: *',
      'mheap.*',
      'mSpanList.*',
      'bad summary data',
      'root level max pages*',
      'lfstack.push*',
      'workbuf is *',
      'runtime: sudog *',
      'acquireSudog: *',
      'releaseSudog: *',
      'G waiting list is corrupted',
      'chansend: spurious wakeup',
      'selectgo: bad wakeup',
      'corrupted semaphore ticket',
      'semaRoot *',
      'runtime: corrupted polldesc',
      'addspecial on invalid pointer',
    ],
  },
];

/** What is known of a `fatal error:` text; undefined where it is in no family. */
export function fatalKind(message: string): FatalKind | undefined {
  for (const { texts, kind, blame } of FAMILIES)
    if (texts.some((text) => (text.endsWith('*') ? message.startsWith(text.slice(0, -1)) : message === text))) return { kind, blame };
  return undefined;
}

/**
 * The runtime's own checks that end in runtime.fatal and not in runtime.throw (Go ≥ 1.19): no frame of the runtime shows that it was no
 * user's mistake. Without such a report around them they are any text, so they are in no family.
 */
const OWN_CHECKS: ReadonlySet<string> = new Set([
  'bindm in unexpected GOOS',
  'the current g is not g0',
  'randinit missed',
  'randinit twice',
  'running < 0',
  'total < 0',
  'unexpected multiple text sections on Wasm',
  'maps: global variables for AES hashing are not properly aligned!',
  // Plan 9 (runtime/os_plan9.go).
  'cannot open /dev/bintime',
  'cannot read /dev/bintime',
  'cannot dup /dev/bintime onto 18',
  '/dev/bintime not opened',
]);

/** Whether a text is one of runtime.fatal's, although no program's mistake leads to it. */
export function isOwnCheck(message: string): boolean {
  return OWN_CHECKS.has(message);
}

/** Who is to blame for a throw that is in no family, by its words. */
export function throwBlame(message: string): Blame {
  return fatalKind(message)?.blame ?? blameOfWords(message);
}

/** Panics that speak for corrupted memory rather than for the statement that they name. */
const CORRUPTION = ['ran out of hash bits while inserting', 'runtime error: hash of unhashable type unsafe'];

/** Who is to blame for a panic by its text: the program, but for the few that speak for corruption. */
export function panicBlame(message: string): Blame {
  return CORRUPTION.some((text) => message.includes(text)) ? 'memory' : 'user';
}
