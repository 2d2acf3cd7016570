import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseFile } from '../../../src/evidence/case-file.ts';
import { runParser } from '../pprof/run-parser.ts';
import { read } from './read.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');
const RELEASES = ['healthy-profiles', 'healthy-profiles-go1.21', 'healthy-profiles-go1.19'];

function textOf(incident: string, name: string): string {
  return readFileSync(join(INCIDENTS, incident, name), 'utf8');
}

/** The facts of the binary form of the same profile. */
function binary(incident: string, name: string): CaseFile {
  return runParser(gunzipSync(readFileSync(join(INCIDENTS, incident, name)))).facts;
}

describe.each(RELEASES)('%s: the text form says what the binary form of the same moment says', (incident) => {
  test('goroutines: the same groups, counts, owners and idleness', () => {
    const { facts, found, skipped } = read(textOf(incident, 'goroutine.txt'));
    const expected = binary(incident, 'goroutine.pb.gz');
    const groups = (caseFile: CaseFile) =>
      caseFile.of('goroutines').map(({ key, count, share, owner, idle, perRequest }) => ({
        key,
        count,
        share,
        owner: owner === undefined ? undefined : [owner.function, owner.file, owner.line, owner.origin],
        idle,
        perRequest,
      }));
    expect(groups(facts)).toEqual(groups(expected));
    const dump = (caseFile: CaseFile) => {
      const [{ kind, goroutines, groups: number, integrity, program, defects } = {}] = caseFile.of('dump');
      return { kind, goroutines, number, integrity, program, defects };
    };
    expect(dump(facts)).toEqual(dump(expected));
    expect(dump(facts)).toMatchObject({ kind: 'profile', goroutines: 9, integrity: 'whole' });
    expect(found).toEqual(['goroutine-profile']);
    expect(skipped).toEqual([]);
  });

  test('heap: the same totals and sites, scaled as the runtime scales them', () => {
    const { facts, found } = read(textOf(incident, 'heap.txt'));
    const heap = (caseFile: CaseFile) => {
      const [fact] = caseFile.of('heap');
      const { inuseBytes, inuseObjects, allocBytes, allocObjects, rate, salvaged } = fact ?? {};
      // The text was written after the binary form, whose writer has allocated: sites without any bytes.
      const sites = (fact?.sites ?? []).filter((site) => site.allocBytes !== 0);
      const functions = (fact?.functions ?? []).filter((one) => one.cumulative.allocBytes !== 0);
      return {
        totals: { inuseBytes, inuseObjects, allocBytes, allocObjects, rate, salvaged },
        functions: functions.map(({ frame, flat, cumulative }) => [frame.function, flat, cumulative]),
        sites: sites.map(({ frames, ...site }) => ({
          ...site,
          owner: site.owner?.function,
          frames: frames.map((frame) => [frame.function, frame.file, frame.line, frame.origin]),
        })),
      };
    };
    expect(heap(facts)).toEqual(heap(binary(incident, 'heap.pb.gz')));
    expect(Number(facts.of('heap')[0]?.inuseBytes)).toBeGreaterThan(8e6);
    expect(found).toEqual(['heap-profile']);
  });

  test('block, mutex and threadcreate: their sums', () => {
    const sums = ['block', 'mutex', 'threadcreate'].map((name) => read(textOf(incident, `${name}.txt`)));
    expect(sums.map(({ found }) => found)).toEqual([['block-profile'], ['mutex-profile'], ['threadcreate-profile']]);
    const [block, mutex, threads] = sums.map(({ facts }) => facts.of('runtime-metrics')[0]);
    expect(block).toMatchObject({ source: 'profile', blockEvents: expect.any(Number), blockSeconds: expect.any(Number) });
    expect(mutex).toMatchObject({ source: 'profile', mutexEvents: expect.any(Number), mutexSeconds: expect.any(Number) });
    expect(Number(threads?.threadsCreated)).toBeGreaterThan(3);
    for (const { skipped } of sums) expect(skipped).toEqual([]);
  });

  test('the footer of the heap profile', () => {
    const [metrics, ...more] = read(textOf(incident, 'heap.txt')).facts.of('runtime-metrics');
    const number = (name: string) => Number(new RegExp(`^# ${name} = (\\d+)`, 'm').exec(textOf(incident, 'heap.txt'))?.[1]);
    const second = (name: string) => Number(new RegExp(`^# ${name} = \\d+ / (\\d+)`, 'm').exec(textOf(incident, 'heap.txt'))?.[1]);
    expect(more).toEqual([]);
    expect(metrics).toMatchObject({
      source: 'memstats',
      sysBytes: number('Sys'),
      heapAllocBytes: number('HeapAlloc'),
      heapReleasedBytes: number('HeapReleased'),
      stackInuseBytes: number('Stack'),
      nextGcBytes: number('NextGC'),
      numGc: number('NumGC'),
      gcSysBytes: number('GCSys'),
      otherSysBytes: number('OtherSys'),
      buckHashSysBytes: number('BuckHashSys'),
      mspanSysBytes: second('MSpan'),
      mcacheSysBytes: second('MCache'),
      stackSysBytes: second('Stack'),
      numForcedGc: 2,
      peakResidentBytes: number('MaxRSS'),
      heldBytes: number('Sys') - number('HeapReleased'),
      unparsedLines: 0,
    });
    // Nanoseconds since 1970 are beyond what a double holds.
    expect(metrics?.lastGcUnixNanos).toBe(/# LastGC = (\d+)/.exec(textOf(incident, 'heap.txt'))?.[1]);
  });
});

const GOROUTINES = `goroutine profile: total 6
4 @ 0x43a7d6 0x406bbb 0x6e3dcc 0x4692a1
# labels: {"k":"v", "req id":"a \\"b\\"\\n"}
#\t0x6e3dcb\tmain.worker+0x2b\t/src/shop/worker.go:31

1 @ 0x43a7d6 0x406bbb 0x6e3dcc 0x4692a1
#\t0x6e3dcb\tmain.worker+0x2b\t/src/shop/worker.go:31

1 @ 0x470aff
#\t0x470afe\tmain.main+0x1e\t/src/shop/main.go:9
`;

const HEAP = `heap profile: 3: 1048600 [5: 2097200] @ heap/1048576
1: 24 [1: 24] @ 0x1 0x2
#\t0x1\tmain.small+0x9\t/src/a.go:3

2: 1048576 [4: 2097176] @ 0x3 0x2
#\t0x3\tmain.large+0x9\t/src/a.go:7


# runtime.MemStats
# Alloc = 1500000
# Sys = 9000000
# HeapReleased = 1000000
# Stack = 131432448 / 131432448
# NextGC = 4194304
# PauseNs = [10 3000000 7]
# GCCPUFraction = 0.25
# DebugGC = false
# MaxRSS = 7319552
`;

describe('goroutines', () => {
  test('labels are no difference, and every group is cited', () => {
    const { facts } = read(GOROUTINES);
    expect(facts.of('goroutines').map(({ count, citations }) => [count, citations[0].firstLine, citations[0].lastLine])).toEqual([
      [5, 2, 4],
      [1, 9, 10],
    ]);
    expect(facts.of('dump')[0]).toMatchObject({ goroutines: 6, groups: 2, defects: [], citations: [{ firstLine: 1, lastLine: 10 }] });
  });

  test('cut after any line, what is missing is said', () => {
    const lines = GOROUTINES.split('\n');
    const whole = read(GOROUTINES).facts.of('goroutines').length;
    for (let end = 1; end <= lines.length; end++) {
      const { facts } = read(lines.slice(0, end));
      const counted = facts.of('goroutines').reduce((sum, { count }) => sum + count, 0);
      const [dump] = facts.of('dump');
      expect(dump?.goroutines).toBe(6);
      expect(dump?.defects, `after line ${end}`).toEqual(counted < 6 ? ['truncated', 'counts-disagree'] : []);
      expect(dump?.counts).toEqual(counted < 6 ? { stated: 6, read: counted } : undefined);
      if (end === lines.length) expect(facts.of('goroutines')).toHaveLength(whole);
    }
  });

  test.each([
    ['internal/sync.runtime_SemacquireMutex', 'sync.(*Mutex).Lock', 'mutex'],
    ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).Lock', 'mutex'],
    ['sync.runtime_SemacquireRWMutexR', 'sync.(*RWMutex).RLock', 'rwmutex-read'],
    ['sync.runtime_SemacquireRWMutex', 'sync.(*RWMutex).Lock', 'rwmutex-write'],
    ['sync.runtime_SemacquireWaitGroup', 'sync.(*WaitGroup).Wait', 'waitgroup'],
    ['sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait', 'waitgroup'],
    ['sync.runtime_notifyListWait', 'sync.(*Cond).Wait', 'cond'],
    ['time.Sleep', 'main.poll', 'sleep'],
    ['main.recv', 'main.work', undefined],
  ])('the wait in %s, called by %s: %s', (inner, outer, stateClass) => {
    const frame = (name: string, at: number) => `#\t0x${at}\t${name}+0x9\t/usr/local/go/src/x.go:3`;
    const { facts } = read(['goroutine profile: total 1', '1 @ 0x1 0x2', frame(inner, 1), frame(outer, 2), '']);
    expect(facts.of('goroutines')[0]?.stateClass).toBe(stateClass);
  });

  test('carriage returns change nothing', () => {
    const plain = read(GOROUTINES).facts.of('goroutines');
    const crlf = read(GOROUTINES.replaceAll('\n', '\r\n')).facts.of('goroutines');
    expect(crlf.map(({ key, count, frames }) => ({ key, count, frames }))).toEqual(
      plain.map(({ key, count, frames }) => ({ key, count, frames })),
    );
  });

  test('lines of something else inside are left to others, counted and shown', () => {
    const lines = GOROUTINES.split('\n');
    const { facts, taken } = read([...lines.slice(0, 5), 'GET /healthz 200', ...lines.slice(5)]);
    expect(facts.of('dump')[0]).toMatchObject({
      unparsedLines: 1,
      unparsedSample: [{ line: 6, text: 'GET /healthz 200' }],
      defects: ['foreign-lines'],
      integrity: 'partial',
    });
    expect(taken[5]).toBe(false);
  });

  test('what follows is not its business, however it goes on', () => {
    const { facts, taken } = read([...GOROUTINES.split('\n'), 'one', 'two', 'three', 'four', 'five', 'six']);
    expect(facts.of('dump')[0]).toMatchObject({ unparsedLines: 0, defects: [] });
    expect(taken.slice(-6)).toEqual([false, false, false, false, false, false]);
  });

  test('two profiles in one file', () => {
    const { facts } = read(`${GOROUTINES}\n${GOROUTINES}${HEAP}`);
    expect(facts.of('dump').map(({ goroutines, defects }) => [goroutines, defects])).toEqual([
      [6, []],
      [6, []],
    ]);
    expect(facts.of('heap')).toHaveLength(1);
  });
});

