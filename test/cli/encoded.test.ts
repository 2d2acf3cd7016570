import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encoded } from '../../src/cli/encoded.ts';

test('texts become the same bytes as if they were one, in blocks of a size', () => {
  const piece = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('é…😀'.repeat(30_000)), fc.constant('x'.repeat(90_000)));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const blocks = [...encoded(pieces)];
      expect(Buffer.concat(blocks).equals(Buffer.from(pieces.join('')))).toBe(true);
      for (const block of blocks) expect(block.length).toBeGreaterThan(0);
    }),
  );
  const many = [...encoded(Array.from({ length: 100_000 }, (_, i) => `${i} …\n`))];
  expect(many.length).toBeLessThan(20);
  expect(Buffer.concat(many).toString()).toBe(Array.from({ length: 100_000 }, (_, i) => `${i} …\n`).join(''));
});
