import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMetrics } from '../pprof-text/read.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');

/** An exposition of the default collectors of client_golang, shortened. */
const PROMETHEUS = `# HELP go_gc_duration_seconds A summary of the wall-time pause (stop-the-world) duration in garbage collection cycles.
# TYPE go_gc_duration_seconds summary
go_gc_duration_seconds{quantile="0"} 2.1e-05
go_gc_duration_seconds{quantile="0.5"} 6.3e-05
go_gc_duration_seconds{quantile="1"} 0.0125
go_gc_duration_seconds_sum 1.75
go_gc_duration_seconds_count 4211
# TYPE go_gc_gogc_percent gauge
go_gc_gogc_percent 100
# TYPE go_gc_gomemlimit_bytes gauge
go_gc_gomemlimit_bytes 1.048576e+07
# TYPE go_goroutines gauge
go_goroutines 12034
# TYPE go_info gauge
go_info{version="go1.23.4"} 1
# TYPE go_memstats_heap_inuse_bytes gauge
go_memstats_heap_inuse_bytes 8.060928e+06
# TYPE go_memstats_heap_released_bytes gauge
go_memstats_heap_released_bytes 2.097152e+06
# TYPE go_memstats_last_gc_time_seconds gauge
go_memstats_last_gc_time_seconds 1.7000000001234567e+09
# TYPE go_memstats_sys_bytes gauge
go_memstats_sys_bytes 1.2582912e+07
# TYPE go_sched_gomaxprocs_threads gauge
go_sched_gomaxprocs_threads 4
# TYPE go_threads gauge
go_threads 21
# TYPE http_requests_total counter
http_requests_total{code="200",path="/p\\"x"} 1027
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 12.5
# TYPE process_max_fds gauge
process_max_fds 1024
# TYPE process_open_fds gauge
process_open_fds 1019
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 9.322496e+06
# TYPE process_start_time_seconds gauge
process_start_time_seconds 1.79564761653e+09
`;

