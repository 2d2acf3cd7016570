import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_TICKS } from '../../../parsers/schedtrace/series.ts';
import { MAX_WINDOWS } from '../../../parsers/schedtrace/windows.ts';
import { detail, plain, read } from './read.ts';

describe('series', () => {
  test('ticks, gaps and threads of one process, with other lines between', () => {
    const { facts, taken, found, skipped } = read([
      'starting up',
      plain(0, { threads: 3 }),
      'goroutine 1 [running]:',
      plain(500, { threads: 9 }),
      plain(1000, { threads: 5 }),
      plain(2600, { threads: 5 }),
    ]);
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      form: 'plain',
      certainty: 'stated',
      atCrash: false,
      unparsedLines: 0,
      intervalMs: 500,
      longestGapMs: 1600,
      lateMs: 1100,
      threads: { first: 3, last: 5, max: 9 },
      citations: [{ firstLine: 2, lastLine: 6 }],
    });
    expect(facts[0]?.ticks.map((tick) => [tick.atMs, tick.line])).toEqual([
      [0, 2],
      [500, 4],
      [1000, 5],
      [2600, 6],
    ]);
    expect(taken).toEqual([false, true, false, true, true, true]);
    expect([...found]).toEqual(['schedtrace']);
    expect(skipped).toEqual([]);
  });

  test.each([
    ['SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=4 spinningthreads=0 idlethreads=1 runqueue=0 [0 0]', undefined, '1.19'],
    ['SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=4 spinningthreads=0 needspinning=1 idlethreads=1 runqueue=0 [0 0]', '1.20', '1.24'],
    [
      'SCHED 0ms: gomaxprocs=2 idleprocs=1 threads=4 spinningthreads=0 needspinning=1 idlethreads=1 runqueue=0 [ 0 0 ] schedticks=[ 3 4 ]',
      '1.25',
      undefined,
    ],
  ])('the form of %j tells the release', (line, min, max) => {
    const range = read([line]).facts[0]?.goVersions;
    expect([range?.min, range?.max, range?.reasons.length]).toEqual([min, max, 1]);
  });

  test('one tick has no interval', () => {
    const fact = read([plain(0)]).facts[0];
    expect(fact).not.toHaveProperty('intervalMs');
    expect(fact).not.toHaveProperty('longestGapMs');
    expect(fact).not.toHaveProperty('lateMs');
  });

  test.each([
    ['the clock goes back', [plain(0), plain(500), plain(100), plain(600)], [2, 2]],
    ['the clock starts at 0 again', [plain(0), plain(0), plain(0)], [1, 1, 1]],
    ['GOMAXPROCS changes within a process', [plain(0), plain(500, { local: [0, 0, 0, 0] })], [2]],
    ['another form', [plain(0), ...detail(500)], [1, 1]],
  ])('a new series: %s', (_, lines, counts) => {
    expect(read(lines).facts.map((fact) => fact.ticks.length)).toEqual(counts);
  });

  test('detail: queues, schedticks and statuses by P, and the largest count of each current wait reason', () => {
    const { facts } = read([
      ...detail(0, {
        goroutines: ['  G1: status=4(select) m=nil lockedm=nil', '  G2: status=2(select) m=0 lockedm=nil'],
      }),
      ...detail(500, {
        status: [3, 1],
        ticks: [2, 3],
        goroutines: ['  G1: status=4(select) m=nil lockedm=nil', '  G2: status=4(select) m=nil lockedm=nil'],
      }),
    ]);
    expect(facts[0]).toMatchObject({ form: 'detail', citations: [{ firstLine: 1, lastLine: 16 }] });
    expect(facts[0]?.ticks[1]).toMatchObject({
      localQueues: [0, 0],
      schedticks: [2, 3],
      pStatus: [3, 1],
      stopwait: 0,
    });
    expect(facts[0]?.parkedReasons).toEqual([{ reason: 'select', goroutines: 2, line: 15 }]);
  });
});

const frozen = (at: number): string => plain(at, { ticks: [9, 9] });

describe('crashes', () => {
  test('the block before a panic is a fact of its own', () => {
    const { facts, taken } = read([plain(0), plain(500), ...detail(700, { dying: 1 }), 'panic: boom', '', 'goroutine 1 [running]:']);
    expect(facts.map((fact) => [fact.form, fact.atCrash, fact.ticks.length])).toEqual([
      ['detail', true, 1],
      ['plain', false, 2],
    ]);
    expect(taken.slice(-3)).toEqual([false, false, false]);
  });

  test('what a dying process goes on printing makes no window and no second crash', () => {
    const { facts } = read([plain(0, { ticks: [1, 1] }), ...detail(10, { dying: 1 }), ...[500, 1000, 1500, 2000].map(frozen)]);
    expect(facts.flatMap((fact) => fact.windows)).toEqual([]);
    const blocks = read([10, 500, 1000, 1500].flatMap((at) => detail(at, { dying: 1, ticks: [5, 5] })));
    expect(blocks.facts.map((fact) => [fact.atCrash, fact.ticks.length, fact.windows.length])).toEqual([
      [true, 1, 0],
      [false, 3, 0],
    ]);
  });

  test('the process after it is judged again', () => {
    const { facts } = read([...detail(10, { dying: 1 }), ...[0, 500, 1000].map((at) => plain(at, { idle: 2 }))]);
    expect(facts[1]?.windows.map((window) => window.picture)).toEqual(['idle']);
  });
});

