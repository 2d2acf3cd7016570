import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { EVENT, POD } from './fixture.ts';
import { plain, read } from './read.ts';

const LIST = { apiVersion: 'v1', items: [POD, EVENT], kind: 'List', metadata: { resourceVersion: '' } };
const yaml = (...objects: readonly unknown[]) => objects.map((one) => stringify(one, { lineWidth: 0 })).join('---\n');
const json = (value: unknown) => JSON.stringify(value, undefined, 4);
const { apiVersion: _, kind: __, ...bare } = POD;

/** The same pod and event in every form in which collectors leave them. */
const FORMS: Readonly<Record<string, string>> = {
  'a list in JSON': json(LIST),
  'a list in one line': JSON.stringify(LIST),
  'a bare array': json([POD, EVENT]),
  'JSON documents one after the other': `${json(POD)}\n${json(EVENT)}\n`,
  'JSON documents on one line': `${JSON.stringify(POD)}${JSON.stringify(EVENT)}`,
  'JSON documents line by line': `${JSON.stringify(POD)}\n${JSON.stringify(EVENT)}\n`,
  'a list in YAML': yaml(LIST),
  'YAML documents': yaml(POD, EVENT),
  'YAML with comments and a directive': `%YAML 1.2\n---\n# saved by hand\n${yaml(POD, EVENT)}`,
  'a typed list whose items do not say what they are': `${json({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [bare] })}\n${json(EVENT)}`,
  'a typed list that says it at its end': `${json({ items: [{ ...bare, metadata: { ...bare.metadata } }], apiVersion: 'v1', metadata: {}, kind: 'PodList' })}\n${json(EVENT)}`,
  'lists in an array': json([
    { kind: 'PodList', apiVersion: 'v1', items: [bare] },
    { kind: 'EventList', apiVersion: 'v1', items: [EVENT] },
  ]),
};
const whole = await read(FORMS['a list in JSON'] ?? '');

test('facts of a pod and an event', async () => {
  await expect(`${JSON.stringify(whole.facts, undefined, 2)}\n`).toMatchFileSnapshot('../../goldens/kubernetes/pod.json');
});

describe('whatever the form, the facts are the same', () => {
  test.each(Object.entries(FORMS))('%s', async (_name, text) => {
    const { facts, artifact, skipped } = await read(text);
    expect(plain(facts)).toEqual(plain(whole.facts));
    expect(artifact).toMatchObject({ status: 'read', kinds: ['crash', 'kubernetes'] });
    expect(skipped).toEqual([]);
  });

  test.each(Object.entries(FORMS))('%s, with CRLF', async (_name, text) => {
    const { facts } = await read(text.replaceAll('\n', '\r\n'));
    expect(facts.length).toBe(whole.facts.length);
    expect(facts.find(({ type }) => type === 'crash')).toMatchObject({ message: 'send on closed channel' });
  });

  test.each(Object.entries(FORMS))('%s, in pieces', async (_name, text) => {
    for (const size of [1, 7, 97, 4096]) expect((await read(text, size)).facts).toEqual((await read(text)).facts);
  });
});

describe('what tells a container of its memory', () => {
  const container = (env: readonly unknown[], resources: unknown) =>
    yaml({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-5', namespace: 'shop' },
      spec: { containers: [{ name: 'web', env, resources }] },
      status: { containerStatuses: [{ name: 'web', restartCount: 0, ready: true, state: { running: {} } }] },
    });
  const limit = { limits: { memory: '512Mi' } };
  const places = async (text: string) => {
    const { of } = await read(text);
    return of('container')[0]?.citations.map(({ firstLine = 0, lastLine = 0, states }) => ({
      lines: text
        .split('\n')
        .slice(firstLine - 1, lastLine)
        .map((line) => line.trim()),
      states,
    }));
  };

  test('is cited beside its state, with the fields that it states', async () => {
    const variable = { name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } };
    expect(await places(container([{ name: 'PORT', value: '80' }, variable], limit))).toMatchObject([
      { lines: ['running: {}'], states: expect.arrayContaining(['state', 'reason']) as unknown },
      {
        lines: expect.arrayContaining(['- name: GOMEMLIMIT', 'divisor: 1Mi']) as unknown,
        states: ['memoryLimitVariables', 'goMemoryLimit'],
      },
      { lines: ['limits:', 'memory: 512Mi'], states: ['limits', 'goMemoryLimit.ofLimit', 'goMemoryLimit.bytes'] },
    ]);
  });

  test('is not there where nothing does, and the state stands for all', async () => {
    const all = await places(container([{ name: 'PORT', value: '80' }], { limits: { cpu: '1' } }));
    expect(all).toMatchObject([{ lines: ['running: {}'] }]);
    expect(all?.[0]?.states).toBeUndefined();
  });
});