describe('Prometheus', () => {
  test('a time that no process can have is not read', () => {
    const { facts } = readMetrics(PROMETHEUS.replace('1.7000000001234567e+09', '1e+300'));
    expect(facts.of('runtime-metrics')).toHaveLength(1);
    expect(facts.of('runtime-metrics')[0]).not.toHaveProperty('lastGcUnixNanos');
  });

  test('what the runtime and the process publish, and how the runtime is set', () => {
    const { facts, found, taken, skipped } = readMetrics(PROMETHEUS);
    expect(facts.of('runtime-settings')).toMatchObject([
      { goVersion: 'go1.23.4', gogc: 100, gogcOff: false, memoryLimitBytes: 10_485_760, memoryLimitSet: true, gomaxprocs: 4 },
    ]);
    expect(facts.of('runtime-metrics')).toMatchObject([
      {
        source: 'prometheus',
        goroutines: 12_034,
        threadsCreated: 21,
        heapInuseBytes: 8_060_928,
        sysBytes: 12_582_912,
        heapReleasedBytes: 2_097_152,
        heldBytes: 10_485_760,
        limitShare: 1,
        lastGcUnixNanos: '1700000000123457000',
        numGc: 4211,
        pauseMaxSeconds: 0.0125,
        pauseTotalSeconds: 1.75,
        residentBytes: 9_322_496,
        openFds: 1019,
        maxFds: 1024,
        fdShare: 0.995,
        cpuSeconds: 12.5,
        startUnixSeconds: 1_795_647_616.53,
        unparsedLines: 0,
        citations: [{ firstLine: 3, lastLine: PROMETHEUS.split('\n').length - 1 }],
      },
    ]);
    expect(found).toEqual(['metrics']);
    expect(taken.every(Boolean)).toBe(true);
    expect(skipped).toEqual([]);
  });

  test.each([
    ['no limit, as a float', 'go_gc_gomemlimit_bytes 9.223372036854776e+18', { memoryLimitSet: false }, 'memoryLimitBytes'],
    ['GOGC=off, without a sign', 'go_gc_gogc_percent 1.8446744073709552e+19', { gogcOff: true }, 'gogc'],
    ['GOGC=off, signed', 'go_gc_gogc_percent -1', { gogcOff: true }, 'gogc'],
  ])('%s', (_, line, settings, absent) => {
    const [fact] = readMetrics(line).facts.of('runtime-settings');
    expect(fact).toMatchObject(settings);
    expect(fact).not.toHaveProperty(absent);
  });

  test('all metrics of the runtime: the limiter, the collector’s CPU without idle marking', () => {
    const { facts } = readMetrics([
      'go_goroutines 5.0',
      'go_cpu_classes_gc_total_cpu_seconds_total 8.0',
      'go_cpu_classes_gc_mark_idle_cpu_seconds_total 3.0',
      'go_cpu_classes_total_cpu_seconds_total 10.0',
      'go_gc_limiter_last_enabled_gc_cycle 153.0',
      'go_gc_heap_live_bytes 7.2044696e+07',
      'go_sync_mutex_wait_total_seconds_total 0.5',
      'go_gc_cycles_forced_gc_cycles_total 7.0',
      'go_gc_heap_allocs_by_size_bytes_bucket{le="9"} 5',
    ]);
    expect(facts.of('runtime-metrics')).toMatchObject([
      {
        gcCpuSeconds: 8,
        gcIdleCpuSeconds: 3,
        totalCpuSeconds: 10,
        gcCpuShare: 0.5,
        limiterLastGc: 153,
        heapLiveBytes: 72_044_696,
        mutexSeconds: 0.5,
      },
    ]);
  });

  test('without what idle marking took, no share is made up', () => {
    const [fact] = readMetrics(['go_cpu_classes_gc_total_cpu_seconds_total 8', 'go_cpu_classes_total_cpu_seconds_total 10']).facts.of(
      'runtime-metrics',
    );
    expect(fact).not.toHaveProperty('gcCpuShare');
  });

  test('the next scrape in the same file is another moment', () => {
    const { facts } = readMetrics(`${PROMETHEUS}\n${PROMETHEUS.replace('go_goroutines 12034', 'go_goroutines 15000')}`);
    expect(facts.of('runtime-metrics').map(({ goroutines }) => goroutines)).toEqual([12_034, 15_000]);
    expect(facts.of('runtime-settings')).toHaveLength(2);
  });

  test('OpenMetrics ends with a mark, and what follows is another moment', () => {
    const { facts, taken } = readMetrics(['# TYPE go_goroutines gauge', 'go_goroutines 1', '# EOF', 'go_threads 2', '# EOF']);
    expect(facts.of('runtime-metrics')).toMatchObject([{ goroutines: 1 }, { threadsCreated: 2 }]);
    expect(taken.every(Boolean)).toBe(true);
  });

  test('a federation: processes are told apart by their labels, and scoped by those of Kubernetes', () => {
    const { facts } = readMetrics([
      '# TYPE go_goroutines untyped',
      'go_goroutines{job="a",namespace="shop",pod="web-1",container="web"} 10 1700000000123',
      'go_goroutines{job="a",namespace="shop",pod="web-2",container="web"} 20 1700000000123',
      'go_info{job="a",namespace="shop",pod="web-1",container="web",version="go1.22.0"} 1',
    ]);
    expect(facts.of('runtime-metrics')).toMatchObject([
      { goroutines: 10, atUnixMs: 1_700_000_000_123, scope: { namespace: 'shop', pod: 'web-1', container: 'web' } },
      { goroutines: 20, scope: { pod: 'web-2' } },
    ]);
    expect(facts.of('runtime-settings')).toMatchObject([{ goVersion: 'go1.22.0', scope: { pod: 'web-1' } }]);
  });

  test('processes of other languages are none of ours', () => {
    const { facts, found } = readMetrics(['# TYPE process_open_fds gauge', 'process_open_fds 5', 'python_info{version="3.12"} 1']);
    expect(facts.all).toEqual([]);
    expect(found).toEqual([]);
  });

  test('values that cannot be read are counted', () => {
    const [fact] = readMetrics(['# TYPE go_goroutines gauge', 'go_goroutines 5', 'go_threads NaN', 'go_memstats_sys_bytes 1..2']).facts.of(
      'runtime-metrics',
    );
    expect(fact).toMatchObject({ goroutines: 5, unparsedLines: 2 });
    expect(fact).not.toHaveProperty('threadsCreated');
  });

  test('log lines are left to others', () => {
    const lines = ['go_build failed', 'process_orders: 5 done', 'error 5', 'x 1', '# TYPE of failure', 'panic: boom', '#!/bin/sh'];
    expect(readMetrics(lines).taken).toEqual(lines.map(() => false));
    // Within an exposition, what is no sample ends it.
    expect(readMetrics(['# TYPE x gauge', 'x 1', 'panic: boom', 'x 1']).taken).toEqual([true, true, false, false]);
  });

  test('cut after any line, and with carriage returns, it is read as far as it goes', () => {
    const lines = PROMETHEUS.split('\n');
    for (let end = 1; end <= lines.length; end++)
      expect(readMetrics(lines.slice(0, end)).facts.of('runtime-metrics').length, `after line ${end}`).toBe(end >= 5 ? 1 : 0);
    const { facts } = readMetrics(PROMETHEUS.replaceAll('\n', '\r\n'));
    expect(facts.of('runtime-metrics')).toMatchObject([{ goroutines: 12_034, startUnixSeconds: 1_795_647_616.53 }]);
  });
});

