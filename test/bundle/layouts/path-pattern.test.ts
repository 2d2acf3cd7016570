import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPath, pathPattern, startsOf } from '../../../src/bundle/layouts/path-pattern.ts';

function kept(pattern: string, path: string, from = 0): Record<string, string> | undefined {
  const match = matchPath(pathPattern(pattern), path.split('/'), from);
  return match === undefined ? undefined : Object.fromEntries(match);
}

describe('patterns of paths', () => {
  test.each<[string, string, Record<string, string>]>([
    ['a/b.log', 'a/b.log', {}],
    ['*.log', '.log', {}],
    ['{x}', 'a', { x: 'a' }],
    ['pods/{ns}_{pod}_*/{c}/{n}.log', 'pods/shop_web-0_1b2c/app/12.log', { ns: 'shop', pod: 'web-0', c: 'app', n: '12' }],
    ['{c}-previous.log', 'a-previous-previous.log', { c: 'a-previous' }],
    ['s-{host}-####-##-##-*', 's-web-1-2024-01-05-abc', { host: 'web-1' }],
    ['**', 'a/b/c', {}],
    ['a/**', 'a', {}],
    ['a/**/{f}', 'a/b/c/d', { f: 'd' }],
    ['a/**/x/{f}', 'a/x/y/x/z', { f: 'z' }],
    ['**/x/**/{f}.gz', 'x/x/y/z.gz', { f: 'z' }],
  ])('%s fits %s', (pattern, path, expected) => {
    expect(kept(pattern, path)).toEqual(expected);
  });

  test.each([
    ['a/b.log', 'a/b.log/c'],
    ['a/b.log', 'b.log'],
    ['{x}', ''],
    ['{x}.log', '.log'],
    ['a*b', 'ab/'],
    ['*/b', 'a/a/b'],
    ['#.log', 'x.log'],
    ['s-{host}-####', 's-web-20x4'],
    ['a/**/x', 'a/b/c'],
    ['{a}_{b}_*', 'one_two'],
  ])('%s does not fit %s', (pattern, path) => {
    expect(kept(pattern, path)).toBeUndefined();
  });

  test.each(['', 'a//b', '{x}{y}', '{x}/{x}', '/a'])('%j is no pattern', (pattern) => {
    expect(() => pathPattern(pattern)).toThrow();
  });

  test('directories above are skipped, and no start is missed', () => {
    const segment = fc.constantFrom('a', 'b', 'x.log', '1.log', 'a_b_c', '');
    const pattern = fc.constantFrom('a/*', '**/b', 'a/**/x.log', '{n}.log', '{a}_{b}_*/**', '#.log', 'a', 'x#log').map(pathPattern);
    fc.assert(
      fc.property(pattern, fc.array(segment, { minLength: 1, maxLength: 8 }), (one, path) => {
        const all = path.flatMap((_, from) => (matchPath(one, path, from) === undefined ? [] : [from]));
        const tried = startsOf(one, path, 64);
        expect(tried.filter((from) => matchPath(one, path, from) !== undefined)).toEqual(all);
      }),
    );
  });
});
