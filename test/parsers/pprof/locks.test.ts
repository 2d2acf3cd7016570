import { describe, expect, it } from 'vitest';
import { frameOf } from '../../../parsers/pprof/frames.ts';
import { lockAt, sumLocks } from '../../../parsers/pprof/locks.ts';

const frames = (...functions: readonly string[]) =>
  functions.map((name, at) => {
    const file = name.startsWith('main.') ? { file: '/src/main.go' } : {};
    return frameOf({ function: name, ...file, line: at + 1, inlined: false }, '0x0');
  });

describe('contention by lock', () => {
  it.each([
    ['mutex', 'main.put', ['sync.(*Mutex).Unlock', 'main.put', 'main.main']],
    ['mutex', 'main.put', ['internal/sync.(*Mutex).unlockSlow', 'internal/sync.(*Mutex).Unlock', 'sync.(*Mutex).Unlock', 'main.put']],
    ['rwmutex', 'main.get', ['sync.(*RWMutex).RLock', 'main.get']],
    // A writer waits for other writers on the mutex inside.
    ['rwmutex', 'main.set', ['sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock', 'main.set']],
    ['once', 'main.get', ['sync.(*Mutex).Lock', 'sync.(*Once).doSlow', 'sync.(*Once).Do', 'main.get']],
    ['wait-group', 'main.main', ['sync.(*WaitGroup).Wait', 'main.main']],
    ['cond', 'main.take', ['sync.(*Cond).Wait', 'main.take']],
    ['channel-receive', 'main.take', ['runtime.chanrecv1', 'main.take']],
    ['channel-send', 'main.give', ['runtime.chansend1', 'main.give']],
    ['select', 'net/http.(*persistConn).roundTrip', ['runtime.selectgo', 'net/http.(*persistConn).roundTrip', 'main.get']],
    ['runtime-lock', 'runtime.mallocgc', ['runtime.unlock', 'runtime.mallocgc', 'main.make']],
    ['other', 'main.nap', ['main.nap']],
  ] as const)('%s in %s', (kind, caller, functions) => {
    const { kind: is, frame } = lockAt(frames(...functions));
    expect([is, frame?.function]).toEqual([kind, caller]);
  });

  it('stacks that lead to one call are one lock; its owner is from the one with the longest delay', () => {
    const put = (caller: string) => frames('sync.(*Mutex).Unlock', 'log.(*Logger).output', caller);
    const other = frames('sync.(*Mutex).Unlock', 'main.count');
    const { locks, lockCount } = sumLocks(
      [
        { frames: put('main.a'), events: 3, delayNanos: 10 },
        { frames: put('main.b'), events: 4, delayNanos: 2n.toString() },
        { frames: other, events: 100, delayNanos: 8 },
        { frames: [], events: 1, delayNanos: 0 },
      ],
      20,
    );
    expect(lockCount).toBe(2);
    expect(locks).toMatchObject([
      {
        kind: 'mutex',
        frame: { function: 'log.(*Logger).output' },
        owner: { function: 'main.a' },
        events: 7,
        delayNanos: 12,
        siteCount: 2,
        share: 0.6,
      },
      { kind: 'mutex', frame: { function: 'main.count' }, owner: { function: 'main.count' }, events: 100, siteCount: 1, share: 0.4 },
    ]);
    expect(locks[0]).not.toHaveProperty('cycles');
  });

  it('exact beyond 2^53; at most fifty are listed, all are counted', () => {
    const stacks = Array.from({ length: 60 }, (_, at) => ({
      frames: frames('sync.(*Mutex).Unlock', `main.f${at}`),
      events: 1,
      delayNanos: (2n ** 53n + BigInt(at)).toString(),
    }));
    const { locks, lockCount } = sumLocks([...stacks, ...stacks], 0);
    expect([lockCount, locks.length]).toEqual([60, 50]);
    expect(locks[0]).toMatchObject({ frame: { function: 'main.f59' }, delayNanos: (2n ** 54n + 118n).toString(), share: 0 });
  });
});
