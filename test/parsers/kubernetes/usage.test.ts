import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { read } from './read.ts';

const bytes = async function* (text: string) {
  yield Buffer.from(text);
};
const MIB = 1024 ** 2;

describe('kubectl top', () => {
  test('pods', async () => {
    const { of } = await read('NAME      CPU(cores)   MEMORY(bytes)\nweb-0     250m         490Mi\nweb-1     1            <unknown>\n');
    expect(of('usage')).toMatchObject([
      { of: 'pod', scope: { pod: 'web-0' }, cpus: 0.25, memoryBytes: 490 * MIB, citations: [{ firstLine: 2 }] },
      { of: 'pod', scope: { pod: 'web-1' }, cpus: 1 },
    ]);
    expect(of('usage')[1]).not.toHaveProperty('memoryBytes');
    expect(of('usage')[0]?.scope).not.toHaveProperty('container');
  });

  test('containers of all namespaces', async () => {
    const { of } = await read(
      '$ kubectl top pods -A --containers\nNAMESPACE   POD     NAME    CPU(cores)   MEMORY(bytes)\nshop        web-0   proxy   3m           24Mi\nshop        web-0   app     995m         490Mi\n            ________   ________\n',
    );
    expect(of('usage')).toMatchObject([
      { of: 'container', scope: { namespace: 'shop', pod: 'web-0', container: 'proxy' }, cpus: 0.003 },
      { of: 'container', scope: { namespace: 'shop', pod: 'web-0', container: 'app' }, memoryBytes: 490 * MIB },
    ]);
  });

  test.each([
    'NAME     CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%\nnode-1   1930m        96%    15200Mi         101%\n',
    'NAME     CPU(cores)   CPU(%)   MEMORY(bytes)   MEMORY(%)\nnode-1   1930m        96%      15200Mi         101%\n',
  ])('nodes', async (text) => {
    const { of } = await read(text);
    expect(of('usage')).toMatchObject([{ of: 'node', scope: { node: 'node-1' }, cpus: 1.93, cpuPercent: 96, memoryPercent: 101 }]);
  });

  test('rows that are none', async () => {
    const { of } = await read(
      'NAME      CPU(cores)   MEMORY(bytes)\nerror: metrics not available yet\nWEB       250m         490Mi\nweb-0     fast         490Mi\n',
    );
    expect(of('usage')).toEqual([]);
  });
});

describe('a quota', () => {
  const QUOTA = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'compute', namespace: 'shop' },
    spec: { hard: { 'limits.memory': '8Gi' } },
    status: {
      hard: { 'limits.memory': '8Gi', 'requests.cpu': '4', pods: '0' },
      used: { 'limits.memory': '6Gi', 'requests.cpu': '3500m', pods: '0' },
    },
  };
  const resources = [
    { resource: 'limits.memory', used: '6Gi', hard: '8Gi', share: 0.75 },
    { resource: 'requests.cpu', used: '3500m', hard: '4', share: 0.875 },
    { resource: 'pods', used: '0', hard: '0' },
  ];

  test('as an object', async () => {
    expect((await read(JSON.stringify(QUOTA, undefined, 2))).of('quota')).toMatchObject([
      { name: 'compute', scope: { namespace: 'shop' }, resources },
    ]);
  });

  test('as a description', async () => {
    const { of, skipped } = await read(
      'Name:            compute\nNamespace:       shop\nResource         Used   Hard\n--------         ----   ----\nlimits.memory    6Gi    8Gi\nrequests.cpu     3500m  4\npods             0      0\n\n\nName:            other\nNamespace:       shop\nResource         Used  Hard\n--------         ----  ----\npods             1     2\n',
    );
    expect(of('quota')).toMatchObject([
      { name: 'compute', scope: { namespace: 'shop' }, resources, citations: [{ firstLine: 3, lastLine: 7 }] },
      { name: 'other', resources: [{ resource: 'pods', share: 0.5 }] },
    ]);
    expect(skipped).toEqual([]);
  });

  test('without a status says nothing of what is taken', async () => {
    expect((await read(JSON.stringify({ ...QUOTA, status: {} }))).of('quota')).toEqual([]);
  });
});

