import type { MachineFact } from '../../src/evidence/facts/machine.ts';
import { present } from '../../src/evidence/whole/present.ts';
import { type ExactInt, exact, parseExact } from '../../src/text/exact.ts';
import { readPressure } from '../cgroup/pressure.ts';

/** What the lines of one file state. */
export type MachineFields = {
  -readonly [K in keyof Omit<MachineFact, 'id' | 'type' | 'certainty' | 'citations' | 'scope'>]?: MachineFact[K];
};

/** A file that a machine has once. */
export interface MachineFile {
  /** By which it is told from others, and named where nothing of it is used. */
  readonly name: string;
  /** Whether a line can be of it. */
  readonly fits: (text: string) => boolean;
  /** It has one line and no more. */
  readonly single?: true;
  /** What its lines state; none of it is used where absent. */
  readonly read?: (lines: readonly string[]) => MachineFields;
}

const number = (name: string, field: 'pidMax' | 'threadsMax' | 'overcommit' | 'maxMapCount' | 'tcpMaxOrphans'): MachineFile => ({
  name,
  fits: (text) => /^\d{1,12}$/.test(text),
  single: true,
  read: ([line = '']) => ({ [field]: Number(line) }),
});

/** Numbers from here on are no limit: fs.file-max is 2^63 − 1 by default. */
const NO_LIMIT = 2n ** 62n;
const limit = (digits: string | undefined): ExactInt | undefined =>
  digits === undefined || BigInt(digits) >= NO_LIMIT ? undefined : parseExact(digits);

const FILE_NR = /^(\d{1,20})\s+\d{1,20}\s+(\d{1,20})$/;
const LOADAVG = /^\d{1,9}\.\d\d \d{1,9}\.\d\d \d{1,9}\.\d\d \d{1,9}\/(\d{1,9}) \d{1,10}$/;
const MEMINFO = /^([A-Z][A-Za-z0-9_()]{1,40}): +(\d{1,18})( kB)?$/;
const SOCKSTAT = /^(?:sockets|[A-Z]{2,8}): (?:[a-z_]{1,12} \d{1,20} ?){1,8}$/;
const PSI = /^(?:some|full) avg10=\d/;
/** Three numbers: from where on there is no shortage, where it begins, and the most. */
const TCP_MEM = /^\d{1,15}\s+(\d{1,15})\s+(\d{1,15})$/;
const PORT_RANGE = /^(\d{1,5})\s+(\d{1,5})$/;
/** Lines of /proc/net/sockstat that are told by themselves; further ones of other protocols stand between and behind them. */
export const SOCKSTAT_LINE = /^(?:sockets: used \d{1,12}|TCP: inuse \d{1,12} orphan \d{1,12} tw \d{1,12} alloc \d{1,12} mem \d{1,15})$/;
const COUNTERS = /^[A-Z][A-Za-z0-9]{1,20}: (?:[A-Z][A-Za-z0-9]{1,40}|-?\d{1,20})(?: (?:[A-Z][A-Za-z0-9]{1,40}|-?\d{1,20}))*$/;
/** fs/proc_namespace.c, show_vfsmnt and show_mountinfo. */
const MOUNT = /^(\S{1,500}) (\S{1,1000}) ([a-z0-9._-]{1,40}) (\S{1,4000}) \d \d$/;
const MOUNTINFO =
  /^\d{1,9} \d{1,9} \d{1,9}:\d{1,9} \S{1,1000} (\S{1,1000}) (\S{1,1000})(?: [a-z_]+(?::\d{1,9})?){0,4} - ([a-z0-9._-]{1,40}) (\S{1,1000}) (\S{0,4000})$/;

/** Lines of /proc/meminfo that are read: they are told by themselves. */
export const MEMINFO_LINE =
  /^(?:MemTotal|MemFree|MemAvailable|CommitLimit|Committed_AS): +\d{1,18} kB$|^HugePages_(?:Total|Free): +\d{1,18}$/;

