import { describe, expect, test } from 'vitest';
import type { DumpFact } from '../../../src/evidence/facts/dump.ts';
import { examine } from '../../../src/analyze.ts';
import { cutAt, looksCutOff } from '../../../parsers/goroutine-dump/integrity.ts';

async function dumpsOf(text: string): Promise<readonly DumpFact[]> {
  const bytes = async function* () {
    yield Buffer.from(text);
  };
  return (await examine(['-'], { stdin: bytes })).caseFile.of('dump');
}

async function dumpOf(text: string): Promise<DumpFact> {
  const [dump, ...more] = await dumpsOf(text);
  if (dump === undefined || more.length > 0) throw new Error('not one dump');
  return dump;
}

const WRITER = `goroutine 9 [running]:
runtime/pprof.writeGoroutineStacks({0x7e3740, 0xc000046050})
\t/usr/local/go/src/runtime/pprof/pprof.go:761 +0x6a
main.dump()
\t/src/app/main.go:60 +0x14b
created by main.main in goroutine 1
\t/src/app/main.go:50 +0x4b4
`;
const HANDLER = `goroutine 9 [running]:
runtime/pprof.writeGoroutineStacks({0x7e3740, 0xc000046050})
\t/usr/local/go/src/runtime/pprof/pprof.go:761 +0x6a
net/http/pprof.Index({0x7e3740, 0xc000046050}, 0xc000046050)
\t/usr/local/go/src/net/http/pprof/pprof.go:374 +0x14b
net/http.(*conn).serve(0xc0000b60a0, {0x7b1a68, 0xc0000b8000})
\t/usr/local/go/src/net/http/server.go:2102 +0x607
created by net/http.(*Server).Serve in goroutine 1
\t/usr/local/go/src/net/http/server.go:3285 +0x4b4
`;
const READER = `goroutine 12 [IO wait]:
net/http.(*connReader).backgroundRead(0xc0000b6100)
\t/usr/local/go/src/net/http/server.go:690 +0x37
created by net/http.(*connReader).startBackgroundRead in goroutine 9
\t/usr/local/go/src/net/http/server.go:686 +0xb6
`;
const worker = (id: number, age = ', 2 minutes') => `goroutine ${id} [chan receive${age}]:
main.work(0xc000012080)
\t/src/app/main.go:12 +0x19
created by main.main in goroutine 1
\t/src/app/main.go:20 +0x5f
`;
const list = (...goroutines: readonly string[]) => goroutines.join('\n');

describe('the end of a dump', () => {
  test.each<[string, string, DumpFact['integrity'], DumpFact['defects']]>([
    ['nothing after it', list(WRITER, worker(2), worker(3)), 'unknown', []],
    ['a line of a log after it', `${list(WRITER, worker(2))}\n2026/11/02 10:11:12 done\n`, 'whole', []],
    ['a line of a log without its end', `${list(WRITER, worker(2))}\n2026/11/02 10:11`, 'unknown', []],
    ['a header that breaks off', `${list(WRITER, worker(2))}\ngoroutine 3 [chan rec`, 'partial', ['truncated', 'mid-line']],
    ['the first letters of a header', `${list(WRITER, worker(2))}\ngor`, 'partial', ['truncated', 'mid-line']],
    ['a call that breaks off', `${list(WRITER, worker(2))}\ngoroutine 3 [chan receive]:\nmain.wo`, 'partial', ['truncated', 'mid-line']],
    ['a handler wrote it, and what reads beside it is there', list(HANDLER, worker(2), READER), 'whole', []],
    ['the same, not at the end', list(HANDLER, READER, worker(2)), 'unknown', []],
    ['a handler wrote it, and what reads beside it is missing', list(HANDLER, worker(2), worker(3)), 'partial', ['truncated']],
    ['the goroutine that wrote it is missing', list(worker(2), worker(3)), 'partial', ['beginning-missing']],
  ])('%s', async (_, text, integrity, defects) => {
    expect(await dumpOf(text)).toMatchObject({ integrity, defects });
  });
});

test('a stack that breaks off in the middle of a dump', async () => {
  const dump = await dumpOf(list(WRITER, 'goroutine 2 [chan receive, 2 minutes]:\nmain.work(0xc000012080)', worker(3)));
  expect(dump).toMatchObject({ integrity: 'partial', defects: ['interleaved'], goroutines: 3 });
});

test('the newest line first', async () => {
  const lines = list(WRITER, worker(2), worker(3))
    .split('\n')
    .map((line, i) => `2024-01-01T00:00:${String(i).padStart(2, '0')}.000000000Z stderr F ${line}`);
  expect((await dumpsOf(`${lines.join('\n')}\n`))[0]?.defects).not.toContain('reversed');
  expect((await dumpsOf(`${lines.toReversed().join('\n')}\n`))[0]?.defects).toContain('reversed');
});

