import { describe, expect, test } from 'vitest';
import { MAIN, crashOf, readLines, readText, stack } from './read.ts';

const LOG = '2024/01/02 15:04:05 request done';
const LOOP = stack('goroutine 6 [select, 3 minutes]:', 'main.loop()');
const PANIC = `panic: send on closed channel\n\n${MAIN}\nexit status 2`;
const FATAL = `fatal error: all goroutines are asleep - deadlock!\n\n${stack('goroutine 1 [chan receive]:', 'main.main()')}\n\n${LOOP}`;

describe('reports in one file', () => {
  test('one after the other', () => {
    const { crashes, dumps, skipped } = readText(`${LOG}\n${PANIC}\n${LOG}\n${FATAL}\n${PANIC}\n${LOOP}\n`);
    expect(crashes.map(({ class: kind, exitStatus, dump }) => [kind, exitStatus, dump])).toStrictEqual([
      ['panic', 2, dumps[0]?.id],
      ['fatal-error', undefined, dumps[1]?.id],
      ['panic', 2, dumps[2]?.id],
    ]);
    expect(dumps.map(({ kind, goroutines, unparsedLines }) => [kind, goroutines, unparsedLines])).toStrictEqual([
      ['crash', 1, 0],
      ['crash', 2, 0],
      ['crash', 1, 0],
      ['other', 1, 0],
    ]);
    expect(skipped).toStrictEqual([]);
  });

  test('a report cites all of its own lines and no others', () => {
    const [first, second] = readText(`${LOG}\n${PANIC}\n${FATAL}`).crashes;
    expect(first?.citations[0]).toMatchObject({ firstLine: 2, lastLine: 8 });
    expect(first?.citations[0].excerpt.startsWith('panic: send on closed channel\n\ngoroutine 1 [running]:\nmain.run(0x1)')).toBe(true);
    expect(second?.citations[0]).toMatchObject({ firstLine: 10, lastLine: 14 });
  });

  test('notes belong to the report after them, once', () => {
    const note = 'runtime: program exceeds 20-thread limit';
    const { crashes } = readText(`${note}\nfatal error: thread exhaustion\n\n${MAIN}\n\nfatal error: fault\n\n${MAIN}`);
    expect(crashes.map(({ preceding }) => preceding)).toStrictEqual([[note], []]);
    expect(crashes[0]?.citations[0].firstLine).toBe(1);
  });

  test('a dump in a log right after a report is none of it', () => {
    const dump = `goroutine 34 [running]:\nruntime/pprof.writeGoroutineStacks({0x1, 0x2})\n\t/usr/local/go/src/runtime/pprof/pprof.go:761 +0x6a\n\n${LOOP}`;
    const { crashes, dumps } = readText(`${PANIC}\n${dump}`);
    expect(crashes).toHaveLength(1);
    expect(dumps.map(({ kind, goroutines }) => [kind, goroutines])).toStrictEqual([
      ['crash', 1],
      ['debug2', 2],
    ]);
  });

  test('a SIGQUIT of the next process is a report of its own', () => {
    const { crashes, dumps } = readText(`panic: boom\n\n${MAIN}\n\nSIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\n${LOOP}\n\nrax    0x0\n`);
    expect(crashes.map(({ class: kind }) => kind)).toStrictEqual(['panic', 'sigquit']);
    expect(dumps.map(({ kind }) => kind)).toStrictEqual(['crash', 'sigquit']);
  });
});

