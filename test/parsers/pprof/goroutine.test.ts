import { describe, expect, it } from 'vitest';

import { buildProfile } from './build-profile.ts';
import type { Line } from './build-profile.ts';
import { GOROUTINE_PLAN, runParser } from './run-parser.ts';

/** One location with several calls. */
function stack(...names: readonly string[]): readonly Line[] {
  return names.map((name) => [name, '/usr/local/go/src/x.go', 1]);
}

describe('goroutine profiles', () => {
  it('becomes a dump and a group for each distinct stack, labels added up', () => {
    const { result, facts, found } = runParser(buildProfile(GOROUTINE_PLAN));
    expect(result).toEqual({ kind: 'ok' });
    expect(found).toEqual(['goroutine-profile']);
    const [dump] = facts.of('dump');
    expect(dump).toMatchObject({
      kind: 'profile',
      goroutines: 41,
      groups: 2,
      byState: [],
      defects: [],
      integrity: 'whole',
      program: '/src/shop/main.go',
    });
    const groups = facts.of('goroutines');
    expect(groups.map((group) => [group.count, group.owner?.function, group.wait, group.dump])).toEqual([
      [40, 'main.worker', { unknown: 40 }, dump?.id],
      [1, 'main.main', { unknown: 1 }, dump?.id],
    ]);
    expect(groups[0]?.share).toBeCloseTo(40 / 41, 10);
    for (const group of groups) for (const absent of ['state', 'creator', 'starters']) expect(group).not.toHaveProperty(absent);
    // What they wait for stands in the runtime's frames; where the plan leaves these out, nothing says.
    expect(groups.map(({ stateClass }) => stateClass)).toEqual(['chan-receive', undefined]);
  });

  it('joins stacks that differ only in places of the same code', () => {
    const locations = { ...GOROUTINE_PLAN.locations, again: [['main.worker', '/src/shop/worker.go', 31] as const] };
    const samples = [
      { stack: ['park', 'recv', 'recv1', 'worker'], values: [25] },
      { stack: ['park', 'recv', 'recv1', 'again'], values: [3] },
    ];
    const { facts } = runParser(buildProfile({ ...GOROUTINE_PLAN, locations, samples }));
    expect(facts.of('goroutines').map((group) => group.count)).toEqual([28]);
  });

  it('gives the same key to the same code in profiles of different times, and different ones to different code', () => {
    const first = runParser(buildProfile(GOROUTINE_PLAN)).facts.of('goroutines');
    const samples = GOROUTINE_PLAN.samples.map((sample) => ({ ...sample, values: [7] })).toReversed();
    const second = runParser(buildProfile({ ...GOROUTINE_PLAN, samples, id: (n) => BigInt(n) + 1000n })).facts.of('goroutines');
    expect(second.map(({ key }) => key)).toEqual(first.map(({ key }) => key));
    expect(new Set(first.map(({ key }) => key)).size).toBe(2);
  });

  it('does not take a difference of two moments for a snapshot', () => {
    for (const plan of [
      { ...GOROUTINE_PLAN, duration: 5_000_000_000n },
      { ...GOROUTINE_PLAN, samples: [{ stack: ['worker'], values: [-4] }] },
    ]) {
      const bytes = buildProfile(plan);
      const { result, facts, skipped, found } = runParser(bytes);
      expect(result).toEqual({ kind: 'ok' });
      expect(found).toEqual(['goroutine-profile']);
      expect(facts.all).toEqual([]);
      expect(skipped).toMatchObject([{ amount: bytes.length, unit: 'bytes', reason: expect.stringContaining('difference') }]);
    }
  });

  it('says that frames are missing where a cut took their locations', () => {
    const bytes = buildProfile({ ...GOROUTINE_PLAN, stringsFirst: true });
    const whole = runParser(bytes);
    expect(whole.facts.of('goroutines').some((group) => group.elided)).toBe(false);
    const elided = [];
    for (let length = bytes.length - 1; length > 0; length--) {
      const { facts, result } = runParser(bytes.subarray(0, length));
      const groups = facts.of('goroutines');
      if (groups.length > 0 && groups.every((group) => group.elided)) {
        elided.push(length);
        expect(result.kind).toBe('malformed');
        const [dump] = facts.of('dump');
        expect(dump?.integrity).toBe('partial');
        // A cut between two records looks like records that were never there.
        expect(['truncated', 'damaged']).toContain(dump?.defects[0]);
      }
    }
    expect(elided.length).toBeGreaterThan(20);
  });

  it('knows goroutines that are idle by design by their frames, without states', () => {
    const locations = {
      accept: stack('runtime.gopark', 'runtime.netpollblock', 'internal/poll.runtime_pollWait', 'internal/poll.(*FD).Accept'),
      signal: stack('runtime.notetsleepg', 'os/signal.signal_recv', 'os/signal.loop'),
      main: stack('runtime.gopark', 'runtime.chanrecv', 'runtime.chanrecv1', 'main.main', 'runtime.main'),
      writer: stack('runtime/pprof.runtime_goroutineProfileWithLabels', 'runtime/pprof.(*Profile).WriteTo', 'main.dump'),
      handler: stack('runtime.gopark', 'runtime.selectgo', 'main.(*API).ServeHTTP', 'net/http.(*conn).serve'),
      worker: stack('runtime.gopark', 'runtime.chanrecv', 'main.worker'),
    };
    const samples = Object.keys(locations).map((name, n) => ({ stack: [name], values: [10 - n] }));
    const groups = runParser(buildProfile({ ...GOROUTINE_PLAN, locations, samples })).facts.of('goroutines');
    expect(groups.map((group) => [group.idle, group.perRequest])).toEqual([
      ['accept-loop', false],
      ['signal-loop', false],
      ['parked-main', false],
      ['dump-writer', false],
      [undefined, true],
      [undefined, false],
    ]);
  });

  it('does not take what Go links into the runtime for code of the program', () => {
    const locations = {
      sleep: [['time.Sleep', '/usr/local/go/src/runtime/time.go', 338]],
      trimmed: [['time.Sleep', 'runtime/time.go', 338]],
      poll: [['main.poll', '/src/shop/poll.go', 12]],
    } as const;
    const samples = ['sleep', 'trimmed'].map((place) => ({ stack: [place, 'poll'], values: [1] }));
    const [group] = runParser(buildProfile({ ...GOROUTINE_PLAN, locations, samples })).facts.of('goroutines');
    expect(group).toMatchObject({ count: 2, frames: [{ origin: 'stdlib' }, {}], owner: { function: 'main.poll' } });
  });

  it('has no runtime frames above the first other one in the key, nor runtime.goexit: the text form leaves them out', () => {
    const key = (names: readonly string[]) => {
      const samples = [{ stack: ['place'], values: [1] }];
      const [group] = runParser(buildProfile({ ...GOROUTINE_PLAN, locations: { place: stack(...names) }, samples })).facts.of('goroutines');
      return group?.key;
    };
    expect(key(['runtime.gosched_m', 'runtime.Gosched', 'main.spin', 'runtime.goexit'])).toBe(key(['main.spin']));
    // Where nothing else is there, the text form shows them.
    expect(key(['runtime.GC', 'runtime.goexit'])).toBe(key(['runtime.GC']));
    expect(key(['runtime.GC'])).not.toBe(key(['runtime.Gosched']));
    // Below code of the program they stay.
    expect(key(['main.f', 'runtime.Gosched', 'main.g'])).not.toBe(key(['main.f', 'main.g']));
  });

  it('has no addresses in the key of code without symbols', () => {
    const keys = [1n, 900n].map((first) => {
      const locations = { ...(first > 1n ? { other: [] } : {}), ...GOROUTINE_PLAN.locations, foreign: [] };
      const samples = [{ stack: ['foreign', 'worker'], values: [2] }];
      const [group] = runParser(buildProfile({ ...GOROUTINE_PLAN, locations, samples })).facts.of('goroutines');
      return { key: group?.key, shown: group?.frames[0]?.function };
    });
    expect(keys[0]?.key).toBe(keys[1]?.key);
    expect(keys[0]?.shown).not.toBe(keys[1]?.shown);
  });

  it('unescapes names as Go escapes them', () => {
    const locations = {
      ...GOROUTINE_PLAN.locations,
      worker: [['gopkg.in/yaml%2ev3.(*Decoder).Decode', '/go/pkg/mod/gopkg.in/yaml.v3@v3.0.1/yaml.go', 1] as const],
    };
    const [group] = runParser(buildProfile({ ...GOROUTINE_PLAN, locations })).facts.of('goroutines');
    expect(group?.owner).toMatchObject({ function: 'gopkg.in/yaml.v3.(*Decoder).Decode', origin: 'dependency' });
  });
});

