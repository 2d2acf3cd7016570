import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';

/** Bundles of the environment as people save them by hand: with kubectl exec, docker exec, cp, tar, dmesg. */
const folder = mkdtempSync(join(tmpdir(), 'by-hand-'));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;
async function findings(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const place = join(folder, String((number += 1)));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), content);
  }
  return (await analyze([place])).findings.map(({ signature }) => signature);
}

const cpu2 = (periods: number, throttled: number) =>
  `usage_usec ${periods * 60_000}\nuser_usec 1\nsystem_usec 1\nnr_periods ${periods}\nnr_throttled ${throttled}\nthrottled_usec ${throttled * 41_000}\n`;
const cpu1 = (periods: number, throttled: number) =>
  `nr_periods ${periods}\nnr_throttled ${throttled}\nthrottled_time ${throttled * 41_000_000}\n`;
const limits = (
  openFiles: string,
  processes = 'unlimited',
) => `Limit                     Soft Limit           Hard Limit           Units     
Max processes             ${processes.padEnd(20)} ${processes.padEnd(20)} processes 
Max open files            ${openFiles.padEnd(20)} ${openFiles.padEnd(20)} files     
Max address space         unlimited            unlimited            bytes     
`;
const fds = (count: number) =>
  Array.from({ length: count }, (_, i) => `lrwx------ 1 root root 64 Mar  1 10:04 ${i} -> socket:[${70_000 + i}]\n`).join('');
const stat = (pid: number, state: string) =>
  `${pid} (git) ${state} 1 ${pid} 1 0 -1 4227084 0 0 0 0 0 0 0 0 20 0 1 0 81234 0 0 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n`;
const children = (state: string) => Array.from({ length: 30 }, (_, i) => [100 + i, stat(100 + i, state)] as const);
const PSI_CALM = 'some avg10=1.00 avg60=0.50 avg300=0.10 total=12\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=10\n';

describe('the cause heads the report', () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    [
      'cpu-quota-throttling',
      'kubectl exec',
      {
        'cg.txt': `$ kubectl exec web-0 -- cat /sys/fs/cgroup/cpu.max\n50000 100000\n$ kubectl exec web-0 -- cat /sys/fs/cgroup/cpu.stat\n${cpu2(4000, 2600)}`,
      },
    ],
    [
      'cpu-quota-throttling',
      'a shell of busybox',
      { 'cg.txt': `/ # cd /sys/fs/cgroup && cat cpu.max\n50000 100000\n/sys/fs/cgroup # cat cpu.stat\n${cpu2(4000, 2600)}` },
    ],
    [
      'cpu-quota-throttling',
      'one command, twice',
      {
        'cg.txt': `$ cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu.stat; sleep 60; cat /sys/fs/cgroup/cpu.stat\n50000 100000\n${cpu2(4000, 2600)}${cpu2(4600, 3000)}`,
      },
    ],
    ['cpu-quota-throttling', 'without any name', { 'out.txt': `50000 100000\n${cpu2(4000, 2600)}` }],
    [
      'cpu-quota-throttling',
      'files of version 1',
      {
        'cg/cpu,cpuacct/cpu.stat': cpu1(9000, 4100),
        'cg/cpu,cpuacct/cpu.cfs_quota_us': '100000\n',
        'cg/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
      },
    ],
    ['downward-api-memlimit', 'a unit of Kubernetes', { 'env.txt': '$ kubectl exec web-0 -- env\nPATH=/usr/bin\nGOMEMLIMIT=512Mi\n' }],
    ['downward-api-memlimit', 'bytes for MiB', { 'proc/1/environ': 'PATH=/usr/bin\0GOMEMLIMIT=512\0HOME=/\0' }],
    ['pids-limit-fork-eagain', 'version 1', { 'pids/pids.max': '100\n', 'pids/pids.current': '100\n', 'pids/pids.events': 'max 40\n' }],
    ['fd-exhaustion', 'two files', { 'limits.txt': limits('1024'), 'fd.txt': `total 0\n${fds(1020)}` }],
    [
      'fd-exhaustion',
      'two files with the lines of the shell',
      { 'limits.txt': `$ cat /proc/1/limits\n${limits('1024')}`, 'fd.txt': '$ ls -l /proc/1/fd | wc -l\n1021\n' },
    ],
    ['pid1-signals-zombies', 'copies of /proc', Object.fromEntries(children('Z').map(([pid, text]) => [`proc/${pid}/stat`, text]))],
    [
      'pid1-signals-zombies',
      'one cat',
      {
        'stat.txt': `# cat /proc/[0-9]*/stat\n${children('Z')
          .map(([, text]) => text)
          .join('')}`,
      },
    ],
    [
      'oom-kill-memcg',
      '/dev/kmsg',
      {
        kmsg: '3,1,1203942112345,-;Memory cgroup out of memory: Killed process 28123 (web) total-vm:1960492kB, anon-rss:510044kB, file-rss:2000kB, shmem-rss:0kB, UID:1 pgtables:1368kB oom_score_adj:984\n',
      },
    ],
    [
      'slow-disk-fsync',
      'dmesg',
      {
        'dmesg.txt':
          '[ 12.1] INFO: task web:4711 blocked for more than 120 seconds.\n[ 12.1] Call Trace:\n[ 12.1]  __schedule+0x1/0x2\n[ 12.1]  jbd2_log_wait_commit+0x10a/0x180\n[ 12.1]  ext4_sync_file+0x1d3/0x360\n',
      },
    ],
  ])('%s: %s', async (signature, _, files) => {
    expect((await findings(files))[0]).toBe(signature);
  });
});

