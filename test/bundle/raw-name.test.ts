import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBytes, rawPath, shownPath, toBytes } from '../../src/bundle/raw-name.ts';

test('every name goes through unharmed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (name) => {
      expect([...toBytes(fromBytes(name))]).toEqual([...name]);
      expect(shownPath(fromBytes(name))).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }),
  );
});

test.each([
  ['plain/path.log', 'plain/path.log'],
  ['日本語 é \u{1f600}', '日本語 é \u{1f600}'],
  ['a\nb\tc\u001b[31m', 'a\\x0ab\\x09c\\x1b[31m'],
  ['real \ufffd', 'real \ufffd'],
])('shows %j', (path, shown) => {
  expect(shownPath(rawPath(path))).toBe(shown);
});

test('spells out only the bytes that are not UTF-8', () => {
  const name = Buffer.concat([Buffer.from('é'), Buffer.from([0xe9, 0xff]), Buffer.from('漢'), Buffer.from([0xe6, 0xbc])]);
  expect(shownPath(fromBytes(name))).toBe('é\\xe9\\xff漢\\xe6\\xbc');
});
