import { describe, expect, test } from 'vitest';
import { groupKey } from '../../../parsers/goroutine-dump/key.ts';
import { readText } from './read.ts';

/** One goroutine that waits for a mutex, as five generations of Go print it. */
const MUTEX_WAITS: Readonly<Record<string, string>> = {
  'Go 1.9': `goroutine 7 [semacquire, 3 minutes]:
sync.runtime_SemacquireMutex(0xc42001a0b4, 0x0)
	/usr/local/go/src/runtime/sema.go:71 +0x3d
sync.(*Mutex).Lock(0xc42001a0b0)
	/usr/local/go/src/sync/mutex.go:134 +0xee
main.worker(0xc42001a0b0)
	/src/app/main.go:20 +0x31
created by main.main
	/src/app/main.go:12 +0x6f`,
  'Go 1.13': `goroutine 9 [semacquire]:
sync.runtime_SemacquireMutex(0xc00001a0b4, 0x0, 0x1)
	/usr/local/go/src/runtime/sema.go:71 +0x47
sync.(*Mutex).lockSlow(0xc00001a0b0)
	/usr/local/go/src/sync/mutex.go:138 +0xfc
sync.(*Mutex).Lock(...)
	/usr/local/go/src/sync/mutex.go:81
main.worker(0xc00001a0b0)
	/src/app/main.go:22 +0x47
created by main.main
	/src/app/main.go:14 +0x6f`,
  'Go 1.17, go statement in a wrapper': `goroutine 9 [semacquire]:
sync.runtime_SemacquireMutex(0xc00001a0b4, 0x0, 0x1)
	/usr/local/go/src/runtime/sema.go:71 +0x25
sync.(*Mutex).lockSlow(0xc00001a0b0)
	/usr/local/go/src/sync/mutex.go:138 +0x165
sync.(*Mutex).Lock(...)
	/usr/local/go/src/sync/mutex.go:81
main.worker(0xc00001a0b0)
	/src/app/main.go:22 +0x47
main.main·dwrap·1()
	/src/app/main.go:14 +0x2e
created by main.main
	/src/app/main.go:14 +0x6f`,
  'Go 1.21': `goroutine 19 [sync.Mutex.Lock, 12 minutes]:
sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)
	/usr/local/go/src/runtime/sema.go:77 +0x25
sync.(*Mutex).lockSlow(0xc00001a0b0)
	/usr/local/go/src/sync/mutex.go:171 +0x15d
sync.(*Mutex).Lock(...)
	/usr/local/go/src/sync/mutex.go:90
main.worker(0x0?)
	/src/app/main.go:23 +0x5d
created by main.main in goroutine 1
	/src/app/main.go:15 +0x2a`,
  'Go 1.25, system level': `goroutine 21 gp=0xc0000061c0 m=nil [sync.Mutex.Lock]:
runtime.gopark(0x0?, 0x0?, 0x0?, 0x0?, 0x0?)
	/usr/local/go/src/runtime/proc.go:460 +0xce fp=0xc000040fa8 sp=0xc000040f88 pc=0x470cce
runtime.goparkunlock(...)
	/usr/local/go/src/runtime/proc.go:466
runtime.semacquire1(0xc00001a0b4, 0x0, 0x3, 0x2, 0x15)
	/usr/local/go/src/runtime/sema.go:188 +0x229 fp=0xc000040f10 sp=0xc000040ea8 pc=0x46ee2b
internal/sync.runtime_SemacquireMutex(0x0?, 0x0?, 0x0?)
	/usr/local/go/src/runtime/sema.go:95 +0x25 fp=0xc000040fb0 sp=0xc000040fa8 pc=0x46ee2b
internal/sync.(*Mutex).lockSlow(0xc00001a0b0)
	/usr/local/go/src/internal/sync/mutex.go:149 +0x15d fp=0xc000040fc0 sp=0xc000040fb0 pc=0x46ee2b
internal/sync.(*Mutex).Lock(...)
	/usr/local/go/src/internal/sync/mutex.go:70
sync.(*Mutex).Lock(...)
	/usr/local/go/src/sync/mutex.go:46
main.worker(0xc00001a0b0)
	/src/app/main.go:23 +0x5d fp=0xc000040fd0 sp=0xc000040fc0 pc=0x49d3ba
main.main.gowrap1()
	/src/app/main.go:15 +0x1d fp=0xc000040fe0 sp=0xc000040fd0 pc=0x49d3ba
runtime.goexit({})
	/usr/local/go/src/runtime/asm_amd64.s:1693 +0x1 fp=0xc000040fe8 sp=0xc000040fe0 pc=0x477241
created by main.main in goroutine 1
	/src/app/main.go:15 +0x2a`,
};

