import { expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { EVENT, POD } from '../parsers/kubernetes/fixture.ts';
import { renderJson } from '../../src/report/render/json.ts';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import { redact } from '../../src/report/redact.ts';

const report = (...objects: readonly unknown[]) =>
  analyze(['-'], { stdin: () => source(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects })) });

async function* source(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

test('starts, ends and warnings stand in the timeline, oldest first', async () => {
  const { timeline } = await report(POD, EVENT);
  expect(timeline.map(({ event }) => event)).toEqual([
    'container shop/api-7f/proxy started, restart 1',
    'BackOff about Pod api-7f: Back-off restarting failed container api in pod api-7f_shop(7f) (first of 7)',
    'container shop/api-7f/api started, restart 5',
    'container shop/api-7f/api ended with exit code 2, Error',
    'BackOff about Pod api-7f: Back-off restarting failed container api in pod api-7f_shop(7f) (last of 7)',
  ]);
});

const event = (over: object) => ({ ...EVENT, count: 1, firstTimestamp: EVENT.lastTimestamp, ...over });

test('each entry says what it is about', async () => {
  const { timeline } = await report(
    POD,
    event({ reason: 'Unhealthy', message: 'Liveness probe failed: HTTP probe failed with statuscode: 503' }),
    event({ reason: 'Killing', type: 'Normal', message: 'Container api failed liveness probe, will be restarted' }),
    event({ reason: 'Killing', type: 'Normal', message: 'Stopping container api' }),
    event({ reason: 'FailedMount', message: 'MountVolume.SetUp failed' }),
    event({ reason: 'ScalingReplicaSet', type: 'Normal', message: 'Scaled up replica set api-7f to 3' }),
    event({ reason: 'Pulled', type: 'Normal', message: 'Container image already present' }),
  );
  expect(
    timeline.filter(({ atMs }) => atMs === Date.parse(EVENT.lastTimestamp)).map(({ kind, event: said }) => [kind, said.split(':')[0]]),
  ).toEqual([
    ['probe', 'Unhealthy about Pod api-7f'],
    ['event', 'FailedMount about Pod api-7f'],
    ['probe', 'Killing about Pod api-7f'],
    ['process', 'Killing about Pod api-7f'],
    ['event', 'ScalingReplicaSet about Pod api-7f'],
  ]);
  expect(timeline.filter(({ event: said }) => said.startsWith('container ')).every(({ kind }) => kind === 'process')).toBe(true);
});

test('an event about a start that the status of the container states is not said twice', async () => {
  const started = (at: string) =>
    event({ reason: 'Started', type: 'Normal', message: 'Started container', firstTimestamp: at, lastTimestamp: at });
  const { timeline } = await report(POD, started('2026-03-01T09:59:01Z'), started('2026-03-01T09:40:00Z'));
  expect(timeline.filter(({ event: said }) => said.startsWith('Started ')).map(({ atMs }) => atMs)).toEqual([
    Date.parse('2026-03-01T09:40:00Z'),
  ]);
});

test('a signal is named, and a deletion with its grace', async () => {
  const killed = structuredClone(POD) as unknown as {
    metadata: Record<string, unknown>;
    status: { containerStatuses: { lastState: { terminated?: Record<string, unknown> } }[] };
  };
  const [first] = killed.status.containerStatuses;
  if (first === undefined) throw new Error('no container');
  first.lastState.terminated = {
    exitCode: 137,
    reason: 'OOMKilled',
    startedAt: '2026-03-01T09:59:00Z',
    finishedAt: '2026-03-01T09:59:30Z',
  };
  killed.metadata['deletionTimestamp'] = '2026-03-01T09:59:30Z';
  killed.metadata['deletionGracePeriodSeconds'] = 30;
  const events = (await report(killed)).timeline.map(({ event: said }) => said);
  expect(events).toContain('container shop/api-7f/api ended with exit code 137 (SIGKILL), OOMKilled');
  expect(events).toContain('the deletion of pod shop/api-7f was asked for, with a grace of 30 s');
  expect(events).toContain('the grace of pod shop/api-7f, which is deleted, is over');
});

test('what the timeline has no room for is counted', async () => {
  const warning = (at: number) => ({
    ...EVENT,
    metadata: { ...EVENT.metadata, name: `api-7f.${at}` },
    count: 1,
    firstTimestamp: new Date(Date.UTC(2026, 2, 1) + at * 60_000).toISOString(),
    lastTimestamp: new Date(Date.UTC(2026, 2, 1) + at * 60_000).toISOString(),
  });
  const some = await report(...Array.from({ length: 500 }, (_, at) => warning(at)));
  expect(some.timeline).toHaveLength(500);
  expect('timelineLeftOut' in some).toBe(false);
  const all = await report(...Array.from({ length: 530 }, (_, at) => warning(at)));
  expect(all.timeline).toHaveLength(500);
  expect(all.timelineLeftOut).toBe(30);
  expect((JSON.parse(renderJson(all, { forTerminal: false })) as { timelineLeftOut: unknown }).timelineLeftOut).toBe(30);
  expect(renderMarkdown(all)).toContain('30 further entries of the cluster left out');
  expect(renderMarkdown(some)).not.toContain('left out: the timeline');
});

test('a list with ages counts back from when it was printed', async () => {
  const text = [
    'LAST SEEN         TYPE      REASON      OBJECT       MESSAGE',
    '90s               Warning   BackOff     pod/api-7f   Back-off restarting failed container api in pod api-7f_shop(7f)',
    '3m (x4 over 2h)   Warning   Unhealthy   pod/api-7f   Liveness probe failed: HTTP probe failed with statuscode: 503',
  ].join('\n');
  const { timeline } = await analyze(['-'], { stdin: () => source(text), signatures: [] });
  expect(
    timeline.map(({ clock, atMs, kind, event: said }) => [
      clock,
      atMs,
      kind,
      said.split(':')[0],
      / \((?:first|last) of \d+\)$/.exec(said)?.[0],
    ]),
  ).toEqual([
    ['listing', -7_200_000, 'probe', 'Unhealthy about Pod api-7f', ' (first of 4)'],
    ['listing', -180_000, 'probe', 'Unhealthy about Pod api-7f', ' (last of 4)'],
    ['listing', -90_000, 'event', 'BackOff about Pod api-7f', undefined],
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
  const seen = (reason: string, message: string, type = 'Normal') => ({ ...EVENT, reason, message, type, count: 1 });
  const result = await report(
    running('api-1'),
    running('api-2'),
    node,
    deployment,
    seen('Scheduled', 'Successfully assigned shop/api-1 to n1'),
    seen('Pulled', 'Successfully pulled image "registry.example.org/api:1" in 1s'),
    seen('Killing', 'Stopping container api'),
    seen('Unhealthy', 'Readiness probe failed: dial tcp 10.0.0.7:8080: connect: connection refused', 'Warning'),
    seen('FailedScheduling', '0/3 nodes are available', 'Warning'),
  );
  expect(result.findings).toEqual([]);
  expect(result.inconclusive).toEqual([]);
  expect(result.verdict.summary).toBe('No known root cause was found in 1 file: 2 pods, 4 containers, 5 events, 1 node, 1 workload.');
});

test('values of the environment and annotations are in no report', async () => {
  const whole = await report(POD, EVENT);
  for (const one of [whole, redact(whole)]) expect(renderJson(one, { forTerminal: false })).not.toContain('canary');
});
