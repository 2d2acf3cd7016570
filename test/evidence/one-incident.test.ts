import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { analyze, examine } from '../../src/analyze.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'incident-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const frames = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `example.org/shop/internal.(*Step${i}).Run(0xc000012${100 + i})\n\t/src/shop/internal/step${i}.go:${i + 10} +0x1f\n`,
  ).join('');
const LOG = '2026/03/03 10:00:00 served 1\n'.repeat(50);
const panic = (message: string, depth: number) =>
  `panic: ${message}\n\ngoroutine 7 [running]:\nmain.load(...)\n\t/src/app/main.go:12\n${frames(depth)}main.main()\n\t/src/app/main.go:30 +0x1d\nexit status 2\n`;
const INDEX = 'runtime error: index out of range [5] with length 3';
/** The end of a log as the kubelet keeps it. */
const kept = (log: string) => Buffer.from(log).subarray(-2048).toString('utf8');
const pods = (message: string, { exitCode = 2, restartCount = 1, name = 'web-0' } = {}) =>
  JSON.stringify(
    {
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: {},
      items: [
        {
          metadata: { name, namespace: 'shop' },
          spec: { nodeName: 'n1', containers: [{ name: 'app' }] },
          status: {
            containerStatuses: [
              {
                name: 'app',
                restartCount,
                state: { running: { startedAt: '2026-03-03T10:00:00Z' } },
                lastState: { terminated: { exitCode, reason: 'Error', message, finishedAt: '2026-03-03T09:59:00Z' } },
              },
            ],
          },
        },
      ],
    },
    undefined,
    2,
  );
const LOGS = 'cluster-resources/pods/logs/shop/web-0';
const OBJECTS = 'cluster-resources/pods/shop.json';
const RUN = { namespace: 'shop', pod: 'web-0', container: 'app', incarnation: 0 };

describe('a termination message whose head is cut', () => {
  test('is a crash of its run, of which only the end is known', async () => {
    write(OBJECTS, pods(kept(LOG + panic(INDEX, 30))));
    const { caseFile } = await examine([folder]);
    const [crash, ...others] = caseFile.of('crash');
    expect(others).toEqual([]);
    expect(crash).toMatchObject({
      class: 'head-missing',
      certainty: 'derived',
      message: '',
      blame: 'unknown',
      exitStatus: 2,
      scope: { ...RUN, node: 'n1' },
    });
    expect(crash?.goroutine?.functions.at(-1)).toBe('main.main');
    expect(crash?.goroutine?.functions.at(-2)).toBe('example.org/shop/internal.(*Step29).Run');
    expect(crash).not.toHaveProperty('culprit');
    const [message] = crash?.citations ?? [];
    expect(pods(kept(LOG + panic(INDEX, 30))).split('\n')[(message?.firstLine ?? 0) - 1]).toContain('"message":');
  });

  test('finds and clears no panic, and the report says what is missing', async () => {
    write(OBJECTS, pods(kept(LOG + panic(INDEX, 30))));
    const { findings, cleared, warnings } = await analyze([folder]);
    expect(findings).toEqual([]);
    expect(cleared.map(({ signature }) => signature)).not.toContain('index-out-of-range');
    expect(warnings.map(({ code }) => code)).toContain('crash-head-missing');
  });

  test('whose stack it is stays open where other goroutines follow', async () => {
    const rest = `\ngoroutine 8 [select]:\nmain.wait()\n\t/src/app/main.go:50 +0x1\n`;
    write(OBJECTS, pods(kept(LOG + panic(INDEX, 30).replace('exit status 2\n', rest))));
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash')).toMatchObject([{ class: 'head-missing' }]);
    expect(caseFile.of('crash')[0]).not.toHaveProperty('goroutine');
    expect(caseFile.of('dump')).toMatchObject([{ goroutines: 1, integrity: 'partial' }]);
  });

  test('of pods with many containers is cut at both ends', async () => {
    // Eleven containers leave each 1117 bytes.
    const message = kept(LOG + panic(INDEX, 30)).slice(0, Math.floor((12 * 1024) / 11));
    const object = JSON.parse(pods(message)) as { items: { spec: { containers: object[] } }[] };
    object.items[0]?.spec.containers.push(...Array.from({ length: 10 }, (_, i) => ({ name: `side-${i}` })));
    write(OBJECTS, JSON.stringify(object));
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash')).toMatchObject([{ class: 'head-missing' }]);
  });

  test.each([
    ['a normal end', kept(LOG + panic(INDEX, 30)), 0],
    ['an end by os.Exit', kept(LOG + panic(INDEX, 30)), 1],
    ['lines of a log', kept(LOG.repeat(3)), 2],
    ['a short message', panic(INDEX, 30).slice(-600), 2],
  ])('%s is no crash without a head', async (_name, message, exitCode) => {
    write(OBJECTS, pods(message, { exitCode }));
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash').filter((crash) => crash.class === 'head-missing')).toEqual([]);
  });
});

