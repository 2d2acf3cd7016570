import { expect, test } from 'vitest';
import { pair } from '../../../src/report/compare/pair.ts';
import { sanitize } from '../../../src/text/safe-text.ts';

const of = (pod: string, value: number, incarnation?: number) => ({
  scope: { namespace: sanitize('shop'), pod: sanitize(pod), ...(incarnation === undefined ? {} : { incarnation }) },
  value,
});

test('one process on each side is the same one, whatever it is called', () => {
  expect(pair([[of('web-1', 1)], [of('web-2', 2)]])).toMatchObject([{ values: [1, 2], scope: { pod: 'web-2' } }]);
  expect(pair([[of('web-1', 1)], [], [of('web-2', 2)]])).toMatchObject([{ values: [1, null, 2] }]);
});

test('of several, those of one name belong together, whichever of their runs it is', () => {
  expect(
    pair([
      [of('web', 1, 3), of('db', 10)],
      [of('db', 20), of('web', 2, 4), of('cache', 30)],
    ]),
  ).toMatchObject([{ values: [1, 2] }, { values: [10, 20] }, { values: [null, 30] }]);
});

test('nothing gives nothing', () => {
  expect(pair([[], []])).toEqual([]);
});