describe('a healthy one is silent', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    [
      'a quota that is rarely used up',
      { 'cg.txt': `$ docker exec web cat /sys/fs/cgroup/cpu.max /sys/fs/cgroup/cpu.stat\n200000 100000\n${cpu2(90_000, 900)}` },
    ],
    [
      'version 1',
      {
        'cpu/cpu.stat': cpu1(90_000, 900),
        'cpu/cpu.cfs_quota_us': '200000\n',
        'cpu/cpu.cfs_period_us': '100000\n',
        'memory/memory.failcnt': '8123\n',
        'memory/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 0\n',
      },
    ],
    [
      'counters without names',
      { 'out.txt': `max 100000\n${cpu2(0, 0)}low 0\nhigh 0\nmax 912\noom 0\noom_kill 0\nanon 90000000\nfile 430000000\n` },
    ],
    [
      'an environment',
      {
        'env.txt': '$ kubectl exec web-0 -- env\nPATH=/usr/bin\nGOMEMLIMIT=460MiB\nGOGC=100\n',
        'proc/1/environ': 'A=1\0GOMEMLIMIT=483183820\0',
      },
    ],
    ['descriptors', { 'limits.txt': limits('1024', '127000'), 'fd.txt': `total 0\n${fds(120)}` }],
    ['children that live', Object.fromEntries(children('S').map(([pid, text]) => [`proc/${pid}/stat`, text]))],
    [
      'a machine',
      {
        'proc/loadavg': '0.10 0.20 0.30 1/409 9123\n',
        'proc/sys/kernel/pid_max': '4194304\n',
        'proc/pressure/io': PSI_CALM,
        'io.pressure': PSI_CALM,
        meminfo:
          'MemTotal:       16384000 kB\nMemFree:         100000 kB\nMemAvailable:    9000000 kB\nCommitLimit:     8192000 kB\nCommitted_AS:    9191000 kB\n',
      },
    ],
    [
      'a kernel log',
      {
        'dmesg.txt':
          '[    0.000000] Linux version 6.1.0\n[    1.1] EXT4-fs (sda1): mounted filesystem with ordered data mode\n[    9.1] TCP: request_sock_TCP: Possible SYN flooding on port 8080. Sending cookies.\n',
      },
    ],
  ])('%s', async (_, files) => {
    expect(await findings(files)).toEqual([]);
  });
});