describe('places', () => {
  test.each([
    ['a list in JSON', '"exitCode": 2'],
    ['a list in YAML', 'exitCode: 2'],
    ['YAML documents', 'exitCode: 2'],
    ['YAML with comments and a directive', 'exitCode: 2'],
    ['JSON documents one after the other', '"exitCode": 2'],
    ['a bare array', '"exitCode": 2'],
  ])('%s: the lines of a state are those of the file', async (form, field) => {
    const text = FORMS[form] ?? '';
    const { of } = await read(text);
    const last = of('container').find(({ previous }) => previous);
    const { firstLine = 0, lastLine = 0, excerpt } = last?.citations[0] ?? { excerpt: '' };
    const lines = text.split('\n').slice(firstLine - 1, lastLine);
    expect(lines[0]).toContain('terminated');
    expect(lines.some((line) => line.includes(field))).toBe(true);
    expect(excerpt).toContain(field);
  });

  test('a trace in a block of YAML has the lines of the file', async () => {
    const text = FORMS['YAML documents'] ?? '';
    const [crash] = (await read(text)).of('crash');
    expect(text.split('\n')[(crash?.citations[0].firstLine ?? 0) - 1]).toContain('panic: send on closed channel');
    expect(crash?.scope).toEqual({ node: 'n1', namespace: 'shop', pod: 'api-7f', container: 'api', incarnation: 5 });
  });

  test('a trace in a string of JSON has the line of the string', async () => {
    const text = FORMS['a list in JSON'] ?? '';
    const [crash] = (await read(text)).of('crash');
    expect(text.split('\n')[(crash?.citations[0].firstLine ?? 0) - 1]).toContain('"message": "panic: send');
  });
});

test('what stands between and behind objects is read as text, with its lines', async () => {
  const panic = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n';
  const text = `${json(EVENT)}\n==== START logs for container api of pod shop/api-7f ====\n${panic}==== END logs ====\n${json(POD)}\n`;
  const { of } = await read(text);
  expect(of('pod').length).toBe(1);
  expect(of('event').length).toBe(1);
  const boom = of('crash').find(({ message }) => message === 'boom');
  expect(text.split('\n')[(boom?.citations[0].firstLine ?? 0) - 1]).toBe('panic: boom');
  const mixed = `${yaml(EVENT)}panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n`;
  expect((await read(mixed)).of('crash').map(({ message }) => message)).toEqual(['boom']);
});

test.each(['$ kubectl get pod api-7f -o yaml', 'root@n1:~# kubectl get pods,events -A -o json', '+ oc get pod -o yaml'])(
  'behind the command that printed it: %s',
  async (command) => {
    for (const form of ['a list in JSON', 'a list in YAML', 'YAML documents'] as const) {
      const { of } = await read(`${command}\n${FORMS[form] ?? ''}$ exit\n`, 97);
      expect(of('pod').length).toBe(1);
      expect(of('event').length).toBe(1);
      expect(of('crash').length).toBe(1);
    }
  },
);

test('secrets of the spec do not come along', async () => {
  for (const text of Object.values(FORMS)) expect(JSON.stringify((await read(text)).facts)).not.toContain('canary');
});

describe('what is no object of Kubernetes', () => {
  test.each([
    '{"level":"info","kind":"Deployment","apiVersion":"apps/v1","msg":"reconciled"}\n',
    '{"kind":"Pod","apiVersion":"1","metadata":{}}\n',
    '{"items":[{"name":"a"}],"kind":"List"}\n',
    'kind: of magic\napiVersion: none\n',
    'apiVersion: v1\nthis is prose\nkind: Pod\n',
  ])('%s', async (text) => {
    expect((await read(text)).artifact?.kinds).toEqual([]);
  });

  test('a JSON log that mentions them is read as a log', async () => {
    const line = (msg: string) => `${JSON.stringify({ level: 'info', kind: 'Pod', apiVersion: 'v1', msg })}\n`;
    const text = line('start') + line('panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n');
    expect((await read(text)).of('crash').length).toBe(1);
  });
});

