import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { analyze, examine } from '../src/analyze.ts';
import { CaseFile } from '../src/evidence/case-file.ts';
import type { FactDraft } from '../src/evidence/facts/index.ts';
import { Places } from '../src/places.ts';
import { TREES } from './bundle/layouts/trees.ts';
import { renderText } from '../src/report/render/text.ts';
import { NO_COLOUR } from '../src/report/render/text/palette.ts';
import { sanitize } from '../src/text/safe-text.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function bundle(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-places-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const PANIC = 'panic: send on closed channel\n\ngoroutine 7 [running]:\nmain.produce(...)\n\t/src/app/main.go:12 +0x1d\n';
const cri = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line, i) => `2026-03-03T10:00:00.${String(i).padStart(9, '0')}Z stderr F ${line}\n`)
    .join('');

describe('facts have the scope of their place', () => {
  test('a log of a node’s pods, whose number is that of the run', async () => {
    const pod = 'var/log/pods/shop_web-0_1b2c3d4e-0000-1111-2222-333344445555/app';
    const { caseFile, layouts } = await examine([bundle({ [`${pod}/0.log`]: cri(PANIC), [`${pod}/1.log`]: cri(PANIC) })]);
    expect(layouts.map(({ id }) => id)).toEqual(['cri-logs']);
    expect(caseFile.of('crash').map(({ scope }) => scope)).toEqual(
      [0, 1].map((incarnation) => ({ namespace: 'shop', pod: 'web-0', container: 'app', incarnation })),
    );
  });

  test('the log’s own word goes before that of its place', async () => {
    const log = PANIC.trimEnd()
      .split('\n')
      .map((line) => `[pod/db-0/sidecar] ${line}\n`)
      .join('');
    const { caseFile } = await examine([bundle({ 'cluster-resources/pods/logs/shop/web-0/app-previous.log': log })]);
    expect(caseFile.of('crash').map(({ scope }) => scope)).toEqual([{ namespace: 'shop', pod: 'db-0', container: 'sidecar' }]);
  });

  test('sections of a log of several containers', async () => {
    const section = (name: string, text: string) =>
      `==== START logs for container ${name} of pod shop/web-0 ====\n${text}==== END logs for container ${name} of pod shop/web-0 ====\n`;
    const { caseFile } = await examine([
      bundle({
        'nodes.json': '{}',
        'shop/replication-controllers.json': '{}',
        'shop/web-0/logs.txt': section('proxy', 'listening\n') + section('app', PANIC),
      }),
    ]);
    expect(caseFile.of('crash').map(({ scope }) => scope)).toEqual([
      { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 'current' },
    ]);
  });

  test('all goroutines of a dump share one scope', async () => {
    const { caseFile } = await examine([bundle({ 'namespaces/shop/pods/web-0/app/app/logs/current.log': PANIC })]);
    const scopes = [...caseFile.of('dump'), ...caseFile.of('goroutines'), ...caseFile.of('crash')].map(({ scope }) => scope);
    expect(scopes.length).toBeGreaterThan(2);
    expect(new Set(scopes).size).toBe(1);
  });

  test('loose files have none, and the case file stays as it is', async () => {
    const { caseFile, artifacts, layouts } = await examine([bundle({ 'app.log': PANIC, 'goroutines.txt': PANIC })]);
    expect(layouts).toEqual([]);
    expect(caseFile.all.filter(({ scope }) => Object.keys(scope).length > 0)).toEqual([]);
    expect(artifacts.filter((one) => 'role' in one || 'scope' in one)).toEqual([]);
    expect(new Places(['app.log']).placed(caseFile)).toBe(caseFile);
  });

  test('the log beside that of the run before is that of the current one', async () => {
    const { caseFile } = await examine([bundle({ 'app.log': PANIC, 'app-previous.log': PANIC, 'other.log': PANIC })]);
    expect(Object.fromEntries(caseFile.of('crash').map(({ scope, citations }) => [citations[0].path, scope.incarnation]))).toEqual({
      'app.log': 'current',
      'app-previous.log': 'previous',
      'other.log': undefined,
    });
  });
});

