import { describe, expect, test } from 'vitest';
import { LINES_TO_REST } from '../../../parsers/parser.ts';
import type { Entry } from '../../../src/bundle/entry.ts';
import { Budget, DEFAULT_LIMITS } from '../../../src/bundle/limits.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import { readArtefact } from '../../../src/read-artefact.ts';
import { sanitize } from '../../../src/text/safe-text.ts';

async function factsOf(text: string) {
  const entry: Entry = {
    path: sanitize('app.log'),
    reopenable: true,
    open: async function* () {
      for (let at = 0; at < text.length; at += 64 * 1024) yield Buffer.from(text.slice(at, at + 64 * 1024));
    },
  };
  const caseFile = new CaseFile();
  await readArtefact(entry, caseFile, new Budget(DEFAULT_LIMITS, () => 0));
  return { logs: caseFile.of('log'), kernel: caseFile.of('kernel') };
}

const ORDINARY = '2026-01-02T03:04:05Z INFO served path=/api/items/4711 status=200\n';

describe('records of JSON loggers', () => {
  const record = (fields: object) => `${JSON.stringify({ level: 'info', ts: 1767323045.1, ...fields })}\n`;

  test('say how long something took, and that their level ends the process', async () => {
    const { logs } = await factsOf(
      record({ msg: 'served' }) +
        record({ level: 'warn', msg: 'slow fdatasync', took: '1.5s' }) +
        record({ level: 'fatal', msg: 'cannot go on', error: 'open /a: too many open files' }),
    );
    expect(logs).toMatchObject([
      { topic: 'etcd-slow-fsync', message: 'slow fdatasync took=1.5s', largest: [{ name: 'tookMs', value: 1500 }], atEnd: false },
      { topic: 'open-emfile', message: 'open /a: too many open files level=fatal', atEnd: true },
      { topic: 'fatal-line', message: 'open /a: too many open files level=fatal', atEnd: true },
    ]);
  });

  test('an error beside the level of errors may be the end, and a line of a dump is none', async () => {
    const { logs } = await factsOf(record({ msg: 'served' }) + record({ level: 'error', msg: 'load', err: 'open /a: no such file' }));
    expect(logs).toMatchObject([{ topic: 'last-error', message: 'open /a: no such file level=error', atEnd: true }]);
    expect((await factsOf(record({ msg: 'served' }) + record({ level: 'error', msg: 'main.main()' }))).logs).toEqual([]);
  });

  test('a panic that one carries stays as it is', async () => {
    const panic = 'panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:12 +0x1d';
    const { logs } = await factsOf(record({ msg: 'served' }) + record({ level: 'fatal', msg: panic }));
    expect(logs).toEqual([]);
  });
});

describe('a long log', () => {
  const quiet = ORDINARY.repeat(LINES_TO_REST + 3000);

  test('has its topics found in its middle, and its last lines are read', async () => {
    const { logs } = await factsOf(
      `${quiet}git: fork/exec /bin/git: resource temporarily unavailable\n${quiet}cache: $HOME is not defined\nhttp: Server closed\n`,
    );
    expect(logs).toMatchObject([
      { topic: 'fork-eagain', citations: [{ firstLine: 5001 }], atEnd: false },
      { topic: 'home-undefined', citations: [{ firstLine: 10_002 }], atEnd: false },
      { topic: 'http-server-closed', citations: [{ firstLine: 10_003 }], atEnd: true },
    ]);
  });

  test('of two pods: what was passed over may have been of either', async () => {
    const of = (pod: string, text: string) => text.replaceAll(/^(?=.)/gm, `[pod/${pod}/app] `);
    const { logs } = await factsOf(
      `${of('b', ORDINARY.repeat(400))}${of('a', quiet)}${of('b', 'http: Server closed\n')}${of('a', quiet)}${of('a', 'fatal error: none\nhttp: Server closed\n')}`,
    );
    expect(logs.filter(({ topic }) => topic === 'http-server-closed').map(({ scope, atEnd }) => [scope.pod, atEnd])).toEqual([
      ['b', false],
      ['a', true],
    ]);
  });
});

const OOM = [
  'shopd invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  'memory: usage 262144kB, limit 262144kB, failcnt 913',
  'oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=c,mems_allowed=0,oom_memcg=/a,task_memcg=/a/b,task=shopd,pid=4711,uid=0',
  'Memory cgroup out of memory: Killed process 4711 (shopd) total-vm:1333332kB, anon-rss:250000kB, file-rss:10000kB, shmem-rss:0kB',
];

test.each([
  ['journalctl -k', (line: string) => `Jan 02 03:04:05 node-1 kernel: ${line}`, { node: 'node-1' }],
  ['journalctl -o short-iso', (line: string) => `2026-01-02T03:04:05+0000 node-1 kernel: ${line}`, { node: 'node-1' }],
  ['a syslog with times of the kernel', (line: string) => `Jan  2 03:04:05 node-1 kernel: [ 1000.5] ${line}`, { node: 'node-1' }],
  [
    'journalctl -o json',
    (line: string) =>
      JSON.stringify({ __REALTIME_TIMESTAMP: '1767323045000000', _HOSTNAME: 'node-1', SYSLOG_IDENTIFIER: 'kernel', MESSAGE: line }),
    { node: 'node-1' },
  ],
  ['kubectl logs --timestamps', (line: string) => `2026-01-02T03:04:05.000000001Z ${line}`, {}],
])('an OOM kill in %s, with other lines in between', async (_, form, scope) => {
  const lines = OOM.flatMap((line, i) => [form(line), form(`usb ${i}-1: new device`)]);
  const { kernel } = await factsOf(`${lines.join('\r\n')}\r\n`);
  expect(kernel).toMatchObject([
    { event: 'oom-kill', process: 'shopd', limitGroup: '/a', limitBytes: 268435456, citations: [{ firstLine: 1, lastLine: 7 }] },
  ]);
  expect(kernel[0]?.scope).toEqual(scope);
});

test('an OOM kill in a log whose newest line stands first', async () => {
  const lines = OOM.map((line, i) => `2026-01-02T03:04:0${i}Z node-1 kernel: ${line}`).toReversed();
  const { kernel } = await factsOf(`${lines.join('\n')}\n`);
  expect(kernel).toMatchObject([{ process: 'shopd', invoker: 'shopd', limitBytes: 268435456 }]);
});
