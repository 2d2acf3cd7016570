import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_CYCLES } from '../../../parsers/gctrace/series.ts';
import { MAX_WINDOWS } from '../../../parsers/gctrace/windows.ts';
import { gc, read, series } from './read.ts';

describe('series', () => {
  test('collections of one process, with other lines between', () => {
    const { facts, taken, found, skipped } = read([
      'starting up',
      gc(1, { at: 10, percent: 9, heap: [4, 4, 3], stacks: 1, clock: [0.02, 3, 0.5] }),
      'goroutine 1 [running]:',
      gc(2, { at: 500, percent: 2, heap: [8, 9, 6], stacks: 5 }),
      gc(4, { at: 2500, percent: 3, heap: [12, 13, 9], stacks: 2, clock: [1, 3, 0] }),
    ]);
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      certainty: 'stated',
      cycleCount: 3,
      missingCycles: 1,
      durationMs: 2494,
      windows: [],
      cpuPercent: { first: 9, last: 3, max: 9 },
      live: { firstMiB: 3, lastMiB: 9, minMiB: 3, maxMiB: 9, floorsMiB: [3, 6, 9], rising: false },
      stacks: { firstMiB: 1, lastMiB: 2, maxMiB: 5 },
      peakMiB: 13,
      called: 0,
      timed: 0,
      longestStop: { ms: 1, line: 5 },
      pacerLines: 0,
      goVersions: { min: '1.18' },
      unparsedLines: 0,
      citations: [{ firstLine: 2, lastLine: 5 }],
    });
    for (const absent of ['cyclesLeftOut', 'windowsLeftOut', 'scavenger', 'init']) expect(facts[0]).not.toHaveProperty(absent);
    expect(facts[0]?.cycles.map((cycle) => [cycle.cycle, cycle.line])).toEqual([
      [1, 2],
      [2, 4],
      [4, 5],
    ]);
    expect(taken).toEqual([false, true, false, true, true]);
    expect([...found]).toEqual(['gctrace']);
    expect(skipped).toEqual([]);
  });

  test.each([
    ['the numbers start again', [gc(1), gc(2), gc(1), gc(2)], [2, 2]],
    ['the same number twice', [gc(5), gc(5)], [1, 1]],
    ['the clock goes back', [gc(1, { at: 900 }), gc(2, { at: 100 })], [1, 1]],
    ['GOMAXPROCS changes within a process', [gc(1), gc(2, { procs: 8 })], [2]],
  ])('a new series: %s', (_, lines, counts) => {
    expect(read(lines).facts.map((fact) => fact.cycleCount)).toEqual(counts);
  });

  test('what started a collection: a call, the timer, or the heap', () => {
    const { facts, taken } = read([gc(1), 'GC forced', gc(2), gc(3, { forced: true }), 'GC forced', gc(4, { forced: true }), gc(5)]);
    expect(facts[0]?.cycles.map((cycle) => cycle.forcedBy)).toEqual([undefined, 'timer', 'call', 'call', undefined]);
    expect(facts[0]).toMatchObject({ called: 2, timed: 1 });
    expect(taken).toEqual([true, true, true, true, true, true, true]);
  });

  test('the relatives are part of the series', () => {
    const { facts, found, taken, skipped } = read([
      'init runtime @0.030 ms, 0.045 ms clock, 0 bytes, 0 allocs',
      'init example.com/big/tables @0.9 ms, 812 ms clock, 90000000 bytes, 12 allocs',
      'pacer: assist ratio=1.126 (scan 0 MB in 3->4 MB) workers=0+0.25',
      gc(1),
      'scan: total 50+80+102=232 objs, 14+7=21 spans',
      'scav 0 KiB work (bg), 0 KiB work (eager), 5168 KiB now, 99% util',
      'scav 0 KiB work (bg), 0 KiB work (eager), 4000 KiB now, 99% util (forced)',
      gc(2),
    ]);
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      cycleCount: 2,
      pacerLines: 1,
      scavenger: { lines: 2, forced: 1, releasedKiB: 4000 },
      init: {
        packages: 2,
        totalMs: 812.045,
        slowest: [{ package: 'example.com/big/tables', clockMs: 812, bytes: 90_000_000, line: 2 }, {}],
      },
      goVersions: { min: '1.26' },
      citations: [{ firstLine: 4, lastLine: 8 }],
    });
    expect([...found].toSorted()).toEqual(['gctrace', 'inittrace', 'pacertrace', 'scavtrace']);
    expect(taken.every(Boolean)).toBe(true);
    expect(skipped).toEqual([]);
  });

  test('relatives alone are a fact too, without collections', () => {
    const { facts, found } = read(['hello', 'init runtime @0.030 ms, 0.045 ms clock, 0 bytes, 0 allocs', 'ready']);
    expect(facts[0]).toMatchObject({ cycles: [], cycleCount: 0, init: { packages: 1 }, citations: [{ firstLine: 2, lastLine: 2 }] });
    for (const absent of ['cpuPercent', 'live', 'stacks', 'peakMiB', 'longestStop']) expect(facts[0]).not.toHaveProperty(absent);
    expect([...found]).toEqual(['inittrace']);
  });

  test('init work of a second process begins a series', () => {
    const init = (at: number) => `init main @${at} ms, 0.1 ms clock, 0 bytes, 0 allocs`;
    expect(read([init(1), init(2), gc(1), init(1), gc(1)]).facts.map((fact) => [fact.cycleCount, fact.init?.packages])).toEqual([
      [1, 2],
      [1, 1],
    ]);
    expect(read([gc(1), init(1), gc(2)]).facts.map((fact) => fact.cycleCount)).toEqual([1, 1]);
  });

  test.each([
    ['Go ≤ 1.17', [gc(1).replace(', 0 MB stacks, 0 MB globals', '')], { max: '1.17' }],
    ['Go 1.18', [gc(1), 'scav 3 0 KiB work, 3576 KiB total, 96% util'], { min: '1.18', max: '1.18' }],
    ['Go ≥ 1.26', [gc(1).replace('%:', '% (checking for goroutine leaks):')], { min: '1.26' }],
  ])('releases by the forms: %s', (_, lines, range) => {
    const { reasons, ...found } = read(lines).facts[0]?.goVersions ?? {};
    expect(found).toEqual(range);
    expect(reasons?.length).toBe(lines.length + (lines[0]?.includes('leaks') === true ? 1 : 0));
  });

  test('forms that no release prints together say nothing', () => {
    expect(read([gc(1), 'scvg: 1 MB released']).facts[0]).not.toHaveProperty('goVersions');
  });
});