describe('/debug/vars', () => {
  const vars = readFileSync(join(INCIDENTS, 'healthy-profiles', 'vars.json'), 'utf8');
  const parsed = JSON.parse(vars) as { cmdline: string[]; memstats: Record<string, number> };
  const expected = {
    source: 'expvar',
    sysBytes: parsed.memstats['Sys'],
    // The list of sizes at the end has numbers of these names as well.
    mallocs: parsed.memstats['Mallocs'],
    frees: parsed.memstats['Frees'],
    heapAllocBytes: parsed.memstats['HeapAlloc'],
    heapReleasedBytes: parsed.memstats['HeapReleased'],
    nextGcBytes: parsed.memstats['NextGC'],
    numGc: parsed.memstats['NumGC'],
    numForcedGc: parsed.memstats['NumForcedGC'],
    pauseTotalSeconds: (parsed.memstats['PauseTotalNs'] ?? 0) / 1e9,
    unparsedLines: 0,
  };

  test.each([
    ['as package expvar writes it', vars],
    ['laid out by a tool', JSON.stringify(parsed, null, 2)],
    ['laid out with tabs', JSON.stringify(parsed, null, '\t')],
    ['in one line', JSON.stringify(parsed)],
    ['with carriage returns', vars.replaceAll('\n', '\r\n')],
  ])('%s', (_, text) => {
    const { facts, found } = readMetrics(text);
    expect(facts.of('runtime-metrics')).toMatchObject([expected]);
    expect(facts.of('runtime-metrics')[0]?.pauseMaxSeconds).toBe(Math.max(...(parsed.memstats['PauseNs'] as unknown as number[])) / 1e9);
    expect(found).toEqual(['expvar']);
  });

  test('the time of the last collection is exact', () => {
    const [fact] = readMetrics(vars).facts.of('runtime-metrics');
    expect(fact?.lastGcUnixNanos).toBe(/"LastGC":(\d+)/.exec(vars)?.[1]);
  });

  test('the program, without its arguments: they may hold secrets', () => {
    expect(readMetrics(vars).facts.of('runtime-settings')).toMatchObject([{ program: parsed.cmdline[0] }]);
    const secret = { ...parsed, cmdline: ['/srv/a "b" [c]', '--token', 'hunter2'] };
    for (const text of [JSON.stringify(secret), vars.replace(/"cmdline": .*/, `"cmdline": ${JSON.stringify(secret.cmdline)},`)]) {
      const { facts } = readMetrics(text);
      expect(facts.of('runtime-settings')).toMatchObject([{ program: '/srv/a "b" [c]' }]);
      expect(JSON.stringify(facts.all)).not.toContain('hunter2');
    }
  });

  test('cut anywhere, nothing is thrown, and what was read is marked', () => {
    const lines = JSON.stringify(parsed, null, 2).split('\n');
    for (let end = 4; end < 60; end++) {
      const [fact] = readMetrics(lines.slice(0, end)).facts.of('runtime-metrics');
      if (fact !== undefined) expect(fact.unparsedLines).toBe(1);
    }
  });

  test('a variable of some other program that is called so', () => {
    expect(readMetrics(['{"memstats": {"free": 5}}', '"memstats": {}', 'the "memstats": {']).facts.all).toEqual([]);
  });
});

