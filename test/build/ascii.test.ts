import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { asciiOf } from '../../src/build/ascii.ts';

test('a script in ASCII does the same: strings, templates, regular expressions', () => {
  const script = "[/^[a-z·µ]+$/u.test('a·µ'), /└─/.test('└─'), `…${'é'}`.length, '😀', /😀/u.test('😀')]";
  const ascii = asciiOf(script);
  expect(/^[ -~]*$/.test(ascii)).toBe(true);
  expect(runInNewContext(ascii)).toEqual(runInNewContext(script));
  expect(asciiOf(ascii)).toBe(ascii);
});