function meminfo(lines: readonly string[]): MachineFields {
  const values = new Map(lines.map((line) => [MEMINFO.exec(line)?.[1] ?? '', MEMINFO.exec(line)?.[2] ?? '']));
  const bytes = (key: string): ExactInt | undefined => {
    const digits = values.get(key);
    return digits === undefined ? undefined : exact(BigInt(digits) * 1024n);
  };
  const count = (key: string): number | undefined => (values.has(key) ? Number(values.get(key)) : undefined);
  return present({
    memoryBytes: bytes('MemTotal'),
    availableBytes: bytes('MemAvailable'),
    commitLimitBytes: bytes('CommitLimit'),
    committedBytes: bytes('Committed_AS'),
    hugePages: count('HugePages_Total'),
    freeHugePages: count('HugePages_Free'),
  });
}

/** A line of names and a line of numbers for each protocol (net/ipv4/proc.c, snmp_seq_show). */
function snmp(lines: readonly string[]): MachineFields {
  const [names = [], numbers = []] = lines.filter((line) => line.startsWith('Udp: ')).map((line) => line.split(' '));
  const errors = numbers[names.indexOf('RcvbufErrors')];
  return errors === undefined || !/^\d{1,20}$/.test(errors) ? {} : { udpReceiveErrors: parseExact(errors) };
}

/** net/ipv4/proc.c, sockstat_seq_show. */
function sockstat(lines: readonly string[]): MachineFields {
  const [, ...words] = lines.find((line) => line.startsWith('TCP: '))?.split(' ') ?? [];
  const value = (name: string): number | undefined => {
    const at = words.indexOf(name);
    return at < 0 ? undefined : Number(words[at + 1]);
  };
  return present({
    tcpSockets: value('inuse'),
    tcpOrphans: value('orphan'),
    tcpTimeWait: value('tw'),
    tcpAllocated: value('alloc'),
    tcpMemoryPages: value('mem'),
  });
}

function mounts(lines: readonly string[]): MachineFields {
  const all = lines.flatMap((line) => {
    const [, at = '', own = '', type = '', , options = ''] = MOUNTINFO.exec(line) ?? [];
    if (type !== '') return [{ at, type, options: `${own},${options}`, own }];
    const [, , where = '', kind = '', flags = ''] = MOUNT.exec(line) ?? [];
    return kind === '' ? [] : [{ at: where, type: kind, options: flags, own: flags }];
  });
  const shm = all.findLast(({ at, type }) => at === '/dev/shm' && type === 'tmpfs');
  const size = /(?:^|,)size=(\d{1,15})k(?:,|$)/.exec(shm?.options ?? '')?.[1];
  const root = all.findLast(({ at }) => at === '/');
  // Both may be there: the one that has the controllers counts.
  const old = all.some(({ type, options }) => type === 'cgroup' && /(?:^|,)memory(?:,|$)/.test(options));
  return present({
    cgroupVersion: old ? 1 : all.some(({ type }) => type === 'cgroup2') ? 2 : undefined,
    sharedMemoryBytes: size === undefined ? undefined : exact(BigInt(size) * 1024n),
    readOnlyRoot: root === undefined ? undefined : /(?:^|,)ro(?:,|$)/.test(root.own),
    hugetlbfs: all.some(({ type }) => type === 'hugetlbfs') ? true : undefined,
  });
}

const psi = (which: 'cpu' | 'memory' | 'io'): MachineFile => ({
  name: `pressure/${which}`,
  fits: (text) => PSI.test(text),
  read: (lines) => ({ pressure: { [which]: readPressure(lines) } }),
});

const unused = (name: string, fits: RegExp): MachineFile => ({ name, fits: (text) => fits.test(text) });

