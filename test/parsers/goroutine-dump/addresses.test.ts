import { describe, expect, test } from 'vitest';
import { addressesOf } from '../../../parsers/goroutine-dump/addresses.ts';
import { readAtOnce } from './read-at-once.ts';
import { readText } from './read.ts';

const MUTEX_123 = [
  'goroutine 5 [sync.Mutex.Lock]:',
  'sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)',
  'sync.(*Mutex).lockSlow(0xc0000260d0)',
  'sync.(*Mutex).Lock(...)',
  'main.(*registry).get(0xc0000260c0, {0x756da9, 0x1})',
];

describe('the lock that a goroutine waits for', () => {
  test.each([
    ['a mutex, from its slow path', MUTEX_123, '0xc0000260d0'],
    [
      'a mutex since Go 1.24',
      [
        'internal/sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)',
        'internal/sync.(*Mutex).lockSlow(0xc0000260d0)',
        'internal/sync.(*Mutex).Lock(...)',
        'sync.(*Mutex).Lock(...)',
        'main.f()',
      ],
      '0xc0000260d0',
    ],
    ['a mutex of an old release', ['sync.runtime_Semacquire(0xb55e0c)', 'sync.(*Mutex).Lock(0xb55e08)', 'main.f(0x0)'], '0xb55e08'],
    [
      'a reader, by its semaphore',
      ['sync.runtime_SemacquireMutex(0xc000012074, 0x0)', 'sync.(*RWMutex).RLock(...)', 'main.f()'],
      '0xc000012068',
    ],
    [
      'a writer, by its semaphore',
      ['sync.runtime_SemacquireMutex(0xc000012070, 0x0)', 'sync.(*RWMutex).Lock(0x0?)', 'main.f()'],
      '0xc000012068',
    ],
    [
      'a writer behind another one',
      [
        'sync.runtime_SemacquireMutex(0x0?)',
        'sync.(*Mutex).lockSlow(0xc000012068)',
        'sync.(*Mutex).Lock(...)',
        'sync.(*RWMutex).Lock(0x0?)',
        'main.f()',
      ],
      '0xc000012068',
    ],
    [
      'a reader since Go 1.20',
      ['sync.runtime_SemacquireRWMutexR(0xc000012074, 0x0, 0x0)', 'sync.(*RWMutex).RLock(...)', 'main.f()'],
      '0xc000012068',
    ],
    [
      'the list of a Cond',
      ['sync.runtime_notifyListWait(0xc00009c290, 0x1)', 'sync.(*Cond).Wait(0xc00009c280?)', 'main.f()'],
      '0xc00009c290',
    ],
    ['a WaitGroup', ['sync.runtime_Semacquire(0xc000012078?)', 'sync.(*WaitGroup).Wait(0xc000012070)', 'main.main()'], '0xc000012070'],
  ])('%s', (_, lines, lock) => expect(addressesOf(lines).lock).toBe(lock));

  test.each([
    ['marked as unreliable', ['sync.(*Mutex).lockSlow(0xc0000260d0?)', 'sync.(*Mutex).Lock(...)', 'main.f()']],
    ['inlined away', ['sync.(*RWMutex).RLock(...)', 'main.f(0xc0000260d0)']],
    ['too low to be one', ['sync.(*Mutex).lockSlow(0x8)', 'main.f()']],
    ['of a lock that another frame holds', ['main.f(0xc0000260d0)', 'sync.(*Mutex).Lock(0xc0000260d0)', 'main.g()']],
  ])('not an address %s', (_, lines) => expect(addressesOf(lines).lock).toBeUndefined());
});

test('receivers: methods on pointers, no closures, no library of I/O, none that is marked', () => {
  const lines = [
    'internal/poll.(*FD).Read(0xc000001000, {0x0, 0x0, 0x0})',
    'net.(*conn).Read(0xc000002000, {0x0, 0x0, 0x0})',
    'main.(*cache).load(0xc000003000, 0x1)',
    'main.(*cache).load.func1(0xc000004000)',
    'main.(*server).serve(0xc000005000?)',
    'gopkg.in/yaml%2ev3.(*Decoder).Decode(0xc000006000)',
    'main.run(0xc000007000)',
  ];
  expect(addressesOf(lines).receivers).toEqual([
    ['main.(*cache).load', '0xc000003000'],
    ['gopkg.in/yaml.v3.(*Decoder).Decode', '0xc000006000'],
  ]);
});

