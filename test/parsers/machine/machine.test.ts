import { describe, expect, test } from 'vitest';
import { machineFiles, machineTranscripts } from '../../../parsers/machine/index.ts';
import { machineFile } from '../../../parsers/machine/files.ts';
import { readFiles } from '../cgroup/read.ts';
import { readWith } from '../read-parser.ts';

const machines = (text: string) => readWith([machineTranscripts], text.split('\n')).caseFile.of('machine');

const MEMINFO = `MemTotal:       16384000 kB
MemFree:         8000000 kB
MemAvailable:     409600 kB
CommitLimit:     8192000 kB
Committed_AS:    8191000 kB
HugePages_Total:       5
HugePages_Free:        0
Hugepagesize:       2048 kB`;
const SNMP = `Ip: Forwarding DefaultTTL
Ip: 1 64
Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors
Udp: 8812345 12 9123 8812340 9123 0`;

describe('files', () => {
  test('of one machine come together, with what follows from them', () => {
    const { facts, skipped, refused } = readFiles(machineFiles, {
      'proc/sys/kernel/pid_max': '4096\n',
      'proc/sys/kernel/threads-max': '127000\n',
      'proc/sys/vm/overcommit_memory': '2\n',
      'proc/sys/vm/max_map_count': '65530\n',
      'proc/sys/fs/file-nr': '3136\t0\t9223372036854775807\n',
      'proc/loadavg': '9.10 8.20 7.30 3/4093 9123\n',
      'proc_meminfo.txt': MEMINFO,
      'net/snmp': SNMP,
      'proc/pressure/io': 'some avg10=70.00 avg60=65.00 avg300=50.00 total=1234\nfull avg10=60.00 avg60=54.00 avg300=40.00 total=1000\n',
    });
    expect({ skipped, refused }).toEqual({ skipped: [], refused: [] });
    expect(facts).toHaveLength(1);
    expect(facts[0]).toMatchObject({
      type: 'machine',
      pidMax: 4096,
      threadsMax: 127000,
      tasks: 4093,
      tasksShare: 4093 / 4096,
      overcommit: 2,
      maxMapCount: 65530,
      openFiles: 3136,
      memoryBytes: 16777216000,
      availableShare: 0.025,
      committedBytes: 8387584000,
      committedShare: 8191 / 8192,
      hugePages: 5,
      freeHugePages: 0,
      udpReceiveErrors: 9123,
      pressure: { io: { full60: 54 } },
    });
    expect(facts[0]).not.toHaveProperty('maxFiles');
    expect(facts[0]?.citations.find(({ path }) => path === 'proc/loadavg')).toMatchObject({
      states: ['tasks', 'tasksShare'],
      firstLine: 1,
    });
  });

  test.each([
    [
      'mounts',
      'overlay / overlay ro,relatime,lowerdir=/a 0 0\ncgroup /sys/fs/cgroup cgroup2 ro,nosuid 0 0\nshm /dev/shm tmpfs rw,nosuid,size=65536k 0 0\n',
      { cgroupVersion: 2, readOnlyRoot: true, sharedMemoryBytes: 67108864 },
    ],
    [
      'proc_1_mountinfo.txt',
      '1200 1100 0:300 / / rw,relatime master:400 - overlay overlay rw,lowerdir=/a\n1 2 0:28 /k /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n3 2 0:29 / /sys/fs/cgroup/unified ro - cgroup2 cgroup2 rw\n4 2 0:30 / /dev/hugepages rw - hugetlbfs hugetlbfs rw,pagesize=2M\n',
      { cgroupVersion: 1, readOnlyRoot: false, hugetlbfs: true },
    ],
  ])('%s', (path, content, fields) => {
    expect(readFiles(machineFiles, { [path]: content }).facts).toMatchObject([fields]);
  });

  test.each([
    ['net/sockstat6', 'TCP6: inuse 4\nUDP6: inuse 0\n', 'net/sockstat6'],
    ['proc/vmstat', 'nr_free_pages 2000000\noom_kill 0\n', 'vmstat'],
  ])('%s is known, and says why nothing of it is used', (path, content, name) => {
    const reasons: string[] = [];
    const taken = machineFiles.parse(
      content.split('\n').map((text, i) => ({ text, number: i + 1 })),
      {
        source: { path: path as never, scope: {}, salvaged: false },
        emit: () => '',
        found: () => reasons.push('found'),
        skipped: () => undefined,
        part: () => undefined,
        passOver: (reason) => reasons.push(reason),
      },
    );
    expect({ taken, reasons }).toEqual({ taken: true, reasons: [`${name} of /proc: no root cause rests on it`] });
  });

  test('whose content is something else are not taken', () => {
    const files = { pid_max: 'none\n', 'a/meminfo': 'hello\nworld\n', 'vmstat.txt': 'procs ---memory---\n r b\n', loadavg: '1\n2\n' };
    expect(readFiles(machineFiles, files)).toMatchObject({ facts: [], refused: Object.keys(files) });
  });

  test.each(['memory.pressure', 'a/limits', 'status.txt', 'app.log', 'cpu'])('%s is none', (path) =>
    expect(machineFile(path)).toBeUndefined(),
  );

  test('damaged lines are counted', () => {
    const { facts, skipped } = readFiles(machineFiles, { meminfo: `${MEMINFO}\nCommitted_AS: lots` });
    expect(facts).toMatchObject([{ unparsedLines: 1 }]);
    expect(skipped).toMatchObject([{ amount: 1, unit: 'lines', citation: { firstLine: 9 } }]);
  });
});

