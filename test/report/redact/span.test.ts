import { expect, test } from 'vitest';
import { mergeSpans } from '../../../src/report/redact/span.ts';

test('spans come in order; overlapping ones are one, which hides all of both', () => {
  expect(
    mergeSpans([
      { start: 20, end: 25, kind: 'email' },
      { start: 0, end: 5, kind: 'ip' },
      { start: 5, end: 8, kind: 'ip' },
      { start: 22, end: 30, kind: 'secret' },
      { start: 24, end: 26, kind: 'ip' },
    ]),
  ).toEqual([
    { start: 0, end: 5, kind: 'ip' },
    { start: 5, end: 8, kind: 'ip' },
    { start: 20, end: 30, kind: 'secret' },
  ]);
});

test('the same span twice keeps its kind', () => {
  const span = { start: 1, end: 4, kind: 'email' as const };
  expect(mergeSpans([span, span])).toEqual([span]);
});
