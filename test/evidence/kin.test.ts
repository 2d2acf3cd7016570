import { describe, expect, test } from 'vitest';
import { isKin } from '../../src/evidence/kin.ts';

describe('functions that belong together', () => {
  test.each([
    ['methods of one type', 'main.(*Pool).Go', 'main.(*Pool).Wait'],
    ['a method of the value and one of the pointer', 'main.Pool.Len', 'main.(*Pool).Wait'],
    ['closures in methods', 'main.(*Pool).Go.func1', 'main.(*Pool).drain.func2.1'],
    ['wrappers of go statements', 'main.(*Pool).Go.gowrap1', 'main.(*Pool).Wait'],
    ['method values', 'main.(*Pool).Go-fm', 'main.(*Pool).Wait'],
    ['generic types', 'example.org/set.(*Set[go.shape.string]).Add', 'example.org/set.(*Set[...]).Each.func1'],
    ['functions of one package', 'example.org/shop/cart.run', 'example.org/shop/cart.start.func1'],
    ['init functions and package variables', 'main.init.0.func2', 'main.glob..func1'],
    ['a range-over-func body', 'main.run-range1', 'main.start'],
    ['the same function', 'main.run', 'main.run'],
    ['a package path with dots', 'gopkg.in/yaml.v3.(*Decoder).Decode', 'gopkg.in/yaml.v3.(*Decoder).parse.func1'],
  ])('%s', (_, one, other) => {
    expect(isKin(one, other)).toBe(true);
    expect(isKin(other, one)).toBe(true);
  });
});

describe('functions that do not', () => {
  test.each([
    ['methods of two types', 'main.(*Pool).Go', 'main.(*Queue).Wait'],
    ['a method and a function of the package', 'main.(*Pool).Go', 'main.run'],
    ['types of one name in two packages', 'a/pool.(*Pool).Go', 'b/pool.(*Pool).Wait'],
    ['packages of one name', 'a/cart.run', 'b/cart.run'],
    ['main.main, which starts everything', 'main.main', 'main.run'],
    ['main.main and its closures', 'main.main', 'main.main.func1'],
    ['the runtime', 'runtime.gopark', 'runtime.goexit'],
    ['names without a package', 'panic', 'panic'],
  ])('%s', (_, one, other) => {
    expect(isKin(one, other)).toBe(false);
    expect(isKin(other, one)).toBe(false);
  });
});

test('a list: one element is enough', () => {
  const stack = ['sync.(*WaitGroup).Wait', 'main.(*Pool).Wait', 'main.main'];
  expect(isKin('main.(*Pool).Go', stack)).toBe(true);
  expect(isKin('main.(*Queue).Go', stack)).toBe(false);
  expect(isKin('main.main', stack)).toBe(false);
  expect(isKin('main.(*Pool).Go', [])).toBe(false);
});

test('what is no name has no kin', () => {
  for (const other of [undefined, 7, { function: 'main.run' }, [undefined, 7]]) expect(isKin('main.run', other)).toBe(false);
});
