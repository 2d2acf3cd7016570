import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { LINES_TO_REST } from '../../../parsers/parser.ts';
import { EVENT, POD } from './fixture.ts';
import { plain, read } from './read.ts';

const yaml = (value: unknown) => stringify(value, { lineWidth: 0 });
const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
/** Before every line; blanks at the end of an empty one are taken off, as mail programs do. */
const before = (text: string, prefix: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `${prefix}${line}`.trimEnd())
    .join('\n')
    .concat('\n');
const HEAD = 'Hello,\n\nsince this morning the api restarts:\n\n';
const TAIL = '\nand its log says\n\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n\nWhat can we do?\n';

/** A pod as people paste it. */
const PASTES: Readonly<Record<string, string>> = {
  'YAML at the margin': yaml(POD),
  'JSON at the margin': json(POD),
  'JSON in one line': `${JSON.stringify(POD)}\n`,
  'YAML in a fence': `\`\`\`yaml\n${yaml(POD)}\`\`\`\n`,
  'JSON in a fence': `\`\`\`json\n${json(POD)}\`\`\`\n`,
  'YAML in a block of Jira': `{noformat}\n${yaml(POD)}{noformat}\n`,
  'indented YAML': before(yaml(POD), '    '),
  'indented JSON': before(json(POD), '    '),
  'quoted YAML': before(yaml(POD), '> '),
  'quoted JSON': before(json(POD), '> '),
  'YAML, quoted twice and indented': before(yaml(POD), '> >   '),
  'YAML behind a command': `$ kubectl get pod api-7f -o yaml\n${yaml(POD)}$ kubectl logs api-7f\n`,
};
const whole = await read(yaml(POD));
const both = plain((await read(`${yaml(POD)}---\n${yaml(EVENT)}`)).facts);
const ofKubernetes = (facts: typeof whole.facts) => facts.filter(({ scope }) => scope.pod !== undefined);

describe('an object in the middle of a text', () => {
  test.each(Object.entries(PASTES))('%s', async (_name, paste) => {
    const text = HEAD + paste + TAIL;
    const { facts, of, artifact, skipped } = await read(text);
    expect(plain(ofKubernetes(facts))).toEqual(plain(whole.facts));
    expect(artifact?.kinds).toContain('kubernetes');
    expect(skipped).toEqual([]);
    const boom = of('crash').find(({ message }) => message === 'boom');
    expect(text.split('\n')[(boom?.citations[0].firstLine ?? 0) - 1]).toBe('panic: boom');
    const ended = of('container').find(({ previous }) => previous);
    expect(text.split('\n')[(ended?.citations[0].firstLine ?? 0) - 1]).toMatch(/terminated|apiVersion/);
  });

  test.each(Object.entries(PASTES))('%s, in pieces, and with CRLF', async (_name, paste) => {
    const text = HEAD + paste + TAIL;
    const { facts } = await read(text);
    for (const size of [1, 11, 300, 4096]) expect((await read(text, size)).facts).toEqual(facts);
    expect((await read(text.replaceAll('\n', '\r\n'))).of('container').length).toBe(whole.of('container').length);
  });

  test.each(Object.entries(PASTES))('%s, far down in a log, wherever the pieces are cut', async (_name, paste) => {
    const log = '2026-01-02T03:04:05Z INFO served path=/api/items/4711 status=200 took=12ms\n'.repeat(LINES_TO_REST + 500);
    const text = log + paste + log + TAIL;
    for (const size of [64 * 1024, 9973]) {
      const { facts, of } = await read(text, size);
      expect(plain(ofKubernetes(facts))).toEqual(plain(whole.facts));
      const boom = of('crash').find(({ message }) => message === 'boom');
      expect(text.split('\n')[(boom?.citations[0].firstLine ?? 0) - 1]).toBe('panic: boom');
    }
    // The object begins in one piece and says what it is in the next.
    const at = Buffer.byteLength(log) + paste.indexOf('apiVersion');
    for (let cut = at - 40; cut < at + 15; cut += 9) {
      const bytes = Buffer.from(log + paste);
      const { of } = await read([bytes.subarray(0, cut), bytes.subarray(cut)]);
      expect(of('pod').length, `cut ${at - cut} before`).toBe(1);
    }
  });

  test.each([
    ['JSON', json(POD), '"restartCount": 5'],
    ['quoted JSON', before(json(POD), '> '), '"restartCount": 5'],
    ['JSON, cut within a text', json(POD), 'back-off 5m0s'],
  ])('%s that was cut: what follows is read, and the cut is said', async (_name, paste, at) => {
    const { of, skipped } = await read(`${HEAD}${paste.slice(0, paste.indexOf(at))}\n${TAIL}`);
    expect(of('pod').length).toBe(1);
    expect(of('crash').map(({ message }) => message)).toContain('boom');
    expect(skipped.map(({ reason }) => reason)).toContain('an object of Kubernetes is cut off');
  });

  test('JSON that was shortened by hand: what follows is read', async () => {
    const { of } = await read(`${HEAD}${json(POD).replace(/ {2}"spec": \{[\s\S]*?\n {2}\},/, '  ... snip ...')}${TAIL}`);
    expect(of('pod')).toMatchObject([{ scope: { namespace: 'shop', pod: 'api-7f' } }]);
    expect(of('crash').map(({ message }) => message)).toContain('boom');
  });

  test.each([
    'the apiVersion: v1 of a\nkind: Pod\n',
    'see apiVersion\n{\n  "a": 1\n}\n',
    '> apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n',
    '    apiVersion: v1\n  kind: Pod\n',
  ])('%j is none', async (paste) => {
    const { artifact, of, skipped } = await read(HEAD + paste + TAIL);
    expect(artifact?.kinds).not.toContain('kubernetes');
    expect(of('crash').map(({ message }) => message)).toEqual(['boom']);
    expect(skipped).toEqual([]);
  });
});

