import type { CgroupCpu, CgroupFact, CgroupHugetlb, CgroupIo, CgroupMemory, CgroupPids } from '../../src/evidence/facts/cgroup.ts';
import { present } from '../../src/evidence/whole/present.ts';
import { type ExactInt, exact, isLess, toBigInt } from '../../src/text/exact.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { BY_DEVICE, CPU_MAX, type Form, KEYED, NESTED_KEYED, VALUE, keyed, nested, valueOf } from './forms.ts';
import { readPressure } from './pressure.ts';
import { unusedForm } from './unused.ts';

/** What one file states. */
export type Stated = Partial<Pick<CgroupFact, 'version' | 'cpu' | 'memory' | 'pids' | 'io' | 'hugetlb' | 'pressure'>>;

/** A file of a control group: what it looks like, and what it says. */
export interface ControlFile {
  readonly form: Form;
  /** Names of version 1 and 2 differ; a file of both says nothing. */
  readonly version?: 1 | 2;
  /** What the lines state, all of which fit the form. Nothing where Goroner has no use for it. */
  readonly read: (lines: readonly string[]) => Stated;
  /** Lines that a reader of a citation wants to see; all where absent. */
  readonly tells?: RegExp;
}

/** Limits from here on are none: version 1 prints the largest multiple of a page below 2^63. */
const NO_LIMIT = '4611686018427387904';

const first = (lines: readonly string[]): ExactInt | undefined => valueOf(lines[0] ?? '');
const limit = (value: ExactInt | undefined): { limitBytes?: ExactInt; unlimited?: boolean } =>
  value === undefined || !isLess(value, NO_LIMIT) ? { unlimited: true } : { limitBytes: value };
const memory = (fields: { [K in keyof CgroupMemory]: CgroupMemory[K] | undefined }): Stated => ({
  memory: present(fields),
});
const cpu = (fields: { [K in keyof CgroupCpu]: CgroupCpu[K] | undefined }): Stated => ({ cpu: present(fields) });
const pids = (fields: { [K in keyof CgroupPids]: CgroupPids[K] | undefined }): Stated => ({ pids: present(fields) });
const io = (fields: { [K in keyof CgroupIo]: CgroupIo[K] | undefined }): Stated => ({ io: present(fields) });

const value = (version: 1 | 2 | undefined, read: (value: ExactInt | undefined) => Stated): ControlFile => ({
  form: VALUE,
  ...(version === undefined ? {} : { version }),
  read: (lines) => read(first(lines)),
});
const byKey = (version: 1 | 2 | undefined, read: (numbers: ReadonlyMap<string, ExactInt>) => Stated): ControlFile => ({
  form: KEYED,
  ...(version === undefined ? {} : { version }),
  read: (lines) => read(keyed(lines)),
});
const unused = (form: Form, version?: 1 | 2): ControlFile => ({ form, ...(version === undefined ? {} : { version }), read: () => ({}) });
const seconds = (amount: ExactInt | undefined, unit: number): number | undefined =>
  amount === undefined ? undefined : Number(amount) / unit;
const asNumber = (amount: ExactInt | undefined): number | undefined => (amount === undefined ? undefined : Number(amount));
const limitOnly = (amount: ExactInt | undefined): ExactInt | undefined => limit(amount).limitBytes;

function cpuMax(lines: readonly string[]): Stated {
  const [quota = '', period = ''] = (lines[0] ?? '').split(' ');
  const micros = Number(period);
  if (quota === 'max') return cpu({ unlimited: true, periodMicros: micros });
  return cpu({ periodMicros: micros, quotaCpus: micros > 0 ? Number(quota) / micros : undefined });
}

function cpuStat(numbers: ReadonlyMap<string, ExactInt>): Stated {
  // Version 1 counts nanoseconds (`throttled_time`), version 2 microseconds (kernel/sched/core.c, cpu_cfs_stat_show and cpu_extra_stat_show).
  const old = numbers.has('throttled_time');
  const state = cpu({
    periods: numbers.get('nr_periods'),
    throttledPeriods: numbers.get('nr_throttled'),
    throttledSeconds: old ? seconds(numbers.get('throttled_time'), 1e9) : seconds(numbers.get('throttled_usec'), 1e6),
    usageSeconds: seconds(numbers.get('usage_usec'), 1e6),
    bursts: numbers.get('nr_bursts'),
  });
  const version = old ? 1 : numbers.has('throttled_usec') || numbers.has('usage_usec') ? 2 : undefined;
  return { ...state, ...(version === undefined ? {} : { version }) };
}

