import { expect, test } from 'vitest';
import { deriveGrowth } from '../../src/evidence/derive/growth.ts';
import { findSnapshots } from '../../src/evidence/derive/snapshots.ts';
import { thin } from '../../src/evidence/derive/thin.ts';
import { caseFile, citation, dump, group } from '../matcher/fixture.ts';

test('keeps the first, the last and an even choice between', () => {
  expect(thin([1, 2, 3], 3)).toEqual([1, 2, 3]);
  expect(thin([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 3)).toEqual([0, 5, 10]);
  const many = Array.from({ length: 12_345 }, (_, i) => i);
  const few = thin(many, 200);
  expect([few.length, new Set(few).size, few[0], few.at(-1)]).toEqual([200, 200, 0, 12_344]);
});

test('thousands of dumps of thousands of groups are compared in bounded memory', () => {
  // All groups over all dumps would be 36 million counts.
  const facts = Array.from({ length: 6000 }, (_, i) => [
    dump({ citations: [citation(i + 1)] }),
    group({ dump: `dump:${i + 1}`, key: `k${i}`, count: 2 }),
    group({ dump: `dump:${i + 1}`, key: 'grows', count: i + 1 }),
  ]).flat();
  const all = caseFile(...facts);
  expect(findSnapshots(all.of('dump'))[0]?.dumps).toHaveLength(200);
  const grown = deriveGrowth(all.all).find((one) => one.type === 'growth' && one.key === 'grows');
  expect(grown).toMatchObject({ first: 1, last: 6000, delta: 5999, monotone: true });
});