describe('over time', () => {
  test('the share of CPU of a part comes out of the cumulative percentages', () => {
    // A process that used 2 % up to 10 s and half of its CPU from then on.
    const percent = (at: number): number => Math.floor(at <= 10_000 ? 2 : (0.02 * 10_000 + 0.5 * (at - 10_000)) / (at / 100));
    const lines = series(200, 100, (n) => ({ percent: percent((n + 1) * 100) }));
    const intervals = read(lines).facts[0]?.intervals ?? [];
    expect(intervals.length).toBeGreaterThan(4);
    for (const { fromMs, toMs, cpuShare, error } of intervals) {
      if (toMs < 10_000) expect(Math.abs(cpuShare - 0.02)).toBeLessThanOrEqual(error + 0.001);
      if (fromMs > 10_000) expect(Math.abs(cpuShare - 0.5)).toBeLessThanOrEqual(error + 0.001);
      expect(error).toBeLessThanOrEqual(0.1);
    }
  });

  test('late in a long life nothing is said of short parts', () => {
    const { facts } = read(series(20, 100, () => ({}), 100_000));
    expect(facts[0]?.intervals).toEqual([]);
  });

  test.each([
    ['growth without an end', (n: number) => 20 + 2 * n, true],
    ['a sawtooth whose floor grows', (n: number) => 20 + 2 * n + 30 * (n % 3), true],
    ['a sawtooth on a level floor', (n: number) => 20 + 30 * (n % 5), false],
    ['filling up, then level', (n: number) => Math.min(20 + 8 * n, 100), false],
    ['falling at the end', (n: number) => (n > 70 ? 10 : 20 + 2 * n), false],
  ])('live heap: %s', (_, live, rising) => {
    const lines = series(80, 100, (n) => ({ heap: [200, 210, live(n)] }));
    expect(read(lines).facts[0]?.live?.rising).toBe(rising);
  });
});

