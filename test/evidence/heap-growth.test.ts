import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/text/safe-text.ts';
import { deriveHeapGrowth } from '../../src/evidence/derive/heap-growth.ts';
import type { HeapFact, HeapSite } from '../../src/evidence/facts/heap.ts';
import type { GrowthFact } from '../../src/evidence/facts/growth.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';
import type { RuntimeMetricsFact } from '../../src/evidence/facts/runtime-metrics.ts';
import type { Frame } from '../../src/evidence/frame.ts';

let made = 0;

/** A site by its functions, innermost first, with so many bytes. Functions of `main` are the program's. */
function site(functions: string, bytes: number): HeapSite {
  const frames = functions.split(' ').map((name): Frame => ({
    function: sanitize(name),
    origin: name.startsWith('main.') ? 'app' : 'stdlib',
  }));
  const owner = frames.find(({ origin }) => origin === 'app');
  return {
    frames,
    ...(owner === undefined ? {} : { owner }),
    inuseBytes: bytes,
    inuseObjects: 1,
    allocBytes: bytes,
    allocObjects: 1,
    sizes: [],
    sizeCount: 0,
    share: 0,
  };
}

/** A heap profile with these sites, the largest first. */
function heap(path: string, sites: readonly HeapSite[], spec: Partial<HeapFact> = {}): HeapFact {
  made += 1;
  const total = sites.reduce((sum, { inuseBytes }) => sum + Number(inuseBytes), 0);
  return {
    type: 'heap',
    id: `heap:${made}`,
    certainty: 'stated',
    scope: {},
    citations: [{ path: sanitize(path), excerpt: sanitize('') }],
    inuseBytes: total,
    inuseObjects: sites.length,
    allocBytes: total,
    allocObjects: sites.length,
    siteCount: sites.length,
    sites: sites.map((one) => ({ ...one, share: Number(one.inuseBytes) / total })),
    allocSites: [],
    functionCount: 0,
    functions: [],
    salvaged: false,
    ...spec,
  };
}

/** What the text form of a profile has: lines. */
function textual(path: string, firstLine: number): Partial<HeapFact> {
  return { citations: [{ path: sanitize(path), firstLine, lastLine: firstLine + 90, excerpt: sanitize('') }] };
}

/** The numbers at the end of a profile in text form. */
function footer(path: string, firstLine: number, lastGcUnixNanos: string): RuntimeMetricsFact {
  return {
    type: 'runtime-metrics',
    id: `runtime-metrics:${path}:${firstLine}`,
    certainty: 'stated',
    scope: {},
    citations: [{ path: sanitize(path), firstLine: firstLine + 60, lastLine: firstLine + 90, excerpt: sanitize('') }],
    source: 'memstats',
    lastGcUnixNanos,
    unparsedLines: 0,
  };
}

const grow = (...heaps: readonly HeapFact[]) => deriveHeapGrowth(heaps) as Omit<GrowthFact, 'id'>[];
const courses = (...heaps: readonly HeapFact[]): string[] =>
  grow(...heaps).map((fact) => `${fact.functions[0] ?? fact.key} ${fact.points.map(({ count }) => count).join(' ')} by ${fact.orderedBy}`);

