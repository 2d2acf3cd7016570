import { describe, expect, test } from 'vitest';
import { deriveHeapHolders } from '../../src/evidence/derive/heap-holders.ts';
import type { DumpFact } from '../../src/evidence/facts/dump.ts';
import type { HeapHolderFact } from '../../src/evidence/facts/heap-holder.ts';
import type { HeapFact, HeapSite } from '../../src/evidence/facts/heap.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';
import type { RuntimeSettingsFact } from '../../src/evidence/facts/runtime-settings.ts';
import type { Frame, FrameOrigin } from '../../src/evidence/frame.ts';
import { sanitize } from '../../src/text/safe-text.ts';

const MIB = 1_048_576;

function originOf(name: string): FrameOrigin {
  if (name.startsWith('main.')) return 'app';
  if (name.startsWith('example.org/')) return 'dependency';
  return name.startsWith('runtime.') ? 'runtime' : 'stdlib';
}

/** A site by its functions, innermost first. */
function site(functions: string, inuseBytes: number, inuseObjects = 10, spec: Partial<HeapSite> = {}): HeapSite {
  const frames = functions.split(' ').map((name, i): Frame => ({
    function: sanitize(name),
    origin: originOf(name),
    file: sanitize('a.go'),
    line: i + 1,
  }));
  const owner = frames.find(({ origin }) => origin === 'app') ?? frames.find(({ origin }) => origin === 'dependency');
  return {
    frames,
    ...(owner === undefined ? {} : { owner }),
    inuseBytes,
    inuseObjects,
    allocBytes: inuseBytes,
    allocObjects: inuseObjects,
    sizes: [],
    sizeCount: 0,
    share: 0,
    ...spec,
  };
}

let made = 0;

function heap(sites: readonly HeapSite[]): HeapFact {
  made += 1;
  const total = sites.reduce((sum, { inuseBytes }) => sum + Number(inuseBytes), 0);
  return {
    type: 'heap',
    id: `heap:${made}`,
    certainty: 'stated',
    scope: {},
    citations: [{ path: sanitize(`heap-${made}.pb.gz`), excerpt: sanitize('') }],
    inuseBytes: total,
    inuseObjects: 1,
    allocBytes: total + made,
    allocObjects: 1,
    siteCount: sites.length,
    sites: sites.map((one) => ({ ...one, share: Number(one.inuseBytes) / total })),
    allocSites: [],
    functionCount: 0,
    functions: [],
    salvaged: false,
  };
}

function dump(goroutines: number, spec: Partial<DumpFact> = {}): DumpFact {
  return {
    type: 'dump',
    id: 'dump:1',
    certainty: 'stated',
    scope: {},
    citations: [{ path: sanitize('goroutines.txt'), firstLine: 1, lastLine: 9, excerpt: sanitize('') }],
    kind: 'debug2',
    goroutines,
    groups: 1,
    byState: [],
    unparsedLines: 0,
    unparsedSample: [],
    defects: [],
    integrity: 'unknown',
    ...spec,
  };
}

function settings(spec: Partial<RuntimeSettingsFact>): RuntimeSettingsFact {
  return {
    type: 'runtime-settings',
    id: 'runtime-settings:1',
    certainty: 'stated',
    scope: {},
    citations: [{ path: sanitize('version.txt'), firstLine: 1, lastLine: 9, excerpt: sanitize('') }],
    ...spec,
  };
}

const holders = (...facts: readonly Fact[]) => deriveHeapHolders(facts) as Omit<HeapHolderFact, 'id'>[];
const names = (...facts: readonly Fact[]) => holders(...facts).map(({ holder, via }) => `${holder} via ${via ?? 'itself'}`);

