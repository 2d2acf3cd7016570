import { describe, expect, test } from 'vitest';
import { read } from './read.ts';

const DESCRIPTION = `Name:             api-7f
Namespace:        shop
Priority:         0
Service Account:  default
Node:             n1/10.0.0.5
Start Time:       Sun, 01 Mar 2026 09:00:00 +0000
Labels:           app=api
                  pod-template-hash=7f
Annotations:      example.org/token: canary-annotation
Status:           Running
IP:               10.1.0.7
IPs:
  IP:           10.1.0.7
Controlled By:  ReplicaSet/api
Init Containers:
  setup:
    Image:          registry.example.org/setup:1
    State:          Terminated
      Reason:       Completed
      Exit Code:    0
      Started:      Sun, 01 Mar 2026 09:00:00 +0000
      Finished:     Sun, 01 Mar 2026 09:00:05 +0000
    Ready:          True
    Restart Count:  0
    Environment:    <none>
Containers:
  api:
    Container ID:   containerd://abc
    Image:          registry.example.org/api:1
    Port:           8080/TCP
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       Error
      Message:      panic: send on closed channel

goroutine 7 [running]:
main.produce(...)
	/src/app/main.go:12
main.main()
	/src/app/main.go:30 +0x1d

      Exit Code:    2
      Started:      Sun, 01 Mar 2026 10:00:00 +0000
      Finished:     Sun, 01 Mar 2026 10:00:10 +0000
    Ready:          False
    Restart Count:  5
    Limits:
      cpu:     500m
      memory:  512Mi
    Liveness:     http-get http://:8080/healthz delay=0s timeout=1s period=10s #success=1 #failure=3
    Readiness:    exec [cat /tmp/ready] delay=5s timeout=2s period=10s #success=1 #failure=3
    Environment:
      GOMEMLIMIT:   512 (limits.memory)
      DB_PASSWORD:  canary-env
      KEY:          <set to the key 'a' in secret 'b'>  Optional: false
    Mounts:
      /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-x (ro)
Conditions:
  Type              Status
  Initialized       True
  Ready             False
Volumes:
  kube-api-access-x:
    Type:                    Projected (a volume that contains injected data from multiple sources)
QoS Class:                   Burstable
Node-Selectors:              <none>
Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
Events:
  Type     Reason     Age                 From     Message
  ----     ------     ----                ----     -------
  Warning  Unhealthy  2m (x5 over 10m)    kubelet  Liveness probe failed: HTTP probe failed with statuscode: 500
  Warning  BackOff    30s (x50 over 12m)  kubelet  Back-off restarting failed container api in pod api-7f_shop(1234)
`;

describe('kubectl describe pod', () => {
  test('its facts', async () => {
    const { facts, skipped, artifact } = await read(`$ kubectl describe pod api-7f\n${DESCRIPTION}\nready\n`);
    expect(artifact?.kinds).toEqual(['crash', 'kubernetes', 'log']);
    expect(skipped).toEqual([]);
    await expect(`${JSON.stringify(facts, undefined, 2)}\n`).toMatchFileSnapshot('../../goldens/kubernetes/describe.json');
    expect(JSON.stringify(facts)).not.toContain('canary');
  });

  test.each([1, 13, 4096])('in pieces of %d bytes, and with CRLF', async (size) => {
    const whole = await read(DESCRIPTION);
    expect((await read(DESCRIPTION, size)).facts).toEqual(whole.facts);
    const crlf = await read(DESCRIPTION.replaceAll('\n', '\r\n'), size);
    expect(crlf.of('container').map(({ state, exitCode, reason }) => ({ state, exitCode, reason }))).toEqual(
      whole.of('container').map(({ state, exitCode, reason }) => ({ state, exitCode, reason })),
    );
    expect(crlf.of('crash').length).toBe(1);
  });

  test('what is printed by the Downward API is what Go gets', async () => {
    const { of } = await read(DESCRIPTION);
    expect(of('container').find(({ previous }) => previous)?.goMemoryLimit).toMatchObject({
      source: 'limit',
      bytes: 512,
      malformed: false,
    });
  });

  test('two pods, and a log behind them', async () => {
    const other = DESCRIPTION.replaceAll('api-7f', 'api-8a');
    const { of } = await read(
      `${DESCRIPTION}\n\n${other}\n\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n`,
    );
    expect(of('pod').map(({ scope }) => scope.pod)).toEqual(['api-7f', 'api-8a']);
    expect(of('crash').some(({ message }) => message === 'boom')).toBe(true);
  });

  test('cut at every line it does not fail, and states no exit that is not there', async () => {
    const lines = DESCRIPTION.split('\n');
    for (let end = 1; end < lines.length; end++) {
      const { of, artifact } = await read(lines.slice(0, end).join('\n'));
      expect(artifact?.status).not.toBe('unreadable');
      for (const { exitCode } of of('container')) expect([undefined, 0, 2]).toContain(exitCode);
    }
  });

  test('a form that only begins like one is nothing', async () => {
    expect((await read('Name:             api-7f\nColour:           red\n')).facts).toEqual([]);
  });
});

