import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FindAny } from '../../src/bundle/find-any.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('FindAny', () => {
  test('finds the first of several texts, from where it is told to', () => {
    const any = new FindAny(['panic', 'goroutine ', 'SIGA']);
    const text = bytes('xx panic yy goroutine 1 SIGABRT');
    expect(any.find(text, 0)).toBe(3);
    expect(any.find(text, 4)).toBe(12);
    expect(any.find(text, 13)).toBe(24);
    expect(any.find(text, 25)).toBe(-1);
    expect(any.find(bytes('pani'), 0)).toBe(-1);
    expect(any.find(bytes(''), 0)).toBe(-1);
  });

  test('agrees with looking for each, on any bytes', () => {
    const letters = fc.stringMatching(/^[ab]{0,40}$/);
    const needles = fc.array(fc.stringMatching(/^[ab]{4,7}$/), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(letters, needles, fc.integer({ min: 0, max: 10 }), (text, texts, from) => {
        const places = texts.map((one) => text.indexOf(one, from)).filter((at) => at >= 0);
        expect(new FindAny(texts).find(bytes(text), from)).toBe(places.length === 0 ? -1 : Math.min(...places));
      }),
      { numRuns: 1000 },
    );
  });

  test('refuses texts that would make it slow', () => {
    expect(() => new FindAny(['panic', 'abc'])).toThrow(/less than 4 characters/);
  });
});
