import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { analyze } from '../../../src/analyze.ts';
import { read } from './read.ts';

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
const address = (ip: string, name?: string) => ({
  ip,
  ...(name === undefined ? {} : { targetRef: { kind: 'Pod', name, namespace: 'shop' } }),
});
const ENDPOINTS = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'web', namespace: 'shop' },
  subsets: [
    { addresses: [address('10.0.0.7', 'web-0')], notReadyAddresses: [address('10.0.0.8', 'web-1')], ports: [{ port: 8080 }] },
    // Another port of the same pods.
    { addresses: [address('10.0.0.7', 'web-0')], notReadyAddresses: [address('10.0.0.8', 'web-1'), address('10.0.0.9', 'web-2')] },
  ],
};
const SLICE = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'web-x7k2p', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
  endpoints: [
    { addresses: ['10.0.0.7'], conditions: {}, targetRef: { kind: 'Pod', name: 'web-0' } },
    { addresses: ['10.0.0.8'], conditions: { ready: false, serving: false }, targetRef: { kind: 'Pod', name: 'web-1' } },
    { addresses: ['10.0.0.9'], conditions: { ready: false }, targetRef: { kind: 'Pod', name: 'web-2' } },
  ],
};
const DESCRIBED = (endpoints: string) => `Name:                     web
Namespace:                shop
Labels:                   <none>
Annotations:              <none>
Selector:                 app=web
Type:                     ClusterIP
IP:                       10.96.0.1
Port:                     http  80/TCP
TargetPort:               8080/TCP
Endpoints:                ${endpoints}
Session Affinity:         None
Events:                   <none>
`;

describe('who answers for a service', () => {
  test.each([
    ['Endpoints', ENDPOINTS],
    ['EndpointSlice', SLICE],
  ])('%s, as JSON and YAML', async (_name, object) => {
    for (const text of [
      json(object),
      stringify(object),
      json({ kind: `${object.kind}List`, apiVersion: object.apiVersion, items: [object] }),
    ]) {
      const { of } = await read(text);
      expect(of('service')).toMatchObject([
        { name: 'web', scope: { namespace: 'shop' }, ready: 1, notReady: 2, readyPods: ['web-0'], notReadyPods: ['web-1', 'web-2'] },
      ]);
    }
  });

  test.each([
    ['none', { ...ENDPOINTS, subsets: undefined }, 0],
    ['none of a slice', { ...SLICE, endpoints: null }, 0],
    ['some that are no pods', { ...ENDPOINTS, subsets: [{ addresses: [address('192.0.2.1')] }] }, 1],
  ])('%s', async (_name, object, ready) => {
    expect((await read(json(object))).of('service')).toMatchObject([{ ready, notReady: 0, readyPods: [], notReadyPods: [] }]);
  });

  test.each([
    ['<none>', 0],
    ['', 0],
    ['10.0.0.7:8080', 1],
    ['10.0.0.7:8080,10.0.0.8:8080,10.0.0.9:8080 + 4 more...', 7],
  ])('described: %j', async (endpoints, ready) => {
    const { of } = await read(DESCRIBED(endpoints));
    expect(of('service')).toMatchObject([{ name: 'web', scope: { namespace: 'shop' }, ready }]);
    // Those that are not ready are not printed.
    expect(of('service')[0]).not.toHaveProperty('notReady');
  });
});

describe('limit ranges', () => {
  const range = (over: object = {}) => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'defaults', namespace: 'shop' },
    spec: {
      limits: [
        { type: 'Pod', max: { memory: '4Gi' } },
        { type: 'Container', default: { cpu: '500m', memory: '128Mi' }, defaultRequest: { memory: '64Mi' }, ...over },
      ],
    },
  });
  const pod = (memory: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'shop' },
    spec: { containers: [{ name: 'app', resources: { limits: { memory } } }] },
    status: {
      containerStatuses: [
        { name: 'app', restartCount: 1, state: { running: {} }, lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } },
      ],
    },
  });
  const evidence = async (...objects: readonly unknown[]) => {
    const { findings } = await analyze(['-'], { stdin: () => bytes(objects.map(json).join('')) });
    return findings.find(({ signature }) => signature === 'oom-kill-memcg')?.scoring.map((one) => one.evidence) ?? [];
  };

  test('what they give', async () => {
    expect((await read(json(range()))).of('limit-range')).toMatchObject([
      {
        name: 'defaults',
        scope: { namespace: 'shop' },
        defaults: { cpus: 0.5, memoryBytes: 128 * 1024 ** 2 },
        defaultRequests: { memoryBytes: 64 * 1024 ** 2 },
      },
    ]);
    expect((await read(json({ ...range(), spec: { limits: [{ type: 'Pod', max: { memory: '4Gi' } }] } }))).facts).toEqual([]);
  });

  test('a container that was killed at the limit of one has it in its evidence', async () => {
    expect(await evidence(range(), pod('128Mi'))).toContain('defaulted');
    expect(await evidence(range(), pod('256Mi'))).not.toContain('defaulted');
    expect(await evidence({ ...range(), metadata: { name: 'defaults', namespace: 'test' } }, pod('128Mi'))).not.toContain('defaulted');
    expect(await evidence(range({ default: undefined }), pod('128Mi'))).not.toContain('defaulted');
  });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
