import { array, assert, constantFrom, nat, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goroutineDumpParser } from '../../../parsers/goroutine-dump/index.ts';
import type { Goroutine } from '../../../parsers/goroutine-dump/goroutine.ts';
import { classify } from '../../../parsers/goroutine-dump/line-kind.ts';
import { createDumpReader } from '../../../parsers/goroutine-dump/reader.ts';
import { TRANSITIONS } from '../../../parsers/goroutine-dump/states.ts';
import type { ArtefactKind } from '../../../parsers/parser.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import { fakeContext, readLines, readText } from './read.ts';

const DEBUG2 = `goroutine 34 [running]:
runtime/pprof.writeGoroutineStacks({0x580078, 0xc00009a028})
	/usr/local/go/src/runtime/pprof/pprof.go:761 +0x6a
main.main()
	/src/app/main.go:123 +0x993
created by net/http.(*Server).Serve in goroutine 1
	/usr/local/go/src/net/http/server.go:3290 +0x4b4

goroutine 1 [IO wait, 5 minutes]:
internal/poll.runtime_pollWait(0x7f1, 0x72)
	/usr/local/go/src/runtime/netpoll.go:345 +0x85
internal/poll.(*FD).Accept(0xc000130000)
	/usr/local/go/src/internal/poll/fd_unix.go:611 +0x2ac
main.main()
	/src/app/main.go:20 +0x31

goroutine 20 [chan receive]:
main.wait(...)
	/src/app/wait.go:7
created by main.main in goroutine 1
	/src/app/main.go:12 +0x6f

goroutine 21 [chan receive]:
main.wait(...)
	/src/app/wait.go:7
created by main.main in goroutine 1
	/src/app/main.go:12 +0x6f`.split('\n');

const LOG = '2024/01/02 15:04:05 request took too long';

const single = (id: number, state = 'running'): string[] => [
  `goroutine ${id} [${state}]:`,
  'main.report()',
  '\t/src/app/main.go:9 +0x1d',
  'created by main.main in goroutine 1',
  '\t/src/app/main.go:3 +0x1d',
];

const frames = (count: number): string => Array.from({ length: count }, () => 'main.walk(0x1)\n\t/src/app/main.go:1 +0x1').join('\n');

const elided = (text: string): unknown => [
  readText(text).goroutines[0]?.elided,
  readText(text).dumps[0]?.defects.includes('elided-frames'),
];

const wait = (flags: string): string => `goroutine 5 [select${flags}]:\nmain.f()\n\t/src/app/main.go:1 +0x1`;

describe('a whole dump', () => {
  const { dumps, groups, goroutines, indexes, closed, accepted } = readLines(DEBUG2);

  test('is one fact with all goroutines', () => {
    expect(dumps).toHaveLength(1);
    expect(dumps[0]).toMatchObject({
      kind: 'debug2',
      certainty: 'stated',
      goroutines: 4,
      groups: 3,
      byState: [
        { state: 'chan receive', count: 2 },
        { state: 'IO wait', count: 1 },
        { state: 'running', count: 1 },
      ],
      unparsedLines: 0,
      unparsedSample: [],
      defects: [],
      integrity: 'unknown',
      program: '/src/app/main.go',
    });
    expect(dumps[0]?.citations[0]).toMatchObject({ path: 'dump.txt', firstLine: 1, lastLine: DEBUG2.length });
    expect(groups.map((group) => [group.count, group.idle])).toStrictEqual([
      [1, 'dump-writer'],
      [1, 'accept-loop'],
      [2, undefined],
    ]);
    expect(closed).toStrictEqual([dumps[0]?.id]);
  });

  test('takes every line', () => {
    expect(accepted).toHaveLength(DEBUG2.length);
  });

  test('hands over each goroutine as printed', () => {
    expect(indexes).toStrictEqual([0, 1, 2, 3]);
    expect(goroutines[1]).toStrictEqual({
      id: 1,
      state: 'IO wait',
      waitMinutes: 5,
      locked: false,
      leaked: false,
      unavailable: false,
      elided: false,
      open: false,
      cut: false,
      firstLine: 9,
      lastLine: 15,
      text: DEBUG2.slice(8, 15),
      frames: [
        {
          function: 'internal/poll.runtime_pollWait',
          file: '/usr/local/go/src/runtime/netpoll.go',
          line: 345,
          origin: 'runtime',
          args: '0x7f1, 0x72',
        },
        {
          function: 'internal/poll.(*FD).Accept',
          file: '/usr/local/go/src/internal/poll/fd_unix.go',
          line: 611,
          origin: 'stdlib',
          args: '0xc000130000',
        },
        { function: 'main.main', file: '/src/app/main.go', line: 20, origin: 'app' },
      ],
    });
    expect(goroutines[2]).toMatchObject({
      parent: 1,
      frames: [{ function: 'main.wait', inlined: true }],
      creator: { function: 'main.main', file: '/src/app/main.go', line: 12, origin: 'app' },
    });
  });
});

