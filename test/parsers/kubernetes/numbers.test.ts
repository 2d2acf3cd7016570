import { describe, expect, test } from 'vitest';
import { parseGoMemoryLimit } from '../../../parsers/kubernetes/objects/go-memory-limit.ts';
import { dividedUp, numberOf, parseQuantity, wholeOf } from '../../../parsers/kubernetes/objects/quantity.ts';
import { parseAgo } from '../../../parsers/kubernetes/text/age.ts';

describe('quantities', () => {
  test.each([
    ['0', 0, 0],
    ['500m', 1, 0.5],
    ['1Gi', 1073741824, 1073741824],
    ['1e9', 1000000000, 1000000000],
    ['1E3', 1000, 1000],
    ['1E', '1000000000000000000', 1e18],
    ['1Ei', '1152921504606846976', 1152921504606846976],
    ['128974848000m', 128974848, 128974848],
    ['128974848001m', 128974849, 128974848.001],
    ['0.1', 1, 0.1],
    ['.5', 1, 0.5],
    ['1.5Gi', 1610612736, 1610612736],
    ['100n', 1, 0],
    ['1e-3', 1, 0.001],
    ['+2k', 2000, 2000],
    ['9007199254740993', '9007199254740993', 9007199254740992],
  ])('%s', (text, whole, number) => {
    const quantity = parseQuantity(text);
    expect(quantity && [wholeOf(quantity), numberOf(quantity)]).toEqual([whole, number]);
  });

  test.each(['', '.', 'm', '1 Gi', '1GiB', '1e999', '0x10', 'NaN', '1'.repeat(50)])('%s is none', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('the Downward API divides and rounds up', () => {
    const by = (value: string, divisor: string) => {
      const [one, other] = [parseQuantity(value), parseQuantity(divisor)];
      return one && other && dividedUp(one, other);
    };
    expect(by('512Mi', '1Mi')).toBe(512);
    expect(by('500M', '1Mi')).toBe(477);
    expect(by('512Mi', '0')).toBeUndefined();
  });
});

test.each([
  ['512MiB', { kind: 'bytes', bytes: 536870912 }],
  ['512', { kind: 'bytes', bytes: 512 }],
  ['10B', { kind: 'bytes', bytes: 10 }],
  ['off', { kind: 'off' }],
  ['512Mi', { kind: 'malformed' }],
  ['512M', { kind: 'malformed' }],
  ['1e9', { kind: 'malformed' }],
  ['', { kind: 'malformed' }],
  ['9223372036854775808', { kind: 'malformed' }],
  ['8388607TiB', { kind: 'bytes', bytes: '9223370937343148032' }],
])('GOMEMLIMIT=%s', (text, expected) => {
  expect(parseGoMemoryLimit(text)).toEqual(expected);
});

test.each([
  ['5m', { seconds: 300, count: 1 }],
  ['3d4h', { seconds: 273600, count: 1 }],
  ['20s (x31 over 12m)', { seconds: 20, count: 31, overSeconds: 720 }],
  ['<unknown>', { count: 1 }],
  ['five', undefined],
  ['', undefined],
])('an age of %s', (text, expected) => {
  expect(parseAgo(text)).toEqual(expected);
});
