import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/text/safe-text.ts';
import { deriveGrowth } from '../../src/evidence/derive/growth.ts';
import { naturalOrder } from '../../src/text/natural-order.ts';
import type { DumpFact, DumpKind, GoroutinesFact } from '../../src/evidence/facts/dump.ts';
import type { GrowthFact } from '../../src/evidence/facts/growth.ts';
import type { Fact } from '../../src/evidence/facts/index.ts';

let made = 0;

interface Spec extends Partial<Pick<DumpFact, 'defects' | 'scope' | 'lastId' | 'timeNanos'>> {
  readonly kind?: DumpKind;
  readonly line?: number;
  readonly program?: string;
  /** A profile in binary form: it has no lines. */
  readonly binary?: boolean;
  readonly idle?: GoroutinesFact['idle'];
  readonly ids?: GoroutinesFact['ids'];
}

/** A dump with groups of so many goroutines, by key. */
function dump(path: string, counts: Readonly<Record<string, number>>, spec: Spec = {}): Fact[] {
  const {
    kind = 'debug2',
    line = 1,
    program = 'main.go',
    defects = [],
    scope = {},
    idle,
    ids = [],
    lastId,
    timeNanos,
    binary = false,
  } = spec;
  made += 1;
  const id = `dump:${made}`;
  const citation = (excerpt: string, offset: number) =>
    ({ path: sanitize(path), firstLine: line + offset, lastLine: line + offset, excerpt: sanitize(excerpt) }) as const;
  const head: DumpFact = {
    type: 'dump',
    id,
    certainty: 'stated',
    scope,
    citations: [binary ? { path: sanitize(path), excerpt: sanitize('') } : citation('head', 0)],
    kind,
    ...(timeNanos === undefined ? {} : { timeNanos }),
    goroutines: 0,
    groups: 0,
    ...(lastId === undefined ? {} : { lastId }),
    byState: [],
    unparsedLines: 0,
    unparsedSample: [],
    defects,
    integrity: defects.length === 0 ? 'whole' : 'partial',
    ...(program === '' ? {} : { program: sanitize(program) }),
  };
  const groups = Object.entries(counts).map(([key, count], index): GoroutinesFact => ({
    type: 'goroutines',
    id: `goroutines:${made}.${index}`,
    certainty: 'stated',
    scope,
    citations: [citation(`${key} × ${count}`, index + 1)],
    dump: id,
    dumpKind: kind,
    key,
    count,
    share: 0,
    state: sanitize('chan send'),
    stateClass: 'chan-send',
    wait: { unknown: count },
    frames: [],
    functions: [],
    leaked: 0,
    locked: 0,
    ...(idle === undefined ? {} : { idle }),
    perRequest: false,
    perProcess: false,
    ids,
    newest: ids,
    elided: false,
  }));
  return [head, ...groups];
}

type GrowthDraft = Omit<GrowthFact, 'id'>;

const grow = (...dumps: readonly Fact[][]): GrowthDraft[] =>
  deriveGrowth(dumps.flat()).flatMap((draft) => (draft.type === 'growth' ? [draft] : []));

const courses = (...dumps: readonly Fact[][]): string[] =>
  grow(...dumps).map((fact) => `${fact.key} ${fact.points.map((point) => point.count).join(' ')} by ${fact.orderedBy}`);