const STATS = ['goroutines: 11', 'OS threads: 14', 'GOMAXPROCS: 8', 'num CPU: 16'];
const MEMSTATS = [
  'alloc: 22.89MB (24005552 bytes)',
  'total-alloc: 1.49GB (1602895000 bytes)',
  'sys: 75.02MB (78660608 bytes)',
  'heap-alloc: 22.89MB (24005552 bytes)',
  'heap-released: 0 bytes',
  'heap-objects: 246248',
  'next-gc: when heap-alloc >= 24.58MB (25776064 bytes)',
  'last-gc: 2020-11-30 16:35:46.766977147 -0500 EST',
  'gc-pause-total: 10.939682ms',
  'num-gc: 140',
  'gc-cpu-fraction: 0.0021',
  'enable-gc: true',
];

describe('gops', () => {
  test('stats', () => {
    const { facts, found, taken } = readMetrics([...STATS, 'bye']);
    expect(facts.of('runtime-metrics')).toMatchObject([{ source: 'gops', goroutines: 11, threadsCreated: 14, unparsedLines: 0 }]);
    expect(facts.of('runtime-settings')).toMatchObject([{ gomaxprocs: 8, cpus: 16 }]);
    expect(found).toEqual(['gops']);
    expect(taken).toEqual([true, true, true, true, false]);
  });

  test('memstats, newer and older', () => {
    const expected = { totalAllocBytes: 1_602_895_000, sysBytes: 78_660_608, nextGcBytes: 25_776_064, heapObjects: 246_248, numGc: 140 };
    const older = MEMSTATS.map((line) => line.replace(/\d[\d.]*[KMG]B \((\d+ bytes)\)/, '$1'));
    for (const lines of [MEMSTATS, older]) {
      const { facts, taken } = readMetrics(lines);
      expect(facts.of('runtime-metrics')).toMatchObject([{ ...expected, heldBytes: 78_660_608, gcCpuFraction: 0.0021, unparsedLines: 0 }]);
      expect(taken.every(Boolean)).toBe(true);
    }
  });

  test('the first line alone is nothing', () => {
    expect(readMetrics(['goroutines: 11', 'all fine']).facts.all).toEqual([]);
    expect(readMetrics(['alloc: 5', 'sys: 6', 'num-gc: 7']).facts.all).toEqual([]);
    expect(readMetrics(['goroutines: many', 'OS threads: 3']).facts.all).toEqual([]);
  });
});

test('OpenTelemetry’s names', () => {
  const scope = 'otel_scope_name="go.opentelemetry.io/contrib/instrumentation/runtime",otel_scope_version="0.60.0"';
  const { facts } = readMetrics([
    `go_config_gogc_percent{${scope}} 200`,
    `go_goroutine_count{${scope}} 41`,
    `go_memory_gc_goal_bytes{${scope}} 4.194304e+06`,
    `go_memory_limit_bytes{${scope}} 1.048576e+07`,
    `go_processor_limit{${scope}} 4`,
    'process_resident_memory_bytes 9.322496e+06',
  ]);
  expect(facts.of('runtime-metrics')).toMatchObject([{ goroutines: 41, nextGcBytes: 4_194_304, residentBytes: 9_322_496 }]);
  expect(facts.of('runtime-settings')).toMatchObject([{ gogc: 200, memoryLimitBytes: 10_485_760, gomaxprocs: 4 }]);
});

