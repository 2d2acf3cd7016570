import { describe, expect, test } from 'vitest';
import { compilePredicate, compileWhere } from '../../src/matcher/predicate.ts';
import type { Predicate, Where } from '../../src/matcher/signature.ts';

const nothingBound = () => undefined;
const holds = (predicate: Predicate, value: unknown, bound: (path: string) => unknown = nothingBound) =>
  compilePredicate(predicate)(value, bound);

const dumpBound = (path: string) => (path === 'panic.dump' ? 'dump:1' : undefined);

describe('operators', () => {
  const cases: readonly (readonly [string, Predicate, readonly unknown[], readonly unknown[]])[] = [
    ['a bare text', 'panic', ['panic'], ['Panic', 'a panic', undefined, 0]],
    ['a bare number', 0, [0], ['0', false, undefined]],
    ['a bare boolean', false, [false], [undefined, 0, '']],
    ['is', { is: 'panic' }, ['panic'], ['throw', undefined]],
    ['in', { in: ['a', 2] }, ['a', 2], ['b', '2', undefined]],
    ['not', { not: 'a' }, ['b', undefined, 1], ['a']],
    ['exists: true', { exists: true }, ['', 0, false, []], [undefined]],
    ['exists: false', { exists: false }, [undefined], ['', 0, false]],
    ['gte', { gte: 3 }, [3, 4], [2.9, undefined, 'x']],
    ['gt', { gt: 3 }, [3.1], [3, undefined]],
    ['lte', { lte: 3 }, [3, -1], [3.1, undefined, '']],
    ['lt', { lt: 3 }, [2], [3, undefined]],
    ['several at once', { gte: 2, lt: 4 }, [2, 3], [1, 4]],
    ['matches', { matches: '^runtime\\.' }, ['runtime.gopark'], ['main.runtime.x', undefined, 3]],
    ['contains', { contains: 'close' }, ['send on closed channel'], ['send', undefined, ['close']]],
    ['startsWith', { startsWith: 'main.' }, ['main.run'], ['x/main.run', undefined]],
    ['endsWith', { endsWith: '.func1' }, ['main.run.func1'], ['main.run.func2', undefined]],
    ['some', { some: { startsWith: 'b' } }, [['a', 'b']], [['a'], [], 'b', undefined]],
    ['every', { every: { gt: 0 } }, [[1, 2], []], [[1, 0], undefined, 1]],
    ['none', { none: 'x' }, [['a'], []], [['a', 'x'], undefined, 'a']],
    [
      'sequence',
      { sequence: ['b', { startsWith: 'c' }] },
      [
        ['a', 'b', 'c1'],
        ['b', 'c'],
      ],
      [['b', 'x', 'c'], ['c', 'b'], ['b'], [], undefined],
    ],
    ['any', { any: ['a', { gt: 5 }] }, ['a', 6], ['b', 5, undefined]],
    ['all', { all: [{ startsWith: 'a' }, { endsWith: 'z' }] }, ['az'], ['a', 'z', undefined]],
    [
      'fields',
      { name: 'x', 'inner.n': { gt: 1 } },
      [{ name: 'x', inner: { n: 2 } }],
      [{ name: 'x' }, { name: 'x', inner: { n: 1 } }, undefined, 'x'],
    ],
  ];
  for (const [name, predicate, positive, negative] of cases)
    test(name, () => {
      for (const value of positive) expect(holds(predicate, value), `${JSON.stringify(value)} satisfies it`).toBe(true);
      for (const value of negative) expect(holds(predicate, value), `${JSON.stringify(value)} does not`).toBe(false);
    });

  test('same compares with a bound field, and absent is the same as nothing', () => {
    expect(holds({ same: 'panic.dump' }, 'dump:1', dumpBound)).toBe(true);
    expect(holds({ same: 'panic.dump' }, 'dump:2', dumpBound)).toBe(false);
    expect(holds({ same: 'panic.other' }, undefined, dumpBound)).toBe(false);
  });

  test('kin compares with a bound name, or with each of a bound list', () => {
    const bound = (path: string) =>
      ({ 'waiter.owner.function': 'main.(*pool).wait', 'waiter.functions': ['sync.(*WaitGroup).Wait', 'main.(*pool).wait'] })[path];
    for (const path of ['waiter.owner.function', 'waiter.functions']) {
      expect(holds({ kin: path }, 'main.(*pool).work', bound)).toBe(true);
      expect(holds({ kin: path }, 'main.(*server).work', bound)).toBe(false);
      expect(holds({ kin: path }, undefined, bound)).toBe(false);
    }
    expect(holds({ kin: 'waiter.other' }, 'main.(*pool).work', bound)).toBe(false);
  });

  test('atLeast compares with a part of a bound number', () => {
    const bound = (path: string) => ({ 'group.count': 100, 'group.exact': '9007199254740993000', 'group.key': 'k' })[path];
    expect(holds({ atLeast: { times: 0.5, of: 'group.count' } }, 50, bound)).toBe(true);
    expect(holds({ atLeast: { times: 0.5, of: 'group.count' } }, 49, bound)).toBe(false);
    expect(holds({ atLeast: { times: 2, of: 'group.count' } }, 200, bound)).toBe(true);
    expect(holds({ atLeast: { times: 1, of: 'group.exact' } }, 200, bound)).toBe(false);
    expect(holds({ atLeast: { times: 0.5, of: 'group.count' } }, undefined, bound)).toBe(false);
    for (const path of ['group.key', 'group.other']) expect(holds({ atLeast: { times: 0.5, of: path } }, 50, bound)).toBe(false);
  });

  test('integers beyond 2^53 compare by size', () => {
    expect(holds({ gte: 1e18 }, '9007199254740993000')).toBe(true);
    expect(holds({ lt: 0 }, '-9007199254740993000')).toBe(true);
    expect(holds({ gte: 1 }, '12 apples')).toBe(false);
  });

  test('nothing of a prototype is a field', () => {
    const where: Where = { 'constructor.name': { exists: true } };
    expect(compileWhere(where)({}, nothingBound)).toBe(false);
    expect(compileWhere({ __proto__x: { exists: false } })({}, nothingBound)).toBe(true);
    expect(compileWhere(JSON.parse('{"__proto__": {"exists": true}}'))({}, nothingBound)).toBe(false);
    expect(compileWhere({ 'toString.length': { exists: true } })({ a: 1 }, nothingBound)).toBe(false);
  });
});

describe('where', () => {
  test('all fields must hold', () => {
    const both = compileWhere({ a: 1, b: { exists: true } });
    expect(both({ a: 1, b: 2 }, nothingBound)).toBe(true);
    expect(both({ a: 1 }, nothingBound)).toBe(false);
  });

  test('elements of lists go by number', () => {
    expect(compileWhere({ 'frames.0.line': 7 })({ frames: [{ line: 7 }] }, nothingBound)).toBe(true);
    expect(compileWhere({ 'frames.1.line': 7 })({ frames: [{ line: 7 }] }, nothingBound)).toBe(false);
  });
});

test('a pattern that is not RE2 is refused when it is first used; the checker of signatures refuses it before', () => {
  expect(() => compilePredicate({ matches: '(?=x)' })('x', () => undefined)).toThrow(/\?=/);
});

test('a pattern that is exponential elsewhere is linear', () => {
  const test = compilePredicate({ matches: '^(a+)+$' });
  const started = performance.now();
  expect(test(`${'a'.repeat(20_000)}b`, nothingBound)).toBe(false);
  expect(performance.now() - started).toBeLessThan(5000);
});
