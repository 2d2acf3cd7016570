import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/text/safe-text.ts';

describe('sanitize', () => {
  test.each([
    ['plain\ttext\nof two lines', 'plain\ttext\nof two lines'],
    ['\u001b[31mred\u001b]0;title\u0007', '\\x1b[31mred\\x1b]0;title\\x07'],
    ['back\bspace\rreturn\u009b1m', 'back\\x08space\\x0dreturn\\x9b1m'],
    ['abc\u202edcba', 'abc\\u202edcba'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['arabic\u061cmark, soft\u00adhyphen', 'arabic\\u061cmark, soft\\xadhyphen'],
    ['line\u2028separator', 'line\\u2028separator'],
    ['lone \ud800 surrogate \udc00', 'lone \\ud800 surrogate \\udc00'],
    ['tags \u{e0041}', 'tags \\u{e0041}'],
    ['漢字 😀 é', '漢字 😀 é'],
  ])('%j', (raw, safe) => {
    expect(sanitize(raw)).toBe(safe);
  });

  test('leaves nothing that acts, and is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const safe = sanitize(raw);
        // oxlint-disable-next-line no-control-regex -- what must not be there
        expect(safe).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/);
        expect(sanitize(safe)).toBe(safe);
      }),
    );
  });
});
