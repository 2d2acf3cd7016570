import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isComment, readSample } from '../../../parsers/metrics/exposition.ts';
import { floatNumber, wholeNumber } from '../../../parsers/metrics/numbers.ts';

describe('samples', () => {
  test.each([
    ['bare', 'go_goroutines 12', { name: 'go_goroutines', value: '12', labels: {} }],
    ['a float', 'go_memstats_sys_bytes 1.201588e+07', { value: '1.201588e+07' }],
    ['labels', 'go_gc_duration_seconds{quantile="0.25"} 3.1e-05', { labels: { quantile: '0.25' } }],
    ['an escaped value', 'x{a="say \\"}\\" now",b="c\\\\"} 1', { labels: { a: 'say "}" now', b: 'c\\' } }],
    ['blanks and a last comma', 'x{a="1", b="2",} 1', { labels: { a: '1', b: '2' } }],
    ['no labels in braces', 'x{} 1', { labels: {} }],
    ['a time in milliseconds', 'x 1 1700000000123', { atUnixMs: 1700000000123 }],
    ['a time in seconds, OpenMetrics', 'x_total 1.0 1700000000.123', { atUnixMs: 1700000000123 }],
    ['an example, OpenMetrics', 'x_bucket{le="1"} 7 # {trace_id="a b"} 0.5 1.7', { value: '7', labels: { le: '1' } }],
    ['not a number', 'x NaN', { value: 'NaN' }],
    ['infinite', 'x{le="+Inf"} +Inf', { value: '+Inf' }],
    ['tabs', 'x\t12', { value: '12' }],
  ])('%s', (_, line, expected) => {
    const sample = readSample(line);
    expect({ ...sample, labels: Object.fromEntries(sample?.labels ?? []) }).toMatchObject(expected);
  });

  test.each([
    '',
    ' ',
    'x',
    '1 2',
    'x y',
    'go_goroutines',
    'go_goroutines 12 13 14',
    'go_goroutines 0x12',
    'x{a="1} 2',
    'x{a=1} 2',
    'x{a="1"',
    'go vet ./...',
    'level=info msg="x"',
  ])('no sample: %s', (line) => {
    expect(readSample(line)).toBeUndefined();
  });

  test('comments', () => {
    expect(['# HELP go_x y', '# TYPE go_x gauge', '# UNIT go_x bytes', '# HELP x'].every(isComment)).toBe(true);
    expect(['#', '# help', '# TYPE', '# HELP 1x', '# Alloc = 1', '# HELPER x'].some(isComment)).toBe(false);
  });
});

describe('numbers', () => {
  test.each([
    ['12', 12],
    ['1.443916e+06', 1443916],
    ['-1', -1],
    ['9223372036854775807', '9223372036854775807'],
    ['9.223372036854776e+18', '9223372036854775808'],
    ['1.5', undefined],
    ['NaN', undefined],
    ['', undefined],
  ])('whole: %s', (text, value) => {
    expect(wholeNumber(text)).toBe(value);
  });

  test.each([
    ['1.5', 1.5],
    ['3.1e-05', 3.1e-5],
    ['+Inf', undefined],
    ['1e999', undefined],
    ['0x1', undefined],
    ['1'.repeat(50), undefined],
  ])('float: %s', (text, value) => {
    expect(floatNumber(text)).toBe(value);
  });
});

test('a hostile line costs linear time', () => {
  const started = performance.now();
  readSample(`x{${'a="1",'.repeat(1 << 18)}`);
  readSample(`x{a="${'\\"'.repeat(1 << 19)}`);
  readSample(`${'x'.repeat(1 << 20)} `);
  readSample(`x ${' '.repeat(1 << 20)}1`);
  readSample(`x ${'1 '.repeat(1 << 19)}`);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('nothing is ever thrown', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('go_x', '{', '}', 'a="', '"', '\\', ' ', '1', 'e+06', ' # {', ','));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const line = pieces.join('');
      readSample(line);
      isComment(line);
      wholeNumber(line);
    }),
  );
});
