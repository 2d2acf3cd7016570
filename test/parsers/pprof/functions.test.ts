import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeProfile } from '../../../parsers/pprof/decode.ts';
import { sumFunctions } from '../../../parsers/pprof/functions.ts';
import { groupStacks } from '../../../parsers/pprof/stacks.ts';
import { buildProfile, type ProfilePlan } from './build-profile.ts';
import { HEAP_PLAN, runParser } from './run-parser.ts';

const PLAN: ProfilePlan = {
  sampleTypes: [
    ['calls', 'count'],
    ['weight', 'grams'],
  ],
  locations: {
    leaf: [
      ['main.inlined', '/a.go', 3],
      ['main.leaf', '/a.go', 10],
    ],
    again: [['main.walk', '/a.go', 20]],
    other: [['main.walk', '/a.go', 25]],
    main: [['main.main', '/a.go', 30]],
    bare: [],
  },
  samples: [
    { stack: ['leaf', 'again', 'other', 'again', 'main'], values: [1, 5] },
    { stack: ['again', 'main'], values: [2, 100] },
    { stack: ['bare', 'main'], values: [4, 7] },
  ],
};

function sums(plan: ProfilePlan) {
  const decoded = decodeProfile(buildProfile(plan));
  if (decoded.kind !== 'profile') throw new Error(decoded.kind);
  const functions = sumFunctions(decoded.profile, groupStacks(decoded.profile));
  const named = functions.largest([1], 100).map((f) => [functions.calls[f]?.function, functions.flat(f, 1), functions.cumulative(f, 1)]);
  return { functions, named };
}

describe('sums by function', () => {
  it('flat is the innermost call, inlined or not; a stack counts once however often a function stands in it', () => {
    expect(sums(PLAN).named).toEqual([
      ['main.walk', 100, 105],
      ['[server]', 7, 7],
      ['main.inlined', 5, 5],
      ['main.main', 0, 112],
      ['main.leaf', 0, 5],
    ]);
  });

  it('each value is added up on its own', () => {
    const { functions } = sums(PLAN);
    const walk = functions.calls.findIndex((call) => call.function === 'main.walk');
    expect([functions.flat(walk, 0), functions.cumulative(walk, 0), functions.count]).toEqual([2, 3, 5]);
  });

  it('exact beyond 2^53, and where values cancel out', () => {
    const big = 2n ** 53n;
    const samples = [
      { stack: ['leaf', 'main'], values: [1, big] },
      { stack: ['again', 'main'], values: [1, 1] },
      { stack: ['other', 'main'], values: [1, -(2n ** 60n) - 1n] },
    ];
    expect(sums({ ...PLAN, samples }).named).toEqual([
      ['main.inlined', big.toString(), big.toString()],
      ['main.leaf', 0, big.toString()],
      ['main.main', 0, (big - 2n ** 60n).toString()],
      ['main.walk', (-(2n ** 60n)).toString(), (-(2n ** 60n)).toString()],
    ]);
  });

  it('equal ones in order of the next value, of what they call, and of their names', () => {
    const samples = [
      { stack: ['main'], values: [1, 5] },
      { stack: ['again'], values: [2, 5] },
    ];
    expect(sums({ ...PLAN, samples }).named.map(([name]) => name)).toEqual(['main.main', 'main.walk']);
  });
});

describe('functions of a heap profile', () => {
  const heap = (plan: ProfilePlan) => runParser(buildProfile(plan)).facts.of('heap')[0];

  it('with what they allocated themselves and with what they call', () => {
    const fact = heap(HEAP_PLAN);
    expect(fact?.functionCount).toBe(6);
    expect(fact?.functions.map(({ frame, flat, cumulative }) => [frame.function, flat.inuseObjects, cumulative.inuseObjects])).toEqual([
      ['main.(*Cache).Put', 157, 157],
      ['bytes.growSlice', 1, 1],
      ['main.main', 0, 158],
      ['runtime.main', 0, 158],
      ['bytes.(*Buffer).grow', 0, 1],
      ['example.com/shop/web.(*Page).Render', 0, 1],
    ]);
    expect(fact?.functions[0]?.frame).toEqual({ function: 'main.(*Cache).Put', file: '/src/shop/cache.go', origin: 'app' });
    expect(fact?.functions[1]?.flat).toEqual({ inuseBytes: 1_048_576, inuseObjects: 1, allocBytes: 10_485_760, allocObjects: 10 });
  });

  it('what is allocated most is listed where sites in use leave no room for it', () => {
    const names = Array.from({ length: 60 }, (_, n) => `main.f${n}`);
    const locations = Object.fromEntries(names.map((name) => [name, [[name, '/a.go', 1] as const]]));
    const samples = names.map((name, n) => ({ stack: [name], values: [1, n < 5 ? 1_000_000 + n : 10, 1, n < 5 ? 0 : 10] }));
    const fact = heap({ ...HEAP_PLAN, locations, samples });
    expect(fact?.sites).toHaveLength(50);
    const listed = fact?.allocSites.map((site) => [site.frames[0]?.function, site.allocBytes, site.inuseBytes, site.share]);
    expect(listed?.slice(0, 5)).toEqual([4, 3, 2, 1, 0].map((n) => [`main.f${n}`, 1_000_000 + n, 0, 0]));
    const all = [...(fact?.sites ?? []), ...(fact?.allocSites ?? [])].map((site) => site.frames[0]?.function);
    expect(new Set(all).size).toBe(all.length);
    expect(heap(HEAP_PLAN)?.allocSites).toEqual([]);
  });
});

it('the fast way and the exact one agree, whatever the number of values', () => {
  const stacks = fc.array(fc.constantFrom('leaf', 'again', 'other', 'main', 'bare'), { minLength: 1, maxLength: 8 });
  const value = fc.integer({ min: -100, max: 100 });
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 6 })
        .chain((width) => fc.array(fc.tuple(stacks, fc.array(value, { minLength: width, maxLength: width })), { maxLength: 30 })),
      (drawn) => {
        const width = drawn[0]?.[1].length ?? 1;
        const sampleTypes = Array.from({ length: width }, (_, v) => [`v${v}`, 'count'] as const);
        const plan = (factor: bigint): ProfilePlan => ({
          ...PLAN,
          sampleTypes,
          samples: drawn.map(([stack, values]) => ({ stack, values: values.map((one) => BigInt(one) * factor) })),
        });
        const all = (factor: bigint) => {
          const { functions } = sums(plan(factor));
          const columns = sampleTypes.map((_, v) => v);
          return functions.calls.map((_, f) => columns.flatMap((v) => [BigInt(functions.flat(f, v)), BigInt(functions.cumulative(f, v))]));
        };
        // Beyond 2^53 only the exact way is taken.
        const factor = 2n ** 54n + 1n;
        expect(all(factor)).toEqual(all(1n).map((one) => one.map((sum) => sum * factor)));
      },
    ),
    { numRuns: 200 },
  );
});
