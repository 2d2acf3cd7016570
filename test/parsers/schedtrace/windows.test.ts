import { describe, expect, test } from 'vitest';
import { detail, plain, read } from './read.ts';

const pictures = (lines: readonly string[]): string[] =>
  read(lines).facts.flatMap((fact) => fact.windows.map((window) => `${window.picture} ${window.fromMs}-${window.toMs}`));

const every = (count: number, step: number, line: (atMs: number, index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => line((index + 1) * step, index));

const halfBlock = (at: number, idle = 0): string[] => detail(at, { ticks: [1, 1], idle }).filter((line) => !line.startsWith('  P1'));

describe('pictures', () => {
  test('saturated: no idle P and at least one queued goroutine a P', () => {
    const lines = [
      plain(0),
      plain(500, { run: 5, local: [1, 2] }),
      plain(1000, { run: 2 }),
      plain(1500, { run: 10, local: [5, 5] }),
      plain(2000, { run: 1 }),
    ];
    const [window] = read(lines).facts[0]?.windows ?? [];
    expect(window).toMatchObject({
      picture: 'saturated',
      ticks: 3,
      fromMs: 500,
      toMs: 1500,
      durationMs: 1000,
      share: 0.6,
      queuedPerP: { min: 1, median: 4, max: 10 },
      gomaxprocs: 2,
      citation: {
        path: 'stderr.log',
        firstLine: 2,
        lastLine: 4,
        excerpt: `${lines[1] ?? ''}\n${lines[3] ?? ''}`,
      },
    });
  });

  test('idle and starved', () => {
    expect(pictures([plain(0, { idle: 2 }), plain(9, { idle: 2 })])).toEqual(['idle 0-9']);
    expect(pictures([plain(0, { idle: 1 }), plain(9, { idle: 1 })])).toEqual([]);
    expect(pictures([plain(0, { idle: 1, run: 3 }), plain(9, { idle: 2, local: [0, 1] })])).toEqual(['starved 0-9']);
  });

  test('one tick is no window, and a change of GOMAXPROCS ends one', () => {
    expect(pictures([plain(0, { run: 9 })])).toEqual([]);
    expect(pictures([plain(0, { run: 9 }), plain(9, { run: 9, local: [0, 0, 0] })])).toEqual([]);
  });

  test('frozen: schedticks stand still while no P is idle', () => {
    expect(pictures(every(7, 500, (at) => plain(at, { ticks: [3, 3] })))).toEqual(['frozen 500-3500']);
  });

  test('frozen: whatever was left in the queues', () => {
    expect(pictures(every(7, 500, (at) => plain(at, { run: 1, local: [0, 2], ticks: [3, 3] })))).toEqual([
      'frozen 500-3500',
      'saturated 500-3500',
    ]);
  });

  test.each([
    ['one P schedules', every(7, 500, (at, index) => plain(at, { ticks: [3, 3 + index] }))],
    ['a P is idle and the other one schedules', every(7, 500, (at, index) => plain(at, { ticks: [3, index], idle: 1 }))],
    ['less than the time slices of a healthy P', every(7, 10, (at) => plain(at, { ticks: [3, 3] }))],
    ['two ticks, as after a suspension', every(2, 30_000, (at) => plain(at, { ticks: [3, 3] }))],
    ['a thread looks for work', every(7, 500, (at) => plain(at, { ticks: [3, 3], spinning: 1 }))],
  ])('not frozen: %s', (_, lines) => {
    expect(pictures(lines)).toEqual([]);
  });

  test('frozen-suspected: five ticks alike in all but the time, where no schedticks are printed', () => {
    expect(pictures(every(5, 500, (at) => plain(at)))).toEqual(['frozen-suspected 500-2500']);
    expect(pictures(every(4, 500, (at) => plain(at)))).toEqual([]);
    expect(pictures(every(5, 10, (at) => plain(at)))).toEqual([]);
    expect(pictures(every(9, 500, (at, index) => plain(at, { idlethreads: index % 2 })))).toEqual([]);
    expect(pictures(every(9, 500, (at, index) => plain(at, { local: [0, index % 2] })))).toEqual([]);
    expect(pictures(every(9, 500, (at, index) => plain(at, { run: index % 2 })))).toEqual([]);
  });

  test('frozen-suspected: goroutines that stay in the queues where they were', () => {
    expect(pictures(every(5, 500, (at) => plain(at, { run: 1, local: [0, 0] })))).toEqual(['frozen-suspected 500-2500']);
    // As many are queued at each tick, but on another P.
    expect(pictures(every(9, 500, (at, index) => plain(at, { local: index % 2 === 0 ? [0, 1] : [1, 0] })))).toEqual([]);
  });

  test('Ps that are not idle and have no thread are stopped', () => {
    const threadless = (lines: readonly string[]) => read(lines).facts[0]?.windows.map((window) => window.threadlessPs);
    const six = { local: [0, 0, 0, 0, 0, 0] };
    // sysmon, and a thread for each P.
    expect(threadless(every(5, 500, (at) => plain(at, { ...six, threads: 8, idlethreads: 1 })))).toEqual([0]);
    expect(threadless(every(5, 500, (at) => plain(at, { ...six, threads: 5, idlethreads: 2 })))).toEqual([4]);
    // Idle ones need no thread.
    expect(threadless(every(5, 500, (at) => plain(at, { ...six, idle: 6, threads: 5, idlethreads: 3 })))).toEqual([0]);
    // The smallest number of all ticks: a short stop is no lasting one.
    const busy = { ...six, threads: 8, run: 9 };
    expect(threadless([plain(500, { ...busy, idlethreads: 4 }), plain(1000, { ...busy, idlethreads: 1 })])).toEqual([0]);
  });

  test('lines between the ticks of a window, those of the program', () => {
    const others = (lines: readonly string[]) => read(lines).facts[0]?.windows.map((window) => window.otherLines);
    const still = every(6, 500, (at) => plain(at));
    expect(others(['started', ...still, 'done'])).toEqual([0]);
    expect(others([...still.slice(0, 3), 'ready', '', 'served', ...still.slice(3)])).toEqual([2]);
    const blocks = every(3, 500, (at) => detail(at, { ticks: [1, 1] }).join('\n')).flatMap((block) => block.split('\n'));
    expect(others(blocks)).toEqual([0]);
    expect(others(blocks.toSpliced(3, 0, 'served'))).toEqual([1]);
    // Text before a trace line on the same line is the program's too.
    expect(others([...still.slice(0, 3), `served ${still[3] ?? ''}`, ...still.slice(4)])).toEqual([1]);
  });

  test('stop-the-world: one stop that lasts, and who holds it up', () => {
    const stopped = { gcwaiting: true, stopwait: 1, status: [3, 1], ticks: [2, 3] } as const;
    const fact = read([...detail(0), ...detail(505, stopped), ...detail(1006, stopped)]).facts[0];
    expect(fact?.windows).toEqual([
      expect.objectContaining({
        picture: 'stop-the-world',
        ticks: 2,
        durationMs: 501,
        stuckPs: [1],
        stuckGoroutines: [19],
        citation: expect.objectContaining({ firstLine: 7, lastLine: 18 }) as unknown,
      }),
    ]);
    expect(fact?.windows[0]?.citation.excerpt).toContain('M0: p=1 curg=19');
  });

  test('a goroutine that waits on its P is not what holds things up', () => {
    const stuck = {
      ticks: [1, 1],
      goroutines: ['  G5: status=2() m=3 lockedm=nil', '  G19: status=4(GC assist marking) m=0 lockedm=nil'],
    } as const;
    const fact = read(every(3, 500, (at) => detail(at, stuck).join('\n')).flatMap((block) => block.split('\n'))).facts[0];
    expect(fact?.windows).toEqual([
      expect.objectContaining({ picture: 'frozen', stuckPs: [0, 1], stuckGoroutines: [5] }),
      expect.objectContaining({ picture: 'held', stuckPs: [0], stuckGoroutines: [5] }),
    ]);
  });

  describe('held', () => {
    const runs = (g: number) => `  G${g}: status=2() m=0 lockedm=nil`;
    const blocks = (count: number, step: number, set: (index: number) => Parameters<typeof detail>[1]) =>
      every(count, step, (at, index) => detail(at, set(index)).join('\n')).flatMap((block) => block.split('\n'));
    const held = (lines: readonly string[]) =>
      read(lines).facts[0]?.windows.flatMap((window) =>
        window.picture === 'held' ? [[window.fromMs, window.toMs, window.stuckPs, window.stuckGoroutines]] : [],
      );

    test('a P whose goroutine runs on and on while another P schedules', () => {
      const lines = blocks(4, 500, (index) => ({ ticks: [index, 7], goroutines: [runs(5), runs(19)] }));
      expect(held(lines)).toEqual([[500, 2000, [1], [19]]]);
      expect(read(lines).facts[0]?.windows[0]?.citation.excerpt).toContain('M0: p=1 curg=19');
    });

    test('only as long as it is one goroutine, and running', () => {
      const status = (index: number, g: string) => blocks(6, 500, (i) => ({ ticks: [i, 7], goroutines: [i === index ? g : runs(19)] }));
      expect(held(status(3, '  G19: status=4(GC worker (active)) m=0 lockedm=nil'))).toEqual([[500, 1500, [1], [19]]]);
      expect(held(status(1, '  G19: status=4098() m=0 lockedm=nil'))).toEqual([[500, 3000, [1], [19]]]);
      expect(held(status(1, '  G19: status=3() m=0 lockedm=nil'))).toEqual([[1500, 3000, [1], [19]]]);
      expect(held(blocks(6, 500, (i) => ({ ticks: [i, i < 3 ? 7 : 8], goroutines: [runs(19)] })))).toEqual([
        [500, 1500, [1], [19]],
        [2000, 3000, [1], [19]],
      ]);
    });

    test.each([
      ['the line of the goroutine is missing', blocks(4, 500, (index) => ({ ticks: [index, 7] }))],
      ['two ticks, as after a suspension', blocks(2, 30_000, (index) => ({ ticks: [index, 7], goroutines: [runs(19)] }))],
      ['less than a second', blocks(4, 300, (index) => ({ ticks: [index, 7], goroutines: [runs(19)] }))],
      ['the P is in a system call', blocks(4, 500, (index) => ({ status: [1, 2], ticks: [index, 7], goroutines: [runs(19)] }))],
    ])('not held: %s', (_, lines) => {
      expect(held(lines)).toEqual([]);
    });

    test('plain, with schedticks: nothing is scheduled, but not every P is idle', () => {
      const one = { local: [0, 0, 0, 0], ticks: [3, 3, 3, 3], idle: 3 };
      expect(pictures(every(5, 500, (at) => plain(at, one)))).toEqual(['held 500-2500']);
      expect(pictures(every(4, 500, (at) => plain(at, one)))).toEqual([]);
      expect(pictures(every(5, 500, (at) => plain(at, { ...one, idle: 4 })))).toEqual(['idle 500-2500']);
      expect(pictures(every(9, 500, (at, index) => plain(at, { ...one, idle: 2 + (index % 2) })))).toEqual([]);
      expect(pictures(every(5, 500, (at, index) => plain(at, { ...one, ticks: [3, 3, 3, index] })))).toEqual([]);
      expect(pictures(every(5, 500, (at) => plain(at, { local: one.local, idle: 3 })))).toEqual([]);
    });
  });

  test('two stops are not one: a P scheduled in between', () => {
    const stop = { gcwaiting: true, stopwait: 1, status: [3, 1] } as const;
    expect(pictures([...detail(500, { ...stop, ticks: [2, 3] }), ...detail(1000, { ...stop, ticks: [2, 4] })])).toEqual([]);
  });

  test('a crash that freezes the world is no stop-the-world', () => {
    const lines = every(3, 500, (at) => detail(at, { gcwaiting: true, stopwait: 2147483646, ticks: [1, 1], idle: 1 }).join('\n'));
    expect(pictures(lines.flatMap((block) => block.split('\n')))).toEqual([]);
  });

  test('a P that stands still while others work and goroutines queue', () => {
    const lines = every(4, 500, (at, index) => plain(at, { run: 20, ticks: [7, 100 * index] }));
    expect(read(lines).facts[0]?.windows).toEqual([expect.objectContaining({ picture: 'saturated', stuckPs: [0] })]);
    const both = every(4, 500, (at) => plain(at, { run: 20, ticks: [7, 7] }));
    expect(read(both).facts[0]?.windows[0]?.stuckPs).toEqual([]);
  });

  test('without the line of every P nothing is said of empty queues', () => {
    const fact = read([...halfBlock(500), ...halfBlock(1000), ...halfBlock(1500)]).facts[0];
    expect(fact?.windows).toEqual([]);
    expect(fact?.ticks[0]).not.toHaveProperty('schedticks');
    expect(pictures([...halfBlock(500, 2), ...halfBlock(1000, 2)])).toEqual([]);
  });
});