describe('heap', () => {
  test('records are scaled one by one', () => {
    const [heap] = read(HEAP).facts.of('heap');
    const scaled = (count: number, bytes: number) => Math.trunc(bytes / (1 - Math.exp(-(bytes / count) / 524288)));
    expect(heap).toMatchObject({
      rate: 524288,
      inuseBytes: scaled(1, 24) + scaled(2, 1048576),
      allocBytes: scaled(1, 24) + scaled(4, 2097176),
      siteCount: 2,
      salvaged: false,
      citations: [{ firstLine: 1, lastLine: 18 }],
    });
    expect(heap?.sites.map((site) => [site.owner?.function, site.inuseBytes])).toEqual([
      ['main.large', scaled(2, 1048576)],
      ['main.small', scaled(1, 24)],
    ]);
  });

  test('more objects than bytes for them cannot be scaled, and stay', () => {
    const blown = HEAP.replace('2: 1048576 [4: 2097176]', '2: 1048576 [9007199254740993: 81920]');
    expect(blown).not.toBe(HEAP);
    expect(
      read(blown)
        .facts.of('heap')[0]
        ?.sites.map((site) => String(site.allocObjects)),
    ).toContain('9007199254740993');
  });

  test('a rate of 1 sampled everything', () => {
    const [heap] = read(HEAP.replace('heap/1048576', 'heap/2')).facts.of('heap');
    expect(heap).toMatchObject({ rate: 1, inuseBytes: 1048600, inuseObjects: 3 });
  });

  test.each([
    ['the byte that is added where as much was allocated as is in use', 'heap profile: 3: 1048600 [3: 1048601] @ heap/2', false],
    ['no byte (Go ≤ 1.19)', 'heap profile: 3: 1048600 [3: 1048600] @ heap/2', false],
    ['less in the records than the head says', 'heap profile: 4: 1048700 [4: 1048700] @ heap/2', true],
  ])('missing records: %s', (_, head, salvaged) => {
    const records = '1: 24 [1: 24] @ 0x1\n#\t0x1\tmain.f+0x9\t/a.go:3\n\n2: 1048576 [2: 1048576] @ 0x3\n#\t0x3\tmain.g+0x9\t/a.go:7';
    expect(read(`${head}\n${records}`).facts.of('heap')[0]?.salvaged).toBe(salvaged);
  });

  test('the footer', () => {
    const [metrics] = read(HEAP).facts.of('runtime-metrics');
    expect(metrics).toMatchObject({
      sysBytes: 9_000_000,
      heldBytes: 8_000_000,
      stackInuseBytes: 131_432_448,
      pauseMaxSeconds: 0.003,
      gcCpuFraction: 0.25,
      peakResidentBytes: 7_319_552,
      unparsedLines: 0,
      citations: [{ firstLine: 10, lastLine: 18 }],
    });
    expect(metrics).not.toHaveProperty('lastGcUnixNanos');
  });

  test('a number of the footer that cannot be read is counted', () => {
    const [metrics] = read(HEAP.replace('9000000', '9.0e6bytes')).facts.of('runtime-metrics');
    expect(metrics).toMatchObject({ unparsedLines: 1 });
    expect(metrics).not.toHaveProperty('sysBytes');
  });
});

