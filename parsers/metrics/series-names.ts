import { exact, type ExactInt, toBigInt } from '../../src/text/exact.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import type { Sample } from './exposition.ts';
import type { Metrics, Moment } from './moment.ts';
import { floatNumber, wholeNumber } from './numbers.ts';

/** Names of package runtime/metrics (runtime/metrics/description.go) that are whole numbers, and what they are here. */
const RUNTIME_WHOLE: Readonly<Record<string, keyof Metrics>> = {
  '/sched/goroutines:goroutines': 'goroutines',
  '/sched/goroutines/running:goroutines': 'goroutinesRunning',
  '/sched/goroutines/runnable:goroutines': 'goroutinesRunnable',
  '/sched/goroutines/waiting:goroutines': 'goroutinesWaiting',
  '/sched/goroutines/not-in-go:goroutines': 'goroutinesNotInGo',
  '/sched/goroutines-created:goroutines': 'goroutinesCreated',
  '/sched/threads/total:threads': 'threadsCreated',
  '/memory/classes/total:bytes': 'sysBytes',
  '/memory/classes/heap/released:bytes': 'heapReleasedBytes',
  '/memory/classes/heap/objects:bytes': 'heapAllocBytes',
  '/memory/classes/heap/stacks:bytes': 'stackInuseBytes',
  '/gc/heap/allocs:bytes': 'totalAllocBytes',
  '/gc/heap/objects:objects': 'heapObjects',
  '/gc/heap/live:bytes': 'heapLiveBytes',
  '/gc/heap/goal:bytes': 'nextGcBytes',
  '/gc/cycles/total:gc-cycles': 'numGc',
  '/gc/cycles/forced:gc-cycles': 'numForcedGc',
  '/gc/limiter/last-enabled:gc-cycle': 'limiterLastGc',
  '/gc/scan/stack:bytes': 'gcScanStackBytes',
  '/gc/scan/heap:bytes': 'gcScanHeapBytes',
  '/gc/scan/globals:bytes': 'gcScanGlobalsBytes',
  '/gc/finalizers/queued:finalizers': 'finalizersQueued',
  '/gc/finalizers/executed:finalizers': 'finalizersExecuted',
  '/gc/cleanups/queued:cleanups': 'cleanupsQueued',
  '/gc/cleanups/executed:cleanups': 'cleanupsExecuted',
  '/cgo/go-to-c-calls:calls': 'cgoCalls',
  '/memory/classes/metadata/other:bytes': 'gcSysBytes',
  '/memory/classes/profiling/buckets:bytes': 'buckHashSysBytes',
  '/memory/classes/other:bytes': 'otherSysBytes',
};

/**
 * Fields of runtime.MemStats that package runtime/metrics has in parts only (runtime/metrics.go, and `readmemstats_m` in runtime/mstats.go):
 * each is the sum of its parts, where all of them are stated.
 */
const SUMS: readonly (readonly [field: keyof Metrics, ...parts: readonly string[]])[] = [
  ['heapInuseBytes', '/memory/classes/heap/objects:bytes', '/memory/classes/heap/unused:bytes'],
  ['heapIdleBytes', '/memory/classes/heap/free:bytes', '/memory/classes/heap/released:bytes'],
  [
    'heapSysBytes',
    '/memory/classes/heap/objects:bytes',
    '/memory/classes/heap/unused:bytes',
    '/memory/classes/heap/free:bytes',
    '/memory/classes/heap/released:bytes',
  ],
  ['stackSysBytes', '/memory/classes/heap/stacks:bytes', '/memory/classes/os-stacks:bytes'],
  ['mspanSysBytes', '/memory/classes/metadata/mspan/inuse:bytes', '/memory/classes/metadata/mspan/free:bytes'],
  ['mcacheSysBytes', '/memory/classes/metadata/mcache/inuse:bytes', '/memory/classes/metadata/mcache/free:bytes'],
  // Objects that share a block of 16 bytes are counted apart.
  ['mallocs', '/gc/heap/allocs:objects', '/gc/heap/tiny/allocs:objects'],
  ['frees', '/gc/heap/frees:objects', '/gc/heap/tiny/allocs:objects'],
];
const PARTS: ReadonlySet<string> = new Set(SUMS.flatMap(([, ...parts]) => parts));

