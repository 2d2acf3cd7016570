import { expect, test } from 'vitest';
import { shortHash } from '../../src/text/hash.ts';

test('is the start of the SHA-256: stable between runs and releases', () => {
  expect(shortHash('foobar')).toBe('c3ab8ff13720e8ad');
  expect(shortHash('foobar ')).not.toBe(shortHash('foobar'));
});
