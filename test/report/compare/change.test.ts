import { expect, test } from 'vitest';
import { changeOf, deltaOf } from '../../../src/report/compare/change.ts';

test.each([
  [[0, 5], 'new', 5],
  [[5, 9], 'grew', 4],
  [[9, 5], 'shrank', -4],
  [[5, 0], 'gone', -5],
  [[5, 5], 'same', 0],
  [[0, 0], 'same', 0],
  // Only what is known counts, and one value alone tells nothing.
  [[null, 5], 'unknown', 0],
  [[5, null], 'unknown', 0],
  [[5, null, 7], 'grew', 2],
  [[null, 0, 7], 'new', 7],
  [[1, 99, 1], 'same', 0],
] as const)('%j is %s', (values, change, delta) => {
  expect(changeOf(values)).toBe(change);
  expect(deltaOf(values)).toBe(delta);
});

test('a difference below the least is none', () => {
  expect(changeOf([1000, 1400], 500)).toBe('same');
  expect(changeOf([0, 499], 500)).toBe('same');
  expect(changeOf([1000, 1500], 500)).toBe('grew');
});