describe('whose memory it is', () => {
  test.each<[string, string]>([
    ['time.NewTimer time.After main.loop main.main', 'main.loop via time.After'],
    ['time.newTimer time.NewTimer time.After main.loop', 'main.loop via time.After'],
    ['time.AfterFunc context.WithDeadlineCause context.WithDeadline context.WithTimeout main.call', 'main.call via context.WithTimeout'],
    ['time.AfterFunc example.org/db.(*Pool).wait context.WithTimeout main.call', 'main.call via time.AfterFunc'],
    ['context.(*cancelCtx).propagateCancel context.withCancel context.WithCancel main.handle', 'main.handle via context.WithCancel'],
    ['bytes.growSlice bytes.(*Buffer).grow bytes.(*Buffer).Write fmt.Fprintf main.log', 'main.log via bytes.(*Buffer).Write'],
    ['internal/bytealg.MakeNoZero strings.(*Builder).grow main.join', 'main.join via strings.(*Builder).grow'],
    ['runtime.makeslice main.read', 'main.read via itself'],
    ['main.read main.main', 'main.read via itself'],
    ['time.NewTimer example.org/db.(*Pool).wait main.query', 'main.query via time.NewTimer'],
    ['example.org/db.(*Pool).open example.org/db.(*Pool).loop', 'example.org/db.(*Pool).open via itself'],
    ['bufio.NewReaderSize net/http.newBufioReader net/http.(*conn).serve', 'net/http.(*conn).serve via bufio.NewReaderSize'],
  ])('%s', (functions, expected) => {
    expect(names(heap([site(functions, MIB)]))).toEqual([expected]);
  });

  test.each(['runtime.malg runtime.newproc1', 'compress/flate.NewWriter runtime/pprof.writeHeap main.save'])('nobody: %s', (functions) => {
    expect(names(heap([site(functions, MIB), site('main.read', MIB)]))).toEqual(['main.read via itself']);
  });

  test('lines and callers are one holder, with the line of the largest', () => {
    const [found] = holders(
      heap([site('time.NewTimer time.After main.loop main.a', 3 * MIB), site('time.NewTimer time.After main.loop main.b', MIB)]),
    );
    expect(found).toMatchObject({
      inuseBytes: 4 * MIB,
      inuseObjects: 20,
      share: 1,
      owner: { function: 'main.loop', line: 3 },
      atStart: false,
    });
  });

  test('what is let go, by bytes and by objects', () => {
    const grown = site('bytes.growSlice bytes.(*Buffer).Write main.log', MIB, 1, { allocBytes: 2 * MIB, allocObjects: 8 });
    expect(holders(heap([grown]))[0]).toMatchObject({ keptShare: 0.5, keptObjects: 0.125 });
  });

  test('a slice that grows by a quarter each time, and buffers that come and go', () => {
    const array = (spec: Partial<HeapSite>, arrays = 1) => holders(heap([site('main.log', 40 * MIB, arrays, spec)]))[0]?.grownArray;
    expect(array({ allocBytes: 200 * MIB, allocObjects: 40 })).toBe(true);
    // Each of many requests fills one: less is kept, and more were made.
    expect(array({ allocBytes: 400 * MIB, allocObjects: 40 })).toBe(false);
    expect(array({ allocBytes: 200 * MIB, allocObjects: 400 })).toBe(false);
    expect(array({ allocBytes: 200 * MIB, allocObjects: 400 }, 100)).toBe(false);
    // It was made at once.
    expect(array({ allocBytes: 40 * MIB, allocObjects: 1 })).toBe(false);
  });

  test('sizes of the objects of all its sites', () => {
    const sized = (bytes: number, count: number) => ({ sizes: [{ bytes, inuseObjects: count, inuseBytes: bytes * count }], sizeCount: 1 });
    const [found] = holders(
      heap([
        site('main.read main.a', MIB, 10, sized(64, 100)),
        site('main.read main.b', MIB, 10, sized(4096, 50)),
        site('main.read main.c', MIB, 10, sized(64, 20)),
      ]),
    );
    expect(found).toMatchObject({
      objectBytes: 4096,
      sizes: [
        { bytes: 4096, inuseObjects: 50, inuseBytes: 204_800 },
        { bytes: 64, inuseObjects: 120, inuseBytes: 7680 },
      ],
    });
    expect(holders(heap([site('main.read', MIB)]))[0]).not.toHaveProperty('objectBytes');
  });

  test('what packages allocate before main', () => {
    const [table] = holders(heap([site('main.buildTable main.init.0 runtime.doInit1 runtime.doInit', MIB)]));
    expect(table).toMatchObject({ holder: 'main.buildTable', atStart: true });
  });

  test('goroutines of the largest dump that is not cut', () => {
    const timers = heap([site('time.NewTimer time.After main.loop', MIB, 1000)]);
    expect(holders(timers, dump(50), dump(20))[0]).toMatchObject({ goroutines: 50, perGoroutine: 20 });
    expect(holders(timers, dump(50, { integrity: 'partial' }))[0]).not.toHaveProperty('perGoroutine');
    expect(
      holders(timers, dump(50, { scope: { pod: sanitize('other') } }), { ...timers, scope: { pod: sanitize('this') } }).find(
        ({ scope }) => scope.pod === 'this',
      ),
    ).not.toHaveProperty('perGoroutine');
  });

  test('over several profiles, each holder with its course', () => {
    const at = (bytes: number) => heap([site('main.read', 2 * MIB), site('time.NewTicker main.accept', bytes)]);
    const found = holders(at(MIB), at(2 * MIB), at(5 * MIB));
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({
      holder: 'main.accept',
      growth: { profiles: 3, first: MIB, last: 5 * MIB, shape: 'rising', shareOfGrowth: 1 },
    });
    expect(found[1]).toMatchObject({ holder: 'main.read', growth: { delta: 0, shape: 'level' } });
  });

  test.each<[string, number[], number | undefined]>([
    ['even', [10, 20, 30, 40, 50], 1],
    ['rising', [10, 20, 30, 60, 90], 3],
    ['slower', [10, 30, 50, 60, 70], 0.5],
    ['of three nothing', [10, 20, 30], undefined],
    ['none at first', [10, 10, 10, 20, 30], undefined],
  ])('how fast it allocates in the second half against the first: %s', (_, allocated, expected) => {
    const profiles = allocated.map((bytes) => heap([site('main.read', MIB, 1, { allocBytes: bytes * MIB })]));
    const growth = holders(...profiles)[0]?.growth;
    if (expected === undefined) expect(growth).not.toHaveProperty('loadRatio');
    else expect(growth?.loadRatio).toBeCloseTo(expected);
  });

  test('whether it grows with the load or by more', () => {
    const withLoad = (inuse: readonly number[], allocated: readonly number[]) =>
      holders(...inuse.map((bytes, i) => heap([site('main.read', bytes * MIB, 1, { allocBytes: (allocated[i] ?? 0) * MIB })])))[0]?.growth
        ?.withLoad;
    // Sessions that live for ten minutes: twice as many a minute, twice as many in use.
    expect(withLoad([10, 12, 14, 17, 20], [10, 21, 34, 49, 67])).toBe(true);
    // Under the same load each stays.
    expect(withLoad([10, 21, 34, 49, 67], [10, 21, 34, 49, 67])).toBe(false);
    // The load is steady.
    expect(withLoad([10, 12, 14, 17, 20], [10, 20, 30, 40, 50])).toBe(false);
  });

  test('of one profile there is no course', () => {
    expect(holders(heap([site('main.read', MIB)]))[0]).not.toHaveProperty('growth');
  });
});

