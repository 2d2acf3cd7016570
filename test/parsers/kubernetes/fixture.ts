/** A pod with two containers, one of which crashes, as an object. Made up. */
export const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    annotations: {
      'example.org/token': 'canary-annotation',
      'kubectl.kubernetes.io/last-applied-configuration': '{"env":"canary-applied"}',
    },
    labels: { app: 'api' },
    managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:metadata': { 'f:labels': { '.': {} } } } }],
    name: 'api-7f',
    namespace: 'shop',
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'api' }],
  },
  spec: {
    containers: [
      {
        name: 'api',
        image: 'registry.example.org/api:1',
        env: [
          { name: 'DB_PASSWORD', value: 'canary-env' },
          { name: 'GOMEMLIMIT', value: '400MiB' },
          { name: 'GOGC', value: '50' },
          { name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
        ],
        livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 5 },
        resources: { limits: { cpu: '500m', memory: '512Mi' }, requests: { cpu: '0.25', memory: '128974848000m' } },
      },
      { name: 'proxy', image: 'registry.example.org/proxy:1' },
    ],
    nodeName: 'n1',
    terminationGracePeriodSeconds: 45,
  },
  status: {
    conditions: [{ lastTransitionTime: '2026-03-01T10:00:00Z', status: 'False', type: 'Ready', reason: 'ContainersNotReady' }],
    containerStatuses: [
      {
        name: 'api',
        image: 'registry.example.org/api:1',
        lastState: {
          terminated: {
            exitCode: 2,
            finishedAt: '2026-03-01T09:59:30Z',
            message:
              'panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.produce(...)\n\t/src/app/main.go:12\nmain.main()\n\t/src/app/main.go:30 +0x1d\n',
            reason: 'Error',
            startedAt: '2026-03-01T09:59:00Z',
          },
        },
        ready: false,
        restartCount: 5,
        state: { waiting: { message: 'back-off 5m0s restarting failed container=api', reason: 'CrashLoopBackOff' } },
      },
      { name: 'proxy', ready: true, restartCount: 1, state: { running: { startedAt: '2026-03-01T09:00:00Z' } }, lastState: {} },
    ],
    phase: 'Running',
    qosClass: 'Burstable',
  },
};

/** An event about it. */
export const EVENT = {
  apiVersion: 'v1',
  kind: 'Event',
  count: 7,
  firstTimestamp: '2026-03-01T09:50:00Z',
  involvedObject: { kind: 'Pod', name: 'api-7f', namespace: 'shop', fieldPath: 'spec.containers{api}' },
  lastTimestamp: '2026-03-01T10:00:00Z',
  message: 'Back-off restarting failed container api in pod api-7f_shop(7f)',
  metadata: { name: 'api-7f.1', namespace: 'shop' },
  reason: 'BackOff',
  source: { component: 'kubelet', host: 'n1' },
  type: 'Warning',
};