const key = (depth: number): string => groupKey({ functions: ['main.leaf', ...Array<string>(depth).fill('main.walk'), 'main.main'] });

const goroutine = (id: number, flags: string, args: string, line = 20): string => `goroutine ${id} [chan receive${flags}]:
main.wait(${args})
	/src/app/main.go:${line} +0x31
created by main.main in goroutine 1
	/src/app/main.go:12 +0x6f
`;

const one = (id: number, state: string): string => `goroutine ${id} [${state}]:
sync.(*Mutex).Lock(0x1)
	/usr/local/go/src/sync/mutex.go:1 +0x31
main.f()
	/src/app/main.go:2 +0x31
`;

describe('keys', () => {
  test('one wait for a mutex has one key in every release and at every level', () => {
    const keys = Object.values(MUTEX_WAITS).map((text) => readText(text).groups.map((group) => [group.key, group.stateClass]));
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(1);
    expect(keys[0]?.[0]?.[1]).toBe('mutex');
  });

  test('state class, frames and creator tell keys apart', () => {
    const base = { stateClass: 'mutex', functions: ['sync.(*Mutex).Lock', 'main.a'], creator: 'main.main' } as const;
    const others = [
      { ...base, stateClass: 'select' as const },
      { ...base, functions: ['sync.(*Mutex).Lock', 'main.b'] },
      { ...base, functions: ['sync.(*Mutex).Lock', 'main.main.func1'] },
      { ...base, functions: ['sync.(*Mutex).Lock', 'main.main.func2'] },
      { ...base, creator: 'main.other' },
      { stateClass: base.stateClass, functions: base.functions },
    ];
    expect(new Set([base, ...others].map((parts) => groupKey(parts))).size).toBe(others.length + 1);
    expect(groupKey(base)).toMatch(/^[0-9a-f]{16}$/);
  });

  test('the depth of a recursion does not', () => {
    expect(key(3)).toBe(key(90));
    expect(key(3)).not.toBe(groupKey({ functions: ['main.leaf', 'main.main'] }));
  });

  test('goroutines of the runtime keep their own frames', () => {
    expect(groupKey({ functions: ['runtime.gopark', 'runtime.bgsweep'] })).not.toBe(
      groupKey({ functions: ['runtime.gopark', 'runtime.bgscavenge'] }),
    );
  });
});

