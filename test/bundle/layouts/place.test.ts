import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LAYOUTS } from '../../../src/bundle/layouts/index.ts';
import { SCOPE_PARTS } from '../../../src/bundle/layouts/layout.ts';
import { pathPattern } from '../../../src/bundle/layouts/path-pattern.ts';
import { layoutOf, placeOf } from '../../../src/bundle/layouts/place.ts';
import { TREES } from './trees.ts';

const shuffled = (paths: readonly string[]) => fc.shuffledSubarray([...paths], { minLength: paths.length });

/** What the inventory says of a file, in one line. */
function line(path: string, paths: readonly string[]): string {
  const place = placeOf(path, layoutOf(paths));
  if (place === undefined) return `${path}: nothing`;
  const whose = Object.entries(place.scope).map(([name, value]) => `${name}=${value}`);
  return [`${path}:`, place.role, ...(whose.length === 0 ? [] : [`(${whose.join(' ')})`])].join(' ');
}

describe('the layouts, as data', () => {
  test('ids are names, and each is there once', () => {
    const ids = LAYOUTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z][a-z0-9-]+$/.test(id))).toEqual([]);
  });

  test.each(LAYOUTS.map((layout) => [layout.id, layout] as const))('%s: patterns and names are right', (_, layout) => {
    const parts = new Set<string>(SCOPE_PARTS);
    const patterns = [...layout.files.map(({ path }) => path), ...(layout.roots ?? [])].map(pathPattern);
    expect(patterns.flatMap(({ names }) => names).filter((name) => !parts.has(name))).toEqual([]);
    expect(layout.markers.flatMap(({ path }) => pathPattern(path).names)).toEqual([]);
    expect(layout.verifiedAt).toMatch(/^\d{4}-\d\d-\d\d$/);
    // A rule behind one that takes everything is never reached.
    expect(new Set(layout.files.map(({ path }) => path)).size).toBe(layout.files.length);
  });

  test('each has a tree to be tried on', () => {
    expect(Object.keys(TREES).toSorted()).toEqual(LAYOUTS.map(({ id }) => id).toSorted());
  });
});

const LOOSE = new Set(LAYOUTS.filter(({ markers }) => markers.length === 0).map(({ id }) => id));

describe.each(Object.entries(TREES))('%s', (id, paths) => {
  test.skipIf(LOOSE.has(id))('is recognised, whatever stands above it', () => {
    for (const above of ['', 'bundle.tar.gz/', 'ticket 4711/from customer/', 'a/b/c/d.zip/'])
      expect(layoutOf(paths.map((path) => above + path)).map((one) => one.id)).toContain(id);
  });

  test.skipIf(LOOSE.has(id))('is recognised from its root itself', () => {
    const root = layoutOf(paths).find((one) => one.id === id)?.root ?? '';
    const bare = root === '' ? paths : paths.filter((path) => path.startsWith(`${root}/`)).map((path) => path.slice(root.length + 1));
    expect(layoutOf(bare)[0]).toMatchObject({ id, root: '' });
  });

  test('is taken for nothing else', () => {
    const others = layoutOf(paths).map((one) => one.id);
    expect(others.filter((other) => other !== id)).toEqual(id === 'hcdiag' ? ['nomad-debug'] : []);
  });

  test('its inventory', async () => {
    await expect(`${paths.map((path) => line(path, paths)).join('\n')}\n`).toMatchFileSnapshot(`../../goldens/layouts/${id}.txt`);
  });

  test('the order of its files changes nothing', () => {
    fc.assert(
      fc.property(shuffled(paths), (other) => {
        expect(layoutOf(other)).toEqual(layoutOf(paths));
        expect(other.map((path) => line(path, other)).toSorted()).toEqual(paths.map((path) => line(path, paths)).toSorted());
      }),
      { numRuns: 20 },
    );
  });
});