describe('labels', () => {
  const [worker, , main] = GOROUTINE_PLAN.samples;
  if (worker === undefined || main === undefined) throw new Error('the plan has no such samples');
  const { stack } = worker;
  const labelsOf = (samples: typeof GOROUTINE_PLAN.samples) =>
    runParser(buildProfile({ ...GOROUTINE_PLAN, samples }))
      .facts.of('goroutines')
      .map(({ count, labels }) => ({ count, labels }));

  it('add up by their sets; what is a number or has none is no label', () => {
    const samples = [
      { stack, values: [25], labels: { tenant: 'a' } },
      { stack, values: [4], labels: { tenant: 'a', route: '/x' } },
      { stack, values: [15], labels: { tenant: 'b' } },
      { stack, values: [3], labels: { bytes: 512 } },
      { stack, values: [2] },
      main,
    ];
    expect(labelsOf(samples)).toEqual([
      {
        count: 49,
        labels: {
          sets: [
            { labels: [{ name: 'tenant', value: 'a' }], count: 25 },
            { labels: [{ name: 'tenant', value: 'b' }], count: 15 },
            {
              labels: [
                { name: 'route', value: '/x' },
                { name: 'tenant', value: 'a' },
              ],
              count: 4,
            },
          ],
          others: 0,
          none: 5,
        },
      },
      { count: 1, labels: undefined },
    ]);
  });

  it('an empty value is one', () => {
    expect(labelsOf([{ stack, values: [2], labels: { tenant: '' } }])).toEqual([
      { count: 2, labels: { sets: [{ labels: [{ name: 'tenant', value: '' }], count: 2 }], others: 0, none: 0 } },
    ]);
  });

  it('of a sample that cannot be read nothing is left', () => {
    const samples = [
      { stack, values: [5, 7], labels: { tenant: 'broken' } },
      { stack, values: [2], labels: { tenant: 'a' } },
    ];
    expect(labelsOf(samples)).toEqual([
      { count: 2, labels: { sets: [{ labels: [{ name: 'tenant', value: 'a' }], count: 2 }], others: 0, none: 0 } },
    ]);
  });
});

it('a goroutineleak profile has leaked goroutines only, and none of them is idle by design', () => {
  const plan = { ...GOROUTINE_PLAN, sampleTypes: [['goroutineleak', 'count']] } as const;
  const { facts, found } = runParser(buildProfile(plan));
  // What looks after a cache otherwise waits here for a channel that is gone.
  const locations = { ...plan.locations, janitor: [['github.com/patrickmn/go-cache.(*janitor).Run', '/src/cache.go', 1]] as const };
  const samples = [{ stack: ['park', 'recv', 'recv1', 'janitor'], values: [3] }];
  expect(runParser(buildProfile({ ...GOROUTINE_PLAN, locations, samples })).facts.of('goroutines')[0]?.idle).toBe('pool-maintenance');
  expect(runParser(buildProfile({ ...plan, locations, samples })).facts.of('goroutines')[0]).not.toHaveProperty('idle');
  expect(found).toEqual(['goroutineleak-profile']);
  expect(facts.of('dump')).toMatchObject([{ kind: 'leak-profile', goroutines: 41, leaked: 41 }]);
  expect(facts.of('goroutines').map(({ count, leaked, idle }) => [count, leaked, idle])).toEqual([
    [40, 40, undefined],
    [1, 1, undefined],
  ]);
});