describe('groups', () => {
  test('ids, arguments, waits, labels, flags and lines of a call do not split a group', () => {
    const { groups, dumps } = readText(
      [
        goroutine(5, '', '0xc000012340?'),
        goroutine(6, ', 2 minutes', '0xc000012348?'),
        goroutine(7, ' (leaked), 12 minutes, locked to thread', '0x1', 21),
        goroutine(8, ' labels:{"k": "v]:"}', '...'),
      ].join('\n'),
    );
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      type: 'goroutines',
      dump: dumps[0]?.id,
      count: 4,
      share: 1,
      state: 'chan receive',
      stateClass: 'chan-receive',
      wait: { minMinutes: 2, maxMinutes: 12, unknown: 2 },
      leaked: 1,
      locked: 1,
      ids: [5, 6, 7, 8],
      owner: { function: 'main.wait', file: '/src/app/main.go', line: 20, origin: 'app' },
      creator: { function: 'main.main', line: 12 },
      functions: ['main.wait'],
      perRequest: false,
      perProcess: true,
      elided: false,
    });
    expect(groups[0]?.frames[0]).not.toHaveProperty('args');
  });

  test('a group shows its first goroutine, its most frequent state and at most ten ids', () => {
    const text = ['semacquire', ...Array<string>(14).fill('sync.Mutex.Lock')].map((state, at) => one(at + 2, state)).join('\n');
    const [group] = readText(text).groups;
    expect(group).toMatchObject({ count: 15, state: 'sync.Mutex.Lock', ids: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] });
    expect(group?.citations[0]).toMatchObject({ path: 'dump.txt', firstLine: 1, lastLine: 5 });
    expect(group?.citations[0].excerpt.split('\n')[0]).toBe('goroutine 2 [semacquire]:');
  });

  test('the ids are the lowest ones, in order, whatever the order of the dump', () => {
    const ids = [40, 7, 31, 12, 3, 900, 22, 18, 5, 77, 1, 63];
    const text = ids.map((id) => one(id, 'semacquire')).join('\n');
    const { groups, dumps } = readText(text);
    expect(groups[0]?.ids).toEqual([1, 3, 5, 7, 12, 18, 22, 31, 40, 63]);
    expect(dumps[0]?.lastId).toBe(900);
  });

  test('ids beyond 2^53 are compared exactly', () => {
    const text = ['goroutine 9007199254740993', 'goroutine 9007199254740992', 'goroutine 8']
      .map((head) => `${head} [chan receive]:\nmain.f()\n\t/src/app/main.go:2 +0x31\n`)
      .join('\n');
    expect(readText(text).groups[0]?.ids).toEqual([8, '9007199254740992', '9007199254740993']);
  });

  test('who started them: how many different goroutines, and how many of these have ended', () => {
    const started = (id: number, by: number) => `goroutine ${id} [chan receive]:
main.wait()
	/src/app/main.go:20 +0x31
created by main.handle in goroutine ${by}
	/src/app/main.go:12 +0x6f
`;
    const main = 'goroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:30 +0x31\n';
    const whole = [main, started(8, 1), started(9, 70), started(10, 71), started(11, 71), started(70, 1)].join('\n');
    expect(readText(whole).groups[1]?.starters).toEqual({ distinct: 3, ids: [1, 70, 71], gone: 1, goneShare: 1 / 3 });
    // Where goroutines are missing, so may those be that started others.
    expect(readText(`${whole}\ngoroutine 90 [select]:\nmain.f(`).groups[1]?.starters).toEqual({ distinct: 3, ids: [1, 70, 71] });
    // Up to Go 1.20 it is not printed.
    expect(readText(whole.replaceAll(/ in goroutine \d+/g, '')).groups[1]).not.toHaveProperty('starters');
    const many = Array.from({ length: 300 }, (_, at) => started(1000 + at, 2000 + at)).join('\n');
    const first = Array.from({ length: 10 }, (_, at) => 2000 + at);
    expect(readText(`${main}\n${many}`).groups[1]?.starters).toEqual({ distinct: 256, ids: first, gone: 256, goneShare: 1 });
  });

  test('shortens the excerpt of a deep stack and marks the middle', () => {
    const frames = Array.from({ length: 60 }, (_, at) => `main.f${at}()\n\t/src/app/main.go:${at + 1} +0x31`);
    const [group] = readText(['goroutine 1 [running]:', ...frames].join('\n')).groups;
    const lines = group?.citations[0].excerpt.split('\n') ?? [];
    expect(group?.citations[0]).toMatchObject({ firstLine: 1, lastLine: 121 });
    expect(lines).toHaveLength(19);
    expect(lines[0]).toBe('goroutine 1 [running]:');
    expect(lines[12]).toBe('… (103 more lines)');
    expect(lines.at(-1)).toBe('\t/src/app/main.go:60 +0x31');
    expect(group?.frames).toHaveLength(60);
  });

  test('the signal loop tells that main is parked on purpose', () => {
    const main = 'goroutine 1 [chan receive]:\nmain.main()\n\t/src/app/main.go:20 +0x31\n';
    const loop = `goroutine 5 [syscall]:
os/signal.signal_recv()
	/usr/local/go/src/runtime/sigqueue.go:152 +0x29
os/signal.loop()
	/usr/local/go/src/os/signal/signal_unix.go:23 +0x13
created by os/signal.Notify.func1.1 in goroutine 1
	/usr/local/go/src/os/signal/signal.go:151 +0x1f
`;
    expect(readText(`${main}\n${loop}`).groups.map((group) => group.idle)).toStrictEqual(['parked-main', 'signal-loop']);
    expect(readText(main).groups.map((group) => group.idle)).toStrictEqual([undefined]);
  });
});
