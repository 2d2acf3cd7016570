import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KernelSearch } from '../../src/bundle/kernel-search.ts';
import { dealNeedles } from '../../src/bundle/needle-buckets.ts';

const WORDS = [
  'panic',
  'goroutine ',
  'fatal error: ',
  'SIGS',
  'SIGT',
  ': p=',
  'FAIL',
  'ok  ',
  '/gc/',
  'go_gc',
  'go_memory',
  'exit status ',
];
const NEEDLES = WORDS.map((word) => Buffer.from(word));

function searchFor(needles: readonly Buffer[]): KernelSearch {
  const search = KernelSearch.create(needles);
  if (search === undefined) throw new Error('this Node has no WebAssembly');
  return search;
}

/** The line in which the first needle stands, by the plainest means; -1 where there is none. */
function firstLine(bytes: Buffer, from: number): number {
  const hits = NEEDLES.map((needle) => bytes.indexOf(needle, from)).filter((at) => at >= 0);
  return hits.length === 0 ? -1 : lineOf(bytes, Math.min(...hits));
}

function lineOf(bytes: Buffer, at: number): number {
  return at < 0 ? -1 : bytes.subarray(0, at).filter((byte) => byte === 10).length;
}

/** Texts in which needles, parts of needles, and bytes of their letters stand side by side. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...Array.from('gorutine panicFAILSEGok:/_ \n=é\0')), maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.constantFrom(...WORDS).map((word) => word.slice(0, -1)) },
);
const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.from(pieces.join('')));

describe('a search of sixteen bytes a step', () => {
  test('finds the first line with a needle', () => {
    const search = searchFor(NEEDLES);
    fc.assert(
      fc.property(texts, fc.nat({ max: 30 }), (bytes, from) => {
        const at = Math.min(from, bytes.length);
        const hit = search.find(bytes, at);
        expect(lineOf(bytes, hit)).toBe(firstLine(bytes, at));
        if (hit >= 0) expect(NEEDLES.some((needle) => bytes.subarray(hit, hit + needle.length).equals(needle))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([0, 1, 15, 16, 1_048_570, 1_048_575, 1_048_576, 1_048_580, 3_000_000])(
    'finds one at %i in more than its window holds',
    (at) => {
      const bytes = Buffer.alloc(3_000_010, 'x');
      bytes.write('goroutine ', at);
      expect(searchFor(NEEDLES).find(bytes, 0)).toBe(at);
      expect(searchFor(NEEDLES).find(bytes, at + 1)).toBe(-1);
    },
  );

  test('finds none across the end, nor what stood there before', () => {
    const search = searchFor(NEEDLES);
    expect(search.find(Buffer.from('xxxx panic'), 0)).toBe(5);
    expect(search.find(Buffer.from('xxxx pan'), 0)).toBe(-1);
  });

  test('counts line feeds', () => {
    const search = searchFor(NEEDLES);
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (bytes, one, other) => {
        const start = Math.min(one, other, bytes.length);
        const end = Math.min(Math.max(one, other), bytes.length);
        expect(search.lineFeeds(bytes, start, end)).toBe(bytes.subarray(start, end).filter((byte) => byte === 10).length);
      }),
    );
    expect(search.lineFeeds(Buffer.alloc(2_500_000, '\n'), 3, 2_499_999)).toBe(2_499_996);
  });
});

test('every needle is in one of eight buckets, whose bits let its four bytes pass', () => {
  const many = [...NEEDLES, ...Array.from({ length: 26 }, (_, i) => Buffer.from(`SIG${String.fromCharCode(65 + i)}`))];
  const buckets = dealNeedles(many);
  expect(buckets.length).toBeLessThanOrEqual(8);
  expect(buckets.flatMap(({ needles }) => needles).length).toBe(many.length);
  for (const { needles, low, high } of buckets)
    for (const { text, before } of needles)
      for (const [i, byte] of text.subarray(before, before + 4).entries()) {
        expect(((low[i] ?? 0) >> (byte & 15)) & 1).toBe(1);
        expect(((high[i] ?? 0) >> (byte >> 4)) & 1).toBe(1);
      }
});
