import fc from 'fast-check';
import { expect, test } from 'vitest';
import { naturalOrder } from '../../src/text/natural-order.ts';

test('numbers count as numbers', () => {
  const names = ['dump-10.txt', 'dump-2.txt', 'dump-1.txt', 'a', 'dump-2', 'dump-99999999999999999999', 'dump-100000000000000000000'];
  expect(names.toSorted(naturalOrder)).toEqual([
    'a',
    'dump-1.txt',
    'dump-2',
    'dump-2.txt',
    'dump-10.txt',
    'dump-99999999999999999999',
    'dump-100000000000000000000',
  ]);
});

test('it is a total order', () => {
  const name = fc.stringMatching(/^[ab01]{0,6}$/);
  fc.assert(
    fc.property(name, name, name, (a, b, c) => {
      expect(Math.sign(naturalOrder(a, b)) + Math.sign(naturalOrder(b, a))).toBe(0);
      expect(naturalOrder(a, b) === 0).toBe(a === b);
      if (naturalOrder(a, b) < 0 && naturalOrder(b, c) < 0) expect(naturalOrder(a, c)).toBeLessThan(0);
    }),
  );
});
