import { toBigInt } from '../../src/text/exact.ts';
import { floatNumber, wholeNumber } from './numbers.ts';
import type { Metrics, Moment } from './moment.ts';

/** Fields of runtime.MemStats that are whole numbers, and what they are called here. The others say the same again. */
const WHOLE: Readonly<Record<string, keyof Metrics>> = {
  TotalAlloc: 'totalAllocBytes',
  Sys: 'sysBytes',
  Mallocs: 'mallocs',
  Frees: 'frees',
  HeapAlloc: 'heapAllocBytes',
  HeapSys: 'heapSysBytes',
  HeapIdle: 'heapIdleBytes',
  HeapInuse: 'heapInuseBytes',
  HeapReleased: 'heapReleasedBytes',
  HeapObjects: 'heapObjects',
  StackInuse: 'stackInuseBytes',
  StackSys: 'stackSysBytes',
  GCSys: 'gcSysBytes',
  OtherSys: 'otherSysBytes',
  MSpanSys: 'mspanSysBytes',
  MCacheSys: 'mcacheSysBytes',
  BuckHashSys: 'buckHashSysBytes',
  NextGC: 'nextGcBytes',
  LastGC: 'lastGcUnixNanos',
  NumGC: 'numGc',
  NumForcedGC: 'numForcedGc',
  // Not a field of MemStats: the footer of a heap profile has it as well (runtime/pprof/pprof_rusage.go).
  MaxRSS: 'peakResidentBytes',
};

/** Fields of MemStats that are known and not used. */
const UNUSED = new Set(['Alloc', 'Lookups', 'MSpanInuse', 'MCacheInuse', 'PauseEnd', 'EnableGC', 'DebugGC', 'BySize']);

/** What became of one field. `unreadable`: the name is known, its value is not of its form. */
export type FieldResult = 'taken' | 'unknown' | 'unreadable';

/** Takes one field of runtime.MemStats by its name in Go; `value` as printed. */
export function takeMemStat(moment: Moment, name: string, value: string): FieldResult {
  const { metrics } = moment;
  const field = WHOLE[name];
  if (field !== undefined) {
    const number = wholeNumber(value);
    if (number === undefined) return 'unreadable';
    // No collection so far: that is no time.
    if (field !== 'lastGcUnixNanos' || toBigInt(number) > 0n) Object.assign(metrics, { [field]: number });
    return 'taken';
  }
  switch (name) {
    // In use and taken from the system, in one line of a heap profile's footer.
    case 'Stack':
    case 'MSpan':
    case 'MCache': {
      const [inuse, sys] = value.split(' / ').map(wholeNumber);
      if (inuse === undefined || sys === undefined) return 'unreadable';
      if (name === 'Stack') metrics.stackInuseBytes = inuse;
      metrics[name === 'Stack' ? 'stackSysBytes' : name === 'MSpan' ? 'mspanSysBytes' : 'mcacheSysBytes'] = sys;
      return 'taken';
    }
    case 'GCCPUFraction': {
      const fraction = floatNumber(value);
      if (fraction === undefined) return 'unreadable';
      metrics.gcCpuFraction = fraction;
      return 'taken';
    }
    case 'PauseTotalNs': {
      const nanos = floatNumber(value);
      if (nanos === undefined) return 'unreadable';
      metrics.pauseTotalSeconds = nanos / 1e9;
      return 'taken';
    }
    case 'PauseNs': {
      const longest = largest(value);
      if (longest === undefined) return 'unreadable';
      if (longest > 0) metrics.pauseMaxSeconds = longest / 1e9;
      return 'taken';
    }
    default:
      return UNUSED.has(name) ? 'taken' : 'unknown';
  }
}

/** The largest of `[0 12 7]` or `[0,12,7]`: the last 256 pauses. */
function largest(list: string): number | undefined {
  if (!list.startsWith('[') || !list.endsWith(']')) return undefined;
  let most = 0;
  for (const one of list.slice(1, -1).trim().split(/[ ,]+/)) {
    if (!/^\d{1,15}$/.test(one)) return undefined;
    most = Math.max(most, Number(one));
  }
  return most;
}