/** mm/memcontrol.c, memcg_stat_format; mm/memcontrol-v1.c, memcg1_stat_format. */
function memoryStat(numbers: ReadonlyMap<string, ExactInt>): Stated {
  const old = numbers.has('rss') || numbers.has('cache') || numbers.has('total_rss');
  if (!old)
    return {
      version: 2,
      ...memory({
        anonBytes: numbers.get('anon'),
        fileBytes: numbers.get('file'),
        inactiveFileBytes: numbers.get('inactive_file'),
        shmemBytes: numbers.get('shmem'),
        kernelBytes: numbers.get('kernel'),
        kernelStackBytes: numbers.get('kernel_stack'),
        slabBytes: numbers.get('slab'),
        sockBytes: numbers.get('sock'),
        hugePageBytes: numbers.get('anon_thp'),
      }),
    };
  // Those with `total_` have the groups below in them, as the limit has.
  const total = (key: string): ExactInt | undefined => numbers.get(`total_${key}`) ?? numbers.get(key);
  return {
    version: 1,
    ...memory({
      anonBytes: total('rss'),
      fileBytes: total('cache'),
      inactiveFileBytes: total('inactive_file'),
      shmemBytes: total('shmem'),
      hugePageBytes: total('rss_huge'),
      swapBytes: total('swap'),
      hierarchicalLimitBytes: limitOnly(numbers.get('hierarchical_memory_limit')),
    }),
  };
}

function memoryEvents(numbers: ReadonlyMap<string, ExactInt>): Stated {
  return memory({
    highHits: numbers.get('high'),
    limitHits: numbers.get('max'),
    ooms: numbers.get('oom'),
    oomKills: numbers.get('oom_kill'),
    oomGroupKills: numbers.get('oom_group_kill'),
  });
}

const psi = (which: 'cpu' | 'memory' | 'io'): ControlFile => ({
  form: NESTED_KEYED,
  version: 2,
  read: (lines) => ({ pressure: { [which]: readPressure(lines) } }),
});

function sum(amounts: readonly (string | undefined)[]): ExactInt | undefined {
  const digits = amounts.filter((amount) => amount !== undefined && /^\d{1,20}$/.test(amount));
  return digits.length === 0 ? undefined : exact(digits.reduce((all, one) => all + toBigInt(one ?? 0), 0n));
}

function ioStat(lines: readonly string[]): Stated {
  const devices = lines.map((line) => nested(line).values);
  return io({ readBytes: sum(devices.map((of) => of.get('rbytes'))), writtenBytes: sum(devices.map((of) => of.get('wbytes'))) });
}

function serviceBytes(lines: readonly string[]): Stated {
  const of = (operation: string): ExactInt | undefined =>
    sum(lines.map((line) => new RegExp(`^\\S+ ${operation} (\\d+)$`).exec(line)?.[1]));
  return { version: 1, ...io({ readBytes: of('Read'), writtenBytes: of('Write') }) };
}

function weight(lines: readonly string[]): Stated {
  const line = lines.find((one) => one.startsWith('default ')) ?? lines.find((one) => /^\d+$/.test(one));
  return line === undefined ? {} : io({ weight: Number(line.replace('default ', '')) });
}

const limitsOfDevices: ControlFile = {
  form: BY_DEVICE,
  version: 1,
  read: (lines) => io({ limitedDevices: lines.filter((line) => line.includes(':')).length }),
};

const MEMORY_STAT =
  /^(?:total_)?(?:anon|file|inactive_file|shmem|sock|slab|kernel|kernel_stack|anon_thp|rss|cache|rss_huge|swap|hierarchical_memory_limit) /;

