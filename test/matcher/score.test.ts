import { describe, expect, test } from 'vitest';
import { judge, points } from '../../src/matcher/score.ts';
import { sanitize } from '../../src/text/safe-text.ts';

const line = (value: number, guessed = false) => ({ evidence: 'x', points: value, statement: sanitize(''), guessed });

describe('points', () => {
  test('weights, and the same against', () => {
    expect((['decisive', 'strong', 'moderate', 'weak'] as const).map((weight) => points(weight, false))).toEqual([5, 3, 2, 1]);
    expect((['decisive', 'strong', 'moderate', 'weak'] as const).map((weight) => points(weight, true))).toEqual([-5, -3, -2, -1]);
  });
});

describe('judge', () => {
  test('steps at 5, 3 and 1', () => {
    expect(judge([line(5)])).toEqual({ score: 5, confidence: 'strong' });
    expect(judge([line(3), line(1)])).toEqual({ score: 4, confidence: 'moderate' });
    expect(judge([line(2)])).toEqual({ score: 2, confidence: 'weak' });
    expect(judge([line(1)])).toEqual({ score: 1, confidence: 'weak' });
    expect(judge([line(1), line(-1)])).toEqual({ score: 0 });
    expect(judge([line(5), line(-5), line(-2)])).toEqual({ score: -2 });
    expect(judge([])).toEqual({ score: 0 });
  });

  test('guesses add, but do not make a finding strong', () => {
    expect(judge([line(3), line(3, true)])).toEqual({ score: 6, confidence: 'moderate' });
    expect(judge([line(5), line(3, true)])).toEqual({ score: 8, confidence: 'strong' });
  });

  test('guesses alone are weak, however many', () =>
    expect(judge([line(3, true), line(3, true)])).toEqual({ score: 6, confidence: 'weak' }));

  test('a guess against counts in full', () => expect(judge([line(5), line(-3, true)])).toEqual({ score: 2, confidence: 'weak' }));
});