describe('damage', () => {
  test('cut lines are counted, cited and taken', () => {
    const { facts, skipped, taken } = read([plain(0), plain(500).slice(0, 40), plain(1000)]);
    expect(facts[0]).toMatchObject({ unparsedLines: 1 });
    expect(facts[0]?.ticks).toHaveLength(2);
    expect(taken).toEqual([true, true, true]);
    expect(skipped).toEqual([
      expect.objectContaining({
        reason: 'trace line cut short',
        amount: 1,
        unit: 'lines',
        citation: expect.objectContaining({ firstLine: 2 }) as unknown,
      }),
    ]);
  });

  test('a line that holds other text is counted and left to the others', () => {
    const { facts, skipped, taken } = read([plain(0), plain(500).replace('threads=4', 'thpanic: boom'), plain(1000)]);
    expect(taken).toEqual([true, false, true]);
    expect(facts[0]?.unparsedLines).toBe(1);
    expect(skipped.map((skip) => skip.reason)).toEqual(['trace line mixed with other text']);
  });

  test('a whole trace line behind other text is used, and the line left to the others', () => {
    const { facts, taken, skipped } = read([plain(0), `\t/src/main.go:3${plain(500)}`]);
    expect(facts[0]?.ticks).toHaveLength(2);
    expect(taken).toEqual([true, false]);
    expect(skipped).toEqual([]);
  });

  test('two processes that write into one line', () => {
    const { facts, taken, skipped } = read([plain(0), `${plain(500).slice(0, 33)}${plain(505)}`]);
    expect(facts[0]?.ticks.map((tick) => tick.atMs)).toEqual([0, 505]);
    expect(taken).toEqual([true, true]);
    expect(skipped.map((skip) => skip.amount)).toEqual([1]);
  });

  test('P, M and G lines whose SCHED line is lost are not added to the block before', () => {
    const second = detail(500).slice(1);
    const { facts, skipped } = read([...detail(0, { ticks: [1, 1] }), ...second]);
    expect(facts[0]?.ticks.map((tick) => tick.schedticks)).toEqual([[1, 1]]);
    expect(facts[0]?.unparsedLines).toBe(second.length);
    expect(skipped).toEqual([
      expect.objectContaining({
        reason: 'scheddetail line without its SCHED line',
        amount: second.length,
      }),
    ]);
  });

  test('only P, M and G lines: no fact, but said', () => {
    const { facts, skipped, found } = read(detail(0).slice(1));
    expect(facts).toEqual([]);
    expect(found.size).toBe(0);
    expect(skipped).toHaveLength(1);
  });

  test('escape sequences do not reach a fact', () => {
    const { facts } = read(detail(0, { goroutines: ['  G1: status=4(\u001b[31mx) m=nil lockedm=nil'] }));
    expect(facts[0]?.parkedReasons[0]?.reason).toBe('\\x1b[31mx');
  });
});

describe('bounds', () => {
  test('a long series is thinned evenly, its windows count every tick', () => {
    const count = 3 * MAX_TICKS + 2;
    const fact = read(Array.from({ length: count }, (_, index) => plain(index * 10, { run: 9 }))).facts[0];
    const ticks = fact?.ticks ?? [];
    expect(ticks.length).toBeLessThanOrEqual(MAX_TICKS + 1);
    expect(ticks.length).toBeGreaterThan(MAX_TICKS / 2);
    expect([ticks[0]?.atMs, ticks.at(-1)?.atMs]).toEqual([0, (count - 1) * 10]);
    const steps = ticks.slice(1, -1).map((tick, index) => tick.atMs - (ticks[index]?.atMs ?? 0));
    expect(new Set(steps)).toEqual(new Set([40]));
    expect(ticks.length + (fact?.ticksLeftOut ?? 0)).toBe(count);
    expect(fact?.windows[0]).toMatchObject({ ticks: count, share: 1 });
    expect(fact?.intervalMs).toBe(10);
  });

  test('the shortest windows are left out, and counted', () => {
    const count = 3 * MAX_WINDOWS;
    // Pairs of idle ticks apart from each other, and one triple at the end.
    const pairs = Array.from({ length: 3 * count }, (_, index) => plain(index, { idle: index % 3 === 0 ? 0 : 2 }));
    const end = 3 * count;
    const fact = read([...pairs, plain(end), ...[1, 2, 3].map((n) => plain(end + n, { idle: 2 }))]).facts[0];
    expect(fact?.windows).toHaveLength(MAX_WINDOWS);
    expect(fact?.windowsLeftOut).toBe(count + 1 - MAX_WINDOWS);
    expect(fact?.windows.at(-1)?.ticks).toBe(3);
  });
});

test('no lines make it throw, and every line it takes is accounted for', () => {
  const known = [plain(0), plain(500, { ticks: [1, 2] }), ...detail(700, { dying: 1 }), ...detail(900), 'panic: x', ''];
  const line = fc.oneof(
    fc.constantFrom(...known),
    fc.tuple(fc.constantFrom(...known), fc.nat(200)).map(([text, end]) => text.slice(0, end)),
    fc.tuple(fc.constantFrom(...known), fc.nat(200), fc.constantFrom(...known)).map(([a, at, b]) => a.slice(0, at) + b),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const { facts, taken } = read(lines);
      for (const fact of facts) {
        expect(fact.ticks.length).toBeGreaterThan(0);
        for (const window of fact.windows) expect(window.ticks).toBeGreaterThan(1);
      }
      for (const [index, text] of lines.entries()) if (text === 'panic: x' || text === '') expect(taken[index]).toBe(false);
    }),
  );
});