describe('growth of goroutine groups', () => {
  test('what grew, biggest first, then what stayed, then what shrank; with its place in the first and the last dump', () => {
    const facts = grow(
      dump('d-1.txt', { leak: 10, slow: 1, gone: 5, same: 7, one: 1 }),
      dump('d-2.txt', { leak: 40, slow: 3, same: 9, pair: 2 }),
      dump('d-10.txt', { leak: 100, slow: 11, same: 7, new: 2 }),
    );
    expect(facts.map((fact) => [fact.key, fact.first, fact.last, fact.delta])).toEqual([
      ['leak', 10, 100, 90],
      ['slow', 1, 11, 10],
      ['new', 0, 2, 2],
      ['same', 7, 7, 0],
      ['gone', 5, 0, -5],
    ]);
    expect(facts[0]).toMatchObject({
      certainty: 'derived',
      subject: 'goroutines',
      state: 'chan send',
      stateClass: 'chan-send',
      trend: '10 → 40 → 100',
      ratio: 10,
      monotone: true,
      shareOfGrowth: 90 / 102,
      orderedBy: 'name',
      points: [
        { path: 'd-1.txt', count: 10 },
        { path: 'd-2.txt', count: 40 },
        { path: 'd-10.txt', count: 100 },
      ],
      citations: [
        { path: 'd-1.txt', excerpt: 'leak × 10' },
        { path: 'd-10.txt', excerpt: 'leak × 100' },
      ],
    });
    expect(facts[2]).not.toHaveProperty('ratio');
    expect(facts[2]?.citations).toMatchObject([{ path: 'd-10.txt' }]);
    expect(facts[3]).toMatchObject({ shareOfGrowth: 0, monotone: false });
  });

  test.each<[string, number[], number[], object | undefined]>([
    ['all of the first are still there', [5, 6, 7, 8], [5, 6, 7, 8, 90], { compared: 4, still: 4, share: 1 }],
    ['others have come in their place', [5, 6, 7, 8], [41, 42, 43, 44], { compared: 4, still: 0, share: 0 }],
    ['some have ended', [5, 6, 7, 8], [5, 8, 43, 44], { compared: 4, still: 2, share: 0.5 }],
    ['no ids are printed', [], [], undefined],
  ])('who stayed: %s', (_, before, after, expected) => {
    expect(grow(dump('1', { a: 4 }, { ids: before }), dump('2', { a: 9 }, { ids: after }))[0]?.stayed).toEqual(expected);
  });

  test('of a group that is new in the last dump nobody can have stayed, of one that is gone none has', () => {
    const [fresh] = grow(dump('1', { b: 1 }), dump('2', { a: 9 }, { ids: [5] }));
    expect(fresh).toMatchObject({ key: 'a', first: 0 });
    expect(fresh).not.toHaveProperty('stayed');
    const [gone] = grow(dump('1', { a: 9 }, { ids: [5, 6] }), dump('2', { b: 1 }));
    expect(gone).toMatchObject({ key: 'a', last: 0, stayed: { compared: 2, still: 0, share: 0 } });
  });

  test('a count that goes down in between is not monotone', () => {
    expect(grow(dump('1', { a: 5 }), dump('2', { a: 3 }), dump('3', { a: 9 }))[0]).toMatchObject({ delta: 4, monotone: false });
  });

  test('a long course shows its ends', () => {
    const counts = [2, 4, 6, 8, 10, 12, 14];
    const dumps = counts.map((a, index) => dump(String(index), { a }));
    expect(grow(...dumps)[0]?.trend).toBe('2 → 4 → 6 → … → 10 → 12 → 14');
    expect(grow(...dumps.slice(1))[0]?.trend).toBe('4 → 6 → 8 → 10 → 12 → 14');
  });

  test('single goroutines that come and go are no growth', () => {
    expect(grow(dump('1', { a: 1 }), dump('2', { b: 1 }))).toEqual([]);
  });

  test("the runtime's own workers are no growth", () => {
    expect(grow(dump('1', { a: 1 }), dump('2', { gcworker: 8 }, { idle: 'runtime-system' }))).toEqual([]);
  });

  test('at most 200 groups, the biggest', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index + 2]));
    const facts = grow(dump('1', { a: 1 }), dump('2', many));
    expect(facts).toHaveLength(200);
    expect(facts.at(-1)?.last).toBe(102);
  });
});