describe('a file that ends in the middle', () => {
  test.each(['a list in JSON', 'a list in YAML', 'YAML documents', 'a list in one line'])('%s', async (form) => {
    const text = FORMS[form] ?? '';
    for (let at = 0; at < text.length; at += 61) {
      const { of, facts } = await read(text.slice(0, at));
      expect(facts.length).toBeLessThanOrEqual(whole.facts.length);
      for (const container of of('container').filter(({ exitCode }) => exitCode !== undefined)) expect(container.exitCode).toBe(2);
    }
  });

  test('what is missing is said', async () => {
    const text = FORMS['a list in JSON'] ?? '';
    const { skipped, of } = await read(text.slice(0, text.indexOf('"phase"')));
    expect(skipped.map(({ reason }) => reason)).toContain('an object of Kubernetes is cut off');
    expect(of('container').find(({ previous }) => previous)).toMatchObject({ exitCode: 2 });
  });
});

test('a text of 2048 bytes is the end of a log: a dump in it is not whole', async () => {
  const stack = Array.from(
    { length: 20 },
    (_, i) => `goroutine ${i + 20} [chan receive]:\nexample.org/app.wait()\n\t/src/app/wait.go:${i}\n`,
  ).join('\n');
  const message = `ing]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n\n${stack}`.padEnd(2048, '\n');
  const { of } = await read(
    json({
      ...POD,
      status: { ...POD.status, containerStatuses: [{ name: 'api', restartCount: 0, state: { terminated: { exitCode: 2, message } } }] },
    }),
  );
  expect(of('dump').length).toBe(1);
  expect(of('dump')[0]).toMatchObject({ integrity: 'partial' });
});

test('an http collector that kept the answer of a server', async () => {
  const body = 'goroutine profile: total 3\n3 @ 0x1 0x2\n#\t0x1\tmain.wait+0x1\t/src/app/main.go:9\n';
  const { of } = await read(json({ response: { status: 200, body, headers: {} } }));
  expect(of('dump')).toMatchObject([{ kind: 'profile', goroutines: 3 }]);
});

test('other kinds are known, and traces in their texts are read', async () => {
  const dump =
    'goroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n\ngoroutine 2 [select]:\nmain.wait()\n\t/src/app/main.go:19 +0x1d\n';
  for (const text of [
    json({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'dump' }, data: { dump } }),
    yaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'dump' }, data: { dump } }),
  ]) {
    const { artifact, of } = await read(text);
    expect(artifact?.kinds).toContain('kubernetes');
    expect(of('dump')).toMatchObject([{ goroutines: 2 }]);
  }
  const secret = json({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { dump } });
  expect((await read(secret)).of('dump')).toEqual([]);
});

test('the run before a running one has the number before; that before a waiting one has the count itself', async () => {
  const ended = { terminated: { exitCode: 1, reason: 'Error' } };
  const numbers = async (state: object) => {
    const containerStatuses = [{ name: 'api', restartCount: 3, state, lastState: ended }];
    const { of } = await read(json({ ...POD, status: { containerStatuses } }));
    return of('container')
      .filter(({ name }) => name === 'api')
      .map(({ scope, previous }) => [previous, scope.incarnation]);
  };
  expect(await numbers({ running: {} })).toEqual([
    [false, 3],
    [true, 2],
  ]);
  expect(await numbers({ waiting: { reason: 'CrashLoopBackOff' } })).toEqual([
    [false, 3],
    [true, 3],
  ]);
});

test('annotations and managed fields are not read at all', async () => {
  const trace = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n';
  const pod = { ...POD, metadata: { name: 'api', annotations: { note: trace }, managedFields: [{ note: trace }] }, status: {} };
  for (const text of [json(pod), yaml(pod), JSON.stringify([pod])]) {
    const { of } = await read(text);
    expect(of('pod').length).toBe(1);
    expect(of('crash')).toEqual([]);
  }
});