/** Those that are seconds. */
const RUNTIME_SECONDS: Readonly<Record<string, keyof Metrics>> = {
  '/cpu/classes/gc/total:cpu-seconds': 'gcCpuSeconds',
  '/cpu/classes/gc/mark/idle:cpu-seconds': 'gcIdleCpuSeconds',
  '/cpu/classes/gc/mark/assist:cpu-seconds': 'gcAssistCpuSeconds',
  '/cpu/classes/gc/pause:cpu-seconds': 'gcPauseCpuSeconds',
  '/cpu/classes/scavenge/total:cpu-seconds': 'scavengeCpuSeconds',
  '/cpu/classes/user:cpu-seconds': 'userCpuSeconds',
  '/cpu/classes/idle:cpu-seconds': 'idleCpuSeconds',
  '/cpu/classes/total:cpu-seconds': 'totalCpuSeconds',
  '/sync/mutex/wait/total:seconds': 'mutexSeconds',
};

/** Series of the collectors of github.com/prometheus/client_golang that are whole numbers, and what they are here. */
const SERIES_WHOLE: Readonly<Record<string, keyof Metrics>> = {
  go_goroutines: 'goroutines',
  go_threads: 'threadsCreated',
  go_memstats_alloc_bytes_total: 'totalAllocBytes',
  go_memstats_sys_bytes: 'sysBytes',
  go_memstats_mallocs_total: 'mallocs',
  go_memstats_frees_total: 'frees',
  go_memstats_heap_alloc_bytes: 'heapAllocBytes',
  go_memstats_heap_sys_bytes: 'heapSysBytes',
  go_memstats_heap_idle_bytes: 'heapIdleBytes',
  go_memstats_heap_inuse_bytes: 'heapInuseBytes',
  go_memstats_heap_released_bytes: 'heapReleasedBytes',
  go_memstats_heap_objects: 'heapObjects',
  go_memstats_stack_inuse_bytes: 'stackInuseBytes',
  go_memstats_stack_sys_bytes: 'stackSysBytes',
  go_memstats_gc_sys_bytes: 'gcSysBytes',
  go_memstats_other_sys_bytes: 'otherSysBytes',
  go_memstats_mspan_sys_bytes: 'mspanSysBytes',
  go_memstats_mcache_sys_bytes: 'mcacheSysBytes',
  go_memstats_buck_hash_sys_bytes: 'buckHashSysBytes',
  go_memstats_next_gc_bytes: 'nextGcBytes',
  go_gc_duration_seconds_count: 'numGc',
  // OpenTelemetry's instrumentation of the runtime (semantic conventions, go.*).
  go_goroutine_count: 'goroutines',
  go_memory_allocated_bytes_total: 'totalAllocBytes',
  go_memory_gc_goal_bytes: 'nextGcBytes',
  process_resident_memory_bytes: 'residentBytes',
  process_virtual_memory_bytes: 'virtualBytes',
  process_open_fds: 'openFds',
  process_max_fds: 'maxFds',
};

const SERIES_NUMBERS: Readonly<Record<string, keyof Metrics>> = {
  go_memstats_gc_cpu_fraction: 'gcCpuFraction',
  go_gc_duration_seconds_sum: 'pauseTotalSeconds',
  process_cpu_seconds_total: 'cpuSeconds',
  process_start_time_seconds: 'startUnixSeconds',
};

/**
 * The name that a metric of package runtime/metrics has as a series: `/gc/heap/live:bytes` is `go_gc_heap_live_bytes`
 * (`RuntimeMetricsToProm` in client_golang). Counters end in `_total`.
 */
const FROM_SERIES = new Map(
  [
    ...Object.keys(RUNTIME_WHOLE),
    ...Object.keys(RUNTIME_SECONDS),
    ...PARTS,
    '/gc/gogc:percent',
    '/gc/gomemlimit:bytes',
    '/sched/gomaxprocs:threads',
  ].map((name) => [`go${name.replaceAll(/[/:-]/g, '_')}`, name]),
);

/** Series that need more than their name. */
const OTHER_SERIES = new Set(['go_info', 'go_gc_duration_seconds', 'go_memstats_last_gc_time_seconds']);

/** Settings as OpenTelemetry calls them, and the metrics of package runtime/metrics that they are. */
const OTEL_SETTINGS: Readonly<Record<string, string>> = {
  go_memory_limit_bytes: '/gc/gomemlimit:bytes',
  go_config_gogc_percent: '/gc/gogc:percent',
  go_processor_limit: '/sched/gomaxprocs:threads',
};

