import { describe, expect, test } from 'vitest';
import type { CaseFile } from '../../src/evidence/case-file.ts';
import type { RaceAccess } from '../../src/evidence/facts/race.ts';
import type { Frame, FrameOrigin } from '../../src/evidence/frame.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Fingerprint } from '../../src/fingerprint/fingerprint.ts';
import { fingerprintOfFact, withoutStack } from '../../src/fingerprint/of-fact.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { caseFile, citation, dump, group } from '../matcher/fixture.ts';

const call = (name: string, origin: FrameOrigin = 'app'): Frame => ({ function: sanitize(name), origin });
const creator = { function: sanitize('main.start'), origin: 'app' } as const;
const stack = [call('runtime.gopark', 'runtime'), call('example.com/pool.(*P).get', 'dependency'), call('main.f.func2'), call('main.g')];

/** The fingerprint of the last fact of a case file. */
function of(...facts: readonly FactDraft[]): Fingerprint | undefined {
  const file: CaseFile = caseFile(...facts);
  const last = file.all.at(-1);
  return last === undefined ? undefined : fingerprintOfFact(last, file);
}

describe('goroutines', () => {
  test('are told by what they wait for and their first frame of the program', () => {
    const made = of(dump(), group({ frames: stack, creator }));
    expect(made?.text).toBe('gofp/1 L2\nkind: goroutines\nmessage: chan-receive\nframe: main.f.func');
    expect(made?.levels.L3).not.toBeNull();
  });

  test('another caller, number or creator is no other group of them; another state is', () => {
    const made = of(dump(), group({ frames: stack, creator }));
    expect(of(dump(), group({ frames: [...stack.slice(0, 3), call('main.h')], count: 3 }))?.hash).toBe(made?.hash);
    expect(of(dump(), group({ frames: stack, creator, stateClass: 'select' }))?.hash).not.toBe(made?.hash);
  });

  test('a dependency’s frame counts where the program has none', () => {
    expect(of(dump(), group({ frames: stack.slice(0, 2), creator }))?.text).toContain('frame: example.com/pool.(*P).get');
    // But not where the program's may be missing.
    expect(of(dump({ defects: ['truncated'] }), group({ frames: stack.slice(0, 2), creator, count: 1 }))).toMatchObject({
      hash: null,
      reason: expect.stringContaining('cut') as string,
    });
  });

  test('one frame that nobody started says nothing; the go statement makes it two', () => {
    expect(of(dump(), group({ frames: [call('main.f')] }))?.hash).toBeNull();
    expect(of(dump(), group({ frames: [call('main.f')], creator }))?.hash).not.toBeNull();
  });

  test('frames that the runtime left out are behind the first fifty', () => {
    const library = Array.from({ length: 60 }, (_, i) => call(`strings.f${i}`, 'stdlib'));
    expect(of(dump(), group({ frames: [...stack, ...library], elided: true }))?.hash).not.toBeNull();
    expect(of(dump(), group({ frames: [...library, ...stack], elided: true }))?.reason).toMatch(/left out/);
  });

  test('of a growing group its goroutines in the last dump that has them', () => {
    const growth = {
      type: 'growth',
      certainty: 'derived',
      citations: [citation()],
      scope: {},
      subject: 'goroutines',
      key: 'k',
      functions: [],
      points: [{ dump: 'dump:1', path: sanitize('a'), count: 10 }],
      first: 10,
      last: 10,
      delta: 0,
      monotone: true,
      shareOfGrowth: 1,
      rises: 0,
      falls: 0,
      shape: 'level',
      baseline: 'whole',
      orderedBy: 'name',
    } as const;
    expect(of(dump(), group({ frames: stack }), growth)?.hash).toBe(of(dump(), group({ frames: stack }))?.hash);
    expect(of(dump(), group({ frames: stack, key: 'other' }), growth)).toBeUndefined();
  });
});