describe('names of pods and containers that are joined by a dash', () => {
  const TIME = '20260303-100000';
  const root = `cilium-sysdump-${TIME}`;
  const pods = (...known: readonly (readonly [namespace: string, pod: string, container: string])[]) =>
    JSON.stringify({
      kind: 'PodList',
      apiVersion: 'v1',
      items: known.map(([namespace, name, container]) => ({
        metadata: { name, namespace },
        spec: { containers: [{ name: container }] },
        status: {
          containerStatuses: [{ name: container, restartCount: 4, state: { running: {} }, lastState: { terminated: { exitCode: 2 } } }],
        },
      })),
    });
  const scopes = async (files: Readonly<Record<string, string>>) => {
    const { caseFile, artifacts } = await examine([
      bundle(Object.fromEntries(Object.entries({ 'cilium-sysdump.log': 'x', ...files }).map(([name, text]) => [`${root}/${name}`, text]))),
    ]);
    const crashes = caseFile.of('crash').map(({ scope }) => scope);
    // The inventory says the same, but for the number of the run, which the status tells.
    for (const [i, { scope }] of artifacts.filter(({ kinds }) => kinds.includes('crash')).entries())
      expect({ ...crashes[i], ...scope }).toEqual({ ...crashes[i], incarnation: scope?.incarnation });
    return crashes;
  };

  test('are told apart by the pods of the bundle', async () => {
    const list = pods(['shop', 'cart-0', 'cart-web'], ['shop', 'db-config', 'x'], ['shop', 'db', 'etcd-config']);
    expect(
      await scopes({
        [`k8s-pods-${TIME}.yaml`]: list,
        [`logs-cart-0-cart-web-${TIME}-prev.log`]: PANIC,
        [`logs-db-etcd-config-${TIME}.log`]: PANIC,
      }),
    ).toEqual([
      { namespace: 'shop', pod: 'cart-0', container: 'cart-web', incarnation: 3 },
      { namespace: 'shop', pod: 'db', container: 'etcd-config', incarnation: 4 },
    ]);
  });

  test.each([
    ['nothing tells', pods(['shop', 'other', 'x'])],
    ['two pods are joined to the same', pods(['shop', 'cart', '0-cart-web'], ['shop', 'cart-0', 'cart-web'])],
  ])('stay one name where %s', async (_, list) => {
    expect(await scopes({ [`k8s-pods-${TIME}.yaml`]: list, [`logs-cart-0-cart-web-${TIME}.log`]: PANIC })).toEqual([
      { process: 'cart-0-cart-web', incarnation: 'current' },
    ]);
  });
});

describe('the host in the name of a sosreport', () => {
  const journal = PANIC.trimEnd()
    .split('\n')
    .map((line) => `Mar 03 10:00:00 web-1 shop[812]: ${line}\n`)
    .join('');
  test.each<[root: string, files: Readonly<Record<string, string>>, node: string]>([
    ['sosreport-web-1-2026-03-03-abcdefg', {}, 'web-1'],
    ['sosreport-web-1-slow-api-2026-03-03-abcdefg', { 'sos_commands/logs/journalctl_--no-pager': journal }, 'web-1'],
    ['sosreport-web-1-04711234-2026-03-03-abcdefg', {}, 'web-1-04711234'],
    ['sosreport-web-1.04711234-20260303100000', { 'sos_commands/logs/journalctl_--no-pager': journal }, 'web-1'],
    ['sosreport-web-10-2026-03-03-abcdefg', { 'sos_commands/logs/journalctl_--no-pager': journal }, 'web-10'],
  ])('%s', async (root, files, node) => {
    const { artifacts, caseFile } = await examine([
      bundle(
        Object.fromEntries(
          Object.entries({ 'sos_logs/sos.log': 'x', 'sos_reports/manifest.json': '{}', 'tmp/stderr.log': PANIC, ...files }).map(
            ([name, text]) => [`${root}/${name}`, text],
          ),
        ),
      ),
    ]);
    expect(artifacts.find(({ path }) => path.endsWith('tmp/stderr.log'))?.scope).toEqual({ node });
    expect(caseFile.of('crash').find(({ citations: [{ path }] }) => path.endsWith('stderr.log'))?.scope).toEqual({ node });
  });
});

test('the journal of a node, newest line first, is turned round', async () => {
  const lines = ['shop starts', ...PANIC.trimEnd().split('\n'), 'main process exited, code=exited, status=2'];
  const journal = lines.map((line, i) => `Mar 03 10:00:${String(i + 10)} node-1 shop[812]: ${line}\n`);
  const path = 'supportbundle_1b2c/nodes/node-1.zip/node-1/logs/rke2-server.log';
  const { caseFile, artifacts } = await examine([
    bundle({
      [path]: journal.toReversed().join(''),
      'supportbundle_1b2c/yamls/cluster/v1/nodes.yaml': 'x',
      'supportbundle_1b2c/metadata.yaml': 'x',
    }),
  ]);
  expect(caseFile.of('crash')).toMatchObject([
    {
      message: 'send on closed channel',
      culprit: { function: 'main.produce' },
      scope: { node: 'node-1' },
      citations: [{ firstLine: 2, lastLine: 6 }],
    },
  ]);
  expect(artifacts.find((one) => one.path === path)?.wrappers).toContain('newest-first');
});

test('a rotated log of a must-gather, as the container runtime wrote it and gzip has packed it', async () => {
  const path = 'must-gather.local.1/quay/namespaces/shop/pods/web-0/app/app/logs/rotated/3.log.20260303-100000.gz';
  const folder = bundle({ 'must-gather.local.1/must-gather.logs': 'x', [path]: '' });
  writeFileSync(join(folder, path), gzipSync(cri(PANIC)));
  const { caseFile, artifacts } = await examine([folder]);
  expect(caseFile.of('crash')).toMatchObject([
    { message: 'send on closed channel', scope: { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 3 } },
  ]);
  expect(artifacts.find((one) => one.path === path)?.wrappers).toEqual(['gzip', 'cri']);
});

