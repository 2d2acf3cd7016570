import { describe, expect, test } from 'vitest';
import { read } from '../kubernetes/read.ts';

const labels = 'container="web",id="/kubepods/burstable/pod1/c1",namespace="shop",pod="web-5"';

describe('cAdvisor', () => {
  test('numbers of the control group of a container', async () => {
    const { artifact, of } = await read(
      [
        '# HELP container_cpu_cfs_periods_total Number of elapsed enforcement period intervals.',
        '# TYPE container_cpu_cfs_periods_total counter',
        `container_cpu_cfs_periods_total{${labels}} 4000 1772359200000`,
        `container_cpu_cfs_throttled_periods_total{${labels}} 3000 1772359200000`,
        `container_cpu_cfs_throttled_seconds_total{${labels}} 812.5 1772359200000`,
        `container_cpu_usage_seconds_total{cpu="total",${labels}} 90.5`,
        `container_cpu_usage_seconds_total{cpu="cpu00",${labels}} 12`,
        `container_spec_cpu_quota{${labels}} 50000`,
        `container_spec_cpu_period{${labels}} 100000`,
        `container_memory_usage_bytes{${labels}} 5.36870912e+08`,
        `container_memory_working_set_bytes{${labels}} 2.68435456e+08`,
        `container_spec_memory_limit_bytes{${labels}} 5.36870912e+08`,
        `container_oom_events_total{${labels}} 2`,
        '# EOF',
        '',
      ].join('\n'),
    );
    expect(artifact?.kinds).toEqual(['metrics']);
    expect(of('cgroup')).toHaveLength(1);
    expect(of('cgroup')[0]).toMatchObject({
      group: '/kubepods/burstable/pod1/c1',
      scope: { namespace: 'shop', pod: 'web-5', container: 'web' },
      atUnixMs: 1772359200000,
      cpu: {
        periods: 4000,
        throttledPeriods: 3000,
        throttledShare: 0.75,
        throttledSeconds: 812.5,
        usageSeconds: 90.5,
        quotaCpus: 0.5,
        ranSeconds: 400,
      },
      // The working set is what counts against the limit: the usage has the page cache in it.
      memory: { limitBytes: 536870912, currentBytes: 536870912, workingSetBytes: 268435456, limitShare: 0.5, oomKills: 2 },
    });
  });

  test('two scrapes are two moments, and what changed between them', async () => {
    const scrape = (periods: number, throttled: number, at: number) =>
      `container_cpu_cfs_periods_total{${labels}} ${periods} ${at}\ncontainer_cpu_cfs_throttled_periods_total{${labels}} ${throttled} ${at}\n`;
    const { of } = await read(scrape(1000, 900, 1772359200000) + scrape(1400, 901, 1772359260000));
    expect(of('cgroup')).toHaveLength(2);
    expect(of('cgroup-change')[0]).toMatchObject({ periods: 400, throttledPeriods: 1, seconds: 60 });
  });

  test('pods, the pause container and the machine are no containers; 0 is no limit', async () => {
    const { of } = await read(
      [
        'container_memory_working_set_bytes{id="/"} 1e9',
        'container_memory_working_set_bytes{container="",id="/kubepods/pod1",namespace="shop",pod="web-5"} 1e9',
        'container_memory_working_set_bytes{container="POD",namespace="shop",pod="web-5"} 1e6',
        'container_spec_memory_limit_bytes{container_name="old",namespace="shop",pod_name="old-1"} 0',
        'container_memory_usage_bytes{id="/docker/4be0c2f1d7a9",image="web:9",name="web"} 1e9',
        '',
      ].join('\n'),
    );
    expect(of('cgroup')).toMatchObject([
      { group: 'shop/old-1/old', scope: { pod: 'old-1', container: 'old' }, memory: { unlimited: true } },
      { group: '/docker/4be0c2f1d7a9', scope: { container: 'web' }, memory: { currentBytes: 1000000000 } },
    ]);
    expect(of('cgroup')[0]?.memory).not.toHaveProperty('limitBytes');
  });
});

describe('kube-state-metrics', () => {
  const own = 'namespace="shop",pod="web-5",uid="1",container="web"';

  test('how a container runs, and how it ended before', async () => {
    const { of } = await read(
      [
        `kube_pod_container_status_restarts_total{${own}} 3`,
        `kube_pod_container_status_running{${own}} 1`,
        `kube_pod_container_status_waiting{${own}} 0`,
        `kube_pod_container_status_ready{${own}} 1`,
        `kube_pod_container_status_last_terminated_reason{${own},reason="OOMKilled"} 1`,
        `kube_pod_container_status_last_terminated_reason{${own},reason="Error"} 0`,
        `kube_pod_container_status_last_terminated_exitcode{${own}} 137`,
        `kube_pod_container_resource_limits{${own},resource="memory",unit="byte"} 2.68435456e+08`,
        '',
      ].join('\n'),
    );
    expect(of('container')).toMatchObject([
      { name: 'web', previous: false, state: 'running', ready: true, restartCount: 3, scope: { pod: 'web-5', incarnation: 3 } },
      {
        previous: true,
        state: 'terminated',
        reason: 'OOMKilled',
        exitCode: 137,
        limits: { memoryBytes: 268435456 },
        scope: { namespace: 'shop', pod: 'web-5', container: 'web', incarnation: 2 },
      },
    ]);
  });

  test('while it waits the last run is the one that the count stands at', async () => {
    const { of } = await read(
      [
        `kube_pod_container_status_restarts_total{${own}} 5`,
        `kube_pod_container_status_waiting_reason{${own},reason="CrashLoopBackOff"} 1`,
        `kube_pod_container_status_last_terminated_reason{${own},reason="Error"} 1`,
        '',
      ].join('\n'),
    );
    expect(of('container')).toMatchObject([
      { state: 'waiting', reason: 'CrashLoopBackOff' },
      { previous: true, reason: 'Error', scope: { incarnation: 5 } },
    ]);
  });

  test('other series and lines that only begin alike are passed over', async () => {
    const { artifact, of } = await read('kube_pod_info{pod="a"} 1\ncontainer_memory_usage_bytes is high\nconstructor{container="a"} 1\n');
    expect(artifact?.kinds).toEqual([]);
    expect(of('container')).toEqual([]);
  });
});