/** Files of all controllers but hugetlb by their names. */
const FILES: Readonly<Record<string, ControlFile>> = {
  'cpu.max': { form: CPU_MAX, version: 2, read: cpuMax },
  'cpu.stat': byKey(undefined, cpuStat),
  'cpu.stat.local': unused(KEYED),
  'cpu.weight': value(2, (amount) => cpu({ weight: asNumber(amount) })),
  'cpu.shares': value(1, (amount) => cpu({ weight: asNumber(amount) })),
  'cpu.cfs_quota_us': value(1, (amount) => cpu(amount === undefined ? { unlimited: true } : { quotaMicros: Number(amount) })),
  'cpu.cfs_period_us': value(1, (amount) => cpu({ periodMicros: asNumber(amount) })),
  'cpu.cfs_burst_us': unused(VALUE, 1),
  'cpu.idle': unused(VALUE),
  'cpu.weight.nice': unused(VALUE, 2),
  'cpu.rt_period_us': unused(VALUE, 1),
  'cpu.rt_runtime_us': unused(VALUE, 1),
  'cpuacct.usage': value(1, (amount) => cpu({ usageSeconds: seconds(amount, 1e9) })),
  'cpu.pressure': psi('cpu'),
  'memory.max': value(2, (amount) => memory(limit(amount))),
  'memory.limit_in_bytes': value(1, (amount) => memory(limit(amount))),
  'memory.high': value(2, (amount) => memory({ highBytes: limitOnly(amount) })),
  'memory.low': unused(VALUE, 2),
  'memory.min': unused(VALUE, 2),
  'memory.current': value(2, (amount) => memory({ currentBytes: amount })),
  'memory.usage_in_bytes': value(1, (amount) => memory({ currentBytes: amount })),
  'memory.peak': value(2, (amount) => memory({ peakBytes: amount })),
  'memory.max_usage_in_bytes': value(1, (amount) => memory({ peakBytes: amount })),
  'memory.failcnt': value(1, (amount) => memory({ limitHits: amount })),
  'memory.oom.group': value(2, (amount) => memory({ oomGroup: amount === undefined ? undefined : amount === 1 })),
  'memory.oom_control': byKey(1, (numbers) => memory({ oomKills: numbers.get('oom_kill') })),
  'memory.stat': { ...byKey(undefined, memoryStat), tells: MEMORY_STAT },
  'memory.events': byKey(2, memoryEvents),
  'memory.events.local': byKey(2, (numbers) => memory({ ownOomKills: numbers.get('oom_kill') })),
  'memory.swap.max': value(2, (amount) => memory({ swapLimitBytes: limitOnly(amount) })),
  'memory.swap.current': value(2, (amount) => memory({ swapBytes: amount })),
  'memory.swap.peak': unused(VALUE, 2),
  'memory.swap.high': unused(VALUE, 2),
  'memory.swap.events': unused(KEYED, 2),
  'memory.memsw.limit_in_bytes': value(1, (amount) => memory({ memswLimitBytes: limitOnly(amount) })),
  'memory.memsw.usage_in_bytes': unused(VALUE, 1),
  'memory.memsw.max_usage_in_bytes': unused(VALUE, 1),
  'memory.memsw.failcnt': unused(VALUE, 1),
  'memory.kmem.usage_in_bytes': value(1, (amount) => memory({ kernelBytes: amount })),
  'memory.kmem.limit_in_bytes': unused(VALUE, 1),
  'memory.kmem.max_usage_in_bytes': unused(VALUE, 1),
  'memory.kmem.failcnt': unused(VALUE, 1),
  'memory.kmem.tcp.usage_in_bytes': unused(VALUE, 1),
  'memory.kmem.tcp.limit_in_bytes': unused(VALUE, 1),
  'memory.kmem.tcp.max_usage_in_bytes': unused(VALUE, 1),
  'memory.kmem.tcp.failcnt': unused(VALUE, 1),
  'memory.move_charge_at_immigrate': unused(VALUE, 1),
  'memory.soft_limit_in_bytes': unused(VALUE, 1),
  'memory.swappiness': unused(VALUE, 1),
  'memory.use_hierarchy': unused(VALUE, 1),
  'memory.pressure': psi('memory'),
  'pids.max': value(undefined, (amount) => pids(amount === undefined ? { unlimited: true } : { limit: Number(amount) })),
  'pids.current': value(undefined, (amount) => pids({ current: asNumber(amount) })),
  'pids.peak': value(undefined, (amount) => pids({ peak: asNumber(amount) })),
  'pids.events': byKey(undefined, (numbers) => pids({ limitHits: numbers.get('max') })),
  'pids.events.local': unused(KEYED),
  'io.stat': { form: NESTED_KEYED, version: 2, read: ioStat },
  'io.max': { form: NESTED_KEYED, version: 2, read: (lines) => io({ limitedDevices: lines.length }) },
  'io.weight': { form: BY_DEVICE, version: 2, read: weight },
  'io.bfq.weight': { form: BY_DEVICE, version: 2, read: weight },
  'io.pressure': psi('io'),
  'blkio.weight': { form: BY_DEVICE, version: 1, read: weight },
  'blkio.bfq.weight': { form: BY_DEVICE, version: 1, read: weight },
  'blkio.throttle.io_service_bytes': { form: BY_DEVICE, version: 1, read: serviceBytes },
  'blkio.throttle.io_serviced': unused(BY_DEVICE, 1),
  'blkio.throttle.read_bps_device': limitsOfDevices,
  'blkio.throttle.write_bps_device': limitsOfDevices,
  'blkio.throttle.read_iops_device': limitsOfDevices,
  'blkio.throttle.write_iops_device': limitsOfDevices,
};

const HUGETLB = /^hugetlb\.(\d{1,6}[KMG]B)\.(max|current|events|limit_in_bytes|usage_in_bytes|failcnt)$/;

/** The file of a name without a directory; undefined where it is none that Goroner reads. */
export function controlFile(name: string): ControlFile | undefined {
  if (Object.hasOwn(FILES, name)) return FILES[name];
  const [, size, what] = HUGETLB.exec(name) ?? [];
  if (size !== undefined && what !== undefined) return hugetlbFile(size, what);
  const form = unusedForm(name);
  return form === undefined ? undefined : unused(form);
}

function hugetlbFile(size: string, what: string): ControlFile {
  const of = (fields: Omit<CgroupHugetlb, 'size'>): Stated => ({ hugetlb: [{ size: sanitize(size), ...fields }] });
  const version = what === 'max' || what === 'current' || what === 'events' ? 2 : 1;
  if (what === 'events')
    return byKey(version, (numbers) => {
      const hits = numbers.get('max');
      return hits === undefined ? {} : of({ limitHits: hits });
    });
  return value(version, (amount) => {
    if (what === 'max' || what === 'limit_in_bytes') return of(limit(amount));
    if (amount === undefined) return {};
    return of(what === 'failcnt' ? { limitHits: amount } : { currentBytes: amount });
  });
}
