import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/text/safe-text.ts';
import { deriveHeapGrowth } from '../../src/evidence/derive/heap-growth.ts';
import type { HeapFact, HeapSite } from '../../src/evidence/facts/heap.ts';
import type { GrowthFact } from '../../src/evidence/facts/growth.ts';
import type { Frame } from '../../src/evidence/frame.ts';
import { trusted } from '../../src/text/safe-text.ts';

let made = 0;

/** A site by its functions, innermost first, with so many bytes. Functions of `main` are the program's. */
function site(functions: string, bytes: number): HeapSite {
  const frames = functions.split(' ').map((name): Frame => ({
    function: trusted(name),
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
    citations: [{ path: trusted(path), excerpt: trusted('') }],
    inuseBytes: total,
    inuseObjects: sites.length,
    allocBytes: total,
    allocObjects: sites.length,
    siteCount: sites.length,
    sites: sites.map((one) => ({ ...one, share: Number(one.inuseBytes) / total })),
    salvaged: false,
    ...spec,
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
    expect(courses(late, { ...early, timeNanos: undefined } as unknown as HeapFact)[0]).toBe('heap 2 1 by name');
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