const SOCKSTAT = `sockets: used 9020
TCP: inuse 8102 orphan 310 tw 28000 alloc 9400 mem 196608
UDP: inuse 2 mem 1
UDPLITE: inuse 0
RAW: inuse 0
FRAG: inuse 0 memory 0`;
const TCP = {
  tcpSockets: 8102,
  tcpOrphans: 310,
  tcpTimeWait: 28000,
  tcpAllocated: 9400,
  tcpMemoryPages: 196608,
  tcpMemoryPressurePages: 131072,
  tcpMemoryMaxPages: 196608,
  tcpMemoryShare: 1,
  tcpMaxOrphans: 65536,
  localPorts: 28232,
  timeWaitShare: 28000 / 28232,
};

describe('what TCP takes', () => {
  test('stands in files', () => {
    const { facts, refused } = readFiles(machineFiles, {
      'net/sockstat': SOCKSTAT,
      'sys/net/ipv4/tcp_mem': '98304\t131072\t196608\n',
      'sys/net/ipv4/tcp_max_orphans': '65536\n',
      'sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
    });
    expect(refused).toEqual([]);
    expect(facts).toMatchObject([{ ...TCP, unparsedLines: 0 }]);
    expect(facts[0]?.citations[0]).toMatchObject({ path: 'net/sockstat', lastLine: 6 });
  });

  test.each([
    [
      'headed',
      `== /proc/1/net/sockstat\n${SOCKSTAT}\n== /proc/1/net/sockstat6\nTCP6: inuse 4\n== /proc/sys/net/ipv4/tcp_mem\n98304\t131072\t196608\n== /proc/sys/net/ipv4/tcp_max_orphans\n65536\n== /proc/sys/net/ipv4/ip_local_port_range\n32768\t60999`,
    ],
    [
      'without a word before it',
      `${SOCKSTAT}\nnet.ipv4.tcp_mem = 98304\t131072\t196608\nnet.ipv4.tcp_max_orphans = 65536\nnet.ipv4.ip_local_port_range = 32768\t60999`,
    ],
  ])('stands in a transcript, %s', (_, text) => expect(machines(text)).toMatchObject([TCP]));

  test.each(['TCP: inuse many orphan 0 tw 1 alloc 2 mem 3', 'TCP: 12 (estab 3, closed 8, orphaned 0, timewait 7)', 'sockets: used by all'])(
    'not in %j',
    (text) => expect(machines(text)).toEqual([]),
  );

  test('counters of netstat are none of snmp', () => {
    const { taken } = readWith([machineTranscripts], `${SNMP}\nTcpExt: ListenDrops\nTcpExt: 3`.split('\n'));
    expect(taken).toEqual([3, 4]);
  });
});

describe('transcripts', () => {
  test.each([
    ['cat', '$ cat /proc/sys/kernel/pid_max\n4096\n$ cat /proc/loadavg\n9.10 8.20 7.30 3/4093 9123'],
    ['one cat', '$ kubectl exec web-0 -- cat /proc/sys/kernel/pid_max /proc/loadavg\n4096\n9.10 8.20 7.30 3/4093 9123'],
    ['head', '==> /proc/sys/kernel/pid_max <==\n4096\n\n==> /proc/loadavg <==\n9.10 8.20 7.30 3/4093 9123'],
    ['grep -H', '/proc/sys/kernel/pid_max:4096\n/proc/loadavg:9.10 8.20 7.30 3/4093 9123'],
    ['sysctl', 'kernel.pid_max = 4096\n== /proc/loadavg\n9.10 8.20 7.30 3/4093 9123'],
  ])('of %s', (_, text) => {
    expect(machines(text)).toMatchObject([{ pidMax: 4096, tasks: 4093, tasksShare: 4093 / 4096 }]);
  });

  test('meminfo and snmp need no name', () => {
    expect(machines(`text\n${MEMINFO}\n${SNMP}\nmore`)).toMatchObject([{ committedShare: 8191 / 8192, udpReceiveErrors: 9123 }]);
  });

  test.each([
    '4096',
    'kernel.pid_max = none',
    'the pid_max of /proc/sys/kernel/pid_max: 12 is low',
    'Udp: none',
    'MemTotal is 12 kB',
    'level=info kernel.pid_max = 5',
  ])('nothing is made of: %s', (text) => expect(machines(`${text}\nnext`)).toEqual([]));

  test.each([
    ['free', '               total        used        free      shared  buff/cache   available'],
    ['df', 'Filesystem      Size  Used Avail Use% Mounted on'],
    ['iostat', 'Device            r/s     rkB/s   rrqm/s  %rrqm r_await'],
    ['vmstat', 'procs -----------memory---------- ---swap-- -----io----'],
  ])('says of %s that it is known', (tool, head) => {
    const reasons: string[] = [];
    const parser = machineTranscripts.create({
      source: { path: '' as never, scope: {}, salvaged: false },
      emit: () => '',
      found: () => undefined,
      skipped: () => undefined,
      passOver: (reason) => reasons.push(reason),
    });
    expect(parser.accept({ text: head, number: 1 })).toBe(false);
    expect(reasons).toEqual([`what ${tool} prints: no root cause rests on it`]);
  });
});
