import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLineFeeds } from '../../src/bundle/count-line-feeds.ts';

test('counts the line feeds of any range, wherever it lies in memory', () => {
  // Bytes that differ from a line feed by one bit, or by the highest, are what goes wrong in counting words.
  const byte = fc.constantFrom(0x0a, 0x0b, 0x08, 0x8a, 0x00, 0xff, 0x61);
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 60 }), fc.nat(5), fc.nat(60), fc.nat(60), (values, offset, a, b) => {
      const memory = new Uint8Array(offset + values.length);
      memory.set(values, offset);
      const bytes = memory.subarray(offset);
      const start = Math.min(a, bytes.length);
      const end = Math.max(start, Math.min(b, bytes.length));
      expect(countLineFeeds(bytes, start, end)).toBe(bytes.subarray(start, end).filter((one) => one === 0x0a).length);
    }),
    { numRuns: 1000 },
  );
});

test('no sum runs over', () => {
  const bytes = new Uint8Array(100_003).fill(0x0a);
  expect(countLineFeeds(bytes, 1, bytes.length)).toBe(100_002);
});
