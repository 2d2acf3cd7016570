import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { partOf, roleOf } from '../../../parsers/pprof/cpu-part.ts';
import { buildProfile, type ProfilePlan } from './build-profile.ts';
import { runParser } from './run-parser.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');
const HOTSPOTS = ['healthy-hotspots', 'healthy-hotspots-go1.27', 'healthy-hotspots-go1.21', 'healthy-hotspots-go1.19'];
const part = (...functions: readonly string[]) => partOf(functions.map((name) => roleOf(name, name.startsWith('['))));

describe('what a processor was doing', () => {
  it.each([
    ['code', ['main.work', 'main.main', 'runtime.main']],
    ['code', ['strconv.Itoa', 'main.main', 'runtime.main']],
    ['code', ['runtime.asyncPreempt', 'main.work', 'main.main']],
    ['gc', ['runtime.scanobject', 'runtime.gcDrain', 'runtime.gcBgMarkWorker.func2', 'runtime.systemstack']],
    ['gc', ['runtime.futex', 'runtime.wakep', 'runtime.gcStart', 'runtime.mallocgc', 'main.work']],
    ['gc', ['runtime.wbBufFlush1', 'runtime.wbBufFlush', 'gcWriteBarrier', 'main.grow']],
    ['gc', ['runtime.sweepone', 'runtime.bgsweep']],
    ['gc', ['runtime._GC']],
    ['scheduler', ['runtime.futex', 'runtime.futexsleep', 'runtime.notesleep', 'runtime.stopm', 'runtime.findRunnable', 'runtime.mcall']],
    [
      'scheduler',
      [
        'runtime.futex',
        'runtime.futexwakeup',
        'runtime.wakep',
        'runtime.ready',
        'runtime.goready.func1',
        'runtime.send',
        'runtime.chansend',
        'main.work',
      ],
    ],
    [
      'scheduler',
      [
        'internal/runtime/syscall.Syscall6',
        'internal/runtime/syscall.EpollWait',
        'runtime.netpoll',
        'runtime.findRunnable',
        'runtime.mcall',
      ],
    ],
    // Whichever of the two called the other.
    ['scheduler', ['runtime.mallocgc', 'runtime.malg', 'runtime.newproc1', 'runtime.newproc.func1', 'runtime.systemstack', 'main.work']],
    ['scheduler', ['runtime.futexwakeup', 'runtime.wakep', 'runtime.mallocgc', 'main.work']],
    ['scheduler', ['runtime.usleep', 'runtime.sysmon', 'runtime.mstart1']],
    [
      'syscall',
      ['internal/runtime/syscall.Syscall6', 'syscall.RawSyscall6', 'syscall.Syscall', 'syscall.read', 'os.(*File).Read', 'main.work'],
    ],
    ['syscall', ['syscall.Syscall', 'syscall.read', 'main.work']],
    ['syscall', ['runtime.exitsyscall', 'syscall.Syscall6', 'main.work']],
    ['syscall', ['golang.org/x/sys/unix.Syscall', 'main.work']],
    ['code', ['syscall.ByteSliceFromString', 'main.work']],
    ['cgo', ['runtime.cgocall', 'main._Cfunc_mix', 'main.mix']],
    ['cgo', ['[libz.so.1]', 'runtime.cgocall', 'main.mix']],
    ['cgo', ['runtime._ExternalCode']],
    [
      'code',
      ['main.callback', '_cgoexp_5f9', 'runtime.cgocallbackg1', 'runtime.cgocallback', '[libz.so.1]', 'runtime.cgocall', 'main.mix'],
    ],
    ['allocation', ['runtime.nextFreeFast', 'runtime.mallocgc', 'runtime.newobject', 'main.work']],
    ['allocation', ['runtime.memclrNoHeapPointers', 'runtime.growslice', 'main.work']],
    ['runtime', ['runtime.memmove', 'main.work']],
    ['runtime', ['internal/runtime/maps.(*Map).getWithKey', 'runtime.mapaccess1', 'main.work']],
    ['runtime', ['aeshashbody', 'runtime.mapaccess1', 'main.work']],
    ['runtime', ['runtime._System']],
    ['code', []],
  ] as const)('%s: %j', (expected, functions) => {
    expect(part(...functions)).toEqual({ part: expected, assist: false });
  });

  it('work for the collector in place of a background worker is told apart', () => {
    expect(part('runtime.gcDrainN', 'runtime.gcAssistAlloc1', 'runtime.gcAssistAlloc', 'runtime.mallocgc', 'main.work')).toEqual({
      part: 'gc',
      assist: true,
    });
  });
});

