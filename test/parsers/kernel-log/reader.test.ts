import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kernelLogParser } from '../../../parsers/kernel-log/index.ts';
import { syscallName } from '../../../parsers/kernel-log/syscalls.ts';
import { readWith } from '../read-parser.ts';

/** Linux 6.x: the limit of a control group. */
const NEW = `[ 1000.100000] shopd invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=992
[ 1000.100100] CPU: 1 PID: 4711 Comm: shopd Not tainted 6.1.0-13-amd64 #1
[ 1000.100200] Call Trace:
[ 1000.100300]  <TASK>
[ 1000.100400]  dump_stack_lvl+0x44/0x5c
[ 1000.100500] memory: usage 262144kB, limit 262144kB, failcnt 913
[ 1000.100600] Memory cgroup stats for /kubepods/burstable/pod1:
[ 1000.100700] Tasks state (memory values in pages):
[ 1000.100800] [  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name
[ 1000.100900] [   4711]     0  4711   333333    65000   700000        0           992 shopd
[ 1000.101000] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-1,mems_allowed=0,oom_memcg=/kubepods/burstable/pod1,task_memcg=/kubepods/burstable/pod1/c1,task=shopd,pid=4711,uid=0
[ 1000.101100] Memory cgroup out of memory: Killed process 4711 (shopd) total-vm:1333332kB, anon-rss:250000kB, file-rss:10000kB, shmem-rss:0kB, UID:0 pgtables:700kB oom_score_adj:992
[ 1000.200000] oom_reaper: reaped process 4711 (shopd), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`.split('\n');

/** Up to Linux 4.18: two lines tell of the kill. */
const OLD = `shopd invoked oom-killer: gfp_mask=0x14000c0(GFP_KERNEL), nodemask=(null),  order=0, oom_score_adj=864
Task in /docker/abc killed as a result of limit of /docker
memory: usage 102400kB, limit 102400kB, failcnt 51
Memory cgroup out of memory: Kill process 77 (shopd) score 1861 or sacrifice child
Killed process 78 (convert) total-vm:5326320kB, anon-rss:4174076kB, file-rss:1072kB, shmem-rss:0kB`.split('\n');

const factsOf = (lines: readonly string[]) => readWith([kernelLogParser], lines).caseFile.of('kernel');