describe('which dumps are compared', () => {
  const early = { a: 2 };
  const late = { a: 9 };
  test.each<[string, Fact[][]]>([
    ['one dump', [dump('1', early)]],
    ['other scopes', [dump('1', early, { scope: { pod: sanitize('a') } }), dump('2', late, { scope: { pod: sanitize('b') } })]],
    [
      'other processes',
      [dump('1', early, { scope: { process: sanitize('web[1]') } }), dump('2', late, { scope: { process: sanitize('web[2]') } })],
    ],
    ['other runs of a container', [dump('1', early, { scope: { incarnation: 1 } }), dump('2', late, { scope: { incarnation: 2 } })]],
    ['other programs', [dump('1', early, { program: 'a.go' }), dump('2', late, { program: 'b.go' })]],
    ['a profile and a dump of the same moment', [dump('1', early), dump('2', late, { kind: 'profile' })]],
    ['a profile of leaks and a dump', [dump('1', early), dump('2', late, { kind: 'leak-profile' })]],
    ['a profile of leaks and one of all', [dump('1', early, { kind: 'profile' }), dump('2', late, { kind: 'leak-profile' })]],
    ['stacks in some other text', [dump('1', early, { kind: 'other' }), dump('2', late, { kind: 'other' })]],
    ['only the crashing goroutine was printed', [dump('1', late), dump('2', early, { kind: 'crash', defects: ['single-goroutine'] })]],
    ['truncated', [dump('1', late), dump('2', early, { defects: ['truncated'] })]],
    ['cut by its producer', [dump('1', late), dump('2', early, { defects: ['cut-at-known-limit'] })]],
    ['two crashes are two processes', [dump('1', early, { kind: 'crash' }), dump('2', late, { kind: 'crash' })]],
    ['after a crash, in one file', [dump('f', early, { kind: 'crash' }), dump('f', late, { line: 50 })]],
  ])('not: %s', (_, dumps) => {
    expect(courses(...dumps)).toEqual([]);
  });

  test.each<[string, Fact[][], string]>([
    ['ages and frames missing', [dump('1', early, { defects: ['no-ages', 'elided-frames'] }), dump('2', late)], 'a 2 9 by name'],
    ['a program that is not known', [dump('1', early, { program: '' }), dump('2', late)], 'a 2 9 by name'],
    ['profiles', [dump('1', early, { kind: 'profile' }), dump('2', late, { kind: 'profile' })], 'a 2 9 by name'],
    ['profiles of leaks', [dump('1', early, { kind: 'leak-profile' }), dump('2', late, { kind: 'leak-profile' })], 'a 2 9 by name'],
    [
      'names without numbers: by the ids, which rise',
      [dump('after', late, { lastId: 900 }), dump('before', early, { lastId: 40 })],
      'a 2 9 by ids',
    ],
    ['numbered names say more', [dump('d1', early, { lastId: 900 }), dump('d2', late, { lastId: 40 })], 'a 2 9 by name'],
    ['ids that are the same do not tell', [dump('a', early, { lastId: 9 }), dump('b', late, { lastId: 9 })], 'a 2 9 by name'],
    [
      'the end comes last, whatever the ids',
      [dump('z', late, { lastId: 90 }), dump('a', { a: 11 }, { kind: 'crash', lastId: 5 }), dump('x', early, { lastId: 9 })],
      'a 2 9 11 by ids',
    ],
    ['one file: by position', [dump('f', late, { line: 90 }), dump('f', early, { line: 10 })], 'a 2 9 by position'],
    ['a crash is the last one, whatever its name', [dump('crash.log', late, { kind: 'crash' }), dump('d1', early)], 'a 2 9 by name'],
    ['a SIGQUIT too', [dump('a.log', late, { kind: 'sigquit' }), dump('d1', early)], 'a 2 9 by name'],
    [
      'one file: up to the crash',
      [dump('f', early), dump('f', late, { line: 9, kind: 'crash' }), dump('f', { a: 1 }, { line: 99 })],
      'a 2 9 by position',
    ],
    [
      'two ends: the living ones',
      [dump('1', early), dump('2', late), dump('3', {}, { kind: 'crash' }), dump('4', {}, { kind: 'crash' })],
      'a 2 9 by name',
    ],
  ])('%s', (_, dumps, expected) => {
    expect(courses(...dumps)).toEqual([expected]);
  });

  test('with two programs, a dump of an unknown one belongs to neither', () => {
    expect(
      courses(
        dump('1', early, { program: 'a.go' }),
        dump('2', late, { program: 'a.go' }),
        dump('3', { a: 50 }, { program: '' }),
        dump('4', {}, { program: 'b.go' }),
      ),
    ).toEqual(['a 2 9 by name']);
  });
});