describe('names of package runtime/metrics', () => {
  /** What a program of Go 1.27 read at one moment; runtime.MemStats had the numbers below at the same moment. */
  const READ = [
    '/cpu/classes/gc/mark/assist:cpu-seconds 0.000393394',
    '/cpu/classes/gc/mark/idle:cpu-seconds 0.001469932',
    '/cpu/classes/gc/pause:cpu-seconds 9.8085e-05',
    '/cpu/classes/gc/total:cpu-seconds 0.003098987',
    '/cpu/classes/idle:cpu-seconds 0.003980542',
    '/cpu/classes/scavenge/total:cpu-seconds 1.5e-07',
    '/cpu/classes/total:cpu-seconds 0.019595002',
    '/cpu/classes/user:cpu-seconds 0.012515323',
    '/gc/heap/allocs:objects 100295',
    '/gc/heap/frees:bytes 3541488',
    '/gc/heap/frees:objects 41',
    '/gc/heap/objects:objects 100254',
    '/gc/heap/tiny/allocs:objects 4',
    '/gc/scan/globals:bytes 158122',
    '/gc/scan/heap:bytes 1023432',
    '/gc/scan/stack:bytes 8248',
    '/memory/classes/heap/free:bytes 2744320',
    '/memory/classes/heap/objects:bytes 2658560',
    '/memory/classes/heap/released:bytes 6643712',
    '/memory/classes/heap/stacks:bytes 294912',
    '/memory/classes/heap/unused:bytes 241408',
    '/memory/classes/metadata/mcache/free:bytes 11480',
    '/memory/classes/metadata/mcache/inuse:bytes 4592',
    '/memory/classes/metadata/mspan/free:bytes 10880',
    '/memory/classes/metadata/mspan/inuse:bytes 54400',
    '/memory/classes/metadata/other:bytes 1982720',
    '/memory/classes/os-stacks:bytes 0',
    '/memory/classes/other:bytes 591630',
    '/memory/classes/profiling/buckets:bytes 1442626',
    '/memory/classes/total:bytes 16681240',
    '/sched/goroutines-created:goroutines 7',
    '/sched/goroutines/not-in-go:goroutines 0',
    '/sched/goroutines/runnable:goroutines 0',
    '/sched/goroutines/running:goroutines 1',
    '/sched/goroutines/waiting:goroutines 6',
    '/sched/goroutines:goroutines 7',
    '/sched/threads/total:threads 4',
  ];
  const MEMSTATS = {
    heapInuseBytes: 2_899_968,
    heapIdleBytes: 9_388_032,
    heapSysBytes: 12_288_000,
    stackSysBytes: 294_912,
    mspanSysBytes: 65_280,
    mcacheSysBytes: 16_072,
    buckHashSysBytes: 1_442_626,
    gcSysBytes: 1_982_720,
    otherSysBytes: 591_630,
    mallocs: 100_299,
    frees: 45,
    sysBytes: 16_681_240,
  };

  test('the fields of runtime.MemStats, from their parts', () => {
    const [metrics] = readMetrics(READ).facts.of('runtime-metrics');
    expect(metrics).toMatchObject({
      ...MEMSTATS,
      goroutines: 7,
      goroutinesRunning: 1,
      goroutinesRunnable: 0,
      goroutinesWaiting: 6,
      goroutinesNotInGo: 0,
      goroutinesCreated: 7,
      threadsCreated: 4,
      gcScanStackBytes: 8248,
      gcScanHeapBytes: 1_023_432,
      gcScanGlobalsBytes: 158_122,
      gcAssistCpuSeconds: 0.000393394,
      gcPauseCpuSeconds: 0.000098085,
      idleCpuSeconds: 0.003980542,
      userCpuSeconds: 0.012515323,
      unparsedLines: 0,
    });
  });

  test('the same as series, with the endings of counters', () => {
    const series = READ.map((line) => {
      const [name = '', value = ''] = line.split(' ');
      const counter = /allocs|frees|created|cpu-seconds/.test(name) ? '_total' : '';
      return `go${name.replaceAll(/[/:-]/g, '_')}${counter} ${value}`;
    });
    const [metrics] = readMetrics(series).facts.of('runtime-metrics');
    const [plain] = readMetrics(READ).facts.of('runtime-metrics');
    expect({ ...metrics, source: plain?.source, citations: plain?.citations }).toEqual(plain);
  });

  test('where a part is missing, so is the field; what the source states itself stays', () => {
    const without = (part: string) => readMetrics(READ.filter((line) => !line.includes(part))).facts.of('runtime-metrics')[0];
    expect(without('heap/unused')).not.toHaveProperty('heapInuseBytes');
    expect(without('heap/unused')).not.toHaveProperty('heapSysBytes');
    expect(without('heap/unused')).toMatchObject({ heapIdleBytes: MEMSTATS.heapIdleBytes });
    expect(without('tiny')).not.toHaveProperty('mallocs');
    const [stated] = readMetrics([
      'go_memstats_heap_inuse_bytes 7',
      'go_memory_classes_heap_objects_bytes 2',
      'go_memory_classes_heap_unused_bytes 3',
    ]).facts.of('runtime-metrics');
    expect(stated).toMatchObject({ heapInuseBytes: 7, heapAllocBytes: 2 });
  });

  test('finalizers and cleanups that are due', () => {
    const due = (...numbers: readonly number[]) =>
      readMetrics(
        [
          '/gc/finalizers/queued:finalizers',
          '/gc/finalizers/executed:finalizers',
          '/gc/cleanups/queued:cleanups',
          '/gc/cleanups/executed:cleanups',
        ]
          .slice(0, numbers.length)
          .map((name, at) => `${name} ${numbers[at]}`),
      ).facts.of('runtime-metrics')[0]?.finalizersDue;
    expect(due(900, 20)).toBe(880);
    expect(due(900, 20, 30, 10)).toBe(900);
    expect(due(20, 21, 30, 10)).toBe(20);
    expect(due(900)).toBeUndefined();
  });

  test.each(['=', ' ', ': ', ':'])('with "%s" between name and number', (between) => {
    const lines = ['/gc/gomemlimit:bytes', '/gc/heap/live:bytes', '/gc/limiter/last-enabled:gc-cycle', '/memory/classes/total:bytes'];
    const { facts, taken } = readMetrics(lines.map((name, n) => `${name}${between}${100 * (n + 1)}`));
    expect(facts.of('runtime-settings')).toMatchObject([{ memoryLimitBytes: 100 }]);
    expect(facts.of('runtime-metrics')).toMatchObject([
      { source: 'runtime/metrics', heapLiveBytes: 200, limiterLastGc: 300, sysBytes: 400 },
    ]);
    expect(taken.every(Boolean)).toBe(true);
  });

  test('the same name again is the next moment; paths are none', () => {
    const { facts, taken } = readMetrics([
      '/sched/goroutines:goroutines 5',
      '/sched/goroutines:goroutines 6',
      '/usr/bin/app:12',
      '/src/app/main.go:12 +0x1d',
      '/healthz: 200 OK',
    ]);
    expect(facts.of('runtime-metrics').map(({ goroutines }) => goroutines)).toEqual([5, 6]);
    expect(taken).toEqual([true, true, false, false, false]);
  });
});

