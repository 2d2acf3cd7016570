import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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

// Windows allows neither `:` nor `?` in names.
describe.skipIf(process.platform === 'win32')('of every layout, the facts of each file have the scope of its place', () => {
  test.each(Object.entries(TREES))('%s', async (_, paths) => {
    const { caseFile, artifacts } = await examine([bundle(Object.fromEntries(paths.map((path) => [path, PANIC])))]);
    const places = new Places(paths);
    const crashes = new Map(caseFile.of('crash').map(({ citations, scope }) => [String(citations[0].path), scope]));
    expect([...crashes.keys()].toSorted()).toEqual([...paths].toSorted());
    for (const path of paths) {
      const place = places.of(path);
      expect(crashes.get(path), path).toEqual(place?.scope ?? {});
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
