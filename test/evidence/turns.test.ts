import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { course } from '../../src/evidence/derive/course.ts';
import { turns } from '../../src/evidence/derive/turns.ts';

describe('how a course runs', () => {
  test.each<[string, readonly number[], string]>([
    ['it rises at each point', [10, 20, 30, 40], 'rising'],
    ['it rises, but for a little', [10, 50, 46, 90, 84, 120], 'rising'],
    ['two points', [10, 20], 'rising'],
    ['it falls', [90, 40, 10], 'falling'],
    ['nothing changes', [50, 50, 50], 'level'],
    ['a sample more or less', [100, 95, 103, 98], 'level'],
    ['nothing at all', [0, 0], 'level'],
    ['batches', [10, 60, 90, 12, 55, 95, 11, 60], 'saw-tooth'],
    ['one batch that is written', [10, 90, 20], 'saw-tooth'],
    ['it ends at the top of a tooth', [10, 90, 10, 90], 'saw-tooth'],
  ])('%s', (_, counts, shape) => {
    expect(turns(counts).shape).toBe(shape);
  });

  test('a saw-tooth is known by what it falls back to', () => {
    expect(turns([10, 90, 12, 95, 9, 60]).troughs).toEqual({ count: 3, first: 10, last: 9, rising: false });
    expect(turns([10, 90, 40, 120, 70, 150]).troughs).toEqual({ count: 3, first: 10, last: 70, rising: true });
    // Where it begins at the top, the first trough is the one after that.
    expect(turns([90, 10, 90, 12]).troughs).toEqual({ count: 2, first: 10, last: 12, rising: false });
    expect(turns([10, 20, 30])).not.toHaveProperty('troughs');
  });

  test('two troughs may be higher by chance', () => {
    expect(turns([10, 90, 40, 120]).troughs).toMatchObject({ count: 2, rising: false });
  });

  test('any course: troughs are counts of it, and a saw-tooth falls', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2, maxLength: 30 }), (counts) => {
        const { shape, troughs } = turns(counts);
        if (troughs === undefined) return shape !== 'saw-tooth';
        return shape === 'saw-tooth' && counts.includes(troughs.first) && counts.includes(troughs.last) && course(counts, 1).falls > 0;
      }),
    );
  });
});

describe('numbers of a course', () => {
  const minute = 60_000_000_000n;
  test('a rate only where the time is known', () => {
    expect(course([10, 40], 30, [0n, 2n * minute])).toMatchObject({ delta: 30, minutes: 2, ratePerMinute: 15 });
    expect(course([10, 40], 30)).not.toHaveProperty('ratePerMinute');
    expect(course([10, 40], 30, [minute, minute])).not.toHaveProperty('minutes');
  });

  test('steps', () => {
    expect(course([1, 5, 5, 3, 9], 8)).toMatchObject({ rises: 2, falls: 1, monotone: false });
  });

  test('when the growth came', () => {
    expect(course([0, 25, 50, 75, 100], 100).lateShare).toBe(0.5);
    expect(course([0, 90, 100, 100, 100], 100).lateShare).toBe(0);
    // By time: the first three points are of the first tenth of it.
    expect(course([0, 10, 20, 100], 100, [0n, minute, 2n * minute, 20n * minute]).lateShare).toBeCloseTo(0.444, 3);
    expect(course([0, 50, 100], 100)).not.toHaveProperty('lateShare');
    expect(course([9, 8, 7, 6], 0)).not.toHaveProperty('lateShare');
  });
});
