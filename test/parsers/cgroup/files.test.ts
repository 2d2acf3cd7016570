import { describe, expect, test } from 'vitest';
import { cgroupFiles } from '../../../parsers/cgroup/index.ts';
import { placeOf } from '../../../parsers/cgroup/place.ts';
import { readFiles } from './read.ts';

const golden = (fact: object, name: string) =>
  expect(`${JSON.stringify(fact, null, 2)}\n`).toMatchFileSnapshot(`../../goldens/cgroup/${name}.json`);

const read = (files: Readonly<Record<string, string>>) => readFiles(cgroupFiles, files);

describe('where a control file stands', () => {
  test.each([
    ['memory.max', 'memory.max', ''],
    ['a/b/memory.max.txt', 'memory.max', 'a/b'],
    ['a/cpu,cpuacct/kubepods/pod1/cpu.stat', 'cpu.stat', 'a/kubepods/pod1'],
    ['a/cpu,cpuacct/kubepods/pod1/cpuacct.usage', 'cpuacct.usage', 'a/kubepods/pod1'],
    ['a/memory/kubepods/pod1/memory.memsw.limit_in_bytes', 'memory.memsw.limit_in_bytes', 'a/kubepods/pod1'],
    ['a/cpu.stat.2', 'cpu.stat', 'a (.2)'],
    ['a/before_cpu.stat.txt', 'cpu.stat', 'a (before_)'],
    ['cg/memory.events.local', 'memory.events.local', 'cg'],
    ['cg/hugetlb.2MB.max', 'hugetlb.2MB.max', 'cg'],
  ])('%s', (path, name, group) => {
    expect(placeOf(path)).toMatchObject({ name, group });
  });

  test.each(['memory.pb.gz', 'cpu.prof', 'memory.profile', 'cpu.out', 'mymemory.max', 'pids.maximum', 'io.statistics.txt', 'memory.max_x'])(
    '%s is none',
    (path) => expect(placeOf(path)).toBeUndefined(),
  );
});

test('files that stand in every group and are not used are known, and make no group of their own', () => {
  const { facts, refused, skipped } = read({
    'cg/cgroup.procs': '1\n17\n',
    'cg/cgroup.controllers': 'cpu memory pids\n',
    'cg/cgroup.events': 'populated 1\nfrozen 0\n',
    'cg/cgroup.type': 'domain threaded\n',
    'cg/cpuset.cpus.effective': '0-3,8\n',
    'cg/cpu.uclamp.max': 'max\n',
    'cg/memory.numa_stat': 'anon N0=12 N1=0\nfile N0=1 N1=2\n',
    'cg/hugetlb.2MB.events.local': 'max 3\n',
    'cg/hugetlb.2MB.rsvd.max': 'max\n',
    'cg/hugetlb.2MB.rsvd.failcnt': '5\n',
    'cg/hugetlb.2MB.numa_stat': 'total=10485760 N0=10485760\n',
    'cg/hugetlb.2MB.max': '10485760\n',
    'cg/hugetlb.2MB.events': 'max 0\n',
  });
  expect({ refused, skipped }).toEqual({ refused: [], skipped: [] });
  expect(facts).toMatchObject([{ group: 'cg', hugetlb: [{ size: '2MB', limitBytes: 10485760, limitHits: 0 }] }]);
  expect(read({ 'other/cgroup.procs': '1\n' })).toMatchObject({ facts: [], refused: [] });
  expect(read({ 'cg/cgroup.procs': 'the list of processes\n' }).refused).toEqual(['cg/cgroup.procs']);
});

describe('files of version 2', () => {
  test('come together by their directory, with what follows from them', async () => {
    const { facts, skipped } = read({
      'cg/cpu.max': '150000 100000\n',
      'cg/cpu.stat':
        'usage_usec 88000000\nuser_usec 1\nsystem_usec 1\nnr_periods 1000\nnr_throttled 600\nthrottled_usec 12500000\nnr_bursts 3\nburst_usec 1\n',
      'cg/cpu.weight': '79\n',
      'cg/memory.max': '1073741824\n',
      'cg/memory.high': 'max\n',
      'cg/memory.current': '900000000\n',
      'cg/memory.peak': '1073741824\n',
      'cg/memory.swap.max': '0\n',
      'cg/memory.swap.current': '0\n',
      'cg/memory.stat':
        'anon 700000000\nfile 150000000\nkernel 2000\nkernel_stack 16384\nshmem 5\nsock 6\nanon_thp 7\ninactive_file 100000000\nslab 8\n',
      'cg/memory.events': 'low 0\nhigh 0\nmax 42\noom 2\noom_kill 1\noom_group_kill 0\n',
      'cg/memory.events.local': 'low 0\nhigh 0\nmax 42\noom 2\noom_kill 0\noom_group_kill 0\n',
      'cg/memory.oom.group': '1\n',
      'cg/pids.max': '100\n',
      'cg/pids.current': '60\n',
      'cg/pids.peak': '100\n',
      'cg/pids.events': 'max 7\n',
      'cg/io.stat': '8:0 rbytes=100 wbytes=200 rios=1 wios=2 dbytes=0 dios=0\n253:0 rbytes=1 wbytes=2 rios=1 wios=1\n',
      'cg/io.max': '8:0 rbps=max wbps=1048576 riops=max wiops=max\n',
      'cg/io.weight': 'default 100\n8:0 200\n',
      'cg/io.pressure': 'some avg10=12.50 avg60=3.00 avg300=1.00 total=5000000\nfull avg10=10.00 avg60=2.00 avg300=0.50 total=4000000\n',
      'cg/hugetlb.2MB.max': '10485760\n',
      'cg/hugetlb.2MB.current': '10485760\n',
      'cg/hugetlb.2MB.events': 'max 1\n',
    });
    expect(skipped).toEqual([]);
    expect(facts).toHaveLength(1);
    const [{ citations, ...fact } = { citations: [] }] = facts;
    await golden(fact, 'version-2');
    expect(citations.find(({ path }) => path === 'cg/memory.events')).toMatchObject({
      firstLine: 1,
      lastLine: 6,
      states: ['memory.highHits', 'memory.limitHits', 'memory.ooms', 'memory.oomKills', 'memory.oomGroupKills'],
    });
  });

  test('no limit, and no quota', () => {
    const [fact] = read({ 'cg/cpu.max': 'max 100000\n', 'cg/memory.max': 'max\n', 'cg/pids.max': 'max\n' }).facts;
    expect(fact).toMatchObject({
      cpu: { unlimited: true, periodMicros: 100000 },
      memory: { unlimited: true },
      pids: { unlimited: true },
    });
    expect(fact).not.toHaveProperty('cpu.quotaCpus');
    expect(fact).not.toHaveProperty('memory.limitBytes');
  });
});