describe('the order of names', () => {
  test.each([
    ['dump-2.txt', 'dump-10.txt'],
    ['dump-02.txt', 'dump-10.txt'],
    ['a.txt', 'b.txt'],
    ['before.txt', 'after.txt'],
    ['goroutines-Before.txt', 'goroutines-After.txt'],
    ['dump.txt', 'dump.txt.1'],
    ['2024-01-02T09-59.txt', '2024-01-02T10-00.txt'],
    ['x/99999999999999999999.txt', 'x/100000000000000000000.txt'],
  ])('%s comes before %s', (a, b) => {
    expect(naturalOrder(a, b)).toBeLessThan(0);
    expect(naturalOrder(b, a)).toBeGreaterThan(0);
  });

  test('equal only where equal, and the same both ways', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(Math.sign(naturalOrder(a, b))).toBe(-Math.sign(naturalOrder(b, a)) + 0);
        expect(naturalOrder(a, b) === 0).toBe(a === b);
      }),
    );
  });

  test('sorting gives one order, whatever the order before', () => {
    const name = fc.stringMatching(/^(before|after|azz|first|last|new|x|-|\.|10|9|09|a){1,3}$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), (names) => {
        const sorted = names.toSorted(naturalOrder);
        expect(names.toReversed().toSorted(naturalOrder)).toEqual(sorted);
        expect(sorted.every((one, i) => sorted.slice(i + 1).every((later) => naturalOrder(one, later) <= 0))).toBe(true);
      }),
    );
  });
});

describe('profiles of goroutines', () => {
  const at = (minutes: number) => String(1_700_000_000_000_000_000n + BigInt(minutes) * 60_000_000_000n);
  const binary = (path: string, count: number, minutes: number) =>
    dump(path, { a: count }, { kind: 'profile', binary: true, timeNanos: at(minutes) });
  const text = (path: string, count: number) => dump(path, { a: count }, { kind: 'profile' });

  test('by the time in them, with a rate a minute', () => {
    const facts = grow(binary('z.pb.gz', 10, 0), binary('a.pb.gz', 70, 4));
    expect(facts[0]).toMatchObject({ orderedBy: 'time', first: 10, last: 70, minutes: 4, ratePerMinute: 15 });
  });

  test('text has no time, and no rate', () => {
    const [fact] = grow(text('1.txt', 10), text('2.txt', 70));
    expect(fact).toMatchObject({ delta: 60, orderedBy: 'name' });
    expect(fact).not.toHaveProperty('ratePerMinute');
  });

  test('the text form beside the binary one is the same moment', () => {
    expect(courses(binary('goroutine.pb.gz', 10, 0), text('goroutine.txt', 12))).toEqual([]);
  });

  test('both forms at two moments: the binary ones are compared', () => {
    const both = [
      binary('1/goroutine.pb.gz', 10, 0),
      text('1/goroutine.txt', 11),
      binary('2/goroutine.pb.gz', 30, 1),
      text('2/goroutine.txt', 31),
    ];
    expect(courses(...both)).toEqual(['a 10 30 by time']);
  });

  test('groups that come and go are a saw-tooth', () => {
    const counts = [10, 80, 12, 90, 11, 85];
    const [fact] = grow(...counts.map((count, i) => binary(`${i}.pb.gz`, count, i)));
    expect(fact).toMatchObject({ shape: 'saw-tooth', troughs: { first: 10, last: 11, rising: false } });
  });
});
