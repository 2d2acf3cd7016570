import { expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { EVENT, POD } from '../parsers/kubernetes/fixture.ts';
import { renderJson } from '../../src/report/render/json.ts';
import { redact } from '../../src/report/redact.ts';

const report = (...objects: readonly unknown[]) =>
  analyze(['-'], { stdin: () => source(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })) });

async function* source(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

test('starts, ends and warnings stand in the timeline, oldest first', async () => {
  const { timeline } = await report(POD, EVENT);
  expect(timeline.map(({ event }) => event)).toEqual([
    'container shop/api-7f/proxy started',
    'BackOff about Pod api-7f: Back-off restarting failed container api in pod api-7f_shop(7f) (first of 7)',
    'container shop/api-7f/api started',
    'container shop/api-7f/api ended with exit code 2, Error',
    'BackOff about Pod api-7f: Back-off restarting failed container api in pod api-7f_shop(7f) (last of 7)',
  ]);
});

test('a healthy cluster yields nothing, and what was looked at is said', async () => {
  const running = (name: string) => ({
    ...POD,
    metadata: { name, namespace: 'shop' },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [{ name: 'api', ready: true, restartCount: 0, state: { running: { startedAt: '2026-03-01T09:00:00Z' } } }],
    },
  });
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1' },
    status: {
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'MemoryPressure', status: 'False' },
      ],
      nodeInfo: {},
    },
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api', namespace: 'shop', generation: 3 },
    spec: { replicas: 2 },
    status: {
      replicas: 2,
      readyReplicas: 2,
      updatedReplicas: 2,
      observedGeneration: 3,
      conditions: [{ type: 'Progressing', status: 'True' }],
    },
  };
  const event = (reason: string, message: string, type = 'Normal') => ({ ...EVENT, reason, message, type, count: 1 });
  const result = await report(
    running('api-1'),
    running('api-2'),
    node,
    deployment,
    event('Scheduled', 'Successfully assigned shop/api-1 to n1'),
    event('Pulled', 'Successfully pulled image "registry.example.org/api:1" in 1s'),
    event('Killing', 'Stopping container api'),
    event('Unhealthy', 'Readiness probe failed: dial tcp 10.0.0.7:8080: connect: connection refused', 'Warning'),
    event('FailedScheduling', '0/3 nodes are available', 'Warning'),
  );
  expect(result.findings).toEqual([]);
  expect(result.inconclusive).toEqual([]);
  expect(result.verdict.summary).toBe('No known root cause was found in 1 file: 2 pods, 4 containers, 5 events, 1 node, 1 workload.');
});

test('values of the environment and annotations are in no report', async () => {
  const whole = await report(POD, EVENT);
  for (const one of [whole, redact(whole)]) expect(renderJson(one, { forTerminal: false })).not.toContain('canary');
});
