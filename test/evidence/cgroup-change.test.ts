import { describe, expect, test } from 'vitest';
import { deriveCgroupChange } from '../../src/evidence/derive/cgroup-change.ts';
import type { CgroupFact } from '../../src/evidence/facts/cgroup.ts';
import { sanitize } from '../../src/text/safe-text.ts';

let number = 0;
const cgroup = (group: string, path: string, fields: object): CgroupFact => ({
  type: 'cgroup',
  id: `cgroup:${++number}`,
  certainty: 'stated',
  scope: {},
  citations: [{ path: sanitize(path), firstLine: 1, lastLine: 1, excerpt: sanitize('') }],
  group: sanitize(group),
  unparsedLines: 0,
  ...fields,
});
const cpu = (periods: number, throttledPeriods: number) => ({ cpu: { periods, throttledPeriods, periodMicros: 100_000 } });

describe('two moments of a control group', () => {
  test.each([
    ['before/cg', 'after/cg'],
    ['t0/cg', 't1/cg'],
    ['sample-2/cg', 'sample-10/cg'],
    ['cg (.1)', 'cg (.2)'],
    ['cg/0s', 'cg/60s'],
    ['2026-01-02T03:04:05Z/cg', '2026-01-02T03:05:05Z/cg'],
  ])('%s and %s', (first, second) => {
    const facts = [cgroup(second, `${second}/cpu.stat`, cpu(700, 200)), cgroup(first, `${first}/cpu.stat`, cpu(100, 50))];
    expect(deriveCgroupChange(facts)).toMatchObject([{ periods: 600, throttledPeriods: 150, throttledShare: 0.25, ranSeconds: 60 }]);
  });

  test.each([
    ['pod-1/cg', 'pod-2/cg'],
    ['web-0/cg', 'web-1/cg'],
    ['1234/cg', '1235/cg'],
    ['a/cg', 'b/cg'],
  ])('%s and %s are two groups', (first, second) => {
    expect(
      deriveCgroupChange([cgroup(first, `${first}/cpu.stat`, cpu(100, 50)), cgroup(second, `${second}/cpu.stat`, cpu(700, 200))]),
    ).toEqual([]);
  });

  test('transcripts of two pods are two groups, and of two moments one', () => {
    const two = (first: string, second: string) =>
      deriveCgroupChange([cgroup('/sys/fs/cgroup', first, cpu(100, 50)), cgroup('/sys/fs/cgroup', second, cpu(700, 200))]);
    expect(two('web-0/cgroup.txt', 'web-1/cgroup.txt')).toEqual([]);
    expect(two('cgroup-before.txt', 'cgroup-after.txt')).toHaveLength(1);
  });

  test('a counter that shrinks is of a new group', () => {
    expect(deriveCgroupChange([cgroup('t0', 't0/x', cpu(700, 200)), cgroup('t1', 't1/x', cpu(100, 50))])).toEqual([]);
  });

  test('memory that grows', () => {
    const memory = (anonBytes: number) => ({ memory: { anonBytes, currentBytes: anonBytes + 5, limitBytes: 1000 } });
    expect(deriveCgroupChange([cgroup('t0', 't0/x', memory(100)), cgroup('t1', 't1/x', memory(600))])).toMatchObject([
      { anonBytes: 500, anonShare: 0.5, currentBytes: 500 },
    ]);
  });
});
