import { describe, expect, test } from 'vitest';
import { deriveGcLoad } from '../../src/evidence/derive/gc-load.ts';
import type { RuntimeMetricsFact } from '../../src/evidence/facts/runtime-metrics.ts';
import { sanitize } from '../../src/text/safe-text.ts';

let made = 0;

function scrape(spec: Partial<RuntimeMetricsFact>): RuntimeMetricsFact {
  made += 1;
  return {
    type: 'runtime-metrics',
    id: `runtime-metrics:${made}`,
    certainty: 'stated',
    scope: {},
    citations: [{ path: sanitize(`metrics-${made}.txt`), firstLine: 1, lastLine: 9, excerpt: sanitize('') }],
    source: 'prometheus',
    numGc: 100,
    unparsedLines: 0,
    ...spec,
  };
}

const SECOND = 1_000_000_000n;
const START = 1_700_000_000n * SECOND;
const at = (seconds: number) => (START + BigInt(seconds) * SECOND).toString();

describe('between two scrapes', () => {
  const before = scrape({
    numGc: 100,
    lastGcUnixNanos: at(0),
    gcCpuSeconds: 50,
    gcIdleCpuSeconds: 20,
    totalCpuSeconds: 1000,
    gcAssistCpuSeconds: 5,
    gcPauseCpuSeconds: 1,
  });
  const after = scrape({
    numGc: 140,
    lastGcUnixNanos: at(20),
    gcCpuSeconds: 72,
    gcIdleCpuSeconds: 22,
    totalCpuSeconds: 1040,
    gcAssistCpuSeconds: 14,
    gcPauseCpuSeconds: 2,
  });

  test.each([
    ['in order', [before, after]],
    ['in any other', [after, before]],
  ])('what the collector took, %s', (_, facts) => {
    expect(deriveGcLoad(facts)).toMatchObject([
      {
        over: 'interval',
        scrapes: 2,
        collections: 40,
        seconds: 20,
        perSecond: 2,
        cpuShare: 0.5,
        citations: [{ path: after.citations[0].path }, { path: before.citations[0].path }],
      },
    ]);
    expect(deriveGcLoad(facts)[0]?.assistShare).toBeCloseTo(9 / 19);
  });

  test('of three the interval with most of it', () => {
    const calm = scrape({ numGc: 160, lastGcUnixNanos: at(80), gcCpuSeconds: 74, gcIdleCpuSeconds: 23, totalCpuSeconds: 1160 });
    expect(deriveGcLoad([before, after, calm])).toMatchObject([{ scrapes: 3, collections: 40, cpuShare: 0.5 }]);
  });

  test('few collections are no interval of their own', () => {
    const soon = scrape({ numGc: 143, lastGcUnixNanos: at(21), gcCpuSeconds: 73, gcIdleCpuSeconds: 22, totalCpuSeconds: 1041 });
    expect(deriveGcLoad([after, soon])).toMatchObject([{ collections: 3 }]);
    expect(deriveGcLoad([before, after, soon])).toMatchObject([{ collections: 40 }]);
  });

  test('numbers that fall are of two processes', () => {
    const other = scrape({ numGc: 150, totalCpuSeconds: 10 });
    expect(deriveGcLoad([before, other]).map(({ over, collections }) => [over, collections])).toEqual([
      ['life', 100],
      ['life', 150],
    ]);
  });

  test.each<[string, Partial<RuntimeMetricsFact>]>([
    ['of another pod', { scope: { pod: sanitize('b') } }],
    ['of another start', { startUnixSeconds: 1_700_000_100 }],
    ['of another source', { source: 'expvar' }],
  ])('nor are those %s', (_, spec) => {
    expect(deriveGcLoad([before, { ...after, ...spec }]).map(({ over }) => over)).toEqual(['life', 'life']);
  });
});

describe('the goal and the live heap', () => {
  test('what was marked, and of two the roomier one', () => {
    expect(
      deriveGcLoad([
        scrape({ numGc: 1, heapLiveBytes: 100, nextGcBytes: 200 }),
        scrape({ numGc: 2, heapLiveBytes: 100, nextGcBytes: 101 }),
      ]),
    ).toMatchObject([{ liveBytes: 100, liveFrom: 'marked', goalBytes: 101, goalOverLive: 2 }]);
  });

  test('where that is not stated, what the heap has: an upper bound', () => {
    expect(deriveGcLoad([scrape({ heapAllocBytes: 190, nextGcBytes: 200 })])).toMatchObject([{ liveFrom: 'heap', liveBytes: 190 }]);
    expect(deriveGcLoad([scrape({})])[0]).not.toHaveProperty('goalOverLive');
  });

  test('stacks against the goal, of two the smaller share', () => {
    expect(
      deriveGcLoad([
        scrape({ numGc: 1, stackInuseBytes: 50, nextGcBytes: 100 }),
        scrape({ numGc: 2, stackInuseBytes: 90, nextGcBytes: 100, goroutines: 9 }),
      ]),
    ).toMatchObject([{ stackBytes: 90, stackShare: 0.5, stackPerGoroutine: 10 }]);
  });
});

test('since the start, where there is one scrape: also without CPU classes', () => {
  expect(deriveGcLoad([scrape({ gcCpuSeconds: 30, gcIdleCpuSeconds: 10, totalCpuSeconds: 100 })])).toMatchObject([
    { over: 'life', cpuShare: 0.2 },
  ]);
  const [load] = deriveGcLoad([scrape({ source: 'expvar', gcCpuFraction: 0.03 })]);
  expect(load).toMatchObject({ cpuShare: 0.03 });
  for (const absent of ['seconds', 'perSecond', 'assistShare', 'limiterAgo']) expect(load).not.toHaveProperty(absent);
});

test.each([
  [0, undefined],
  [98, 2],
  [101, 0],
])('the limiter was last at work in collection %s of 100', (limiterLastGc, limiterAgo) => {
  expect(deriveGcLoad([scrape({ limiterLastGc })])[0]?.limiterAgo).toBe(limiterAgo);
});

test('what has no collections says nothing of the collector', () => {
  const { numGc: _, ...rest } = scrape({ goroutines: 7 });
  expect(deriveGcLoad([rest])).toEqual([]);
});
