import { expect, test } from 'vitest';
import { deriveProcessLists } from '../../src/evidence/derive/process-list.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';

const process = (pid: number, state: string, more: object = {}) =>
  ({
    type: 'process',
    id: `process:${pid}`,
    source: 'procfs',
    certainty: 'stated',
    scope: {},
    citations: [{ path: `proc/${pid}/stat`, firstLine: 1, lastLine: 1, excerpt: '' }],
    pid,
    parent: 1,
    state,
    unparsedLines: 0,
    ...more,
  }) as unknown as Fact;
const many = (state: string) => Array.from({ length: 12 }, (_, i) => process(100 + i, state));

test('files of many processes are a listing', () => {
  const init = process(1, 'S', { parent: 0, name: 'web' });
  expect(deriveProcessLists([init, ...many('Z'), process(200, 'D')])).toMatchObject([
    {
      type: 'processes',
      certainty: 'derived',
      total: 14,
      zombies: 12,
      uninterruptible: 1,
      zombieParents: [{ pid: 1, name: 'web', count: 12 }],
      citations: [{ path: 'proc/100/stat' }, { path: 'proc/101/stat' }, { path: 'proc/102/stat' }],
    },
  ]);
});

test('the last moment of each process counts', () => {
  expect(deriveProcessLists([...many('S'), ...many('Z')])).toMatchObject([{ total: 12, zombies: 12 }]);
});

test.each<[string, readonly Fact[]]>([
  ['few', many('Z').slice(0, 9)],
  ['all alive', many('S')],
  ['listed by ps', [...many('Z'), { type: 'processes', scope: {} } as unknown as Fact]],
  ['rows of ps', many('Z').map((fact) => ({ ...fact, source: 'ps' }) as Fact)],
])('there is none of %s', (_, facts) => {
  expect(deriveProcessLists(facts)).toEqual([]);
});