describe('an OOM kill is one fact, put together from its lines', () => {
  test('of a current kernel', () => {
    const { caseFile, taken, found } = readWith([kernelLogParser], NEW);
    expect(caseFile.of('kernel')).toMatchObject([
      {
        event: 'oom-kill',
        constraint: 'memcg',
        atSeconds: 1000.1,
        process: 'shopd',
        pid: 4711,
        invoker: 'shopd',
        limitGroup: '/kubepods/burstable/pod1',
        taskGroup: '/kubepods/burstable/pod1/c1',
        usageBytes: 268435456,
        limitBytes: 268435456,
        virtualBytes: 1365331968,
        anonBytes: 256000000,
        fileBytes: 10240000,
        shmemBytes: 0,
        oomScoreAdj: 992,
        count: 1,
        citations: [{ firstLine: 1, lastLine: 12 }],
      },
    ]);
    expect(taken).toHaveLength(NEW.length - 1);
    expect([...found]).toEqual(['kernel-log']);
  });

  test('of an old kernel, which may kill a child of the one that it chose', () => {
    expect(factsOf(OLD)).toMatchObject([
      { constraint: 'memcg', limitGroup: '/docker', taskGroup: '/docker/abc', process: 'convert', pid: 78, limitBytes: 104857600 },
    ]);
  });

  test.each([
    [
      'Out of memory: Killed process 9 (shopd) total-vm:10kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0',
      'none',
      'shopd',
    ],
    ['Out of memory (oom_kill_allocating_task): Killed process 9 (shopd) total-vm:10kB, anon-rss:1kB, file-rss:0kB', 'none', 'shopd'],
    ['Memory cgroup out of memory: Killed process 9 (a b) total-vm:10kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB', 'memcg', 'a b'],
    ['Killed process 9, UID 0, (shopd) total-vm:10kB, anon-rss:1kB, file-rss:0kB', undefined, 'shopd'],
    ['Killed process 9 (shopd)', undefined, 'shopd'],
    ['Out of memory: Kill process 9 (shopd) score 12 or sacrifice child', 'none', 'shopd'],
    ['Out of memory: kill process 9 (shopd) score 12 or a child', 'none', 'shopd'],
    [
      'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/a,task=b,c,pid=9,uid=0',
      'none',
      'b,c',
    ],
    [
      'oom-kill:constraint=CONSTRAINT_CPUSET,nodemask=0,cpuset=x,mems_allowed=0,global_oom,task_memcg=/a,task=shopd,pid=9,uid=0',
      'cpuset',
      'shopd',
    ],
  ])('by a single line: %s', (line, constraint, process) => {
    for (const before of [
      '',
      '[  12.5] ',
      '[    0.000001][  T123] ',
      '<4>[12.5] ',
      'kern  :warn  : [ 12.5] ',
      '[Thu Jan  1 00:00:00 2026] ',
      'Jan  1 00:00:00 node-1 kernel: [ 12.5] ',
      '2026-01-01T00:00:00,123456+00:00 ',
    ])
      for (const end of ['', '\r'])
        expect(factsOf([`${before}${line}${end}`]), before).toMatchObject([
          { event: 'oom-kill', process, pid: 9, ...(constraint && { constraint }) },
        ]);
  });

  test('a group that is killed as a whole has several', () => {
    const kill = (pid: number) =>
      `Memory cgroup out of memory: Killed process ${pid} (w${pid}) total-vm:1kB, anon-rss:1kB, file-rss:0kB, shmem-rss:0kB`;
    expect(
      factsOf([NEW[0] ?? '', kill(1), 'Tasks in /a are going to be killed due to memory.oom.group set', kill(2), kill(3)]).map(
        ({ pid }) => pid,
      ),
    ).toEqual([1, 2, 3]);
  });

  test('lines of others in between are left to them', () => {
    const woven = NEW.flatMap((line, i) => [line, `2026/01/01 00:00:00 served ${i}`]);
    const { caseFile, taken } = readWith([kernelLogParser], woven);
    expect(caseFile.of('kernel')).toMatchObject([{ process: 'shopd', usageBytes: 268435456, limitGroup: '/kubepods/burstable/pod1' }]);
    expect(taken.every((number) => number % 2 === 1)).toBe(true);
  });

  test('cut anywhere it never says more than its lines do', () => {
    const whole = JSON.stringify(factsOf(NEW)[0]);
    for (let from = 0; from < NEW.length; from++)
      for (let to = from; to <= NEW.length; to++)
        for (const fact of factsOf(NEW.slice(from, to))) {
          expect(fact.process).toBe('shopd');
          for (const [name, value] of Object.entries(fact))
            if (!['citations', 'atSeconds'].includes(name)) expect(whole).toContain(`"${name}":${JSON.stringify(value)}`);
        }
  });

  test('that memory ran out is no kill', () => {
    expect(factsOf(NEW.slice(0, 10))).toEqual([]);
  });
});