describe('several forms in one file', () => {
  test.each([
    ['YAML behind JSON', `${json(POD)}---\n${yaml(EVENT)}`],
    ['YAML right behind JSON', `${json(POD)}${yaml(EVENT)}`],
    ['JSON behind YAML', `${yaml(POD)}---\n${json(EVENT)}`],
    ['JSON right behind YAML', `${yaml(POD)}${json(EVENT)}`],
    ['JSON in one line behind YAML', `${yaml(POD)}${JSON.stringify(EVENT)}\n`],
    ['one after the other in a line', JSON.stringify(POD) + JSON.stringify(EVENT)],
  ])('%s', async (_name, text) => {
    for (const size of [64 * 1024, 7]) {
      const { facts, skipped } = await read(text, size);
      expect(plain(facts)).toEqual(both);
      expect(skipped).toEqual([]);
    }
  });

  test('a dump of the cluster as one stream: objects, long logs, objects again', async () => {
    const quiet = '2026-03-03T10:00:00Z INFO served path=/api/items/4711 status=200\n'.repeat(LINES_TO_REST + 500);
    const log = (container: string, text: string) =>
      `==== START logs for container ${container} of pod shop/api-7f ====\n${text}==== END logs for container ${container} of pod shop/api-7f ====\n`;
    const panic = (message: string) => `panic: ${message}\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n`;
    const list = (kind: string, items: readonly unknown[]) => json({ kind, apiVersion: 'v1', metadata: {}, items });
    const text = [
      list('PodList', [POD]),
      log('api', quiet + panic('one')),
      log('proxy', quiet),
      list('EventList', [EVENT]),
      log('api', quiet + panic('two')),
    ].join('');
    const { of } = await read(text);
    expect(of('pod').length).toBe(1);
    expect(of('event').length).toBe(1);
    for (const message of ['one', 'two']) {
      const crash = of('crash').find((one) => one.message === message);
      expect(crash?.scope).toMatchObject({ namespace: 'shop', pod: 'api-7f', container: 'api' });
      expect(text.split('\n')[(crash?.citations[0].firstLine ?? 0) - 1]).toBe(`panic: ${message}`);
    }
  });
});