describe('what becomes of timers that nobody refers to', () => {
  const old = (bytes = MIB) => heap([site('time.NewTimer time.After main.loop', bytes)]);
  const recent = () => heap([site('time.newTimer time.NewTimer time.After main.loop', MIB)]);
  const goVersion = (minor: number) => dump(1, { goVersions: { min: `1.${minor}`, max: `1.${minor}`, reasons: [] } });
  test.each<[string, Fact[], string | undefined]>([
    ['nothing is known', [old()], undefined],
    ['the runtime does not make them: it is an older release', [old(16 * MIB)], 'kept'],
    ['the runtime makes them: a newer one', [recent()], 'collected'],
    ['a dump of an older release', [old(), goVersion(22)], 'kept'],
    ['a dump of a newer release', [old(), goVersion(23)], 'collected'],
    ['a dump that may be of either', [old(), dump(1, { goVersions: { min: '1.21', reasons: [] } })], undefined],
    ['the release is stated', [old(), settings({ goVersion: sanitize('go1.22.12') })], 'kept'],
    [
      'a newer release, of an older module',
      [recent(), settings({ goVersion: sanitize('go1.26.8'), defaultGodebug: sanitize('asynctimerchan=1,panicnil=1') })],
      'kept',
    ],
    [
      'the same, but it is told otherwise',
      [recent(), settings({ godebug: sanitize('asynctimerchan=0'), defaultGodebug: sanitize('asynctimerchan=1') })],
      'collected',
    ],
    [
      'a release that knows the setting no more',
      [recent(), settings({ goVersion: sanitize('go1.27.3'), godebug: sanitize('asynctimerchan=1') })],
      'collected',
    ],
    [
      'a newer release and module',
      [recent(), settings({ goVersion: sanitize('go1.26.8'), defaultGodebug: sanitize('panicnil=1') })],
      'collected',
    ],
  ])('%s', (_, facts, expected) => {
    expect(holders(...facts)[0]?.unreachableTimers).toBe(expected);
  });

  test('it is said of timers only', () => {
    expect(holders(heap([site('main.read', MIB)]), goVersion(22))[0]).not.toHaveProperty('unreachableTimers');
  });
});