describe('GOTRACEBACK=crash asks every thread for its stack', () => {
  const ask = (stackOf: string): string => `\n-----\n\nSIGQUIT: quit\nPC=0x490e83 m=1 sigcode=0\n\n${stackOf}\n\nrax    0x0\nrip    0x1\n`;
  const g0 = stack('goroutine 0 [idle]:', 'runtime.futex()', 'runtime.mstart()');
  const again = stack('goroutine 33 [syscall]:', 'syscall.read(0x1)', 'main.read()');
  const text = `SIGQUIT: quit\nPC=0x46ae1a m=7 sigcode=0\n\n${g0}\n\n${again}\n\n${LOOP}\n\nrax    0x0\n${ask(g0)}${ask(again)}${ask(g0)}`;

  test('one report, its dump, and one of what the threads print', () => {
    const { crashes, dumps, skipped } = readText(text);
    expect(crashes.map(({ class: kind, dump, truncated }) => [kind, dump, truncated])).toStrictEqual([['sigquit', dumps[0]?.id, false]]);
    expect(dumps.map(({ kind, goroutines, unparsedLines }) => [kind, goroutines, unparsedLines])).toStrictEqual([
      ['sigquit', 3, 0],
      ['other', 3, 0],
    ]);
    expect(skipped).toStrictEqual([]);
  });

  test('also after a fault', () => {
    const { crashes } = readText(text.replace('SIGQUIT: quit', 'SIGSEGV: segmentation violation').replace('sigcode=0', 'sigcode=1'));
    expect(crashes.map(({ class: kind }) => kind)).toStrictEqual(['signal']);
  });

  test('a line that separates other things asks nobody', () => {
    const { crashes, dumps } = readText(`${FATAL}\n\n-----\n\n${stack('goroutine 8 [select]:', 'main.loop()')}\n-----\n${PANIC}`);
    expect(crashes.map(({ class: kind }) => kind)).toStrictEqual(['fatal-error', 'panic']);
    expect(dumps.map(({ goroutines }) => goroutines)).toStrictEqual([2, 1, 1]);
  });
});

describe('lines between', () => {
  test('foreign lines inside a stack are counted once each, whatever they look like', () => {
    const foreign = ['done (in 3s)', '\ta line after a tab', '\t[signal nothing]', 'exit', '{"level":"info"}', 'see main.go (line 12)'];
    const lines = `panic: boom\n\n${MAIN}`.split('\n').toSpliced(5, 0, ...foreign);
    const { dumps, crashes } = readLines(lines);
    expect(dumps).toMatchObject([{ goroutines: 1, unparsedLines: foreign.length }]);
    expect(dumps[0]?.unparsedSample.map(({ line }) => line)).toStrictEqual([6, 7, 8, 9, 10]);
    expect(crashes).toMatchObject([{ message: 'boom', goroutine: { functions: ['main.run', 'main.main'] } }]);
  });

  test('what C code says before it aborts', () => {
    const crash = crashOf(`free(): invalid pointer\nSIGABRT: abort\nPC=0x1 m=0 sigcode=18446744073709551610\n\n${MAIN}\n\nrax    0x0`);
    expect(crash.preceding).toStrictEqual(['free(): invalid pointer']);
    expect(crash.citations[0].firstLine).toBe(1);
  });

  test('a long wait for the stack ends the report', () => {
    const { crashes, dumps } = readText(`fatal error: concurrent map writes\n${Array<string>(150).fill(LOG).join('\n')}\n\n${MAIN}`);
    expect(crashes).toMatchObject([{ message: 'concurrent map writes', truncated: true }]);
    expect(crashes[0]).not.toHaveProperty('goroutine');
    expect(dumps).toMatchObject([{ kind: 'other' }]);
  });
});

test('CRLF changes nothing', () => {
  const text = `${LOG}\n${PANIC}\n${FATAL}\nSIGABRT: abort\nPC=0x1 m=0 sigcode=0\n\n${MAIN}\n\nrax    0x0\npanic: a [recovered]\n\tpanic: b\n\ttwo\n\n${MAIN}`;
  const withoutEnds = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(/\\\\x0d/g, ''));
  const crlf = readLines(text.split('\n').map((line) => `${line}\r`));
  expect(withoutEnds(crlf.crashes)).toStrictEqual(withoutEnds(readText(text).crashes));
  expect(crlf.dumps.length).toBe(readText(text).dumps.length);
});