describe('a bare array of a client that leaves out what its elements are', () => {
  const { apiVersion: _, kind: __, ...pod } = POD;
  const { apiVersion: ___, kind: ____, ...event } = EVENT;
  const given = { uid: '1b2c', resourceVersion: '7', creationTimestamp: '2026-03-01T09:00:00Z' };
  const metadata = <T extends { readonly metadata: object }>(object: T) => ({ ...object, metadata: { ...object.metadata, ...given } });

  test('pods', async () => {
    const { facts, artifact } = await read(json([metadata(pod)]));
    expect(plain(facts)).toEqual(plain(whole.facts));
    expect(artifact?.kinds).toContain('kubernetes');
  });

  test('events, nodes and deployments', async () => {
    expect((await read(json([metadata(event)]))).of('event')).toMatchObject([{ reason: 'BackOff', count: 7 }]);
    const node = { metadata: { name: 'n1', ...given }, status: { conditions: [{ type: 'Ready', status: 'False' }], nodeInfo: {} } };
    expect((await read(json([node]))).of('node')).toMatchObject([{ ready: false, scope: { node: 'n1' } }]);
    const template = { spec: { containers: [{ name: 'api' }] } };
    const deployment = {
      metadata: { name: 'api', namespace: 'shop', ...given },
      spec: { replicas: 3, strategy: { type: 'Recreate' }, template },
      status: { replicas: 3, readyReplicas: 1 },
    };
    expect((await read(json([deployment]))).of('workload')).toMatchObject([{ kind: 'Deployment', unready: 2 }]);
  });

  test.each([
    ['elements without the metadata of a cluster', [{ metadata: { name: 'a', namespace: 'b' }, spec: { containers: [] } }]],
    ['elements of another shape', [{ metadata: { name: 'a', namespace: 'b', ...given }, spec: { replicas: 1 } }]],
    ['names of another kind', [{ name: 'a', namespace: 'b', uid: '1', resourceVersion: '2', reason: 'x', spec: { containers: [] } }]],
  ])('%s say nothing', async (_name, value) => {
    expect((await read(json(value))).facts).toEqual([]);
  });
});

describe('an answer of a server that an http collector kept', () => {
  const answer = (body: string) => json({ response: { status: 200, body, headers: { 'Content-Type': 'text/plain' } } });
  const stack =
    'goroutine 7 [chan receive, 5 minutes]:\nmain.wait()\n\t/src/app/main.go:9 +0x1d\ncreated by main.main in goroutine 1\n\t/src/app/main.go:5 +0x1\n';
  test.each([
    ['goroutines', `goroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1d\n\n${stack}`, 'dump', 'goroutine-dump'],
    [
      'goroutines by stack',
      'goroutine profile: total 3\n3 @ 0x1 0x2\n#\t0x1\tmain.wait+0x1\t/src/app/main.go:9\n',
      'dump',
      'goroutine-profile',
    ],
    [
      'a heap profile',
      'heap profile: 2: 2097152 [3: 3145728] @ heap/1048576\n2: 2097152 [3: 3145728] @ 0x1 0x2\n#\t0x1\tmain.grow+0x1\t/src/app/main.go:12\n\n# runtime.MemStats\n# Alloc = 2097152\n# Sys = 8945920\n',
      'heap',
      'heap-profile',
    ],
  ] as const)('%s', async (_name, body, type, kind) => {
    const { of, artifact } = await read(answer(body));
    expect(artifact).toMatchObject({ kinds: [kind], wrappers: ['json-document'] });
    const places = of(type).flatMap(({ citations }) => citations);
    expect(places.map(({ firstLine, lastLine }) => [firstLine, lastLine])).toEqual([[4, 4]]);
  });

  test('an error of the server is no profile', async () => {
    expect((await read(answer('404 page not found\n'))).facts).toEqual([]);
  });
});
