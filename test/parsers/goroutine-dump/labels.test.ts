import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHeader } from '../../../parsers/goroutine-dump/header.ts';
import { LabelCounts } from '../../../parsers/goroutine-dump/label-counts.ts';
import { readLabels } from '../../../parsers/goroutine-dump/labels.ts';
import { labelsOf, matchesLabels } from '../../../src/evidence/labels.ts';
import { readLines } from './read.ts';

const pairs = (text: string) => readLabels(text, 0)?.labels.map(({ name, value }) => [name, value]);

describe('labels', () => {
  test.each([
    [
      'debug=1',
      '{"k":"v", "req id":"a \\"b\\"\\n"}',
      [
        ['k', 'v'],
        ['req id', 'a "b"\\x0a'],
      ],
    ],
    [
      'headers of Go 1.26',
      '{"k": "v", "a": "b"}',
      [
        ['a', 'b'],
        ['k', 'v'],
      ],
    ],
    [
      'headers of Go 1.27',
      '{k: v, "odd key": "]: {"}',
      [
        ['k', 'v'],
        ['odd key', ']: {'],
      ],
    ],
    [
      'a path without quotes',
      '{endpoint: /v1/users.json, k: ""}',
      [
        ['endpoint', '/v1/users.json'],
        ['k', ''],
      ],
    ],
    ['escapes', '{"k": "\\x41\\u00e9\\U0001f600\\\\\\t"}', [['k', 'Aé😀\\\\x09']]],
    ['a byte that is no text', '{"k": "\\xff"}', [['k', '\\xff']]],
    ['what would act on a terminal', '{"k": "\\x1b[31m"}', [['k', '\\x1b[31m']]],
    ['no labels', '{}', []],
    [
      'a name without a value',
      '{k, "l"}',
      [
        ['k', ''],
        ['l', ''],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(pairs(text)).toEqual(expected);
    expect(readLabels(`${text}]:`, 0)?.end).toBe(text.length);
  });

  test.each(['{', '{k', '{k:', '{k: v', '{"k": "v}', '{"k', '{"k": "\\"}'])('%s does not end', (text) => {
    expect(readLabels(text, 0)).toBeUndefined();
  });

  test('what Go quotes is read back, whatever it is', () => {
    const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
    const text = fc.string({ maxLength: 40, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 8 }), (list) => {
        const printed = `{${list.map(([name, value]) => `${quoted(name)}: ${quoted(value)}`).join(', ')}}`;
        expect(readLabels(printed, 0)).toEqual({ labels: labelsOf(list), end: printed.length });
        expect(parseHeader(`goroutine 7 [select labels:${printed}]:`)?.labelSet).toEqual(labelsOf(list));
        expect(parseHeader(`goroutine 7 [select, 2 minutes] ${printed}:`)).toMatchObject({ waitMinutes: 2, labelSet: labelsOf(list) });
      }),
    );
  });

  test('a long value, and many of them, are cut', () => {
    const [label] = labelsOf([['k', 'x'.repeat(5000)]]);
    expect(label?.value).toBe(`${'x'.repeat(199)}…`);
    expect(labelsOf(Array.from({ length: 99 }, (_, at) => [`k${at}`, '']))).toHaveLength(32);
  });

  test('wanted: all names, any of the values of one name', () => {
    const labels = labelsOf([
      ['tenant', 'a'],
      ['path', '/x=y'],
    ]);
    const is = (...wanted: { name: string; value?: string }[]) => matchesLabels(labels, wanted);
    expect(is({ name: 'tenant' })).toBe(true);
    expect(is({ name: 'tenant', value: 'a' }, { name: 'path', value: '/x=y' })).toBe(true);
    expect(is({ name: 'tenant', value: 'b' }, { name: 'tenant', value: 'a' })).toBe(true);
    expect(is({ name: 'tenant', value: 'a' }, { name: 'path', value: '/' })).toBe(false);
    expect(is({ name: 'Tenant' })).toBe(false);
  });
});

describe('counts', () => {
  test('the most frequent sets come first, the rest is counted', () => {
    const counts = new LabelCounts();
    for (let id = 0; id < 2000; id++) counts.add(labelsOf([['id', String(id)]]));
    counts.add(labelsOf([['id', '7']]), 5);
    counts.add([], 9);
    const labels = counts.of(2100);
    expect(labels?.sets).toHaveLength(24);
    expect(labels?.sets[0]).toEqual({ labels: [{ name: 'id', value: '7' }], count: 6 });
    expect(labels).toMatchObject({ others: 2005 - 6 - 23, none: 95 });
  });

  test('nothing where nothing is labelled', () => {
    const counts = new LabelCounts();
    counts.add([], 3);
    expect(counts.of(3)).toBeUndefined();
  });
});

describe('a dump', () => {
  const stack = (id: number, head: string) => [`goroutine ${id} ${head}:`, 'main.work()', '\t/src/app/main.go:20 +0x1d', ''];

  test('labels split no group, and each distinct set is counted', () => {
    const { groups } = readLines([
      ...stack(5, '[select, 3 minutes] {tenant: a}'),
      ...stack(6, '[select labels:{"tenant": "a"}]'),
      ...stack(7, '[select] {tenant: b, "req id": "1"}'),
      ...stack(8, '[select]'),
    ]);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      count: 4,
      labels: {
        sets: [
          { labels: [{ name: 'tenant', value: 'a' }], count: 2 },
          {
            labels: [
              { name: 'req id', value: '1' },
              { name: 'tenant', value: 'b' },
            ],
            count: 1,
          },
        ],
        others: 0,
        none: 1,
      },
    });
  });

  test('without labels there is no such field', () => {
    expect(readLines(stack(5, '[select]')).groups[0]).not.toHaveProperty('labels');
  });

  test('the dump says how many the runtime marked as leaked', () => {
    const { dumps } = readLines([
      ...stack(5, '[select (leaked)]'),
      ...stack(6, '[chan receive (leaked), 3 minutes]'),
      ...stack(7, '[select]'),
    ]);
    expect(dumps[0]).toMatchObject({ goroutines: 3, leaked: 2 });
    expect(readLines(stack(5, '[select]')).dumps[0]).not.toHaveProperty('leaked');
  });
});
