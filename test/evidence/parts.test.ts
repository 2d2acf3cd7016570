import { describe, expect, test } from 'vitest';
import { Parts } from '../../src/evidence/parts.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import { sanitize } from '../../src/text/safe-text.ts';

const part = (path: string, fields: object): FactDraft => ({
  type: 'cgroup',
  certainty: 'stated',
  citations: [{ path: sanitize(path), firstLine: 1, lastLine: 1, excerpt: sanitize('') }],
  scope: {},
  version: 2,
  group: sanitize('g'),
  unparsedLines: 0,
  ...fields,
});

describe('parts of a fact', () => {
  test('come together by their key, field by field', () => {
    const parts = new Parts();
    parts.add('a', part('a/memory.max', { memory: { limitBytes: 100 } }));
    parts.add('b', part('b/memory.max', { memory: { limitBytes: 7 } }));
    parts.add('a', part('a/memory.events', { memory: { oomKills: 2 }, unparsedLines: 1 }));
    parts.add('a', part('a/hugetlb.2MB.max', { hugetlb: [{ size: '2MB' }], unparsedLines: 2 }));
    parts.add('a', part('a/hugetlb.1GB.max', { hugetlb: [{ size: '1GB' }] }));
    expect(parts.all).toMatchObject([
      { memory: { limitBytes: 100, oomKills: 2 }, hugetlb: [{ size: '1GB' }, { size: '2MB' }], unparsedLines: 3 },
      { memory: { limitBytes: 7 } },
    ]);
    expect(parts.all.map(({ citations }) => citations.map(({ path }) => path))).toEqual([
      ['a/hugetlb.1GB.max', 'a/hugetlb.2MB.max', 'a/memory.events', 'a/memory.max'],
      ['b/memory.max'],
    ]);
  });

  test('keep what the first of them says', () => {
    const parts = new Parts();
    parts.add('a', part('x', { memory: { limitBytes: 1 } }));
    parts.add('a', part('y', { memory: { limitBytes: 2, highBytes: 3 } }));
    expect(parts.all).toMatchObject([{ memory: { limitBytes: 1, highBytes: 3 } }]);
  });

  test('never reach a prototype', () => {
    const parts = new Parts();
    parts.add('a', part('x', { memory: JSON.parse('{"__proto__": {"limitBytes": 1}}') }));
    parts.add('a', part('y', { memory: JSON.parse('{"__proto__": {"limitBytes": 2}}') }));
    expect(({} as { limitBytes?: number }).limitBytes).toBeUndefined();
  });
});