describe('kubectl get events', () => {
  test.each([
    [
      'with a namespace',
      'NAMESPACE   LAST SEEN          TYPE      REASON      OBJECT       MESSAGE\nshop        2m (x3 over 10m)   Warning   Unhealthy   pod/api-7f   Readiness probe failed: HTTP probe failed with statuscode: 500\n',
      {
        scope: { namespace: 'shop', pod: 'api-7f' },
        level: 'Warning',
        reason: 'Unhealthy',
        count: 3,
        lastAgeSeconds: 120,
        firstAgeSeconds: 600,
        aboutKind: 'Pod',
        aboutName: 'api-7f',
      },
    ],
    [
      'wide',
      'LAST SEEN   TYPE     REASON    OBJECT       SUBOBJECT              SOURCE        MESSAGE                                                 FIRST SEEN   COUNT   NAME\n4m          Normal   Killing   pod/api-7f   spec.containers{api}   kubelet, n1   Container api failed liveness probe, will be restarted   9m           4       api-7f.17\n',
      {
        scope: { pod: 'api-7f', container: 'api' },
        reason: 'Killing',
        message: 'Container api failed liveness probe, will be restarted',
        count: 4,
        firstAgeSeconds: 540,
        component: 'kubelet',
      },
    ],
    [
      'of a node',
      'LAST SEEN   TYPE      REASON      OBJECT    MESSAGE\n<unknown>   Warning   SystemOOM   node/n1   System OOM encountered, victim process: api, pid: 4711\n',
      { scope: { node: 'n1' }, reason: 'SystemOOM', count: 1 },
    ],
    [
      'of an old release',
      'LAST SEEN   FIRST SEEN   COUNT   NAME          KIND   SUBOBJECT              TYPE      REASON    SOURCE        MESSAGE\n2m          9m           12      api-7f.17a    Pod    spec.containers{api}   Warning   BackOff   kubelet, n1   Back-off restarting failed container\n',
      { reason: 'BackOff', count: 12, firstAgeSeconds: 540 },
    ],
  ])('%s', async (_name, text, expected) => {
    const { of, artifact } = await read(`${text}\nready\n`);
    expect(of('event')).toMatchObject([expected]);
    expect(artifact?.kinds).toContain('kubernetes');
  });

  test('rows that are none are left to others', async () => {
    const { of } = await read(
      'LAST SEEN   TYPE      REASON      OBJECT    MESSAGE\nsoon        Warning   SystemOOM   node/n1   x\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n',
    );
    expect(of('event')).toEqual([]);
    expect(of('crash').length).toBe(1);
  });
});

test('kubectl get pods', async () => {
  const { of } = await read(
    'NAMESPACE   NAME     READY   STATUS                  RESTARTS       AGE   IP         NODE   NOMINATED NODE   READINESS GATES\nshop        api-7f   0/2     Init:CrashLoopBackOff   12 (3m ago)    1h    10.1.0.7   n1     <none>           <none>\nshop        api-8a   2/2     Running                 0              1h    10.1.0.8   n2     <none>           <none>\n',
  );
  expect(of('pod').map(({ scope, status, ready, restarts }) => ({ scope, status, ready, restarts }))).toEqual([
    { scope: { namespace: 'shop', pod: 'api-7f', node: 'n1' }, status: 'Init:CrashLoopBackOff', ready: false, restarts: 12 },
    { scope: { namespace: 'shop', pod: 'api-8a', node: 'n2' }, status: 'Running', ready: true, restarts: 0 },
  ]);
});

test('a description deep in a log is found', async () => {
  const noise = '2026-01-02T03:04:05Z INFO served path=/api/items status=200\n'.repeat(6000);
  const { of } = await read(noise + DESCRIPTION);
  expect(of('pod').length).toBe(1);
  expect(of('crash').length).toBe(1);
});
