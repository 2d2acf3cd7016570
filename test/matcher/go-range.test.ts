import { describe, expect, test } from 'vitest';
import { parseGoRange } from '../../src/matcher/go-range.ts';

const seen = (min?: string, max?: string) => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
  reasons: [],
});

describe('parseGoRange', () => {
  test.each([
    ['>=1.14 <1.23', seen('1.14', '1.14'), true],
    ['>=1.14 <1.23', seen('1.13', '1.13'), false],
    ['>=1.14 <1.23', seen('1.22.5', '1.22.5'), true],
    ['>=1.14 <1.23', seen('1.23', '1.23'), false],
    ['>=1.14 <1.23', seen('1.10', '1.14'), true],
    ['>=1.14 <1.23', seen('1.22', '1.30'), true],
    ['>=1.14 <1.23', undefined, true],
    ['>=1.14 <1.23', seen(), true],
    ['>=1.14', seen('1.9', '1.9'), false],
    ['>=1.14', seen('1.9'), true],
    ['>1.14', seen('1.14', '1.14'), false],
    ['<=1.14', seen('1.14', '1.14'), true],
    ['<=1.14', seen('1.15'), false],
    ['<1.14', seen(undefined, '1.30'), true],
  ])('%s, seen %j: %s', (range, observed, admitted) => expect(parseGoRange(range).admits(observed)).toBe(admitted));

  test.each(['', '1.14', '>=1.14.1', '>=2', '>= 1.14', '>=go1.14'])('%j is refused', (range) =>
    expect(() => parseGoRange(range)).toThrow('is not a bound'),
  );
});