test('links of a collector: each log is read once, as that of its container', async () => {
  const pods = 'support-bundle/cluster-resources/pods/logs/shop/web-0';
  const folder = bundle({ [`${pods}/app.log`]: PANIC, [`${pods}/app-previous.log`]: PANIC.replace('closed', 'shut') });
  for (const [link, to] of [
    ['all-logs/web-0.log', 'app.log'],
    ['all-logs/web-0-previous.log', 'app-previous.log'],
  ] as const) {
    mkdirSync(join(folder, 'support-bundle/all-logs'), { recursive: true });
    symlinkSync(`../cluster-resources/pods/logs/shop/web-0/${to}`, join(folder, 'support-bundle', link));
  }
  const { caseFile, artifacts } = await examine([folder]);
  expect(caseFile.of('crash').map(({ scope }) => scope)).toEqual([
    { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 'previous' },
    { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 'current' },
  ]);
  expect(artifacts.filter(({ status }) => status === 'passed-over').map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
    `support-bundle/all-logs/web-0-previous.log: the same file as ${pods}/app-previous.log`,
    `support-bundle/all-logs/web-0.log: the same file as ${pods}/app.log`,
  ]);
});

// Windows allows neither `:` nor `?` in names.
describe.skipIf(process.platform === 'win32')('of every layout, the facts of each file have the scope of its place', () => {
  test.each(Object.entries(TREES))('%s', async (_, paths) => {
    const { caseFile, artifacts } = await examine([bundle(Object.fromEntries(paths.map((path) => [path, PANIC])))]);
    const places = new Places(paths);
    const crashes = new Map(caseFile.of('crash').map(({ citations, scope }) => [String(citations[0].path), scope]));
    expect([...crashes.keys()].toSorted()).toEqual([...paths].toSorted());
    for (const path of paths) {
      const place = places.of(path);
      // The place of another file may tell the namespace of a pod as well.
      expect({ ...place?.scope, ...crashes.get(path) }, path).toEqual(crashes.get(path));
      expect(
        Object.keys(crashes.get(path) ?? {}).filter((field) => field !== 'namespace' && !(field in (place?.scope ?? {}))),
        path,
      ).toEqual([]);
      expect(artifacts.find((one) => one.path === path)?.role, path).toBe(place?.role);
    }
  });
});

test('the report names the layout', async () => {
  const files = { 'mg/must-gather.logs': 'x\n', 'mg/i/namespaces/shop/pods/web-0/app/app/logs/previous.log': PANIC };
  const report = await analyze([bundle(files)]);
  expect(renderText(report, { palette: NO_COLOUR })).toContain('\nWhat it is\n  - mg: OpenShift must-gather or oc adm inspect\n');
  expect(report.bundle).toMatchObject({ layout: 'must-gather', layouts: [{ id: 'must-gather', root: 'mg' }] });
  expect((await analyze([bundle({ 'app.log': PANIC })])).bundle).toMatchObject({ layout: 'loose-files', layouts: [] });
});

describe('runs are numbered where the status of the container is known', () => {
  const path = (name: string) => `cluster-resources/pods/logs/shop/web-0/${name}`;
  const at = (file: string) => [{ path: sanitize(file), firstLine: 1, lastLine: 1, excerpt: sanitize('') }] as const;
  const log = (file: string) => ({ type: 'log', certainty: 'stated', citations: at(file), scope: {} }) as unknown as FactDraft;
  const container = (previous: boolean, incarnation: number, over: object = {}) =>
    ({
      type: 'container',
      certainty: 'stated',
      citations: at('pods.json'),
      scope: { namespace: 'shop', pod: 'web-0', container: 'app', incarnation, ...over },
      previous,
    }) as unknown as FactDraft;

  function runs(...containers: readonly FactDraft[]) {
    const caseFile = new CaseFile();
    for (const draft of [...containers, log(path('app.log')), log(path('app-previous.log'))]) caseFile.add(draft);
    return new Places(caseFile.all.map(({ citations }) => citations[0].path))
      .placed(caseFile)
      .of('log')
      .map(({ scope }) => scope.incarnation);
  }

  test.each<[string, readonly FactDraft[], readonly unknown[]]>([
    ['without a status', [], ['current', 'previous']],
    ['of a running container', [container(false, 3), container(true, 2)], [3, 2]],
    ['of a waiting container, whose last run both logs show', [container(false, 3), container(true, 3)], [3, 3]],
    ['of one that never ended', [container(false, 0)], [0, 'previous']],
    ['of another container', [container(false, 3, { container: 'proxy' })], ['current', 'previous']],
    ['of another namespace', [container(false, 3, { namespace: 'test' })], ['current', 'previous']],
    ['of two moments that differ', [container(false, 3), container(false, 4)], ['current', 'previous']],
  ])('%s', (_, containers, expected) => {
    expect(runs(...containers)).toEqual(expected);
  });
});