describe('other profiles', () => {
  test('a profile that the program made is listed', () => {
    const { found, facts } = read('example.com/pool.conns profile: total 7\n7 @ 0x1\n#\t0x1\tmain.f+0x9\t/a.go:3\n');
    expect(found).toEqual(['profile']);
    expect(facts.all).toMatchObject([{ type: 'other-profile', mainValue: 'example.com/pool.conns' }]);
  });

  test('sentences are no profiles', () => {
    const { found, facts } = read(['memory profile: total 7', '--- mutex:', 'is what follows', '--- contention:', '', 'cycles/second=x']);
    expect(found).toEqual([]);
    expect(facts.all).toEqual([]);
  });

  test('stacks without the head of their profile are taken to be of goroutines, by guess', () => {
    const { skipped, facts, found, taken } = read([
      '162 @ 0x43a7d6 0x406bbb 0x406aaa',
      ' #       0x6e3dcb        example.org/http.(*persistConn).readLoop+0x1a5       /src/transport.go:812',
      '',
      '3 @ 0x43a7d6 0x406bbb',
      '#\t0x6e3dcb\tmain.f+0x2b\t/a.go:1',
      '9 @ noon',
    ]);
    expect(found).toEqual(['goroutine-profile']);
    expect(facts.of('dump')).toMatchObject([
      { kind: 'profile', certainty: 'guessed', goroutines: 165, integrity: 'partial', defects: ['beginning-missing'] },
    ]);
    expect(facts.of('goroutines')).toMatchObject([
      { count: 162, certainty: 'guessed', owner: { function: 'example.org/http.(*persistConn).readLoop' } },
      { count: 3, certainty: 'guessed', owner: { function: 'main.f' } },
    ]);
    expect(skipped).toEqual([]);
    expect(taken).toEqual([true, true, true, true, true, false]);
  });

  test('stacks without a head that say nothing of a program are counted', () => {
    const { skipped, facts } = read([
      '1 @ 0x43a7d6',
      '',
      '7 @ 0x43a7d6 0x406bbb',
      '#\t0x43a7d5\truntime.allocm+0x2b\t/usr/local/go/src/runtime/proc.go:1',
      '#\t0x43a7d6\tmain.f+0x2b\t/a.go:1',
      '',
      '20: 204800 [20: 204800] @ 0x43a7d6',
    ]);
    expect(facts.all).toEqual([]);
    expect(skipped).toMatchObject([{ amount: 3, unit: 'lines', reason: expect.stringContaining('first line is missing') }]);
  });

  test('a cut threadcreate profile', () => {
    const { skipped, facts } = read('threadcreate profile: total 10\n9 @ 0x0\n#\t0x0');
    expect(facts.of('threads')[0]).toMatchObject({ total: 10, unrecorded: 9, salvaged: true });
    expect(facts.of('runtime-metrics')[0]).toMatchObject({ threadsCreated: 10 });
    expect(skipped).toMatchObject([{ reason: expect.stringContaining('threadcreate') }]);
  });

  test('block and mutex profiles in seconds', () => {
    const { facts } = read(
      '--- contention:\ncycles/second=2000000000\n3000000000 9 @ 0x1\n#\t0x1\tmain.f+0x9\t/a.go:3\n\n1000000000 1 @ 0x2\n#\t0x2\tmain.g+0x9\t/a.go:3\n\n' +
        '--- mutex:\ncycles/second=2000000000\nsampling period=5\n500000000 4 @ 0x1\n#\t0x1\tmain.f+0x9\t/a.go:3\n',
    );
    expect(facts.of('runtime-metrics')).toMatchObject([
      { blockEvents: 10, blockSeconds: 2 },
      { mutexEvents: 4, mutexSeconds: 0.25 },
    ]);
    expect(facts.of('contention')).toMatchObject([
      {
        kind: 'block',
        events: 10,
        delayNanos: 2_000_000_000,
        cycles: 4_000_000_000,
        siteCount: 2,
        sites: [
          { events: 9, delayNanos: 1_500_000_000, share: 0.75, owner: { function: 'main.f' }, functions: ['main.f'] },
          { events: 1, delayNanos: 500_000_000, share: 0.25 },
        ],
        salvaged: false,
        citations: [{ firstLine: 1 }],
      },
      { kind: 'mutex', samplingPeriod: 5, events: 4, delayNanos: 250_000_000 },
    ]);
  });

  test('numbers beyond 2^53 stay exact, and 16 digits are no other line', () => {
    const [fact] = read(
      '--- contention:\ncycles/second=1000000000\n9007199254740993 2 @ 0x1\n#\t0x1\tmain.f+0x9\t/a.go:3\n\n1 1 @ 0x2\n#\t0x2\tmain.g+0x9\t/a.go:3\n',
    ).facts.of('contention');
    expect(fact).toMatchObject({ cycles: '9007199254740994', events: 3, siteCount: 2 });
    expect(fact?.sites[0]?.cycles).toBe('9007199254740993');
    const [heap] = read(
      'heap profile: 1: 9007199254740993 [1: 9007199254740994] @ heap/2\n1: 9007199254740993 [1: 9007199254740993] @ 0x1\n',
    ).facts.of('heap');
    expect(heap).toMatchObject({ inuseBytes: '9007199254740993', salvaged: false });
  });

  test('without a clock, cycles stay cycles', () => {
    const { facts } = read('--- mutex:\ncycles/second=0\nsampling period=1\n500 4 @ 0x1\n#\t0x1\tmain.f+0x9\t/a.go:3\n');
    const [fact] = facts.of('contention');
    expect(fact).toMatchObject({ kind: 'mutex', events: 4, cycles: 500, sites: [{ cycles: 500, share: 1 }] });
    for (const field of ['delayNanos', 'cyclesPerSecond']) expect(fact).not.toHaveProperty(field);
    expect(fact?.sites[0]).not.toHaveProperty('delayNanos');
    expect(facts.of('runtime-metrics')[0]).not.toHaveProperty('mutexSeconds');
  });

  test('an empty profile is one without sites', () => {
    const { facts, found } = read('--- mutex:\ncycles/second=2596142733\nsampling period=0\n');
    expect(found).toEqual(['mutex-profile']);
    expect(facts.of('contention')[0]).toMatchObject({ events: 0, siteCount: 0, sites: [], salvaged: false });
  });

  test('lines of something else in it are said', () => {
    const { facts } = read(
      '--- contention:\ncycles/second=2000000000\n3 9 @ 0x1\n#\t0x1\tmain.f+0x9\t/a.go:3\nGET /healthz 200\n\n1 1 @ 0x2\n#\t0x2\tmain.g+0x9\t/a.go:3\n',
    );
    expect(facts.of('contention')[0]).toMatchObject({ events: 10, salvaged: true });
  });

  test('a leak profile that counts nothing is healthy, and one that is cut says so', () => {
    const none = read('goroutineleak profile: total 0\n');
    expect(none.facts.of('dump')[0]).toMatchObject({ kind: 'leak-profile', goroutines: 0, leaked: 0, defects: [] });
    const cut = read('goroutineleak profile: total 3\n2 @ 0x1\n#\t0x1\tmain.f+0x9\t/a.go:3\n');
    expect(cut.facts.of('dump')[0]).toMatchObject({ leaked: 3, defects: ['truncated', 'counts-disagree'] });
    expect(cut.facts.of('goroutines')[0]).toMatchObject({ count: 2, leaked: 2 });
  });
});

test('any lines: nothing is thrown, and the goroutines of the groups are those of the records', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(...GOROUTINES.split('\n'), ...HEAP.split('\n'), '--- mutex:', 'cycles/second=5', 'goroutineleak profile: total 3'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const { facts } = read(lines);
      for (const dump of facts.of('dump')) {
        const groups = facts.of('goroutines').filter((group) => group.dump === dump.id);
        expect(groups).toHaveLength(dump.groups);
        const counted = groups.reduce((sum, { count }) => sum + count, 0);
        expect(dump.defects.includes('truncated')).toBe(counted < Number(dump.goroutines));
      }
    }),
  );
});
