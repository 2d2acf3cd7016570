import { describe, expect, test } from 'vitest';
import { MAIN, crashOf, readText, stack } from './read.ts';

const OWN = stack('goroutine 7 [running]:', 'runtime/debug.Stack()', 'main.recovered()', 'panic({0x708980?, 0x7fb5d0?})', 'main.work()');
const WAITS = stack('goroutine 8 [select]:', 'main.loop()');

describe('text before a goroutine’s header', () => {
  test('is counted, and the goroutine is read', () => {
    const { dumps, crashes } = readText(`panic: boom\n\n${MAIN}\n\nconnecting...${WAITS}\n`);
    expect(dumps).toMatchObject([{ kind: 'crash', goroutines: 2, unparsedLines: 1 }]);
    expect(crashes).toMatchObject([{ class: 'panic', message: 'boom' }]);
  });

  test('may be the value of a panic that was recovered (echo)', () => {
    expect(crashOf(`[PANIC RECOVER] boom ${OWN}\n`)).toMatchObject({
      class: 'recovered-panic',
      message: 'boom',
      culprit: { function: 'main.work' },
    });
  });

  test('without a stack after it, it is a line that quotes', () => {
    for (const text of [
      'saw goroutine 8 [select]:',
      'saw goroutine 8 [select]:\nmain.loop()\nand more',
      'saw goroutine 8 [select]:\n\tx.go:1',
      'panic: x goroutine 8 [running]:\nboom',
    ])
      expect(readText(text).dumps).toStrictEqual([]);
  });
});

test('a header and its first call in one line', () => {
  const { dumps, groups } = readText(`${WAITS.replace('\n', '')}\n`);
  expect(dumps).toMatchObject([{ goroutines: 1, unparsedLines: 0 }]);
  expect(groups).toMatchObject([{ frames: [{ function: 'main.loop' }] }]);
  expect(readText('goroutine 8 [select]:main.loop()\nmore').dumps).toStrictEqual([]);
});

describe('text before a report’s head', () => {
  const SIGNAL = '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x49a1b2]\n';

  test.each([
    ['a panic', `Enter a number: panic: boom\n\n${MAIN}\n`, { class: 'panic', message: 'boom' }],
    ['with its signal', `loading...panic: boom\n${SIGNAL}\n${MAIN}\n`, { class: 'panic', message: 'boom', signal: { name: 'SIGSEGV' } }],
    [
      'a fatal error',
      `loading...fatal error: stack overflow\n\nruntime stack:\nruntime.throw({0x1, 0x2})\n\t/usr/local/go/src/runtime/panic.go:1 +0x1\n\n${MAIN}\n`,
      { class: 'throw', message: 'stack overflow' },
    ],
    [
      'a whole line of a log without its end',
      `2024/01/02 15:04:05 served in 12mspanic: boom\n\n${MAIN}\n`,
      { class: 'panic', message: 'boom' },
    ],
    ['a record without its end', `{"level":"info","msg":"served"}panic: boom\n\n${MAIN}\n`, { class: 'panic', message: 'boom' }],
    ['a deadlock', `17fatal error: all goroutines are asleep - deadlock!\n\n${WAITS}\n`, { class: 'fatal-error' }],
    [
      'a list of panics',
      `17panic: first\n\tpanic: second\n\n${MAIN}\n`,
      { class: 'panic', chain: [{ message: 'first' }, { message: 'second' }] },
    ],
    ['a value of several lines', `17panic: boom\n\tand more\n\n${MAIN}\n`, { class: 'panic', message: 'boom\nand more' }],
  ])('%s', (_, text, crash) => {
    expect(crashOf(text)).toMatchObject(crash);
    expect(readText(text).dumps).toMatchObject([{ kind: 'crash' }]);
  });

  test.each([
    ['a line of a log', `2024/01/02 15:04:05 child: panic: boom\n\n${MAIN}\n`],
    ['a level', `ERROR child: panic: boom\n\n${MAIN}\n`],
    ['a quoted text', `he said "it is panic: boom\n\n${MAIN}\n`],
    ['no header', 'loading...panic: boom\n\nmore\n'],
    ['a header without a call', 'loading...panic: boom\n\ngoroutine 1 [running]:\nmore\n'],
    ['no empty line', `loading...panic: boom\n${MAIN}\n`],
    ['another state', `loading...panic: boom\n\n${WAITS}\n`],
    ['a fatal error of unknown text', `git: fatal error: no such branch\n\n${MAIN}\n`],
    [
      'deferred code, which may log it',
      `x panic: boom\n\n${stack('goroutine 7 [running]:', 'main.log()', 'panic({0x1, 0x2})', 'main.f()')}\n`,
    ],
  ])('it is none: %s', (_, text) => {
    expect(readText(text).crashes).toStrictEqual([]);
  });

  test('a line of a signal and the header are no text of the value', () => {
    expect(crashOf(`panic: boom\n${SIGNAL.trimEnd()}${MAIN}\n`)).toMatchObject({
      class: 'panic',
      message: 'boom',
      signal: { name: 'SIGSEGV' },
      goroutine: { id: 1 },
    });
  });

  test('half lines of two reports lose no goroutine', () => {
    const text = `fatal error: fault\n\nruntime stack:\nruntime.throw({0x1, 0x2})\n\t/usr/local/go/src/runtime/panic.go:1 +0x1\nruntime.fatalthrow(fatal error: unexpected signal during runtime execution\n\t/usr/local/go/src/runtime/panic.go:2 +0x1\n\n${MAIN}\n`;
    expect(crashOf(text)).toMatchObject({ class: 'throw', message: 'fault', goroutine: { id: 1 } });
    expect(readText(text).dumps).toMatchObject([{ unparsedLines: 2 }]);
  });
});
