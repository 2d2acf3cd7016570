import type { CgroupCpu, CgroupFact, CgroupMemory, CgroupPids } from '../../src/evidence/facts/cgroup.ts';
import type { ContainerFact } from '../../src/evidence/facts/kubernetes.ts';
import { name } from '../kubernetes/objects/source.ts';
import type { Sample } from './exposition.ts';
import { floatNumber, wholeNumber } from './numbers.ts';

type Mutable<T> = { -readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** What series say of the control group of one container, and of how it runs and ended. */
export interface ContainerNumbers {
  readonly cpu: Mutable<CgroupCpu>;
  readonly memory: Mutable<CgroupMemory>;
  readonly pids: Mutable<CgroupPids>;
  /** The run that kube-state-metrics saw. */
  readonly now: Mutable<Pick<ContainerFact, 'state' | 'reason' | 'ready' | 'restartCount'>>;
  /** The one before it. */
  readonly before: Mutable<Pick<ContainerFact, 'reason' | 'exitCode' | 'finishedUnixMs'>>;
  readonly limits: { cpus?: number; memoryBytes?: NonNullable<CgroupMemory['limitBytes']> };
}

type Take = (to: ContainerNumbers, sample: Sample) => void;

const cpuCount =
  (field: 'periods' | 'throttledPeriods'): Take =>
  ({ cpu }, { value }) => {
    const number = wholeNumber(value);
    if (number !== undefined) cpu[field] = number;
  };
const cpuNumber =
  (field: 'throttledSeconds' | 'usageSeconds' | 'quotaMicros' | 'periodMicros'): Take =>
  ({ cpu }, { value, labels }) => {
    const number = floatNumber(value);
    // Each CPU by itself, on version 1: only their sum is of use. A quota that is not positive is none.
    if (number === undefined || !['total', '', undefined].includes(labels.get('cpu'))) return;
    if (field !== 'quotaMicros' || number > 0) cpu[field] = number;
  };
const memoryBytes =
  (field: 'currentBytes' | 'workingSetBytes' | 'peakBytes' | 'anonBytes' | 'fileBytes' | 'swapBytes' | 'limitHits' | 'oomKills'): Take =>
  ({ memory }, { value }) => {
    const number = wholeNumber(value);
    if (number !== undefined) memory[field] = number;
  };
/** A gauge that is 1 where it holds. */
const holds = ({ value }: Sample): boolean => floatNumber(value) === 1;
const state =
  (word: NonNullable<ContainerNumbers['now']['state']>): Take =>
  ({ now }, sample) => {
    if (holds(sample)) now.state = word;
  };
const reason =
  (of: 'now' | 'before', word?: NonNullable<ContainerNumbers['now']['state']>): Take =>
  (to, sample) => {
    const text = sample.labels.get('reason') ?? '';
    if (!holds(sample) || text === '') return;
    to[of].reason = name(text);
    if (word !== undefined) to.now.state = word;
  };
const whole =
  (put: (to: ContainerNumbers, value: number) => void): Take =>
  (to, { value }) => {
    const number = floatNumber(value);
    if (number !== undefined && Number.isInteger(number)) put(to, number);
  };

/** Of cAdvisor, which the kubelet serves as /metrics/cadvisor (metrics/prometheus.go), and of /metrics/resource. */
const CADVISOR: Readonly<Record<string, Take>> = {
  container_cpu_cfs_periods_total: cpuCount('periods'),
  container_cpu_cfs_throttled_periods_total: cpuCount('throttledPeriods'),
  container_cpu_cfs_throttled_seconds_total: cpuNumber('throttledSeconds'),
  container_cpu_usage_seconds_total: cpuNumber('usageSeconds'),
  container_spec_cpu_quota: cpuNumber('quotaMicros'),
  container_spec_cpu_period: cpuNumber('periodMicros'),
  container_memory_usage_bytes: memoryBytes('currentBytes'),
  container_memory_working_set_bytes: memoryBytes('workingSetBytes'),
  container_memory_max_usage_bytes: memoryBytes('peakBytes'),
  container_memory_rss: memoryBytes('anonBytes'),
  container_memory_cache: memoryBytes('fileBytes'),
  container_memory_swap: memoryBytes('swapBytes'),
  container_memory_failcnt: memoryBytes('limitHits'),
  container_oom_events_total: memoryBytes('oomKills'),
  container_spec_memory_limit_bytes: ({ memory }, { value }) => {
    const number = wholeNumber(value);
    if (number === undefined) return;
    // It writes 0 where there is none, and older ones about 2^63.
    if (Number(number) <= 0 || Number(number) >= 2 ** 62) memory.unlimited = true;
    else memory.limitBytes = number;
  },
  container_threads: whole(({ pids }, value) => (pids.current = value)),
  container_threads_max: whole(({ pids }, value) => {
    if (value > 0) pids.limit = value;
  }),
};

/** Of kube-state-metrics (docs/metrics/workload/pod-metrics.md). */
const STATE: Readonly<Record<string, Take>> = {
  restarts_total: whole(({ now }, value) => (now.restartCount = value)),
  running: state('running'),
  waiting: state('waiting'),
  terminated: state('terminated'),
  ready: ({ now }, sample) => {
    now.ready = holds(sample);
  },
  waiting_reason: reason('now', 'waiting'),
  terminated_reason: reason('now', 'terminated'),
  last_terminated_reason: reason('before'),
  last_terminated_exitcode: whole(({ before }, value) => (before.exitCode = value)),
  last_terminated_timestamp: whole(({ before }, value) => {
    if (value > 0) before.finishedUnixMs = value * 1000;
  }),
};
const limits: Take = ({ limits: to }, { value, labels }) => {
  const bytes = wholeNumber(value);
  const cores = floatNumber(value);
  if (labels.get('resource') === 'memory' && bytes !== undefined) to.memoryBytes = bytes;
  if (labels.get('resource') === 'cpu' && cores !== undefined) to.cpus = cores;
};
const STATUS_NAME = /^kube_pod_(init_)?container_(?:status_(\w+)|resource_limits)$/;

/** What becomes of a series; undefined where it is none of these. */
export function containerSeries(series: string): { readonly take: Take; readonly kind: ContainerFact['kind'] } | undefined {
  const own = Object.hasOwn(CADVISOR, series) ? CADVISOR[series] : undefined;
  if (own !== undefined) return { take: own, kind: 'container' };
  const [found, init, status] = STATUS_NAME.exec(series) ?? [];
  if (found === undefined) return undefined;
  const take = status === undefined ? limits : Object.hasOwn(STATE, status) ? STATE[status] : undefined;
  return take === undefined ? undefined : { take, kind: init === undefined ? 'container' : 'init' };
}

/** What is stated of a control group; undefined where nothing is. */
export function cgroupOf({ cpu, memory, pids }: ContainerNumbers): Pick<CgroupFact, 'cpu' | 'memory' | 'pids'> | undefined {
  const stated = Object.entries({ cpu, memory, pids }).filter(([, fields]) => Object.keys(fields).length > 0);
  return stated.length === 0 ? undefined : Object.fromEntries(stated);
}