test('the module announces the artefact', () => {
  const found: ArtefactKind[] = [];
  const parser = goroutineDumpParser.create(fakeContext(new CaseFile(), found));
  DEBUG2.forEach((text, at) => parser.accept({ text, number: at + 1 }));
  expect(found).toStrictEqual([]);
  parser.end();
  expect(found).toStrictEqual(['goroutine-dump']);
});

describe('damage', () => {
  test('cut at any line, what was read stays consistent', () => {
    for (let length = 0; length <= DEBUG2.length; length++) {
      const lines = DEBUG2.slice(0, length);
      const { dumps, groups, goroutines } = readLines(lines);
      const headers = lines.filter((line) => line.startsWith('goroutine ')).length;
      expect(dumps.reduce((sum, dump) => sum + Number(dump.goroutines), 0)).toBe(headers);
      expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(headers);
      expect(goroutines).toHaveLength(headers);
      expect(dumps.every((dump) => dump.unparsedLines === 0)).toBe(true);
    }
  });

  test.each([
    ['after a header', 9, true],
    ['after a call', 10, true],
    ['after a frame, the creator missing', 19, true],
    ['after `created by`', 20, true],
    ['after the main goroutine', 15, false],
    ['after a goroutine', 21, false],
  ])('cut %s', (_, length, truncated) => {
    const [dump] = readLines(DEBUG2.slice(0, length)).dumps;
    expect(dump?.defects.includes('truncated')).toBe(truncated);
    expect(dump?.integrity).toBe(truncated ? 'partial' : 'unknown');
  });

  test('foreign lines inside a stack are counted and cited, and the stack survives', () => {
    const lines = DEBUG2.toSpliced(10, 0, LOG, 'SCHED 10ms: gomaxprocs=2').toSpliced(20, 0, LOG);
    const { dumps, goroutines, accepted } = readLines(lines);
    expect(dumps).toHaveLength(1);
    expect(dumps[0]).toMatchObject({
      goroutines: 4,
      unparsedLines: 3,
      unparsedSample: [
        { line: 11, text: LOG },
        { line: 12, text: 'SCHED 10ms: gomaxprocs=2' },
        { line: 21, text: LOG },
      ],
      defects: ['foreign-lines'],
      integrity: 'partial',
    });
    expect(goroutines[1]?.frames).toHaveLength(3);
    expect(accepted).not.toContain(11);
  });

  test('a call and its place are joined over a foreign line', () => {
    const { goroutines } = readLines(['goroutine 1 [running]:', 'main.main()', LOG, '\t/src/app/main.go:9 +0x1d']);
    expect(goroutines[0]?.frames).toStrictEqual([{ function: 'main.main', file: '/src/app/main.go', line: 9, origin: 'app' }]);
  });

  test('lines after the last goroutine are not the dump’s', () => {
    for (const trailer of [
      [LOG, LOG],
      ['', LOG, '', LOG],
      ['rax    0x0', 'exit status 2'],
    ]) {
      const { dumps } = readLines([...DEBUG2, ...trailer]);
      expect(dumps[0]).toMatchObject({ goroutines: 4, unparsedLines: 0, defects: [] });
      expect(dumps[0]?.citations[0].lastLine).toBe(DEBUG2.length);
    }
  });

  test('at most five foreign lines are shown', () => {
    const [dump] = readLines(DEBUG2.toSpliced(8, 0, ...Array<string>(20).fill(LOG))).dumps;
    expect(dump?.unparsedLines).toBe(20);
    expect(dump?.unparsedSample.map((sample) => sample.line)).toStrictEqual([9, 10, 11, 12, 13]);
  });

  test('too many foreign lines end a dump', () => {
    const { dumps } = readLines(DEBUG2.toSpliced(8, 0, ...Array<string>(100).fill(LOG)));
    expect(dumps.map((dump) => [dump.goroutines, dump.unparsedLines])).toStrictEqual([
      [1, 0],
      [3, 0],
    ]);
  });

  test('tabs that became spaces or were lost', () => {
    const spaces = readLines(DEBUG2.map((line) => line.replace('\t', '        ')));
    const none = readLines(DEBUG2.map((line) => line.replace('\t', '')));
    const frames = readLines(DEBUG2).goroutines.map((goroutine) => goroutine.frames);
    expect(spaces.goroutines.map((goroutine) => goroutine.frames)).toStrictEqual(frames);
    expect(none.goroutines.map((goroutine) => goroutine.frames)).toStrictEqual(frames);
    expect(none.dumps[0]?.unparsedLines).toBe(0);
  });

  test('blank lines that were lost', () => {
    const { dumps } = readLines(DEBUG2.filter((line) => line !== ''));
    expect(dumps).toHaveLength(1);
    expect(dumps[0]).toMatchObject({ goroutines: 4, unparsedLines: 0 });
  });

  test.each([64 * 1024, 64 * 1024 * 1024])('a cut at %d bytes, in the middle of a line', (limit) => {
    const goroutine = `goroutine 7 [select]:\nmain.f(${'0x1, '.repeat(200)}0x1)\n\t/src/app/${'d/'.repeat(3000)}main.go:1 +0x1\n\n`;
    const text = goroutine.replaceAll('goroutine 7', 'goroutine 0').repeat(Math.ceil(limit / goroutine.length));
    const cut = text.slice(0, limit).split('\n');
    expect(readLines(cut).dumps[0]?.defects).toContain('cut-at-known-limit');
    expect(readLines([...cut, LOG, LOG]).dumps[0]?.defects).toContain('cut-at-known-limit');
    expect(readLines(text.slice(0, limit - 1).split('\n')).dumps[0]?.defects).not.toContain('cut-at-known-limit');
    expect(readLines(text.slice(0, limit + 1).split('\n')).dumps[0]?.defects).not.toContain('cut-at-known-limit');
  });

  test('a cut that leaves a line which looks whole', () => {
    const start = 'goroutine 7 [select]:\nmain.f()\n\t/src/';
    const end = '/main.go:1';
    const text = `${start}${'d'.repeat(64 * 1024 - start.length - end.length)}${end}`;
    const [dump] = readText(text).dumps;
    expect(dump?.defects).toContain('cut-at-known-limit');
    expect(dump?.defects).toContain('truncated');
  });

  test.each(['main.f(', '\t/', 'goroutine 1 [', 'created by ', '[', '0x', ' '])('a line of 1 MiB of %j', (part) => {
    const hostile = part.repeat(Math.ceil((1 << 20) / part.length));
    const lines = DEBUG2.flatMap((line) => [line, hostile, `${line}${hostile}`, `${hostile}${line}`]);
    expect(() => readLines(lines)).not.toThrow();
  });
});