describe('a data race', () => {
  const access = (kind: 'read' | 'write', ...frames: readonly Frame[]): RaceAccess => ({
    kind,
    frames,
    functions: frames.map((frame) => frame.function),
    failedToRestore: false,
    atomic: false,
    main: false,
    citation: citation(),
  });
  const race = (one: RaceAccess, other: RaceAccess | undefined) =>
    of({
      type: 'race',
      certainty: 'stated',
      citations: [citation()],
      scope: {},
      form: 'go',
      access: one,
      ...(other === undefined ? {} : { previous: other }),
      on: 'map',
      between: sanitize('x'),
      goroutines: [],
      inTest: false,
      truncated: false,
      unparsedLines: 0,
    });
  const put = access('write', call('main.(*T).put'), call('main.main'));
  const get = access('read', call('main.(*T).get'), call('main.main'));

  test('is the same whoever came first, and whoever wrote', () => {
    const made = race(put, get);
    expect(made?.text).toBe('gofp/1 L2\nkind: race\nmessage: memory\nframe: main.(*T).get\nframe: main.(*T).put');
    expect(race(get, put)?.hash).toBe(made?.hash);
    expect(race({ ...get, kind: 'write' }, put)?.hash).toBe(made?.hash);
    expect(race(get, put)?.levels).toEqual(made?.levels);
    expect(race(put, put)?.hash).not.toBe(made?.hash);
  });

  test('is refused where one side has no stack', () => {
    expect(race(put, undefined)).toMatchObject({ hash: null, reason: 'the stack of one side is missing' });
    expect(race(put, { ...get, frames: [], failedToRestore: true })?.hash).toBeNull();
  });

  test('a program counter without a name refuses', () => {
    expect(race(put, access('read', call('??', 'runtime'), call('main.main')))?.hash).toBeNull();
  });
});

describe('goroutines that a test left over', () => {
  const left = (state: string) =>
    of({
      type: 'leak-check',
      certainty: 'stated',
      citations: [citation()],
      scope: {},
      state: sanitize(state),
      top: sanitize('runtime.gopark'),
      owner: call('example.com/x.poll'),
      creator,
      count: 1,
      ids: [],
    });

  test('waits for a lock have one name in all releases', () => {
    expect(left('semacquire')?.hash).toBe(left('sync.Mutex.Lock')?.hash);
    expect(left('chan receive')?.hash).not.toBe(left('select')?.hash);
    expect(left('select')?.text).toBe('gofp/1 L2\nkind: goroutines left over\nmessage: select\nframe: example.com/x.poll');
  });
});

describe('the heap', () => {
  const held = (owner: Frame | undefined, via?: string) =>
    of({
      type: 'heap-holder',
      certainty: 'derived',
      citations: [citation()],
      scope: {},
      profile: 'heap:1',
      sizes: [],
      grownArray: false,
      holder: sanitize('main.f'),
      ...(owner === undefined ? {} : { owner }),
      ...(via === undefined ? {} : { via: sanitize(via) }),
      inuseBytes: 1,
      inuseObjects: 1,
      allocBytes: 1,
      allocObjects: 1,
      share: 1,
      keptShare: 1,
      keptObjects: 1,
      atStart: false,
    });

  test('one function that holds it is enough', () => {
    expect(held(call('main.f'), 'time.After')?.text).toBe('gofp/1 L2\nkind: heap\nmessage: via time.After\nframe: main.f');
    expect(held(call('main.f'))?.hash).not.toBe(held(call('main.f'), 'time.After')?.hash);
  });

  test('but main.main, which every program has, and none of the program', () => {
    expect(held(call('main.main'))?.hash).toBeNull();
    expect(held(undefined)?.hash).toBeNull();
  });
});

test('a fact without a stack has none, and its finding says why', () => {
  expect(of(dump())).toBeUndefined();
  const made = withoutStack('oom-kill-memcg');
  expect(made).toMatchObject({ hash: null, levels: { L0: null, L1: null, L2: null, L3: null, L4: null }, notes: [] });
  expect(made.reason).toMatch(/no stack/);
});