/** `unknown`: not one of ours. `unreadable`: its value is not of its form. */
export type SeriesResult = 'taken' | 'unknown' | 'unreadable';

/** Takes one metric of package runtime/metrics by its name. */
export function takeRuntimeMetric(moment: Moment, name: string, text: string): SeriesResult {
  const part = PARTS.has(name) ? takePart(moment, name, text) : undefined;
  const whole = RUNTIME_WHOLE[name];
  if (whole !== undefined) return assign(moment, whole, wholeNumber(text));
  if (part !== undefined) return part;
  const seconds = RUNTIME_SECONDS[name];
  if (seconds !== undefined) return assign(moment, seconds, floatNumber(text));
  const value = floatNumber(text);
  switch (name) {
    case '/gc/gogc:percent':
      if (value !== undefined) moment.gogc(value);
      break;
    case '/gc/gomemlimit:bytes': {
      const limit = wholeNumber(text);
      if (limit !== undefined) moment.memoryLimit(limit);
      break;
    }
    case '/sched/gomaxprocs:threads':
      if (value !== undefined) moment.settings.gomaxprocs = value;
      break;
    default:
      return 'unknown';
  }
  return value === undefined ? 'unreadable' : 'taken';
}

/** Whether a series of this name is used. */
export function isKnownSeries(name: string): boolean {
  return Object.hasOwn(SERIES_WHOLE, name) || Object.hasOwn(SERIES_NUMBERS, name) || OTHER_SERIES.has(name) || metricOf(name) !== undefined;
}

/** Takes one sample of an exposition by its name. */
export function takeSeries(moment: Moment, sample: Sample): SeriesResult {
  const { name, value, labels } = sample;
  const { metrics } = moment;
  const whole = SERIES_WHOLE[name];
  if (whole !== undefined) return assign(moment, whole, wholeNumber(value));
  const number = SERIES_NUMBERS[name];
  if (number !== undefined) return assign(moment, number, floatNumber(value));
  switch (name) {
    case 'go_info': {
      const version = labels.get('version');
      if (version !== undefined) moment.settings.goVersion = sanitize(version);
      return version === undefined ? 'unreadable' : 'taken';
    }
    case 'go_gc_duration_seconds':
      // The quantile 1 is the longest of the last 256.
      return Number(labels.get('quantile')) === 1 ? assign(moment, 'pauseMaxSeconds', floatNumber(value)) : 'taken';
    case 'go_memstats_last_gc_time_seconds': {
      const seconds = floatNumber(value);
      if (seconds === undefined || seconds > LAST_SECOND) return 'unreadable';
      if (seconds > 0) metrics.lastGcUnixNanos = nanoseconds(seconds);
      return 'taken';
    }
    default: {
      const metric = metricOf(name);
      return metric === undefined ? 'unknown' : takeRuntimeMetric(moment, metric, value);
    }
  }
}

/** Takes a part of fields, and makes those whose parts are all there now. What the source states itself is left as it is. */
function takePart({ metrics, parts }: Moment, name: string, text: string): SeriesResult {
  const value = wholeNumber(text);
  if (value === undefined) return 'unreadable';
  parts.set(name, toBigInt(value));
  for (const [field, ...names] of SUMS) {
    if (!names.includes(name) || metrics[field] !== undefined) continue;
    const values = names.flatMap((one) => parts.get(one) ?? []);
    if (values.length === names.length) Object.assign(metrics, { [field]: exact(values.reduce((sum, one) => sum + one, 0n)) });
  }
  return 'taken';
}

function metricOf(series: string): string | undefined {
  return (
    FROM_SERIES.get(series) ??
    OTEL_SETTINGS[series] ??
    (series.endsWith('_total') ? FROM_SERIES.get(series.slice(0, -'_total'.length)) : undefined)
  );
}

function assign(moment: Moment, field: keyof Metrics, value: ExactInt | undefined): SeriesResult {
  if (value === undefined) return 'unreadable';
  Object.assign(moment.metrics, { [field]: value });
  return 'taken';
}

/** The last second whose nanoseconds an int64 holds, in the year 2262: the runtime has no later times. */
const LAST_SECOND = 2 ** 63 / 1e9;

/** A float of seconds since 1970 has microseconds; more would be noise. */
function nanoseconds(seconds: number): ExactInt {
  return exact(BigInt(Math.round(seconds * 1e6)) * 1000n);
}
