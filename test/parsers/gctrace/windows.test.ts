import { describe, expect, test } from 'vitest';
import { gc, read, series, type Numbers } from './read.ts';

/** Pictures of the windows, with their collections. */
function pictures(lines: readonly string[]): string[] {
  return read(lines).facts.flatMap((fact) => fact.windows.map((window) => `${window.picture} ${window.firstCycle}-${window.lastCycle}`));
}

/** A heap that is full: the goal is what is live. */
const full: Numbers = { heap: [71, 86, 70], goal: 71, clock: [0.02, 30, 0.04], cpu: [0.04, 10, 10, 20, 0.08] };

describe('pictures', () => {
  test('a healthy trace under load has none', () => {
    expect(pictures(series(100, 50))).toEqual([]);
  });

  test('back to back, without headroom, and assists as much as the background: a death spiral', () => {
    const [fact] = read(series(20, 32, () => full)).facts;
    expect(fact?.windows.map(({ picture }) => picture)).toEqual(['assist-heavy', 'overshoot', 'back-to-back', 'no-headroom']);
    expect(fact?.windows[2]).toEqual({
      picture: 'back-to-back',
      cycles: 19,
      firstCycle: 2,
      lastCycle: 20,
      fromMs: 64,
      toMs: 670,
      durationMs: 606,
      share: 0.95,
      cpuShare: 0.315,
      assistShare: 0.5,
      busyShare: 0.942,
      perSecond: 31.353,
      liveMiB: { min: 70, median: 70, max: 70 },
      goalMiB: { min: 71, median: 71, max: 71 },
      stacksMiB: 0,
      stacksShare: 0,
      longestStopMs: 0.04,
      called: 0,
      gomaxprocs: 2,
      citation: expect.objectContaining({ firstLine: 2, lastLine: 20 }),
    });
  });

  test.each([
    ['four are too few', 5, 30, []],
    ['five', 6, 30, ['back-to-back 2-6']],
    ['half of the time is a pause', 12, 60, []],
    ['a little less than half', 12, 55, ['back-to-back 2-12']],
  ])('back-to-back: %s', (_, count, every, expected) => {
    const numbers = (): Numbers => ({ clock: [0.02, 29, 0.04] });
    expect(pictures(series(count, every, numbers))).toEqual(expected);
  });

  test('collections that the program calls for are not back-to-back, nor without headroom', () => {
    expect(pictures(series(12, 32, () => ({ ...full, cpu: [0, 0, 1, 9, 0], heap: [71, 71, 70], forced: true })))).toEqual(['called 1-12']);
  });

  test('two lapses in a row stay in a window, three end it, and none is at its end', () => {
    const pause = (lapses: readonly number[]) => (n: number) => (lapses.includes(n) ? { goal: 140 } : {});
    const lines = (lapses: readonly number[]) => series(24, 1000, (n) => ({ heap: [71, 72, 70], goal: 71, ...pause(lapses)(n) }));
    expect(pictures(lines([10, 11]))).toEqual(['no-headroom 2-24']);
    expect(pictures(lines([10, 11, 12]))).toEqual(['no-headroom 2-10', 'no-headroom 14-24']);
    expect(pictures(lines([22, 23]))).toEqual(['no-headroom 2-22']);
  });

  test('lost lines are not taken for a long pause or a neighbour', () => {
    const lines = series(20, 1000, () => ({ heap: [71, 72, 70], goal: 71 }));
    expect(pictures(lines.filter((_, n) => n % 2 === 0))).toEqual([]);
  });

  test.each([
    [
      'the goal doubles with the live heap, as it does at the start',
      (n: number) => ({ heap: [2 ** n, 2 ** n, 2 ** n], goal: 2 ** n }) as const,
      [],
    ],
    ['GOGC=10', () => ({ heap: [76, 77, 70], goal: 77 }) as const, ['no-headroom 2-10']],
    ['GOGC=25', () => ({ heap: [76, 77, 70], goal: 87 }) as const, []],
  ])('no-headroom: %s', (_, numbers, expected) => {
    expect(pictures(series(10, 1000, numbers))).toEqual(expected);
  });

  test.each([
    ['as much as the background', 1.5, ['assist-heavy 1-8']],
    ['less', 1.4, []],
  ])('assist-heavy: %s', (_, assist, expected) => {
    expect(pictures(series(8, 100, () => ({ cpu: [0, assist, 1.5, 0, 0] })))).toEqual(expected);
  });

  test('assists of nothing are not heavy', () => {
    expect(pictures(series(8, 100, () => ({ cpu: [0, 0, 0, 3, 0] })))).toEqual([]);
  });

  test('long stops, one is enough; the longer of the two counts', () => {
    const lines = [gc(1), gc(2, { clock: [12, 1, 0] }), gc(3), gc(4, { clock: [0, 1, 10] }), gc(5, { clock: [0, 1, 11] }), gc(6)];
    const windows = read(lines).facts[0]?.windows.map((window) => [
      window.picture,
      window.firstCycle,
      window.lastCycle,
      window.longestStopMs,
    ]);
    expect(windows).toEqual([
      ['long-stop', 2, 2, 12],
      ['long-stop', 4, 5, 11],
    ]);
  });

  test.each([
    ['a quarter of the goal', 25, 100, ['large-stacks 1-4']],
    ['less', 24, 100, []],
    ['of a small heap', 8, 16, []],
  ])('large-stacks: %s', (_, stacks, goal, expected) => {
    expect(pictures(series(4, 1000, () => ({ stacks, goal, heap: [10, 10, 5] })))).toEqual(expected);
  });

  test('overshoot', () => {
    expect(pictures(series(4, 1000, () => ({ heap: [100, 120, 50], goal: 100 })))).toEqual(['overshoot 1-4']);
    expect(pictures(series(4, 1000, () => ({ heap: [100, 119, 50], goal: 100 })))).toEqual([]);
    expect(pictures(series(4, 1000, () => ({ heap: [10, 17, 5], goal: 10 })))).toEqual([]);
  });

  test('an idle program: the timer, every two minutes', () => {
    const lines = series(4, 120_000).flatMap((line, n) => (n === 0 ? [line] : ['GC forced', line]));
    expect(pictures(lines)).toEqual(['timer 2-4']);
  });

  test('a second run in the file is judged for itself', () => {
    const run = series(4, 32, () => full);
    expect(pictures([...run, ...run])).toEqual(['overshoot 1-4', 'overshoot 1-4']);
  });
});