describe('files of version 1', () => {
  test('of all hierarchies are one group; the limit of a group above counts', async () => {
    const { facts } = read({
      'v1/cpu,cpuacct/kubepods/pod1/cpu.cfs_quota_us': '50000\n',
      'v1/cpu,cpuacct/kubepods/pod1/cpu.cfs_period_us': '100000\n',
      'v1/cpu,cpuacct/kubepods/pod1/cpu.shares': '512\n',
      'v1/cpu,cpuacct/kubepods/pod1/cpu.stat': 'nr_periods 40\nnr_throttled 10\nthrottled_time 6400000000\n',
      'v1/cpu,cpuacct/kubepods/pod1/cpuacct.usage': '5000000000\n',
      'v1/memory/kubepods/pod1/memory.limit_in_bytes': '9223372036854771712\n',
      'v1/memory/kubepods/pod1/memory.usage_in_bytes': '180000000\n',
      'v1/memory/kubepods/pod1/memory.stat':
        'cache 1\nrss 2\ninactive_file 3\nhierarchical_memory_limit 200000000\ntotal_cache 50000000\ntotal_rss 100000000\ntotal_inactive_file 20000000\n',
      'v1/memory/kubepods/pod1/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
      'v1/memory/kubepods/pod1/memory.failcnt': '99\n',
      'v1/pids/kubepods/pod1/pids.max': '20\n',
      'v1/pids/kubepods/pod1/pids.current': '20\n',
      'v1/blkio/kubepods/pod1/blkio.throttle.io_service_bytes': '8:0 Read 10\n8:0 Write 20\n8:0 Total 30\n8:16 Read 1\nTotal 30\n',
    });
    expect(facts).toHaveLength(1);
    const [{ citations: _, ...fact } = { citations: [] }] = facts;
    await golden(fact, 'version-1');
  });

  test('of two limits the smaller one counts', () => {
    const limit = (own: number, above: number) =>
      read({ 'memory.limit_in_bytes': `${own}\n`, 'memory.stat': `cache 1\nhierarchical_memory_limit ${above}\n` }).facts;
    expect(limit(300, 200)).toMatchObject([{ memory: { limitBytes: 200 } }]);
    expect(limit(200, 200)).toMatchObject([{ memory: { limitBytes: 200 } }]);
  });

  test('-1 is no quota', () => {
    expect(read({ 'cpu/cpu.cfs_quota_us': '-1\n' }).facts).toMatchObject([{ version: 1, cpu: { unlimited: true } }]);
  });

  test('memory and swap together, less memory, is swap', () => {
    const [fact] = read({ 'memory.limit_in_bytes': '100\n', 'memory.memsw.limit_in_bytes': '150\n' }).facts;
    expect(fact).toMatchObject({ memory: { swapLimitBytes: 50 } });
  });
});

describe('damage', () => {
  test('a file whose content is no such file is left to others', () => {
    const { facts, refused } = read({ 'memory.max': 'panic: send on closed channel\n', 'cpu.stat': '<html>404</html>\n' });
    expect(facts).toEqual([]);
    expect(refused).toEqual(['memory.max', 'cpu.stat']);
  });

  test('lines that do not fit are counted and cited', () => {
    const { facts, skipped } = read({ 'cg/memory.stat': 'anon 5\nfil\u001b[2J\n\nfile 6\nshmem -7\n' });
    expect(facts).toMatchObject([{ memory: { anonBytes: 5, fileBytes: 6 }, unparsedLines: 2 }]);
    expect(skipped).toMatchObject([{ amount: 2, unit: 'lines', citation: { firstLine: 2, excerpt: 'fil\\x1b[2J' } }]);
  });

  test.each(['', '-5', '1e9', 'NaN', '9'.repeat(30), '0x10', '18446744073709551616000'])('"%s" is no number', (text) => {
    expect(read({ 'memory.current': `${text}\n` }).facts).toEqual([]);
  });

  test('numbers beyond 2^53 stay exact', () => {
    expect(read({ 'memory.current': '18446744073709551615\n' }).facts).toMatchObject([
      { memory: { currentBytes: '18446744073709551615' } },
    ]);
  });

  test('carriage returns', () => {
    expect(read({ 'pids.events': 'max 3\r\n' }).facts).toMatchObject([{ pids: { limitHits: 3 } }]);
  });
});
