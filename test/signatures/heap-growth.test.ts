import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { signatureSources } from '../../src/matcher/store.ts';
import type { Report } from '../../src/report/report.ts';

const incidents = join(signatureSources(), '..', 'samples', 'incidents');
const report = (name: string): Promise<Report> => analyze([join(incidents, name)]);

describe('ten heap profiles', () => {
  test('of a leak: the leaking site first', async () => {
    const { findings, facts } = await report('heap-leak-ten');
    expect(findings.map(({ signature, confidence, culprit }) => [signature, confidence, culprit?.function])).toEqual([
      ['heap-growth', 'strong', 'main.answer'],
    ]);
    const site = facts.growth.find(({ subject }) => subject === 'heap-site');
    expect(site).toMatchObject({ owner: { function: 'main.answer' }, shape: 'rising', monotone: true, orderedBy: 'time' });
    expect(site?.points).toHaveLength(10);
    expect(site?.shareOfGrowth).toBeGreaterThan(0.5);
    expect(site?.ratePerMinute).toBeGreaterThan(50_000_000);
  });

  test('of a heap that rises and falls: nothing, however large the tooth', async () => {
    const { findings, inconclusive, facts } = await report('heap-sawtooth-ten');
    expect(findings).toEqual([]);
    expect(inconclusive).toEqual([]);
    const [holder] = facts.heapHolders;
    // What silences it is its shape: the last profile has much more of it than the first one, and enough for a finding.
    expect(holder).toMatchObject({ holder: 'main.measure', growth: { shape: 'saw-tooth', profiles: 10 } });
    expect(holder?.inuseBytes).toBeGreaterThan(32 * 1_048_576);
    expect(holder?.growth?.delta).toBeGreaterThan(8 * 1_048_576);
    expect(holder?.share).toBeGreaterThan(0.5);
  });
});

test('a cache that has filled up is silent', async () => {
  const { findings, inconclusive, facts } = await report('heap-warm-cache');
  expect([findings, inconclusive]).toEqual([[], []]);
  expect(facts.heapHolders[0]?.growth?.lateShare).toBeLessThan(0.1);
});

/** What is found in a bundle with these files only, and what is suspected. */
async function only(...files: readonly string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-heap-'));
  try {
    for (const [i, file] of files.entries()) cpSync(join(incidents, file), join(folder, `heap-${i + 1}.pb.gz`));
    const { findings, inconclusive } = await analyze([folder]);
    const suspected = inconclusive.map(({ signature }) => `${signature} suspected`);
    return [...findings.map(({ signature, confidence }) => `${signature} ${confidence}`), ...suspected];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('two heap profiles', () => {
  test.each<[string, readonly string[], string[]]>([
    [
      'of a leak: not yet strong, for the second one may have met more load',
      ['heap-leak-ten/heap-02.pb.gz', 'heap-leak-ten/heap-10.pb.gz'],
      ['heap-growth moderate'],
    ],
    [
      'up the side of the second tooth: a suspicion',
      ['heap-sawtooth-ten/heap-05.pb.gz', 'heap-sawtooth-ten/heap-07.pb.gz'],
      ['heap-growth suspected'],
    ],
    [
      'up the side of a tooth, after other teeth: a suspicion',
      ['heap-sawtooth-ten/heap-08.pb.gz', 'heap-sawtooth-ten/heap-10.pb.gz'],
      ['heap-growth suspected'],
    ],
    ['of a cache that is full', ['heap-warm-cache/heap-7.pb.gz', 'heap-warm-cache/heap-8.pb.gz'], []],
  ])('%s', async (_, files, expected) => {
    expect(await only(...files)).toEqual(expected);
  });
});

describe('one heap profile', () => {
  test.each<[string, string, string[]]>([
    ['of a leak is a suspicion', 'heap-leak-ten/heap-10.pb.gz', ['heap-growth weak']],
    ['of a cache looks the same, and is no more', 'heap-warm-cache/heap-8.pb.gz', ['heap-growth weak']],
    ['of a leak that is small yet says nothing', 'heap-leak-ten/heap-02.pb.gz', []],
    ['of memory that is let go again says nothing', 'heap-sawtooth-ten/heap-10.pb.gz', []],
    ['of timers has a rule of its own', 'time-after-in-loop/heap.pb.gz', ['time-after-in-loop moderate']],
  ])('%s', async (_, file, expected) => {
    expect(await only(file)).toEqual(expected);
  });
});
