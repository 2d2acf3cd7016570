import { describe, expect, test } from 'vitest';
import type { Fingerprint } from '../../../src/fingerprint/fingerprint.ts';
import { withoutStack } from '../../../src/fingerprint/of-fact.ts';
import type { Finding } from '../../../src/matcher/finding.ts';
import { compareFindings } from '../../../src/report/compare/findings.ts';
import { finding } from '../fixture.ts';

const print = (hash: string | null): Fingerprint => ({ ...withoutStack('x'), hash });
const one = (key: string, hash: string | null, over: Partial<Finding> = {}): Finding => finding({ key, fingerprint: print(hash), ...over });

function changes(...sides: readonly (readonly Finding[])[]): readonly string[] {
  return compareFindings(sides).map(({ change, key, fingerprint }) => `${change} ${key} ${fingerprint ?? '-'}`);
}

describe('findings of two bundles', () => {
  test('are one fault by their key', () => {
    expect(changes([one('a', null)], [one('a', null)])).toEqual(['same a -']);
  });

  test('or by their fingerprint, where a build moved its lines', () => {
    expect(changes([one('a', 'h')], [one('b', 'h')])).toEqual(['same b h']);
    expect(changes([one('a', 'h')], [one('b', 'h')], [one('c', 'h')])).toEqual(['same c h']);
  });

  test('not of another signature, and not where there is none', () => {
    expect(changes([one('a', 'h')], [one('b', 'h', { signature: 'other' })])).toEqual(['new b h', 'gone a h']);
    expect(changes([one('a', null)], [one('b', null)])).toEqual(['new b -', 'gone a -']);
  });

  test('what has the same key is paired first, whatever the order', () => {
    const left = [one('a', 'h'), one('b', 'h')];
    expect(changes(left, [one('c', 'h'), one('a', 'h')])).toEqual(['same a h', 'same c h']);
  });

  test('two of one bundle stay two', () => {
    expect(changes([], [one('a', 'h'), one('b', 'h')])).toEqual(['new a h', 'new b h']);
    expect(changes([one('z', 'h')], [one('a', 'h'), one('b', 'h')])).toEqual(['new b h', 'same a h']);
  });
});
