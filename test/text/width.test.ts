import { describe, expect, test } from 'vitest';
import { characterWidth, clip, padEnd, padStart, textWidth } from '../../src/text/width.ts';

describe('textWidth', () => {
  test.each([
    ['', 0],
    ['main.(*Server).handle', 21],
    ['héé', 3],
    ['e\u0301', 1],
    ['日本語', 6],
    ['한국', 4],
    ['ｆｕｌｌ', 8],
    ['ﾊﾝ', 2],
    ['\u{1f525}', 2],
    ['a\u{20000}b', 4],
    ['…', 1],
    ['│├─', 3],
  ])('%s has %i columns', (text, columns) => expect(textWidth(text)).toBe(columns));

  test('control characters have none', () => expect(characterWidth('\u001b')).toBe(0));
});

describe('clip', () => {
  test('leaves what fits', () => {
    expect(clip('abc', 3)).toBe('abc');
    expect(clip('日本', 4)).toBe('日本');
    expect(clip('', 0)).toBe('');
  });

  test('ends with an ellipsis and never exceeds the columns', () => {
    expect(clip('abcdef', 4)).toBe('abc…');
    expect(clip('日本語', 4)).toBe('日…');
    expect(clip('日本語', 5)).toBe('日本…');
    expect(clip('abc', 0)).toBe('');
    expect(clip('abc', 1)).toBe('…');
    for (let columns = 1; columns < 12; columns++) expect(textWidth(clip('a日e\u0301本xyz語', columns))).toBeLessThanOrEqual(columns);
  });

  test('does not part a mark from its letter', () => expect(clip('ae\u0301bcd', 3)).toBe('ae\u0301…'));

  test('does not part a surrogate pair', () => expect(clip('a\u{1f525}\u{1f525}', 4)).toBe('a\u{1f525}…'));
});

test('padding counts columns, not code units', () => {
  expect(padEnd('日本', 6)).toBe('日本  ');
  expect(padStart('日本', 6)).toBe('  日本');
  expect(padEnd('long', 2)).toBe('long');
});
