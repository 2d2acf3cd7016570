import { describe, expect, it } from 'vitest';
import { buildProfile, type Line, type ProfilePlan } from './build-profile.ts';
import { runParser } from './run-parser.ts';

const MUTEX: Line = ['sync.(*Mutex).Unlock', '/usr/local/go/src/sync/mutex.go', 65];
const PLAN: ProfilePlan = {
  sampleTypes: [
    ['contentions', 'count'],
    ['delay', 'nanoseconds'],
  ],
  period: ['contentions', 'count', 1],
  time: 1_700_000_000_000_000_000n,
  locations: {
    top: [MUTEX, ['main.(*Cache).Put', '/src/shop/cache.go', 17]],
    other: [['main.(*Cache).Get', '/src/shop/cache.go', 30]],
    main: [['main.main', '/src/shop/main.go', 9]],
  },
  samples: [
    { stack: ['top', 'main'], values: [70, 6_000_000_000] },
    { stack: ['top', 'other', 'main'], values: [90, 2_000_000_000] },
  ],
};

const withTop = (name: string) => ({ ...PLAN, locations: { ...PLAN.locations, top: [[name, '/x.go', 1]] as readonly Line[] } });
const contention = (plan: ProfilePlan) => runParser(buildProfile(plan)).facts.of('contention')[0];

describe('block and mutex profiles', () => {
  it('by site, the longest delay first', () => {
    const { facts, found } = runParser(buildProfile(PLAN));
    expect(found).toEqual(['contention-profile']);
    expect(facts.of('contention')).toMatchObject([
      {
        kind: 'mutex',
        timeNanos: '1700000000000000000',
        events: 160,
        delayNanos: 8_000_000_000,
        siteCount: 2,
        sites: [
          { events: 70, delayNanos: 6_000_000_000, share: 0.75, owner: { function: 'main.(*Cache).Put', line: 17 } },
          { events: 90, delayNanos: 2_000_000_000, share: 0.25 },
        ],
        salvaged: false,
      },
    ]);
    expect(facts.of('contention')[0]).not.toHaveProperty('cycles');
    expect(facts.of('runtime-metrics')).toMatchObject([{ source: 'profile', mutexEvents: 160, mutexSeconds: 8 }]);
  });

  it.each([
    ['sync.(*RWMutex).RUnlock', 'mutex'],
    ['sync.(*RWMutex).rUnlockSlow', 'mutex'],
    ['internal/sync.(*Mutex).unlockSlow', 'mutex'],
    ['runtime.unlock', 'mutex'],
    ['runtime._LostContendedRuntimeLock', 'mutex'],
    ['sync.(*Mutex).Lock', 'block'],
    ['sync.(*RWMutex).RLock', 'block'],
    ['runtime.chanrecv1', 'block'],
    ['runtime.chansend1', 'block'],
    ['runtime.selectgo', 'block'],
    ['sync.(*WaitGroup).Wait', 'block'],
    ['sync.(*Cond).Wait', 'block'],
    ['main.unlockDoor', 'unknown'],
  ])('%s on top: %s', (name, kind) => {
    const { facts } = runParser(buildProfile(withTop(name)));
    expect(facts.of('contention')[0]?.kind).toBe(kind);
    // What is not known is no counter of the process.
    expect(facts.of('runtime-metrics')).toHaveLength(kind === 'unknown' ? 0 : 1);
  });

  it('a difference of two moments has no shares and is no counter', () => {
    const samples = [
      { stack: ['top'], values: [-5, -100] },
      { stack: ['main'], values: [7, 300] },
    ];
    const { facts } = runParser(buildProfile({ ...PLAN, samples, duration: 30_000_000_000n }));
    expect(facts.of('contention')[0]).toMatchObject({
      durationNanos: 30_000_000_000,
      delayNanos: 200,
      sites: [{ share: 0 }, { share: 0 }],
    });
    expect(facts.of('runtime-metrics')).toEqual([]);
  });

  it('delays beyond 2^53 stay exact', () => {
    const samples = [{ stack: ['top'], values: [1, 9_007_199_254_740_993n] }];
    expect(contention({ ...PLAN, samples })).toMatchObject({ delayNanos: '9007199254740993', sites: [{ delayNanos: '9007199254740993' }] });
  });

  it('at most fifty sites are listed, all are counted', () => {
    const locations = Object.fromEntries(
      Array.from({ length: 80 }, (_, at) => [`l${at}`, [[`main.f${at}`, '/a.go', at]] as readonly Line[]]),
    );
    const samples = Object.keys(locations).map((name, at) => ({ stack: [name], values: [1, 1000 + at] }));
    const fact = contention({ ...PLAN, locations, samples });
    expect(fact).toMatchObject({ siteCount: 80, events: 80 });
    expect(fact?.sites.map(({ functions }) => functions[0])).toEqual(Array.from({ length: 50 }, (_, at) => `main.f${79 - at}`));
  });

  it('a damaged file gives what could be saved, and says so', () => {
    const bytes = buildProfile(PLAN);
    const { result, facts } = runParser(bytes.subarray(0, bytes.length - 2));
    expect(result.kind).toBe('malformed');
    expect(facts.of('contention')[0]).toMatchObject({ events: 160, salvaged: true });
  });
});

it('a threadcreate profile: sites, and threads without a recorded stack', () => {
  const plan: ProfilePlan = {
    ...PLAN,
    sampleTypes: [['threadcreate', 'count']],
    samples: [
      { stack: ['main'], values: [2] },
      { stack: [], values: [9] },
      { stack: ['other', 'main'], values: [5] },
    ],
  };
  const { facts, found } = runParser(buildProfile(plan));
  expect(found).toEqual(['threadcreate-profile']);
  expect(facts.of('threads')).toMatchObject([
    {
      total: 16,
      unrecorded: 9,
      siteCount: 2,
      sites: [
        { count: 5, share: 5 / 16, functions: ['main.(*Cache).Get', 'main.main'] },
        { count: 2, functions: ['main.main'] },
      ],
    },
  ]);
  expect(facts.of('runtime-metrics')).toMatchObject([{ threadsCreated: 16 }]);
});
