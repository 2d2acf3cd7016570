import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/analyze.ts';
import { read } from './read.ts';

const NODE = `Name:               n1
Roles:              worker
Labels:             kubernetes.io/hostname=n1
                    kubernetes.io/os=linux
Annotations:        volumes.kubernetes.io/controller-managed-attach-detach: true
CreationTimestamp:  Sun, 01 Mar 2026 08:00:00 +0000
Taints:             node.kubernetes.io/memory-pressure:NoSchedule
                    team=shop:NoExecute
Unschedulable:      true
Lease:
  HolderIdentity:  n1
  RenewTime:       Sun, 01 Mar 2026 10:00:00 +0000
Conditions:
  Type             Status  LastHeartbeatTime                 LastTransitionTime                Reason                         Message
  ----             ------  -----------------                 ------------------                ------                         -------
  MemoryPressure   True    Sun, 01 Mar 2026 10:00:00 +0000   Sun, 01 Mar 2026 09:30:00 +0000   KubeletHasInsufficientMemory   kubelet has insufficient memory available
  DiskPressure     False   Sun, 01 Mar 2026 10:00:00 +0000   Sun, 01 Mar 2026 08:00:00 +0000   KubeletHasNoDiskPressure       kubelet has no disk pressure
  Ready            True    Sun, 01 Mar 2026 10:00:00 +0000   Sun, 01 Mar 2026 08:00:00 +0000   KubeletReady                   kubelet is posting ready status
Addresses:
  InternalIP:  10.0.0.1
Capacity:
  cpu:                4
  memory:             8141012Ki
  pods:               110
Allocatable:
  cpu:                3920m
  memory:             7590100Ki
  pods:               110
System Info:
  Kernel Version:             5.15.0-91-generic
  Container Runtime Version:  containerd://1.7.11
  Kubelet Version:            v1.30.2
PodCIDR:                      10.244.0.0/24
Non-terminated Pods:          (2 in total)
  Namespace                   Name        CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  ---------                   ----        ------------  ----------  ---------------  -------------  ---
  shop                        api-7f      100m (2%)     0 (0%)      70Mi (0%)        170Mi (2%)     9h
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests         Limits
  --------           --------         ------
  cpu                950m (24%)       100m (2%)
  memory             6290Mi (84%)     15390Mi (207%)
  ephemeral-storage  0 (0%)           0 (0%)
Events:
  Type     Reason                 Age                From     Message
  ----     ------                 ----               ----     -------
  Warning  EvictionThresholdMet   2m (x4 over 30m)   kubelet  Attempting to reclaim memory
`;

const DEPLOYMENT = `Name:                   api
Namespace:              shop
CreationTimestamp:      Sun, 01 Mar 2026 08:00:00 +0000
Labels:                 app=api
Annotations:            deployment.kubernetes.io/revision: 3
Selector:               app=api
Replicas:               3 desired | 2 updated | 4 total | 1 available | 3 unavailable
StrategyType:           RollingUpdate
MinReadySeconds:        0
RollingUpdateStrategy:  25% max unavailable, 25% max surge
Pod Template:
  Labels:  app=api
  Containers:
   api:
    Image:      registry.example.org/api:1
    Port:       8080/TCP
    Limits:
      memory:  512Mi
    Environment:
      GOGC:  50
  Volumes:  <none>
Conditions:
  Type           Status  Reason
  ----           ------  ------
  Available      False   MinimumReplicasUnavailable
  Progressing    False   ProgressDeadlineExceeded
OldReplicaSets:  api-5c (2/2 replicas created)
NewReplicaSet:   api-7f (2/2 replicas created)
Events:
  Type    Reason             Age   From                   Message
  ----    ------             ----  ----                   -------
  Normal  ScalingReplicaSet  12m   deployment-controller  Scaled up replica set api-7f to 2
`;

const STATEFUL_SET = `Name:               db
Namespace:          shop
CreationTimestamp:  Sun, 01 Mar 2026 08:00:00 +0000
Selector:           app=db
Labels:             app=db
Annotations:        <none>
Replicas:           3 desired | 3 total
Update Strategy:    RollingUpdate
  Partition:        2
Pods Status:        2 Running / 1 Waiting / 0 Succeeded / 0 Failed
Pod Template:
  Labels:  app=db
Volume Claims:  <none>
Events:         <none>
`;

