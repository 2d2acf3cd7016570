import { describe, expect, test } from 'vitest';
import { withPlaceNames } from '../../src/matcher/place-names.ts';
import { compileTemplate, formatBytes } from '../../src/matcher/template.ts';

const values: Readonly<Record<string, unknown>> = {
  'g.count': 12345,
  'g.share': 0.256,
  'g.wait': 1,
  'g.long': 7,
  'g.bytes': 1536,
  'g.huge': '9007199254740993',
  'g.ratio': 2.349,
  'g.once': 1,
  'g.twice': 2,
  'g.often': 4200,
  'g.text': 'x\u001b[31m',
  'g.zero': 0,
  'g.no': false,
  'g.object': {},
};
const render = (text: string) => compileTemplate(text).render((path) => values[path]);

describe('compileTemplate', () => {
  test.each([
    ['{g.count} and {g.zero}', '12345 and 0'],
    ['{g.count|count}', '12,345'],
    ['{g.share|percent}', '26 %'],
    ['{g.wait|minutes}, {g.long|minutes}', '1 minute, 7 minutes'],
    ['{g.bytes|bytes}', '1.5 KiB'],
    ['{g.huge|bytes}', '8.0 PiB'],
    ['{g.ratio|one}', '2.3'],
    ['{g.once|times}', 'once'],
    ['{g.twice|times}', 'twice'],
    ['{g.often|times}', '4,200 times'],
    ['{g.no}', 'false'],
    ['{g.missing} {g.missing|bytes} {g.object}', 'unknown unknown unknown'],
    ['${NS} {} {g} { g.count }', '${NS} {} {g} { g.count }'],
  ])('%j', (text, rendered) => expect(render(text)).toBe(rendered));

  test('what is filled in is safe to show', () => expect(render('{g.text}')).toBe('x\\x1b[31m'));

  test('a value that looks like a place is not filled in again', () =>
    expect(compileTemplate('{a.b}').render(() => '{g.count}')).toBe('{g.count}'));

  test('names its paths', () => expect(compileTemplate('{a.b} {c.d|bytes}').paths).toEqual(['a.b', 'c.d']));

  test('the first of several paths at one place that has a value is printed', () => {
    const template = compileTemplate('{a.b/c.d|bytes} of {x.y/c.e}');
    expect(template.places).toEqual([
      ['a.b', 'c.d'],
      ['x.y', 'c.e'],
    ]);
    expect(template.render((path) => ({ 'c.d': 2048, 'x.y': 'one', 'c.e': 'two' })[path])).toBe('2.0 KiB of one');
    expect(template.render(() => undefined)).toBe('unknown of unknown');
  });

  test('an unknown filter is refused', () => {
    expect(() => compileTemplate('{a.b|furlongs}')).toThrow('furlongs');
    expect(() => compileTemplate('{a.b|constructor}')).toThrow('constructor');
  });
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KiB'],
  [10 * 1024 ** 2, '10 MiB'],
  [-2048, '-2.0 KiB'],
  ['x', 'x'],
])('formatBytes(%j)', (value, text) => expect(formatBytes(value)).toBe(text));

test('withPlaceNames says what stands in each place', () => {
  expect(
    withPlaceNames(
      '{panic.message} in {panic.culprit.function} after {group.wait.maxMinutes|minutes}, {heap.inuseBytes|bytes}, {w.fact.threads.max}',
    ),
  ).toBe('<message> in <culprit function> after <wait max> minutes, <inuse>, <threads max>');
});