test.each([
  [
    'shopd[9]: segfault at 0 ip 000000000045c1f0 sp 00007ffd error 4 in libx.so.1[400000+2d8000] likely on CPU 3 (core 3, socket 0)',
    { event: 'segfault', process: 'shopd', pid: 9, address: '0', errorCode: 4, object: 'libx.so.1' },
  ],
  [
    'traps: shopd[9] general protection fault ip:45c1f0 sp:7ffd error:0 in shopd[400000+2d8000]',
    { event: 'segfault', trap: 'general protection fault', object: 'shopd' },
  ],
  [
    'traps: shopd[9] trap invalid opcode ip:45c1f0 sp:7ffd error:0 in shopd[400000+2d8000]',
    { event: 'segfault', trap: 'trap invalid opcode' },
  ],
  [
    'shopd[9]: unhandled level 1 translation fault (11) at 0x00000010, esr 0x92000005, in shopd[400000+2d8000]',
    { event: 'segfault', address: '00000010', object: 'shopd' },
  ],
  ['INFO: task shopd:9 blocked for more than 241 seconds.', { event: 'hung-task', process: 'shopd', pid: 9, blockedSeconds: 241 }],
  [
    'audit: type=1326 audit(1700000000.250:42): auid=1 uid=0 gid=0 ses=1 subj=unconfined pid=9 comm="shopd" exe="/shopd" sig=31 arch=c000003e syscall=425 compat=0 ip=0x45 code=0x80000000',
    {
      event: 'seccomp',
      process: 'shopd',
      pid: 9,
      syscall: 425,
      syscallName: 'io_uring_setup',
      action: 'kill-process',
      atUnixMs: 1_700_000_000_250,
    },
  ],
  [
    'type=SECCOMP msg=audit(1700000000.250:42): auid=1 uid=0 pid=9 comm=73686F702064 exe="/shopd" sig=0 arch=c00000b7 syscall=198 compat=0 ip=0x45 code=0x50001',
    { event: 'seccomp', process: 'shop d', syscallName: 'socket', action: 'errno' },
  ],
  ['cgroup: fork rejected by pids controller in /kubepods/pod1', { event: 'fork-rejected', limitGroup: '/kubepods/pod1' }],
  [
    'shopd: page allocation failure: order:4, mode:0x40dc0(GFP_KERNEL|__GFP_COMP|__GFP_ZERO), nodemask=(null)',
    { event: 'page-allocation-failure', process: 'shopd' },
  ],
  ['VFS: file-max limit 65536 reached', { event: 'file-table-full' }],
  ['blk_update_request: I/O error, dev sda, sector 1234 op 0x1:(WRITE)', { event: 'io-error', object: 'sda' }],
  ['I/O error, dev nvme0n1, sector 1234 op 0x1:(WRITE)', { event: 'io-error', object: 'nvme0n1' }],
  ['Buffer I/O error on dev dm-0, logical block 12, lost async page write', { event: 'io-error', object: 'dm-0' }],
  [
    'EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2: comm shopd: reading directory lblock 0',
    { event: 'io-error', object: 'sda1' },
  ],
  ['watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [shopd:9]', { event: 'soft-lockup', process: 'shopd', blockedSeconds: 22 }],
  ['nvme nvme0: I/O 12 QID 4 timeout, aborting', { event: 'io-error', object: 'nvme0' }],
  ['nvme nvme1: I/O tag 12 (100c) opcode 0x1 (I/O Cmd) QID 4 timeout, reset controller', { event: 'io-error', object: 'nvme1' }],
  ['nvme0n1: I/O Cmd(0x1) @ LBA 123456, 8 blocks, I/O Error (sct 0x0 / sc 0x4) ', { event: 'io-error', object: 'nvme0n1' }],
  ['Aborting journal on device sda1-8.', { event: 'io-error', object: 'sda1' }],
  ['JBD2: Detected IO errors while flushing file data on dm-3-8', { event: 'io-error', object: 'dm-3' }],
  ['EXT4-fs (sda1): Remounting filesystem read-only', { event: 'io-error', object: 'sda1' }],
  ['EXT4-fs warning (device sda1): ext4_end_bio:344: I/O error 10 writing to inode 12', { event: 'io-error', object: 'sda1' }],
  ['XFS (sdb): I/O Error Detected. Shutting down filesystem', { event: 'io-error', object: 'sdb' }],
  ['INFO: task shopd:9 blocked in I/O wait for more than 122 seconds.', { event: 'hung-task', process: 'shopd', blockedSeconds: 122 }],
  [
    'TCP: request_sock_TCP: Possible SYN flooding on port 8080. Sending cookies.  Check SNMP counters.',
    { event: 'syn-flood', object: '8080' },
  ],
  ['TCP: request_sock_TCPv6: Possible SYN flooding on port [::]:8080. Sending cookies.', { event: 'syn-flood', object: '8080' }],
  ['TCP: out of memory -- consider tuning tcp_mem', { event: 'tcp-memory' }],
  ['TCP: too many orphaned sockets', { event: 'tcp-orphans' }],
  ['nf_conntrack: nf_conntrack: table full, dropping packet', { event: 'conntrack-full' }],
  ['nf_conntrack: nf_conntrack: table full in netns 4026532008, dropping packet', { event: 'conntrack-full' }],
])('%s', (line, fact) => {
  expect(factsOf([`[ 7.5] ${line}`, `[ 8.5] ${line}`, `[ 9.5] ${line}`])).toMatchObject([
    { ...fact, atSeconds: 7.5, count: 3, citations: [{ firstLine: 1 }] },
  ]);
});