describe('growth of the heap', () => {
  test('all of it, then its sites, the biggest growth first', () => {
    const facts = grow(
      heap('heap-1.pb.gz', [site('main.cache', 500), site('main.read main.handle', 100)]),
      heap('heap-2.pb.gz', [site('main.read main.handle', 900), site('main.cache', 450), site('main.new', 50)]),
    );
    expect(facts.map((fact) => [fact.subject, fact.functions.join(' '), fact.first, fact.last, fact.delta])).toEqual([
      ['heap', '', 600, 1400, 800],
      ['heap-site', 'main.read main.handle', 100, 900, 800],
      ['heap-site', 'main.new', 0, 50, 50],
      ['heap-site', 'main.cache', 500, 450, -50],
    ]);
    expect(facts[1]).toMatchObject({
      certainty: 'derived',
      ratio: 9,
      monotone: true,
      shareOfGrowth: 800 / 850,
      owner: { function: 'main.read' },
      citations: [{ path: 'heap-1.pb.gz' }, { path: 'heap-2.pb.gz' }],
    });
    expect(facts[3]).toMatchObject({ monotone: false, shareOfGrowth: 0 });
  });

  test('places in the same functions are one site', () => {
    const twice = [site('main.read main.handle', 100), site('main.read main.handle', 30)];
    expect(courses(heap('1', twice), heap('2', twice))).toEqual(['heap 130 130 by name', 'main.read 130 130 by name']);
  });

  test('sites that never hold a percent are left out', () => {
    const large = site('main.cache', 1000);
    expect(courses(heap('1', [large, site('main.a', 5)]), heap('2', [large, site('main.a', 9)]))).toHaveLength(2);
  });

  test('where a profile lists only its largest sites, another one had no more than the smallest of these', () => {
    const before = heap('1', [site('main.cache', 1000), site('main.a', 40)], { siteCount: 90 });
    expect(courses(before, heap('2', [site('main.cache', 1000), site('main.new', 500)]))).toContain('main.new 40 500 by name');
  });

  test('the time in the profiles goes before their names', () => {
    const early = heap('z', [site('main.cache', 1)], { timeNanos: '1700000000000000001' });
    const late = heap('a', [site('main.cache', 2)], { timeNanos: '1700000000000000002' });
    expect(courses(late, early)).toEqual(['heap 1 2 by time', 'main.cache 1 2 by time']);
    expect(courses(late, { ...early, timeNanos: undefined } as unknown as HeapFact)[0]).toBe('heap 1 2 by allocated');
  });

  test('names that are not numbered say nothing: what was allocated only rises', () => {
    const before = heap('heap-before.txt', [site('main.cache', 5)], { allocBytes: 100 });
    const after = heap('heap-after.txt', [site('main.cache', 9)], { allocBytes: 300 });
    expect(courses(after, before)).toEqual(['heap 5 9 by allocated', 'main.cache 5 9 by allocated']);
  });

  test('a rate a minute, with the time of the binary form', () => {
    const at = (minutes: number) => ({ timeNanos: String(1_700_000_000_000_000_000n + BigInt(minutes) * 60_000_000_000n) });
    const facts = grow(heap('1', [site('main.cache', 100)], at(0)), heap('2', [site('main.cache', 700)], at(3)));
    expect(facts[1]).toMatchObject({ minutes: 3, ratePerMinute: 200, shape: 'rising', rises: 1 });
  });

  test('the text form has the time of the last collection, in the numbers at its end', () => {
    const text = (path: string, line: number, bytes: number, lastGcUnixNanos: string): Fact[] => [
      heap(path, [site('main.cache', bytes)], textual(path, line)),
      footer(path, line, lastGcUnixNanos),
    ];
    const facts = [...text('heap.txt', 1, 100, '1700000000000000000'), ...text('heap.txt', 200, 500, '1700000120000000000')];
    expect(deriveHeapGrowth(facts)[1]).toMatchObject({ minutes: 2, ratePerMinute: 200, orderedBy: 'time' });
    expect(deriveHeapGrowth(facts.filter(({ type }) => type === 'heap'))[1]).toMatchObject({ orderedBy: 'position', delta: 400 });
    expect(deriveHeapGrowth(facts.filter(({ type }) => type === 'heap'))[1]).not.toHaveProperty('minutes');
  });

  describe('one moment is no growth', () => {
    const small = [site('main.cache', 100)];
    const large = [site('main.cache', 130)];
    test('the text form beside the binary one, a collection apart', () => {
      expect(
        grow(heap('b/heap.pb.gz', small, { timeNanos: '1700000000000000000' }), heap('b/heap.txt', large, textual('b/heap.txt', 1))),
      ).toEqual([]);
    });

    test('both forms of two moments: the binary ones are compared', () => {
      const both = (dir: string, sites: readonly HeapSite[], time: string) => [
        heap(`${dir}/heap.pb.gz`, sites, { timeNanos: time }),
        heap(`${dir}/heap.txt`, sites, textual(`${dir}/heap.txt`, 1)),
      ];
      const facts = grow(...both('t1', small, '1700000000000000000'), ...both('t2', large, '1700000060000000000'));
      expect(facts.map(({ points }) => points.map(({ path }) => path))).toEqual([
        ['t1/heap.pb.gz', 't2/heap.pb.gz'],
        ['t1/heap.pb.gz', 't2/heap.pb.gz'],
      ]);
    });

    test('a text of one moment and a binary of another, by their directories', () => {
      const facts = grow(heap('t1/heap.txt', small, textual('t1/heap.txt', 1)), heap('t2/heap.pb.gz', large));
      expect(facts[0]).toMatchObject({ first: 100, last: 130 });
    });

    test('heap and allocs profile, which are the same', () => {
      const same = { allocBytes: 900, timeNanos: '1700000000000000000' };
      expect(grow(heap('allocs.pb.gz', small, same), heap('heap.pb.gz', small, { ...same, timeNanos: '1700000002000000000' }))).toEqual([]);
    });
  });

  test('a process that starts anew is another one', () => {
    const at = (path: string, bytes: number, allocBytes: number) => heap(path, [site('main.cache', bytes)], { allocBytes });
    const facts = grow(at('1', 100, 1000), at('2', 300, 2000), at('3', 50, 400), at('4', 90, 900));
    expect(facts.filter(({ subject }) => subject === 'heap').map(({ first, last }) => [first, last])).toEqual([
      [100, 300],
      [50, 90],
    ]);
  });

  test.each<[string, HeapFact[]]>([
    ['one profile', [heap('1', [site('main.cache', 1)])]],
    ['other programs', [heap('1', [site('main.cache', 1)]), heap('2', [site('main.queue', 1)])]],
    ['nothing of the program in them', [heap('1', [site('bufio.NewReader', 1)]), heap('2', [site('bufio.NewReader', 9)])]],
    ['a difference', [heap('1', [site('main.cache', 1)]), heap('2', [site('main.cache', 9)], { durationNanos: 5 })]],
    ['a damaged file', [heap('1', [site('main.cache', 1)]), heap('2', [site('main.cache', 9)], { salvaged: true })]],
    [
      'other processes',
      [heap('1', [site('main.cache', 1)]), heap('2', [site('main.cache', 9)], { scope: { process: sanitize('web[2]') } })],
    ],
    ['other scopes', [heap('1', [site('main.cache', 1)]), heap('2', [site('main.cache', 9)], { scope: { incarnation: 2 } })]],
  ])('not compared: %s', (_, heaps) => {
    expect(grow(...heaps)).toEqual([]);
  });
});