test('a log that repeats them for days is bounded, and says so', () => {
  const { facts, skipped } = readMetrics(Array.from({ length: 2500 }, (_, n) => `go_goroutines ${n}`));
  expect(facts.of('runtime-metrics')).toHaveLength(1000);
  expect(skipped).toMatchObject([{ amount: 1500, unit: 'lines', reason: expect.stringContaining('1000 moments') }]);
  expect(skipped[0]?.citation.firstLine).toBe(1001);
});

test('a federation of very many processes is bounded, and says so', () => {
  const { facts, skipped } = readMetrics(Array.from({ length: 1300 }, (_, n) => `go_goroutines{instance="${n}"} 1`));
  expect(facts.of('runtime-metrics')).toHaveLength(1000);
  expect(skipped).toMatchObject([{ amount: 300, reason: expect.stringContaining('1000 processes') }]);
});

test('any lines: nothing is thrown, places are places', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      ...PROMETHEUS.split('\n'),
      ...STATS,
      ...MEMSTATS,
      '"memstats": {',
      '"Sys": 5,',
      '}',
      '"PauseNs": [',
      '5,',
      ']',
      '# EOF',
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      for (const fact of readMetrics(lines).facts.of('runtime-metrics')) {
        expect(fact.unparsedLines).toBeGreaterThanOrEqual(0);
        expect(fact.citations[0].firstLine).toBeGreaterThan(0);
        expect(fact.citations[0].lastLine).toBeGreaterThanOrEqual(fact.citations[0].firstLine ?? 0);
      }
    }),
  );
});