describe('one crash in the log of the run before and in the termination message', () => {
  test.each([
    ['whole in both', 3],
    ['without its head in the message', 30],
  ])('%s: one incident, which cites both', async (_name, depth) => {
    const log = LOG + panic(INDEX, depth);
    write(OBJECTS, pods(kept(log)));
    write(`${LOGS}/app-previous.log`, log);
    write(`${LOGS}/app.log`, LOG);
    const { facts, findings, warnings } = await analyze([folder]);
    expect(facts.crashes).toMatchObject([{ class: 'panic', message: INDEX, scope: RUN }]);
    expect(facts.crashes[0]?.citations.map(({ path }) => String(path))).toEqual([`${LOGS}/app-previous.log`, OBJECTS]);
    expect(facts.dumps.length).toBe(1);
    expect(findings.map(({ signature }) => signature)).toEqual(['index-out-of-range']);
    expect(warnings.map(({ code }) => code)).not.toContain('crash-head-missing');
  });

  test.each<[string, string, Parameters<typeof pods>[1]]>([
    ['another message', panic('boom', 3), {}],
    ['another pod', panic(INDEX, 3), { name: 'web-1' }],
  ])('%s is another one', async (_name, message, options) => {
    write(OBJECTS, pods(message, options));
    write(`${LOGS}/app-previous.log`, LOG + panic(INDEX, 3));
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash').length).toBe(2);
  });

  test('has the time that only one of the two tells', async () => {
    write(OBJECTS, pods(panic(INDEX, 3)));
    const stamped = panic(INDEX, 3).replaceAll(/^/gm, '2026-03-03T09:58:59.5Z ');
    write(`${LOGS}/app-previous.log`, stamped);
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash')).toMatchObject([{ atUnixMs: Date.parse('2026-03-03T09:58:59.500Z'), citations: [{}, {}] }]);
  });

  test('another run of the container is another one', async () => {
    write(OBJECTS, pods(panic(INDEX, 3), { restartCount: 4 }));
    const directory = 'var/log/pods/shop_web-0_1b2c3d4e-0000-1111-2222-333344445555/app';
    for (const run of [2, 3]) write(`${directory}/${run}.log`, LOG + panic(INDEX, 3));
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash').map(({ scope, citations }) => [scope.incarnation, citations.length])).toEqual([
      [2, 1],
      [3, 2],
    ]);
  });

  test('two in one log are two', async () => {
    write(`${LOGS}/app-previous.log`, LOG + panic(INDEX, 3) + LOG + panic(INDEX, 3));
    write(OBJECTS, pods(panic(INDEX, 3)));
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash').length).toBe(2);
  });

  test('loose files, of which nothing says whose they are, stay apart', async () => {
    write('one.log', panic(INDEX, 3));
    write('two.log', panic(INDEX, 3));
    const { caseFile } = await examine([folder]);
    expect(caseFile.of('crash').length).toBe(2);
  });
});