test.each([
  'level=info msg="app invoked oom-killer: in the past"',
  'I read: Memory cgroup out of memory: Killed process 1 (a) total-vm:1kB',
  'Mem-Info:',
  'Killed',
  'memory: usage 1kB, limit 1kB, failcnt 0',
  'the disk has an I/O error, dev told me',
  'audit: type=1400 audit(1700000000.250:42): apparmor="DENIED"',
  'Killed process 12 (a) because it was old',
])('nothing is made of: %s', (line) => {
  expect(readWith([kernelLogParser], [line])).toMatchObject({ taken: [], skipped: [] });
  expect(factsOf([line])).toEqual([]);
});

test('what the kernel says is of no container or process, only of a node', () => {
  const facts: unknown[] = [];
  const parser = kernelLogParser.create({
    source: { path: '' as never, scope: { node: 'n1' as never, process: 'kernel' as never }, salvaged: false },
    emit: (draft) => String(facts.push(draft.scope)),
    found: () => undefined,
    skipped: () => undefined,
  });
  for (const text of NEW) parser.accept({ text, number: 1 });
  parser.end();
  expect(facts).toEqual([{ node: 'n1' }]);
});

describe('the stack of a hung task', () => {
  const HUNG = `[ 9.5] INFO: task shopd:4711 blocked for more than 120 seconds.
[ 9.5]       Not tainted 6.1.0 #1
[ 9.5] "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
[ 9.5] task:shopd           state:D stack:0     pid:4711  ppid:1      flags:0x00000002
[ 9.5] Call Trace:
[ 9.5]  <TASK>
[ 9.5]  __schedule+0x34d/0x9e0
[ 9.5]  ? prepare_to_wait_event+0x5/0x20
[ 9.5]  ext4_sync_file+0x1d3/0x360 [ext4]
[ 9.5]  </TASK>
[ 9.6]  not_of_it+0x1/0x2`.split('\n');

  test('is read, without what is only a word on it, and up to its end', () => {
    expect(factsOf(HUNG)).toMatchObject([
      {
        event: 'hung-task',
        blockedIn: ['__schedule', 'ext4_sync_file'],
        citations: [{ firstLine: 1, lastLine: 9, excerpt: expect.stringContaining('ext4_sync_file+0x1d3') }],
      },
    ]);
    expect(readWith([kernelLogParser], HUNG).taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('is nobody’s without the line above it, and goes on behind a line of another source', () => {
    expect(factsOf(HUNG.slice(1))).toEqual([]);
    expect(factsOf([...HUNG.slice(0, 7), 'app: something else', ...HUNG.slice(7)])).toMatchObject([
      { blockedIn: ['__schedule', 'ext4_sync_file'] },
    ]);
  });
});

test('/dev/kmsg as it is read: microseconds since boot', () => {
  expect(factsOf(['3,1523,1203942112345,-;cgroup: fork rejected by pids controller in /pod1'])).toMatchObject([
    { event: 'fork-rejected', limitGroup: '/pod1', atSeconds: 1203942.112345 },
  ]);
  expect(factsOf(['6,1,2,-,caller=T12;cgroup: fork rejected by pids controller in /pod1'])).toMatchObject([{ atSeconds: 0.000002 }]);
});

test('names of system calls', () => {
  expect([
    syscallName('c000003e', 0),
    syscallName('c000003e', 435),
    syscallName('c00000b7', 64),
    syscallName('c000003e', 400),
    syscallName('0', 1),
  ]).toEqual(['read', 'clone3', 'write', undefined, undefined]);
});

test('a flood of different events is bounded, and what was left out is counted', () => {
  const lines = Array.from({ length: 2500 }, (_, i) => `p${i}[1]: segfault at 0 ip 0 sp 0 error 4`);
  const { caseFile, skipped } = readWith([kernelLogParser], lines);
  expect(caseFile.of('kernel')).toHaveLength(1000);
  expect(skipped).toMatchObject([{ amount: 1500, unit: 'lines' }]);
});

test('any lines at all', () => {
  const parts = oneof(constantFrom(...NEW, ...OLD, '[', '[ 1.5] ', '('.repeat(300), 'a ('.repeat(900)), string());
  assert(
    property(array(parts, { maxLength: 40 }), (lines) => {
      for (const { citations, count } of factsOf(lines)) {
        expect(citations[0].firstLine ?? 0).toBeLessThanOrEqual(citations[0].lastLine ?? 0);
        expect(count).toBeGreaterThan(0);
      }
    }),
  );
});