describe('what a container uses at one moment', () => {
  const pod = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'shop' },
    spec: { containers: [{ name: 'app', resources: { limits: { memory: '512Mi' } } }] },
    status: {
      containerStatuses: [
        { name: 'app', restartCount: 1, state: { running: {} }, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
      ],
    },
  });
  const top = (row: string, head = 'NAMESPACE   POD     NAME    CPU(cores)   MEMORY(bytes)') => `\n${head}\n${row}\n`;
  const evidence = async (text: string) => {
    const { findings } = await analyze(['-'], { stdin: () => bytes(text) });
    return findings.find(({ signature }) => signature === 'oom-kill-memcg')?.scoring.map((one) => one.evidence) ?? [];
  };

  test('supports that it was killed at its limit, and is no cause by itself', async () => {
    expect(await evidence(pod + top('shop        web-0   app     995m         490Mi'))).toContain('filling');
    expect(await evidence(pod + top('shop        web-0   app     995m         90Mi'))).not.toContain('filling');
    expect(await evidence(pod + top('shop        web-0   proxy   995m         490Mi'))).not.toContain('filling');
    // The sum of all containers of the pod.
    expect(await evidence(pod + top('web-0   995m         490Mi', 'NAME    CPU(cores)   MEMORY(bytes)'))).not.toContain('filling');
    const alone = await analyze(['-'], { stdin: () => bytes(top('shop        web-0   app     995m         490Mi')) });
    expect(alone.findings).toEqual([]);
  });
});

describe('CPUs that a container uses', () => {
  const bundle = (top: string): Record<string, string> => ({
    'cluster-resources/pods/shop.json': '{"kind":"PodList","apiVersion":"v1","items":[]}',
    'cluster-resources/pods/logs/shop/web-0/app.log': 'ready\n',
    'copy/shop/web-0/app/sys/fs/cgroup/cpu.max': '50000 100000\n',
    'copy/shop/web-0/app/sys/fs/cgroup/cpu.stat':
      'usage_usec 9000000\nuser_usec 9000000\nsystem_usec 0\nnr_periods 1000\nnr_throttled 900\nthrottled_usec 90000000\n',
    'top.txt': `NAMESPACE   POD     NAME    CPU(cores)   MEMORY(bytes)\n${top}\n`,
  });
  const evidence = async (files: Record<string, string>) => {
    const directory = mkdtempSync(join(tmpdir(), 'goroner-usage-'));
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), text);
      }
      const { findings } = await analyze([directory]);
      return findings.find(({ signature }) => signature === 'cpu-quota-throttling')?.scoring.map((one) => one.evidence) ?? [];
    } finally {
      rmSync(directory, { recursive: true });
    }
  };

  test('support that its quota is used up, where they are of that container', async () => {
    expect(await evidence(bundle('shop        web-0   app     495m         90Mi'))).toContain('used');
    const idle = await evidence(bundle('shop        web-0   app     95m          90Mi'));
    expect(idle).toContain('group');
    expect(idle).not.toContain('used');
    expect(await evidence(bundle('shop        web-0   db      495m         90Mi'))).not.toContain('used');
    const {
      'copy/shop/web-0/app/sys/fs/cgroup/cpu.max': max = '',
      'copy/shop/web-0/app/sys/fs/cgroup/cpu.stat': stat = '',
      ...rest
    } = bundle('shop        web-0   app     495m         90Mi');
    // Nobody says whose group it is.
    expect(await evidence({ ...rest, 'cgroup.txt': `== /sys/fs/cgroup/cpu.max\n${max}== /sys/fs/cgroup/cpu.stat\n${stat}` })).not.toContain(
      'used',
    );
  });
});