describe('why no wait has an age', () => {
  const system = (
    name: string,
    id: number,
  ) => `goroutine ${id} gp=0xc0000061c0 m=nil [${name.includes('Mark') ? 'GC worker (idle)' : 'GC sweep wait'}]:
runtime.gopark(0x54d920?, 0x7f931e0af108?, 0x70?, 0x0?, 0xc00005bea8?)
\t/usr/local/go/src/runtime/proc.go:424 +0xce fp=0xc00005be68 sp=0xc00005be48 pc=0x466aee
runtime.${name}()
\t/usr/local/go/src/runtime/mgc.go:1 +0x1 fp=0xc00005bf08 sp=0xc00005bee0 pc=0x407872
runtime.goexit({})
\t/usr/local/go/src/runtime/asm_amd64.s:1700 +0x1 fp=0xc00005bfe8 sp=0xc00005bfe0 pc=0x46e0a1
created by runtime.main in goroutine 1
\t/usr/local/go/src/runtime/proc.go:1 +0x1
`;
  test.each<[string, string, string]>([
    ['the runtime’s goroutines are not shown', list(WRITER, worker(2, '')), 'unknown'],
    [
      'a goroutine of the program that has not begun shows a frame of the runtime',
      list(
        WRITER,
        worker(2, ''),
        'goroutine 3 [runnable]:\nruntime.goexit({})\n\t/usr/local/go/src/runtime/asm_amd64.s:1700 +0x1\ncreated by main.main in goroutine 1\n\t/src/app/main.go:20 +0x5f\n',
      ),
      'unknown',
    ],
    ['they are, and the collector has no worker', list(WRITER, worker(2, ''), system('bgsweep', 3)), 'no-collection'],
    ['it has one', list(WRITER, worker(2, ''), system('bgsweep', 3), system('gcBgMarkWorker', 4)), 'collected'],
  ])('%s', async (_, text, reason) => {
    expect(await dumpOf(text)).toMatchObject({ ages: { reason, certainty: 'derived' } });
  });
  test('no reason where there are ages', async () => {
    expect((await dumpOf(list(WRITER, worker(2)))).ages).toBeUndefined();
  });
});

describe('why there is one goroutine', () => {
  const stack =
    'goroutine 7 [running]:\nmain.work(0xc000012080)\n\t/src/app/main.go:12 +0x19\ncreated by main.main in goroutine 1\n\t/src/app/main.go:20 +0x5f\n';
  test.each<[string, string, DumpFact['single']]>([
    ['a panic', `panic: boom\n\n${stack}exit status 2\n`, { reason: 'panic-default', certainty: 'derived' }],
    [
      'a fatal error, release unknown',
      `fatal error: concurrent map writes\n\n${stack}exit status 2\n`,
      { reason: 'unknown', certainty: 'guessed' },
    ],
    [
      'a fatal error of Go 1.19',
      `fatal error: concurrent map writes\n\n${stack.replace(' in goroutine 1', '')}exit status 2\n`,
      { reason: 'all-expected', certainty: 'derived' },
    ],
    ['a stack in a log', `2026/11/02 10:11:12 stack\n${stack}`, { reason: 'own-stack', certainty: 'guessed' }],
  ])('%s', async (_, text, single) => {
    expect((await dumpOf(text)).single).toEqual(single);
  });
});

test('lengths of buffers', () => {
  const end = (bytes: number, tail?: number) => ({ bytes, tail, next: undefined, open: false, followed: false });
  expect(cutAt(end(65_536))).toBe(65_536);
  expect(cutAt(end(65_537))).toBe(65_536);
  expect(cutAt(end(16_000, 384))).toBe(16_384);
  expect(cutAt(end(65_535))).toBeUndefined();
  expect(cutAt(end(2048))).toBeUndefined();
  expect(cutAt(end(1024 ** 3))).toBeUndefined();
});

test.each<[string | undefined, boolean]>([
  [undefined, false],
  ['g', true],
  ['goroutine 12 [sel', true],
  ['\t/usr/lo', true],
  ['created by ma', true],
  ['main.(*Server).han', true],
  ['main.work(0xc0000', true],
  ['exit status 2', false],
  ['FAIL', false],
  ['2026/11/02 10:11:12 done', false],
])('%j may be the beginning of a line of a dump: %s', (text, expected) => {
  expect(looksCutOff(text)).toBe(expected);
});
