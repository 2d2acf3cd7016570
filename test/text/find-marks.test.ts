import { array, assert, constantFrom, property, string, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { FindMarks } from '../../src/text/find-marks.ts';

test('agrees with looking for each, on any text', () => {
  const marks = array(stringMatching(/^[abcé ]{2,6}$/), { minLength: 1, maxLength: 6 });
  const texts = array(constantFrom('a', 'b', 'c', 'é', ' ', 'ab', '\u0161', '😀'), { maxLength: 60 });
  assert(
    property(marks, texts, string(), (some, parts, end) => {
      const [wanted, text] = [[...new Set(some)], parts.join('') + end];
      const all = wanted.flatMap((mark, number) =>
        Array.from({ length: text.length }, (_, at) => ({ mark: number, at })).filter(({ at }) => text.startsWith(mark, at)),
      );
      const order = (list: readonly { mark: number; at: number }[]) => list.toSorted((a, b) => a.at - b.at || a.mark - b.mark);
      expect(order(new FindMarks(wanted).find(text))).toEqual(order(all));
    }),
    { numRuns: 1000 },
  );
});

test('a mark of one character is refused', () => {
  expect(() => new FindMarks(['a'])).toThrow('less than two');
});