const FILES: Readonly<Record<string, MachineFile>> = {
  pid_max: number('kernel/pid_max', 'pidMax'),
  'threads-max': number('kernel/threads-max', 'threadsMax'),
  overcommit_memory: number('vm/overcommit_memory', 'overcommit'),
  max_map_count: number('vm/max_map_count', 'maxMapCount'),
  'file-nr': {
    name: 'fs/file-nr',
    fits: (text) => FILE_NR.test(text),
    single: true,
    read: ([line = '']) => {
      const [, open, most] = FILE_NR.exec(line) ?? [];
      return present({ openFiles: open === undefined ? undefined : parseExact(open), maxFiles: limit(most) });
    },
  },
  'file-max': {
    name: 'fs/file-max',
    fits: (text) => /^\d{1,20}$/.test(text),
    single: true,
    read: ([line]) => present({ maxFiles: limit(line) }),
  },
  loadavg: {
    name: 'loadavg',
    fits: (text) => LOADAVG.test(text),
    single: true,
    read: ([line = '']) => ({ tasks: Number(LOADAVG.exec(line)?.[1]) }),
  },
  meminfo: { name: 'meminfo', fits: (text) => MEMINFO.test(text), read: meminfo },
  tcp_mem: {
    name: 'net/ipv4/tcp_mem',
    fits: (text) => TCP_MEM.test(text),
    single: true,
    read: ([line = '']) => {
      const [, pressure, most] = TCP_MEM.exec(line) ?? [];
      return { tcpMemoryPressurePages: Number(pressure), tcpMemoryMaxPages: Number(most) };
    },
  },
  tcp_max_orphans: number('net/ipv4/tcp_max_orphans', 'tcpMaxOrphans'),
  ip_local_port_range: {
    name: 'net/ipv4/ip_local_port_range',
    fits: (text) => PORT_RANGE.test(text),
    single: true,
    read: ([line = '']) => {
      const [, first, last] = PORT_RANGE.exec(line) ?? [];
      const count = Number(last) - Number(first) + 1;
      return count > 0 ? { localPorts: count } : {};
    },
  },
  sockstat: { name: 'net/sockstat', fits: (text) => SOCKSTAT.test(text), read: sockstat },
  // Lines of /proc/net/netstat look alike, and are read with the sockets.
  snmp: { name: 'net/snmp', fits: (text) => COUNTERS.test(text) && !/^[A-Za-z]{1,10}Ext: /.test(text), read: snmp },
  'pressure/cpu': psi('cpu'),
  'pressure/memory': psi('memory'),
  'pressure/io': psi('io'),
  mounts: { name: 'mounts', fits: (text) => MOUNT.test(text), read: mounts },
  mountinfo: { name: 'mountinfo', fits: (text) => MOUNTINFO.test(text), read: mounts },
  // What else is saved of /proc, and says nothing that a root cause needs.
  sockstat6: unused('net/sockstat6', /^[A-Z]{2,8}6: (?:[a-z_]+ \d{1,20} ?)+$/),
  unix: unused('net/unix', /^(?:Num +RefCount |[0-9a-f]{8,16}: [0-9A-F]{8} )/),
  vmstat: unused('vmstat', /^[a-z][a-z0-9_]{2,60} \d{1,20}$/),
  schedstat: unused('schedstat', /^(?:\d{1,20} \d{1,20} \d{1,20}|version \d+|timestamp \d+|cpu\d+ .*|domain\d+ .*)$/),
  overcommit_ratio: unused('vm/overcommit_ratio', /^\d{1,9}$/),
  somaxconn: unused('net/core/somaxconn', /^\d{1,9}$/),
  uptime: unused('uptime', /^\d{1,12}\.\d\d \d{1,14}\.\d\d$/),
};

/** Words that stand before the name in names of copies: `proc_loadavg.txt`, `node-1-meminfo`. */
const NAME =
  /(?:^|[/_.-])(pressure[/_-](?:cpu|memory|io)|pid_max|threads-max|overcommit_memory|overcommit_ratio|max_map_count|tcp_mem|tcp_max_orphans|ip_local_port_range|file-nr|file-max|[a-z]+[a-z0-9]*)$/;

/** The file of a path, by its last words; undefined where it is none of these. */
export function machineFile(path: string): MachineFile | undefined {
  const name = NAME.exec(path.replace(/\.(?:txt|log|out)$/, ''))?.[1]?.replace(/^pressure[_-]/, 'pressure/');
  return name !== undefined && Object.hasOwn(FILES, name) ? FILES[name] : undefined;
}
