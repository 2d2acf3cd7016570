import { expect, test } from 'vitest';
import { predicateWords, valueWords } from '../../src/matcher/predicate-words.ts';
import type { Predicate } from '../../src/matcher/signature.ts';

const bound = (path: string) => ({ 'panic.dump': 'dump:1', 'group.count': 30 })[path];

test.each<[Predicate, string]>([
  ['panic', '"panic"'],
  [5, '5'],
  [{ is: true }, 'true'],
  [{ in: ['a', 'b'] }, 'one of "a", "b"'],
  [{ in: [1, 2, 3, 4, 5, 6, 7, 8] }, 'one of 1, 2, 3, 4, 5, 6, … 2 more'],
  [{ not: 'a' }, 'not "a"'],
  [{ not: { gte: 1, lt: 3 } }, 'not (at least 1 and less than 3)'],
  [{ exists: true }, 'present'],
  [{ exists: false }, 'absent'],
  [{ gt: 1, lte: 3 }, 'more than 1 and at most 3'],
  [{ matches: '^a+$' }, 'a text that matches /^a+$/'],
  [{ contains: 'a', startsWith: 'b', endsWith: 'c' }, 'a text with "a" and a text that begins with "b" and a text that ends with "c"'],
  [{ some: { startsWith: 'main.' } }, 'a list with some element a text that begins with "main."'],
  [{ every: 'a' }, 'a list with every element "a"'],
  [{ none: 'a' }, 'a list with no element "a"'],
  [{ sequence: ['a', 'b'] }, 'a list with these in a row: "a"; "b"'],
  [{ any: ['a', { gte: 1, lt: 2 }] }, 'either "a" or (at least 1 and less than 2)'],
  [{ all: [{ contains: 'a' }, { contains: 'b' }] }, 'a text with "a" and a text with "b"'],
  [{ any: [{ all: ['a', 'b'] }, { not: 'c' }] }, 'either ("a" and "b") or not "c"'],
  [{ same: 'panic.dump' }, 'the same as panic.dump ("dump:1")'],
  [{ kin: 'panic.culprit.function' }, 'a function of the same type or package as panic.culprit.function (absent)'],
  [{ atLeast: { of: 'group.count', times: 0.5 } }, 'at least 0.5 times group.count (30)'],
  [{ function: 'main.a', file: { exists: true } }, 'one with function: "main.a", file: present'],
])('%j is asked for in words', (predicate, words) => expect(predicateWords(predicate, bound)).toBe(words));

test.each<[unknown, string]>([
  [undefined, 'absent'],
  ['a "b"\n', '"a \\"b\\"\\n"'],
  [2, '2'],
  [false, 'false'],
  [[], 'an empty list'],
  [['a', 1], '2 in a list: "a", 1'],
  [[1, 2, 3, 4, 5, 6, 7], '7 in a list: 1, 2, 3, 4, 5, 6, … 1 more'],
  [[{ function: 'main.a', file: '/a.go' }], '1 in a list: "main.a"'],
  [{ name: 'n' }, '"n"'],
  [{ seconds: 5 }, 'present'],
])('what is found is said in words: %j', (value, words) => expect(valueWords(value)).toBe(words));

test('a long text is cut', () => expect(valueWords('x'.repeat(500))).toHaveLength(122));
