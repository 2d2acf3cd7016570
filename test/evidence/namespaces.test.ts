import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { analyze, examine } from '../../src/analyze.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'namespaces-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const pod = (namespace: string, restartCount = 3) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-0', namespace },
  spec: { containers: [{ name: 'app', resources: { limits: { memory: '64Mi' } } }] },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'False' }],
    containerStatuses: [
      {
        name: 'app',
        ready: false,
        restartCount,
        state: { running: { startedAt: '2026-03-03T10:00:00Z' } },
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-03-03T09:59:00Z' } },
      },
    ],
  },
});
/** As `kubectl get events` and `kubectl get pods` print them of one namespace. */
const EVENTS = `LAST SEEN             TYPE      REASON      OBJECT      MESSAGE
9s (x212 over 36m)    Warning   Unhealthy   pod/web-0   Readiness probe failed: HTTP probe failed with statuscode: 500
`;
const PODS = 'NAME    READY   STATUS    RESTARTS   AGE\nweb-0   0/1     Running   3          9h\nweb-1   1/1     Running   0          9h\n';

describe('a pod that is known by its name alone', () => {
  test('has the namespace that the rest of the bundle tells', async () => {
    write('a.json', JSON.stringify(pod('shop')));
    write('events.txt', EVENTS);
    write('pods.txt', PODS);
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('event').map(({ scope }) => scope)).toEqual([{ namespace: 'shop', pod: 'web-0' }]);
    expect(caseFile.of('pod').map(({ scope }) => [scope.namespace, scope.pod])).toEqual([
      ['shop', 'web-0'],
      ['shop', 'web-0'],
      [undefined, 'web-1'],
    ]);
  });

  test('is no one’s where two namespaces have a pod of that name', async () => {
    write('a.json', JSON.stringify(pod('shop')));
    write('b.json', JSON.stringify(pod('test')));
    write('events.txt', EVENTS);
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('event').map(({ scope }) => scope)).toEqual([{ namespace: '?', pod: 'web-0' }]);
    expect(caseFile.of('pod').map(({ scope }) => scope.namespace)).toEqual(['shop', 'test']);
  });

  test('takes nothing from the rest where that has no such pod', async () => {
    write('a.json', JSON.stringify({ ...pod('shop'), metadata: { name: 'other', namespace: 'shop' } }));
    write('events.txt', EVENTS);
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('event').map(({ scope }) => scope)).toEqual([{ pod: 'web-0' }]);
  });

  test('the run of a container is numbered by the pod of that namespace', async () => {
    write('a.json', JSON.stringify(pod('shop', 3)));
    write('b.json', JSON.stringify({ ...pod('test', 8), metadata: { name: 'web-9', namespace: 'test' } }));
    write('c.log', '[pod/web-0/app] panic: boom\n[pod/web-0/app] \n[pod/web-0/app] goroutine 1 [running]:\n[pod/web-0/app] main.main()\n');
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash').map(({ scope }) => scope)).toEqual([{ namespace: 'shop', pod: 'web-0', container: 'app' }]);
  });
});

describe('findings', () => {
  const findings = async (signature: string) => (await analyze([folder])).findings.filter((one) => one.signature === signature);

  test('two pods of the same name in two namespaces are two', async () => {
    write('a.json', JSON.stringify(pod('shop')));
    write('b.json', JSON.stringify(pod('test')));
    expect((await findings('oom-kill-memcg')).length).toBe(2);
  });

  test('one pod, seen with its namespace and without, is one', async () => {
    write('a.json', JSON.stringify(pod('shop')));
    write('events.txt', EVENTS);
    write('more.txt', EVENTS.replace('LAST SEEN ', 'NAMESPACE   LAST SEEN ').replace('9s', 'shop        9s'));
    const [found, ...others] = await findings('readiness-probe-failing');
    expect(others).toEqual([]);
    expect(found?.scoring.map(({ evidence }) => evidence)).toContain('unready');
  });

  test('what is of an unknown one of two is joined with neither', async () => {
    const ready = pod('test');
    write('a.json', JSON.stringify(pod('shop')));
    write('b.json', JSON.stringify({ ...ready, status: { ...ready.status, conditions: [{ type: 'Ready', status: 'True' }] } }));
    write('events.txt', EVENTS);
    const [found, ...others] = await findings('readiness-probe-failing');
    expect(others).toEqual([]);
    // Neither that the one is not ready speaks for it, nor that the other one is ready against it.
    expect(found?.scoring.map(({ evidence }) => evidence)).not.toContain('unready');
    expect(found?.scoring.map(({ evidence }) => evidence)).not.toContain('ready');
  });
});
