import { describe, expect, it } from 'vitest';

import { buildProfile } from './build-profile.ts';
import { HEAP_PLAN, runParser } from './run-parser.ts';

const MB = 1_048_576;

function powerOfThree(n: number): bigint {
  return 3n ** BigInt(n);
}

describe('heap profiles', () => {
  for (const packed of [true, false])
    for (const stringsFirst of [true, false])
      for (const unknownFields of [true, false])
        it(`reads totals and sites (packed ${packed}, strings first ${stringsFirst}, unknown fields ${unknownFields})`, () => {
          const { result, facts, found } = runParser(buildProfile({ ...HEAP_PLAN, packed, stringsFirst, unknownFields }));
          expect(result).toEqual({ kind: 'ok' });
          expect(found).toEqual(['heap-profile']);
          const [heap] = facts.of('heap');
          expect(heap).toMatchObject({
            timeNanos: '1700000000123456789',
            rate: 524_288,
            inuseBytes: 151 * MB + 3584,
            inuseObjects: 158,
            allocBytes: 210 * MB + 3584,
            allocObjects: 217,
            siteCount: 2,
            salvaged: false,
            citations: [{ path: 'some.pb.gz', excerpt: '' }],
          });
          expect(heap).not.toHaveProperty('durationNanos');
          expect(heap?.sites[0]).toMatchObject({
            inuseBytes: 150 * MB + 3584,
            inuseObjects: 157,
            allocObjects: 207,
            owner: { function: 'main.(*Cache).Put', file: '/src/shop/cache.go', line: 17, origin: 'app' },
          });
          expect(heap?.sites[0]?.share).toBeCloseTo((150 * MB + 3584) / (151 * MB + 3584), 10);
          expect(heap?.sites[1]?.frames.map((frame) => [frame.function, frame.line, frame.inlined, frame.origin])).toEqual([
            ['bytes.growSlice', 249, true, 'stdlib'],
            ['bytes.(*Buffer).grow', 151, undefined, 'stdlib'],
            ['example.com/shop/web.(*Page).Render', 88, undefined, 'app'],
            ['main.main', 9, undefined, 'app'],
            ['runtime.main', 285, undefined, 'runtime'],
          ]);
        });

  it('keeps the sizes of objects in use, those that take most first', () => {
    const [heap] = runParser(buildProfile(HEAP_PLAN)).facts.of('heap');
    expect(heap?.sites[0]).toMatchObject({
      sizeCount: 2,
      sizes: [
        { bytes: MB, inuseObjects: 150, inuseBytes: 150 * MB },
        { bytes: 512, inuseObjects: 7, inuseBytes: 3584 },
      ],
    });
    expect(heap?.sites[1]).toMatchObject({ sizeCount: 1, sizes: [{ bytes: MB, inuseObjects: 1, inuseBytes: MB }] });
  });

  it('sizes: exact beyond 2^53, of equal ones one, none of what is freed, and eight at most', () => {
    const stack = ['put', 'main'];
    const large = 2n ** 60n + 1n;
    const [heap] = runParser(
      buildProfile({
        ...HEAP_PLAN,
        samples: [
          { stack, values: [9, 9, 1, large], labels: { bytes: large } },
          { stack, values: [9, 9, 2, large], labels: { bytes: large } },
          { stack, values: [9, 9, 0, 0], labels: { bytes: 77 } },
          { stack, values: [9, 9, 3, 300], labels: { pages: 77 } },
          { stack, values: [9, 9, 3, 300], labels: { bytes: 'many' } },
          ...Array.from({ length: 9 }, (_, i) => ({ stack, values: [1, 100 + i, 1, 100 + i], labels: { bytes: 100 + i } })),
        ],
      }),
    ).facts.of('heap');
    const [site] = heap?.sites ?? [];
    expect(site?.sizeCount).toBe(10);
    expect(site?.sizes).toHaveLength(8);
    expect(site?.sizes[0]).toEqual({ bytes: large.toString(), inuseObjects: 3, inuseBytes: (2n * large).toString() });
    expect(site?.sizes[1]).toEqual({ bytes: 108, inuseObjects: 1, inuseBytes: 108 });
  });

  it('sizes: none in a difference of two profiles, and none where the samples have no label', () => {
    for (const plan of [
      { ...HEAP_PLAN, duration: 30_000_000_000n },
      { ...HEAP_PLAN, samples: HEAP_PLAN.samples.map(({ stack, values }) => ({ stack, values })) },
    ])
      for (const site of runParser(buildProfile(plan)).facts.of('heap')[0]?.sites ?? [])
        expect(site).toMatchObject({ sizes: [], sizeCount: 0 });
  });

  it('keeps values beyond 2^53 exact, in sites and in sums of many', () => {
    const big = 2n ** 53n + 1n;
    const samples = [
      { stack: ['put'], values: [1, big, 1, big] },
      { stack: ['put'], values: [1, big, 1, 2] },
      { stack: ['main'], values: [1, 1, 1, big + 1n] },
      { stack: ['render'], values: [1, 2n ** 62n, 1, 2n ** 52n] },
      { stack: ['render'], values: [1, 2n ** 62n, 1, 2n ** 52n + 3n] },
    ];
    const [heap] = runParser(buildProfile({ ...HEAP_PLAN, samples })).facts.of('heap');
    expect(heap?.allocBytes).toBe((2n * big + 1n + 2n ** 63n).toString());
    // The first two are equal in use: the one that allocated more comes first.
    expect(heap?.sites.map((site) => [site.frames[0]?.function, site.inuseBytes, site.allocBytes])).toEqual([
      ['example.com/shop/web.(*Page).Render', (2n ** 53n + 3n).toString(), (2n ** 63n).toString()],
      ['main.(*Cache).Put', (big + 2n).toString(), (2n * big).toString()],
      ['main.main', (big + 1n).toString(), 1],
    ]);
  });

  it('reads delta profiles with negative values, without shares', () => {
    const samples = [
      { stack: ['put'], values: [-3, -4096, -1, -(2n ** 53n) - 500n] },
      { stack: ['main'], values: [1, 100, 1, 100] },
    ];
    for (const packed of [true, false]) {
      const [heap] = runParser(buildProfile({ ...HEAP_PLAN, samples, packed, duration: 30_000_000_000n })).facts.of('heap');
      expect(heap).toMatchObject({ durationNanos: 30_000_000_000, inuseBytes: (-400n - 2n ** 53n).toString(), allocObjects: -2 });
      expect(heap?.sites.map((site) => [site.inuseBytes, site.share])).toEqual([
        [100, 0],
        [(-(2n ** 53n) - 500n).toString(), 0],
      ]);
    }
  });

  it('shows the 50 largest of many, ties in order of allocations, then functions', () => {
    const names = Array.from({ length: 80 }, (_, n) => `main.f${String(n).padStart(2, '0')}`);
    const locations = Object.fromEntries(names.map((name) => [name, [[name, '/src/a.go', 1] as const]]));
    const samples = names.map((name, n) => ({ stack: [name], values: [1, n === 38 || n === 39 ? 5 : 9, 1, n % 40] })).toReversed();
    const [heap] = runParser(buildProfile({ ...HEAP_PLAN, locations, samples })).facts.of('heap');
    expect(heap?.siteCount).toBe(80);
    const expected = names
      .map((name, n) => ({ name, inuse: n % 40, alloc: n === 38 || n === 39 ? 5 : 9 }))
      .toSorted((a, b) => b.inuse - a.inuse || b.alloc - a.alloc || (a.name < b.name ? -1 : 1));
    expect(heap?.sites.map((site) => site.frames[0]?.function)).toEqual(expected.slice(0, 50).map(({ name }) => name));
  });

  it('takes any 64-bit ids, dense or not', () => {
    const whole = runParser(buildProfile(HEAP_PLAN)).facts.of('heap')[0];
    for (const id of [
      (n: number): bigint => BigInt(n) + 2n ** 31n - 2n,
      (n: number): bigint => 2n ** 53n + BigInt(n),
      (n: number): bigint => 2n ** 64n - 1n - BigInt(n),
      (n: number): bigint => (BigInt(n) + 1n) * 1_000_003n,
    ])
      for (const packed of [true, false]) {
        const { result, facts } = runParser(buildProfile({ ...HEAP_PLAN, id, packed }));
        expect(result).toEqual({ kind: 'ok' });
        expect(facts.of('heap')[0]).toEqual(whole);
      }
  });

  it('reads long stacks with ids of every length', () => {
    const names = Array.from({ length: 40 }, (_, n) => `main.f${n}`);
    const locations = Object.fromEntries(names.map((name, n) => [name, [[name, '/src/a.go', n + 1] as const]]));
    // 3^39 takes nine bytes; every place in the packed list has ids of several lengths around it.
    for (const stack of [names, names.toReversed(), names.toSorted()])
      for (const packed of [true, false]) {
        const samples = [{ stack, values: [1, 1, 1, 1] }];
        const { result, facts } = runParser(buildProfile({ ...HEAP_PLAN, locations, samples, id: powerOfThree, packed }));
        expect(result).toEqual({ kind: 'ok' });
        expect(facts.of('heap')[0]?.sites[0]?.frames.map((frame) => frame.function)).toEqual(stack);
      }
  });

  it('shows a place without symbols by its address, as foreign code', () => {
    const locations = { ...HEAP_PLAN.locations, put: [] };
    const [heap] = runParser(buildProfile({ ...HEAP_PLAN, locations })).facts.of('heap');
    expect(heap?.sites[0]?.frames[0]).toEqual({ function: '0x400020', file: '/app/server', origin: 'cgo' });
    expect(heap?.sites[0]?.owner?.function).toBe('main.main');
  });

  it('makes names from the file safe to show', () => {
    const locations = { ...HEAP_PLAN.locations, put: [['main.\u001b[31mevil', '/src/\u202egp.go', 1] as const] };
    const [heap] = runParser(buildProfile({ ...HEAP_PLAN, locations })).facts.of('heap');
    expect(heap?.sites[0]?.frames[0]).toMatchObject({ function: 'main.\\x1b[31mevil', file: '/src/\\u202egp.go' });
  });
});