const PLAN: ProfilePlan = {
  sampleTypes: [
    ['samples', 'count'],
    ['cpu', 'nanoseconds'],
  ],
  period: ['cpu', 'nanoseconds', 10_000_000],
  time: 1_700_000_000_000_000_000n,
  duration: 2_000_000_000n,
  locations: {
    malloc: [['runtime.mallocgc', '/go/src/runtime/malloc.go', 9]],
    assist: [['runtime.gcAssistAlloc', '/go/src/runtime/mgcmark.go', 9]],
    work: [['main.work', '/src/main.go', 5]],
    main: [['main.main', '/src/main.go', 9]],
  },
  samples: [
    { stack: ['work', 'main'], values: [50, 500_000_000], labels: { endpoint: '/a', tenant: 'x' } },
    { stack: ['malloc', 'work', 'main'], values: [25, 250_000_000], labels: { endpoint: '/b' } },
    { stack: ['assist', 'malloc', 'work', 'main'], values: [25, 250_000_000] },
  ],
};

describe('a CPU profile', () => {
  it('says where processor time went', () => {
    const { facts, result, found } = runParser(buildProfile(PLAN));
    expect({ result, found }).toEqual({ result: { kind: 'ok' }, found: ['cpu-profile'] });
    const [fact] = facts.of('cpu-profile');
    expect(fact).toMatchObject({
      timeNanos: '1700000000000000000',
      durationNanos: 2_000_000_000,
      periodNanos: 10_000_000,
      samples: 100,
      cpuNanos: 1_000_000_000,
      busyProcessors: 0.5,
      shares: { gc: 0.25, gcAssist: 0.25, scheduler: 0, syscall: 0, cgo: 0, allocation: 0.25, runtime: 0, code: 0.5 },
      siteCount: 3,
      functionCount: 4,
      salvaged: false,
    });
    expect(
      fact?.sites.map(({ functions, share, samples, part: of, owner }) => [functions[0], share, samples, of, owner?.function]),
    ).toEqual([
      ['main.work', 0.5, 50, 'code', 'main.work'],
      ['runtime.gcAssistAlloc', 0.25, 25, 'gc', 'main.work'],
      ['runtime.mallocgc', 0.25, 25, 'allocation', 'main.work'],
    ]);
    expect(fact?.functions.map(({ frame, flatShare, cumulativeShare }) => [frame.function, flatShare, cumulativeShare])).toEqual([
      ['main.work', 0.5, 1],
      ['runtime.mallocgc', 0.25, 0.5],
      ['runtime.gcAssistAlloc', 0.25, 0.25],
      ['main.main', 0, 1],
    ]);
    expect(fact?.functions[1]).toMatchObject({ flatNanos: 250_000_000, cumulativeNanos: 500_000_000 });
    expect(fact?.labels).toEqual([
      { name: 'endpoint', value: '/a', total: 500_000_000, share: 0.5 },
      { name: 'tenant', value: 'x', total: 500_000_000, share: 0.5 },
      { name: 'endpoint', value: '/b', total: 250_000_000, share: 0.25 },
    ]);
  });

  it('without samples or a duration it has no shares, and they are not made up', () => {
    const [fact] = runParser(buildProfile({ ...PLAN, samples: [], duration: 0n })).facts.of('cpu-profile');
    expect(fact).toMatchObject({ cpuNanos: 0, samples: 0, shares: { code: 0, gc: 0 }, labels: [], sites: [], functions: [] });
    expect(fact).not.toHaveProperty('busyProcessors');
  });

  it('a damaged file gives what could be saved, and says so', () => {
    const bytes = buildProfile(PLAN);
    const { result, facts } = runParser(bytes.subarray(0, bytes.length - 2));
    expect(result.kind).toBe('malformed');
    expect(facts.of('cpu-profile')[0]).toMatchObject({ cpuNanos: 1_000_000_000, salvaged: true });
  });

  it.each(HOTSPOTS)('%s: every part of a busy service is seen', (incident) => {
    const bytes = gunzipSync(readFileSync(join(INCIDENTS, incident, 'cpu.pb.gz')));
    const [fact] = runParser(bytes).facts.of('cpu-profile');
    if (fact === undefined) throw new Error('no fact');
    const { gcAssist, ...parts } = fact.shares;
    expect(Object.values(parts).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    for (const share of Object.values(parts)) expect(share).toBeGreaterThan(0.005);
    expect(gcAssist).toBeLessThanOrEqual(parts.gc);
    // What only these endpoints do is theirs, to the sample.
    const label = (value: string) => fact.labels.find((one) => one.name === 'endpoint' && one.value === value)?.share ?? 0;
    expect(parts.cgo).toBeCloseTo(label('/mix'), 1);
    expect(parts.syscall).toBeLessThanOrEqual(label('/files') + 0.02);
    expect(fact.labels).toHaveLength(7);
    expect(fact.functions.some(({ frame }) => frame.function === 'runtime.cgocall')).toBe(true);
  });
});