describe('damage', () => {
  test('cut lines are counted, cited and taken', () => {
    const { facts, skipped, taken } = read([gc(1), gc(2).slice(0, 60), gc(3)]);
    expect(facts[0]).toMatchObject({ unparsedLines: 1, cycleCount: 2, missingCycles: 1 });
    expect(taken).toEqual([true, true, true]);
    expect(skipped).toEqual([
      { reason: 'trace line cut short', amount: 1, unit: 'lines', citation: expect.objectContaining({ firstLine: 2, lastLine: 2 }) },
    ]);
  });

  test('lines mixed with other text are counted and left to the others', () => {
    const { facts, skipped, taken } = read([gc(1), gc(2).replace(' ms cpu', ' mpanic: boom'), gc(3)]);
    expect(facts[0]).toMatchObject({ unparsedLines: 1, cycleCount: 2 });
    expect(taken).toEqual([true, false, true]);
    expect(skipped).toMatchObject([{ reason: 'trace line mixed with other text', amount: 1 }]);
  });

  test('a whole line behind or before other text is used, and left to the others', () => {
    const { facts, skipped, taken } = read([`loading …${gc(1)}`, `  ${gc(2)}`, `${gc(3)}panic: boom`]);
    expect(facts[0]?.cycles.map(({ cycle }) => cycle)).toEqual([1, 2, 3]);
    expect(taken).toEqual([false, true, false]);
    expect(skipped).toEqual([]);
  });

  test('one trace line interrupted by another', () => {
    const { facts, skipped, taken } = read([`${gc(1).slice(0, 40)}${gc(2)}`]);
    expect(facts[0]?.cycles.map(({ cycle }) => cycle)).toEqual([2]);
    expect(taken).toEqual([true]);
    expect(skipped).toMatchObject([{ reason: 'trace line cut short' }]);
  });

  test('prose and the lines of other programs are left alone', () => {
    const lines = ['gc 12 @ noon', 'gc is slow', 'took 3 ms clock, 2 ms cpu, see gc', 'GC forced by hand', 'init main', 'pacer: on'];
    expect(read(lines)).toMatchObject({ facts: [], skipped: [], taken: lines.map(() => false) });
  });
});

describe('bounds', () => {
  test('a long series is thinned; windows count all of it', () => {
    const [fact] = read(series(30_001, 1000, () => ({ forced: true }))).facts;
    expect(fact?.cycles.length).toBeLessThanOrEqual(MAX_CYCLES + 1);
    expect(fact?.cycles.at(0)?.cycle).toBe(1);
    expect(fact?.cycles.at(-1)?.cycle).toBe(30_001);
    expect(fact).toMatchObject({ cycleCount: 30_001, missingCycles: 0, cyclesLeftOut: 30_001 - (fact?.cycles.length ?? 0) });
    expect(fact?.windows).toMatchObject([{ picture: 'called', cycles: 30_001, called: 30_001, share: 1 }]);
  });

  test('windows are bounded', () => {
    const [fact] = read(series(6000, 1000, (n) => ({ clock: [n % 2 === 0 ? 20 : 0, 3, 0.1] }))).facts;
    expect(fact?.windows).toHaveLength(MAX_WINDOWS);
    expect(fact?.windowsLeftOut).toBe(3000 - MAX_WINDOWS);
  });
});

test('any lines: nothing is thrown, every collection is counted once', () => {
  const line = fc.oneof(
    fc.string(),
    fc.integer({ min: 0, max: 30 }).map((n) => gc(n)),
    fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 150 })).map(([n, end]) => gc(n).slice(0, end)),
    fc.constantFrom('GC forced', 'scav 0 KiB work, 3576 KiB total, 96% util', 'init main @1 ms, 0 ms clock, 0 bytes, 0 allocs'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const { facts } = read(lines);
      for (const fact of facts) {
        expect(fact.cycles.length).toBe(fact.cycleCount);
        expect(fact.missingCycles).toBeGreaterThanOrEqual(0);
        for (const window of fact.windows) {
          expect(window.cycles).toBeLessThanOrEqual(fact.cycleCount);
          for (const share of [window.share, window.cpuShare, window.busyShare, window.assistShare ?? 0]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
        }
      }
    }),
  );
});