describe('several bundles in one input', () => {
  const both = [
    ...(TREES['kind'] ?? []).map((path) => `one/${path}`),
    ...(TREES['kind'] ?? []).map((path) => `two/${path}`),
    ...(TREES['must-gather'] ?? []).map((path) => `three.tar.gz/${path}`),
  ];

  test('are several roots', () => {
    expect(layoutOf(both).map(({ id, root }) => [id, root])).toEqual([
      ['kind', 'one/logs'],
      ['must-gather', 'three.tar.gz/must-gather.local.123'],
      ['kind', 'two/logs'],
    ]);
  });

  test('each file keeps the place that it has alone', () => {
    for (const path of TREES['kind'] ?? [])
      expect(placeOf(`two/${path}`, layoutOf(both))).toEqual(placeOf(path, layoutOf(TREES['kind'] ?? [])));
  });
});

describe('where nothing was recognised', () => {
  test.each([
    [
      'x/pods/shop_web-0_1b2c3d4e-0000-1111-2222-333344445555/app/3.log',
      { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 3 },
    ],
    [
      'cluster-resources/pods/logs/shop/web-0/app-previous.log',
      { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 'previous' },
    ],
    ['namespaces/shop/pods/web-0/app/app/logs/current.log', { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 'current' }],
  ])('%s is known by itself', (path, scope) => {
    expect(placeOf(path)?.scope).toEqual(scope);
  });

  test.each([
    'stderr.log',
    'logs/app.log',
    'web/web-0/logs.txt',
    'pods/README/app/notes.log',
    'shop/pods.json',
    'proc/meminfo',
    'host.json',
  ])('%s says nothing of whose it is', (path) => {
    expect(layoutOf([path])).toEqual([]);
    expect(placeOf(path)?.scope ?? {}).toEqual({});
  });
});

describe('what people save by hand', () => {
  test.each<[string, readonly string[]]>([
    ['profiles of a process', ['case/goroutine.pprof', 'case/heap.pprof', 'case/cpu.pprof', 'case/profile.pprof', 'case/metrics.txt']],
    ['profiles in a directory', ['profiles/goroutine.pb.gz', 'profiles/heap.pb.gz', 'profiles/cpu.pb.gz']],
    ['objects of a cluster', ['nodes.yaml', 'shop/pods.yaml', 'shop/events.yaml', 'shop/web-0.log']],
    ['stacks of several nodes', ['nodes/1/stacks.txt', 'nodes/2/stacks.txt', 'nodes/1/heap.pprof']],
    ['profiles by host', ['profile-web-cpu.pprof', 'profile-web-mem.pprof']],
    ['results of tests', ['manifest.json', 'results.json', 'version.txt', 'index.json']],
    ['files of a host', ['proc/meminfo', 'var/log/messages', 'sys/fs/cgroup/memory.max', 'version.txt']],
  ])('%s are loose files, and no process is made of their names', (_, paths) => {
    expect(layoutOf(paths)).toEqual([]);
    for (const path of paths) expect(placeOf(path, layoutOf(paths))?.scope ?? {}).toEqual({});
  });
});

describe('hostile paths', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('pods', 'a_b_c', '..', '', 'logs', '__proto__', 'constructor', '0.log', '-previous.log', 'namespaces', 'sos_commands'),
  );
  const path = fc.array(name, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('/'));

  test('never throw', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 20 }), (paths) => {
        const layouts = layoutOf(paths);
        for (const one of paths) placeOf(one, layouts);
      }),
    );
  });

  test('of any form take time as their length grows', () => {
    const forms = [
      (n: number) => 'a/'.repeat(n),
      (n: number) => `pods/${'_'.repeat(n)}/a/0.log`,
      (n: number) => `pods/${'a_'.repeat(n)}/a/0.log`,
      (n: number) => 'pods/a_b_c/'.repeat(n / 10),
      (n: number) => `logs-${'-cilium-agent-'.repeat(n / 14)}.log`,
      (n: number) => `sosreport-${'-2024-01-05'.repeat(n / 11)}/sos_commands/x`,
      (n: number) => `${'-previous'.repeat(n / 9)}.log`,
    ];
    for (const form of forms) {
      const paths = Array.from({ length: 20 }, () => form(64_000));
      const start = performance.now();
      const layouts = layoutOf(paths);
      for (const one of paths) placeOf(one, layouts);
      // A tenth of a second; work that grows with the square of the length takes minutes.
      expect(performance.now() - start, form(20)).toBeLessThan(5000);
    }
  });
});