const DAEMON_SET = `Name:           agent
Selector:       app=agent
Node-Selector:  <none>
Labels:         app=agent
Annotations:    <none>
Desired Number of Nodes Scheduled: 5
Current Number of Nodes Scheduled: 5
Number of Nodes Scheduled with Up-to-date Pods: 4
Number of Nodes Scheduled with Available Pods: 3
Number of Nodes Misscheduled: 0
Pods Status:  5 Running / 0 Waiting / 0 Succeeded / 0 Failed
Events:  <none>
`;

describe('kubectl describe', () => {
  test('a node: conditions, taints, what its pods may use, its events', async () => {
    const { of, artifact, skipped } = await read(`$ kubectl describe node n1\n${NODE}`);
    expect(of('node')).toMatchObject([
      {
        scope: { node: 'n1' },
        ready: true,
        pressures: ['MemoryPressure'],
        unschedulable: true,
        taints: ['node.kubernetes.io/memory-pressure:NoSchedule', 'team=shop:NoExecute'],
        memoryRequestsPercent: 84,
        memoryLimitsPercent: 207,
        allocatable: { cpus: 3.92, memoryBytes: 7590100 * 1024 },
        capacity: { cpus: 4 },
        pods: 110,
        kubelet: 'v1.30.2',
        kernel: '5.15.0-91-generic',
        runtime: 'containerd://1.7.11',
        citations: [{ firstLine: 14 }],
      },
    ]);
    expect(of('node')[0]?.conditions[0]).toEqual({
      type: 'MemoryPressure',
      status: 'True',
      reason: 'KubeletHasInsufficientMemory',
      message: 'kubelet has insufficient memory available',
      sinceUnixMs: Date.parse('2026-03-01T09:30:00Z'),
    });
    expect(of('event')).toMatchObject([
      { reason: 'EvictionThresholdMet', count: 4, aboutKind: 'Node', aboutName: 'n1', scope: { node: 'n1' } },
    ]);
    expect(of('event')[0]?.scope).toEqual({ node: 'n1' });
    expect(artifact?.kinds).toEqual(['kubernetes']);
    expect(skipped).toEqual([]);
  });

  test('workloads', async () => {
    const { of } = await read(`${DEPLOYMENT}\n\n${STATEFUL_SET}\n\n${DAEMON_SET}`);
    expect(of('workload')).toMatchObject([
      {
        kind: 'Deployment',
        name: 'api',
        scope: { namespace: 'shop' },
        replicas: 3,
        updated: 2,
        available: 1,
        strategy: 'RollingUpdate',
        conditions: [
          { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' },
          { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' },
        ],
      },
      { kind: 'StatefulSet', name: 'db', replicas: 3, strategy: 'RollingUpdate', partition: 2 },
      { kind: 'DaemonSet', name: 'agent', replicas: 5, updated: 4, available: 3 },
    ]);
    // How many are ready is not printed: nothing is made of that.
    for (const workload of of('workload')) expect(workload).not.toHaveProperty('ready');
    expect(of('event')).toMatchObject([{ aboutKind: 'Deployment', aboutName: 'api' }]);
    expect(of('pod')).toEqual([]);
  });

  test('cut at every line it does not fail, and states nothing else', async () => {
    const lines = NODE.split('\n');
    for (let count = 0; count < lines.length; count++) {
      const { of } = await read(lines.slice(0, count).join('\n'));
      for (const { pressures, memoryLimitsPercent = 207 } of of('node')) {
        expect(pressures.filter((one) => one !== 'MemoryPressure')).toEqual([]);
        expect(memoryLimitsPercent).toBe(207);
      }
    }
  });

  test.each(['Name:    n1\nRoles:   none at all\nColour: red\n', 'Name:        api\nSelector:    app=api\nType:  ClusterIP\n'])(
    '%j is nothing that is known',
    async (text) => {
      expect((await read(text)).facts).toEqual([]);
    },
  );

  test('that a node promises more than it has speaks for an eviction', async () => {
    const evicted = `${JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'api-7f', namespace: 'shop' },
      spec: { nodeName: 'n1', containers: [] },
      status: { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' },
    })}\n`;
    const lines = async (node: string) => {
      const { findings } = await analyze(['-'], { stdin: () => bytes(evicted + node) });
      return findings.find(({ signature }) => signature === 'node-pressure-eviction')?.scoring.map(({ evidence }) => evidence);
    };
    expect(await lines(NODE)).toEqual(expect.arrayContaining(['pressure', 'overcommitted']));
    expect(await lines(NODE.replace('(207%)', '(90%)'))).not.toContain('overcommitted');
    expect(await lines(NODE.replaceAll('n1', 'n2'))).not.toContain('overcommitted');
  });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