describe('where dumps begin and end', () => {
  test('stacks in a log are dumps of their own', () => {
    const { dumps } = readLines([LOG, ...single(7), LOG, ...single(8), '', LOG, ...single(9)]);
    expect(dumps.map((dump) => [dump.kind, dump.goroutines, dump.unparsedLines, dump.defects])).toStrictEqual(
      Array.from({ length: 3 }, () => ['other', 1, 0, ['single-goroutine']]),
    );
  });

  test('a repeated id begins a new dump', () => {
    const { dumps, indexes } = readLines([...DEBUG2, '', ...DEBUG2]);
    expect(dumps.map((dump) => dump.goroutines)).toStrictEqual([4, 4]);
    expect(indexes).toStrictEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  test('but not g0, nor a goroutine that is printed twice while its thread runs', () => {
    const unavailable = ['goroutine 22 [running]:', '\tgoroutine running on other thread; stack unavailable', ''];
    const g0 = ['goroutine 0 [idle]:', 'runtime.futex()', '\t/usr/local/go/src/runtime/sys.s:1 +0x1', ''];
    const report = { 1: 'crash' } as const;
    expect(readLines([...single(21), '', ...unavailable, ...single(22)], report).dumps).toHaveLength(1);
    expect(readLines([...single(22), '', ...unavailable], report).dumps).toHaveLength(1);
    expect(readLines([...g0, ...single(3, 'select'), '', ...g0]).dumps).toHaveLength(1);
    expect(readLines([...single(21), '', ...unavailable, LOG, ...single(22)], report).dumps).toHaveLength(1);
  });

  test('a report gives its dump the kind, and ends the dump before', () => {
    const { dumps, closed } = readLines([...single(7), '', ...single(8)], { 1: 'crash', 7: 'sigquit' });
    expect(dumps.map((dump) => dump.kind)).toStrictEqual(['crash', 'sigquit']);
    expect(closed).toStrictEqual(dumps.map((dump) => dump.id));
  });

  test('the head of a report ends a dump', () => {
    const { dumps } = readLines([...single(7, 'select'), '', 'panic: boom', '', ...single(8, 'select')]);
    expect(dumps.map((dump) => dump.goroutines)).toStrictEqual([1, 1]);
  });

  test('`runtime stack:` is a stack but no goroutine', () => {
    const { dumps, goroutines, indexes } = readLines(
      ['runtime stack:', 'runtime.throw({0x49f252?, 0x0?})', '\t/usr/local/go/src/runtime/panic.go:1047 +0x5d', '', ...single(1)],
      { 1: 'crash' },
    );
    expect(dumps[0]).toMatchObject({ goroutines: 1, groups: 1, kind: 'crash' });
    expect(goroutines[0]).toMatchObject({ state: '', frames: [{ function: 'runtime.throw' }] });
    expect(goroutines[0]).not.toHaveProperty('id');
    expect(indexes).toStrictEqual([0, 1]);
  });

  test('a trace of allocations is one dump, whose lines are all known', () => {
    const event = (head: string): string[] => [head, ...single(1), ''];
    const lines = ['tracealloc(0xc0, 0x10, *runtime.p)', 'tracefree(0xc0, 0x10)', 'tracegc()'].flatMap(event);
    const { dumps, accepted } = readLines([...DEBUG2, '', ...lines, LOG, 'goroutine 1 [select]:', 'main.main()', '\t/src/app/main.go:9']);
    expect(dumps.map((dump) => [dump.kind, dump.goroutines, dump.unparsedLines])).toStrictEqual([
      ['debug2', 4, 0],
      ['other', 4, 1],
    ]);
    expect(accepted).toHaveLength(DEBUG2.length + 1 + lines.length + 3);
    // Without stacks it is no dump, and what comes later is none of it.
    const later = readLines(['tracegc()', LOG, ...DEBUG2]);
    expect(later.dumps.map((dump) => [dump.kind, dump.goroutines])).toStrictEqual([['debug2', 4]]);
  });

  test('a stack without a header is read where a report announced it', () => {
    const lines = [
      'runtime.cgocall(0x1, 0x2)',
      '\t/go/src/runtime/cgocall.go:157 +0x4b',
      'main.main()',
      '\t/src/app/main.go:9 +0x1d',
      '',
      ...single(7),
    ];
    const reader = (headless: boolean) => {
      const goroutines: Goroutine[] = [];
      const caseFile = new CaseFile();
      const made = createDumpReader(fakeContext(caseFile), { goroutine: (one) => void goroutines.push(one), dump: () => {} });
      made.beginReport('crash', headless);
      lines.forEach((text, at) => made.accept({ text, number: at + 1 }));
      made.end();
      return { goroutines, dumps: caseFile.of('dump') };
    };
    const { goroutines, dumps } = reader(true);
    expect(goroutines.map(({ id, frames: all, firstLine, lastLine }) => [id, all.length, firstLine, lastLine])).toStrictEqual([
      [undefined, 2, 1, 4],
      [7, 1, 6, 10],
    ]);
    expect(dumps).toMatchObject([{ kind: 'crash', goroutines: 1, unparsedLines: 0 }]);
    expect(reader(false).goroutines.map(({ id }) => id)).toStrictEqual([7]);
  });

  test('several plain goroutines without a head are debug=2; with the runtime’s frames or pointers they are not', () => {
    const two = [...single(7, 'select'), '', ...single(8, 'select')];
    expect(readLines(two).dumps[0]?.kind).toBe('debug2');
    expect(readLines(two.map((line) => line.replace(/^(goroutine \d)/, '$1 gp=0xc0 m=nil'))).dumps[0]?.kind).toBe('other');
    expect(readLines(two.toSpliced(3, 0, 'runtime.goexit()', '\t/x/asm.s:1 +0x1')).dumps[0]?.kind).toBe('other');
  });

  test('nothing before the first header is taken', () => {
    const { accepted } = readLines([LOG, '', 'main.main()', '\t/src/app/main.go:1 +0x1', 'rax    0x0', ...single(7)]);
    expect(accepted).toStrictEqual([6, 7, 8, 9, 10]);
  });
});

describe('what stacks hold beside frames', () => {
  test('ancestors are not frames', () => {
    const [goroutine] = readText(`goroutine 20 [running]:
main.child()
	/src/app/main.go:366 +0x25
created by main.parent in goroutine 19
	/src/app/main.go:367 +0x1a
[originating from goroutine 19]:
main.parent(...)
	/src/app/main.go:367 +0x1a
created by main.main
	/src/app/main.go:368 +0x1a`).goroutines;
    expect(goroutine).toMatchObject({ parent: 19, creator: { function: 'main.parent' }, frames: [{ function: 'main.child' }] });
    expect(goroutine?.frames).toHaveLength(1);
    expect(goroutine?.lastLine).toBe(10);
  });

  test('C frames', () => {
    const { goroutines, dumps } = readText(`goroutine 1 [syscall]:
non-Go function at pc=0x4021f6
native_sleep
	/src/glue.c:12 pc=0x4021f6
std::wait(int)
	/src/glue.cc:9 pc=0x4021f6
non-Go function
	pc=0x4021f6
runtime.cgocall(0x402326, 0xc000050eb8)
	/usr/local/go/src/runtime/cgocall.go:167 +0x4b
main._Cfunc_sleep(0x64)
	_cgo_gotypes.go:99 +0x3a
main.main()
	/src/app/main.go:1 +0x1`);
    expect(goroutines[0]?.frames.map((frame) => [frame.function, frame.origin, frame.line])).toStrictEqual([
      ['non-Go function', 'cgo', undefined],
      ['native_sleep', 'cgo', 12],
      ['std::wait(int)', 'cgo', 9],
      ['non-Go function', 'cgo', undefined],
      ['runtime.cgocall', 'runtime', 167],
      ['main._Cfunc_sleep', 'cgo', 99],
      ['main.main', 'app', 1],
    ]);
    expect(dumps[0]?.unparsedLines).toBe(0);
  });

  test('notes and stack memory', () => {
    const { goroutines, dumps } = readText(`goroutine 1 gp=0xc0000061c0 m=0 mp=0x95e460 [running]:
runtime: g 1 gp=0xc0000061c0: unknown pc 0x7f904920e000
stack: frame={sp:0xc00008cde8, fp:0x0} stack=[0xc00008c000,0xc00008d000)
0x000000c00008cce8:  0x000000c0000b6360  0x0000000000000000
0x000000c00008cde8: <0x0000000000680243 <main.f+0x0000000000000063>  0x0000000000954340 `);
    expect(goroutines[0]?.frames).toStrictEqual([]);
    expect(dumps[0]).toMatchObject({ unparsedLines: 0, defects: ['single-goroutine'] });
  });

  test('of a stack deeper than any that Go prints the innermost frames are kept, and that others are missing is said', () => {
    const deep = Array.from({ length: 20_000 }, (_, i) => `main.f${i}()\n\t/src/app/main.go:${i + 1} +0x1`).join('\n');
    const text = `goroutine 7 [running]:\n${deep}\n`;
    expect(readText(text).goroutines[0]?.frames).toHaveLength(10_000);
    expect(elided(text)).toEqual([true, true]);
  });

  test('elided frames are said, and so are stacks that Go 1.20 cut without a word', () => {
    expect(elided(`goroutine 1 [running]:\n${frames(50)}\n...203 frames elided...\n${frames(50)}`)).toStrictEqual([true, true]);
    expect(elided(`goroutine 1 [running]:\n${frames(100)}\n...additional frames elided...`)).toStrictEqual([true, true]);
    expect(elided(`goroutine 1 [running]:\n${frames(99)}`)).toStrictEqual([true, true]);
    expect(elided(`goroutine 1 [running]:\n${frames(98)}\nmain.main()\n\t/src/app/main.go:1 +0x1`)).toStrictEqual([false, false]);
    expect(elided(`goroutine 1 [running]:\n${frames(30)}`)).toStrictEqual([false, false]);
  });

  test('no age is no young age', () => {
    expect(readText(wait('')).dumps[0]?.defects).toContain('no-ages');
    expect(readText(wait('')).groups[0]?.wait).toStrictEqual({ unknown: 1 });
    expect(readText(wait(', 1 minutes')).dumps[0]?.defects).not.toContain('no-ages');
  });

  test('control characters become visible', () => {
    const { groups, dumps } = readText(
      'goroutine 1 [running]:\nmain.\u001b[31mred()\n\t/src/\u202egnp.go:1 +0x1\n\u0007\nmain.main()\n\t/m.go:1 +0x1',
    );
    const shown = JSON.stringify([groups, dumps]);
    expect(shown).not.toMatch(/\\u001b|\u202e|\\u0007/);
    expect(groups[0]?.functions[0]).toBe('main.\\x1b[31mred');
  });
});

describe('any lines at all', () => {
  const line = oneof(
    constantFrom(...TRANSITIONS.map((row) => row.sample), ...DEBUG2, LOG, 'native_sleep'),
    nat(30).map((id) => `goroutine ${id} [select]:`),
    string(),
    string({ unit: constantFrom('(', ')', '[', ']', ':', '{', '}', '"', '\\', ' ', '\t', '0', 'x', 'a', '.', '+') }),
  );

  test('never throw, and what was taken is accounted for', () => {
    assert(
      property(array(line, { maxLength: 120 }), (lines) => {
        const { dumps, groups, goroutines, accepted, closed, indexes } = readLines(lines);
        const taken = accepted.map((number) => ({ number, kind: classify(lines[number - 1] ?? '').kind }));
        const headers = taken.filter(({ kind }) => kind === 'header').length;
        expect(dumps.reduce((sum, dump) => sum + Number(dump.goroutines), 0)).toBe(headers);
        expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(headers);
        expect(goroutines).toHaveLength(headers + taken.filter(({ kind }) => kind === 'runtime-stack').length);
        expect(closed).toStrictEqual(dumps.map((dump) => dump.id));
        expect(indexes.filter((index) => index === 0)).toHaveLength(dumps.length);
        const ranges = dumps.map((dump) => dump.citations[0]);
        for (const { number, kind } of taken) {
          if (kind === 'blank' || kind === 'allocation') continue;
          const inside = ranges.filter(({ firstLine = 0, lastLine = 0 }) => firstLine <= number && number <= lastLine);
          expect(inside).toHaveLength(1);
        }
        for (const dump of dumps) {
          const { firstLine = 0, lastLine = 0 } = dump.citations[0];
          const own = accepted.filter((number) => firstLine <= number && number <= lastLine).length;
          expect(dump.unparsedLines).toBeLessThanOrEqual(lastLine - firstLine + 1 - own);
          expect(dump.unparsedSample.every((sample) => !accepted.includes(sample.line))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('lines that came before', () => {
  const call = constantFrom(
    'main.f(0x1, {0x2?, 0x3})',
    'main.f()',
    'main.f(...)',
    'main.f(0x1',
    'main.f(0x1) ',
    'main.f(hello)',
    'main.f(....)',
    'main.f(0x1)(0x2)',
    'main.(*T).m(0x1)',
    'main.(*T).m(...)',
    'gopkg.in/yaml%2ev3.Do(0x1)',
    'panic({0x1, 0x2})',
    'runtime.cgocall(0x1, 0x2)',
    '_cgo_f',
  );
  const place = constantFrom(
    '\t/src/app/main.go:9 +0x1d',
    '\t/src/app/main.go:9 +0x2a',
    '\t/src/app/main.go:9',
    '\t/src/app/main.go:10 +0x1d',
    '\t/src/app/main.go:9 +0x1d fp=0xc000050eb8 sp=0xc000050e90 pc=0x49d3ba',
    '\t/src/app/main.go:9 +0x1d fp=0xc000050eb9 sp=0xc000050e91 pc=0x49d3ba',
    '\t/src/app/main.go:9 +0x1d fp=lost',
    '\t/src/app/main.go:9 +0x1d and more',
    '/src/app/main.go:9 +0x1d',
    '\t/src/app/glue.c:9 pc=0x4021f6',
  );
  const goroutine = array(
    oneof(
      { weight: 8, arbitrary: call.chain((text) => place.map((at) => [text, at])) },
      call.map((text) => [text]),
      constantFrom([LOG], ['...5 frames elided...']),
    ),
    { maxLength: 5 },
  ).map((frames) => ['goroutine 7 [select]:', ...frames.flat(), 'created by main.main in goroutine 1', '\t/src/app/main.go:3 +0x1d', '']);
  const told = (lines: readonly string[]): readonly unknown[] =>
    readLines(lines, { 1: 'crash' }).goroutines.map(({ frames: all, creator, elided: some, cut, unavailable }) => [
      all.map(({ function: name, file, line: at, origin, inlined }) => ({ name, file, at, origin, inlined })),
      creator,
      some,
      cut,
      unavailable,
    ]);

  test('are read as if they came the first time', () => {
    assert(
      property(array(goroutine, { maxLength: 12 }), (goroutines) => {
        const twice = [...goroutines, ...goroutines].map((lines, at) => lines.with(0, `goroutine ${at + 1} [select]:`));
        expect(told(twice.flat())).toStrictEqual(twice.flatMap(told));
      }),
      { numRuns: 300 },
    );
  });

  test('however many follow one stack', () => {
    const goroutines = Array.from({ length: 40 }, (_, at) => [
      `goroutine ${at + 1} [select]:`,
      'main.first()',
      '\t/src/app/main.go:1 +0x1',
      `main.f${at % 20}(0x${at})`,
      `\t/src/app/main.go:${at % 20} +0x1`,
      'main.last()',
      '\t/src/app/main.go:99 +0x1',
      '',
    ]);
    expect(told(goroutines.flat())).toStrictEqual(goroutines.flatMap(told));
    expect(readLines(goroutines.flat(), { 1: 'crash' }).groups.map(({ count }) => count)).toStrictEqual(Array<number>(20).fill(2));
  });

  test('arguments stay those of each call, for the first goroutines', () => {
    const lines = Array.from({ length: 6 }, (_, at) => [
      'goroutine 0 [select]:',
      `main.f(0x${at})`,
      '\t/src/app/main.go:1 +0x1',
      '',
    ]).flat();
    expect(readLines(lines).goroutines.map(({ frames: [frame] }) => frame?.args)).toStrictEqual([
      '0x0',
      '0x1',
      '0x2',
      '0x3',
      undefined,
      undefined,
    ]);
  });

  test('more stacks than are sorted: the rest is counted by state, and the dump says so', () => {
    const lines = Array.from({ length: 50_010 }, (_, at) => [
      `goroutine ${at + 2} [${at < 50_005 ? 'select' : 'sleep'}]:`,
      `main.f${at}()`,
      '\t/src/app/main.go:1 +0x1',
      '',
    ]).flat();
    const { dumps, groups } = readLines([...lines, ...lines.slice(0, 3).map((line) => line.replace('goroutine 2 ', 'goroutine 90000 '))], {
      1: 'crash',
    });
    expect(groups).toHaveLength(50_000);
    expect(dumps[0]).toMatchObject({ goroutines: 50_011, groups: 50_000, ungrouped: 10, integrity: 'partial' });
    expect(dumps[0]?.defects).toContain('ungrouped');
    expect(dumps[0]?.byState).toEqual([
      { state: 'select', count: 50_006 },
      { state: 'sleep', count: 5 },
    ]);
  });

  test('more stacks than are remembered', () => {
    const lines = Array.from({ length: 30_000 }, (_, at) => [
      `goroutine ${at} [select]:`,
      'main.a()',
      `\t/src/app/main.go:${at % 15_000} +0x1`,
      'main.b()',
      '\t/src/app/main.go:1 +0x1',
      ...(at % 4 === 0 ? ['main.c()', '\t/src/app/main.go:2 +0x1'] : []),
      '',
    ]).flat();
    const { dumps, groups } = readLines(lines, { 1: 'crash' });
    expect(dumps[0]).toMatchObject({ goroutines: 30_000, groups: 2 });
    expect(groups.map(({ count }) => count)).toStrictEqual([7500, 22_500]);
  });
});