function waiters(count: number, lockOf: (n: number) => string): string {
  const first = 'goroutine 1 [running]:\nmain.main()\n\t/src/main.go:9 +0x1\n\n';
  const others = Array.from(
    { length: count },
    (_, n) =>
      `goroutine ${n + 10} [sync.Mutex.Lock, 3 minutes]:\nsync.(*Mutex).lockSlow(${lockOf(n)})\n\t/go/src/sync/mutex.go:171 +0x15d\n` +
      `sync.(*Mutex).Lock(...)\n\t/go/src/sync/mutex.go:90\nmain.(*table).get(0xc000111000)\n\t/src/table.go:${20 + (n % 3)} +0x45\n` +
      'created by main.main in goroutine 1\n\t/src/main.go:7 +0x39\n\n',
  );
  return first + others.join('');
}

describe('the addresses of a group', () => {
  test('both readers count the same, up to a bound that the fact states', () => {
    const text = waiters(1500, (n) => (n % 5 === 0 ? '0xc000111010' : n % 7 === 0 ? '0xc000111010?' : '0xc000111020'));
    const called = (line: number, count: number) => ({ function: 'main.(*table).get', line, given: ['0xc000111000'], count });
    const fast = readAtOnce(text, true);
    expect(fast.facts).toEqual(readAtOnce(text, false).facts);
    // Past the bound goroutines are counted by their stacks again.
    expect(fast.taken).toBeGreaterThan(1000);
    const group = readText(text).groups.find(({ stateClass }) => stateClass === 'mutex');
    expect(group?.count).toBe(1500);
    expect(group?.addresses).toEqual({
      read: 32,
      partial: true,
      locks: [
        { address: '0xc000111020', count: 21, objects: ['0xc000111000'], calls: [called(21, 7), called(22, 7), called(20, 7)] },
        { address: '0xc000111010', count: 7, objects: ['0xc000111000'], calls: [called(20, 3), called(22, 2), called(21, 2)] },
      ],
      otherLocks: 0,
      unreliable: 4,
      receivers: [{ function: 'main.(*table).get', address: '0xc000111000', count: 32 }],
      otherReceivers: 0,
    });
  });

  test('sixteen locks are listed, the rest is counted', () => {
    const text = waiters(30, (n) => `0xc000111${(n % 20).toString(16).padStart(3, '0')}`);
    const addresses = readText(text).groups.find(({ stateClass }) => stateClass === 'mutex')?.addresses;
    expect(addresses?.locks).toHaveLength(16);
    expect(addresses?.otherLocks).toBe(4);
    expect(addresses?.partial).toBe(false);
  });

  test('a group without reliable ones has none', () => {
    expect(readText('goroutine 7 [select]:\nmain.run(0xc000111000?)\n\t/src/main.go:1 +0x1\n').groups[0]?.addresses).toBeUndefined();
  });

  test('other arguments that are addresses: no strings, no functions, no receivers, nothing that may be stale', () => {
    const calls = [
      'main.(*bot).work(0xc000111000, 0xc000222000, {0xc000333000, 0x5}, 0x7c5d38)',
      'main.feed({{0xc000444000, 0x1}, 0xc000555000}, 0xc000666000?, 0xc000777008)',
      'net.(*conn).Read(0xc000888000, 0xc000999000)',
    ];
    const text = `goroutine 7 [chan receive]:\n${calls.map((call) => `${call}\n\t/src/main.go:1 +0x1\n`).join('')}`;
    expect(readText(text).groups[0]?.addresses?.arguments).toEqual([
      { function: 'main.(*bot).work', address: '0xc000222000' },
      { function: 'main.feed', address: '0xc000777008' },
    ]);
  });
});
