import { assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../src/text/width.ts';
import { wrap } from '../../src/text/wrap.ts';

describe('wrap', () => {
  test('breaks at spaces', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('one two three', 13)).toEqual(['one two three']);
  });

  test('an empty text is one empty line', () => expect(wrap('', 10)).toEqual(['']));

  test('keeps line ends and joins runs of spaces', () => expect(wrap('a   b\n\nc', 10)).toEqual(['a b', '', 'c']));

  test('counts the prefixes', () => {
    expect(wrap('one two three', 9, { first: '- ' })).toEqual(['- one two', '  three']);
    expect(wrap('one two', 6, { first: '- ', rest: '> ' })).toEqual(['- one', '> two']);
  });

  test('cuts a word that fits no line, or keeps it', () => {
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(wrap('x abcdefgh y', 4)).toEqual(['x', 'abcd', 'efgh', 'y']);
    expect(wrap('x abcdefgh y', 4, { long: 'keep' })).toEqual(['x', 'abcdefgh', 'y']);
    expect(wrap('abcdefgh', 5, { first: '12: ' })).toEqual(['12: a', '    b', '    c', '    d', '    e', '    f', '    g', '    h']);
  });

  test('wide characters take two columns', () => expect(wrap('日本語', 4)).toEqual(['日本', '語']));

  test('columns that hold nothing still end', () => expect(wrap('ab', 0)).toEqual(['a', 'b']));

  test('no line is too wide and no character is lost', () => {
    assert(
      property(string({ unit: constantFrom('a', 'b', ' ', '\n', '日', 'é') }), integer({ min: 2, max: 20 }), (text, columns) => {
        const lines = wrap(text, columns);
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });

  test('a long hostile word costs linear time', () => {
    const lines = wrap('x'.repeat(1 << 20), 80);
    expect(lines).toHaveLength(Math.ceil((1 << 20) / 80));
  });
});
