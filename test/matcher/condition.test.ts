import { describe, expect, test } from 'vitest';
import { parseCondition } from '../../src/matcher/condition.ts';

const value = (text: string, ...matched: string[]) => parseCondition(text).holds((name) => matched.includes(name));

describe('parseCondition', () => {
  test('not binds tighter than and, and tighter than or', () => {
    expect(value('a or b and c', 'a')).toBe(true);
    expect(value('a or b and c', 'b')).toBe(false);
    expect(value('a or b and c', 'b', 'c')).toBe(true);
    expect(value('not a and b', 'b')).toBe(true);
    expect(value('not a and b', 'a', 'b')).toBe(false);
    expect(value('not a or b', 'a')).toBe(false);
  });

  test('parentheses group', () => {
    expect(value('(a or b) and c', 'a')).toBe(false);
    expect(value('not (a and b)', 'a')).toBe(true);
    expect(value('((a))', 'a')).toBe(true);
    expect(value('not not a', 'a')).toBe(true);
  });

  test('knows the names it mentions, each once', () => expect(parseCondition('a and (b or not a)').names).toEqual(['a', 'b']));

  test.each([
    ['', 'condition ends where a name is expected: ""'],
    ['a and', 'condition ends where a name is expected: "a and"'],
    ['a b', 'condition has "b" at character 3 where "and", "or" or the end is expected: "a b"'],
    ['(a or b', 'condition ends where ")" is expected: "(a or b"'],
    ['a or )', 'condition has ")" at character 6 where a name is expected: "a or )"'],
    ['and', 'condition has "and" at character 1 where a name is expected: "and"'],
    ['not', 'condition ends where a name is expected: "not"'],
  ])('%j is refused with its place', (text, message) => expect(() => parseCondition(text)).toThrow(new Error(message)));
});
