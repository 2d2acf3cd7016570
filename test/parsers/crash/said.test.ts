import { describe, expect, test } from 'vitest';
import { panicSaid } from '../../../parsers/crash/said.ts';
import { MAIN, crashOf, readText, stack } from './read.ts';

const OWN = stack('goroutine 7 [running]:', 'runtime/debug.Stack()', 'main.recovered()', 'panic({0x708980?, 0x7fb5d0?})', 'main.work()');

describe('the value that a line says was panicked with', () => {
  test.each([
    ['page call 3 panic: runtime error: integer divide by zero', 'runtime error: integer divide by zero'],
    [
      '2024/01/02 15:04:05 worker failed: runtime error: index out of range [5] with length 3',
      'runtime error: index out of range [5] with length 3',
    ],
    ['recovered from panic: boom', 'boom'],
    ['Recovered from panic in worker 5: boom', 'boom'],
    ['2024/01/02 15:04:05 panic recovered: boom', 'boom'],
    ['[PANIC RECOVER] boom goroutine 7 [running]:', 'boom goroutine 7 [running]:'],
    ['[PANIC RECOVER] boom', 'boom'],
    ['E0102 15:04:05.678901       1 recover.go:10] panic: boom', 'boom'],
    ['level=error msg="failed" panic="send on \\"closed\\" channel" stack=', 'send on "closed" channel'],
    ['panic=boom stack=', 'boom'],
    ['err="runtime error: integer divide by zero" x=1', 'runtime error: integer divide by zero'],
    ['time="x" level=error msg="recovered panic: runtime error: integer divide by zero" stack="', 'runtime error: integer divide by zero'],
    ['level=error msg="panic in worker 5: boom" stack="', 'boom'],
    ['level=error msg="recovered from panic" panic="boom" stack="', 'boom'],
    ['level=error msg="panic: it said \\"no\\"" stack="', 'it said "no"'],
    ['panic="integer divide by zero"', 'runtime error: integer divide by zero'],
    ['panic: boom, stack:', 'boom'],
    ['PANIC: panic: boom', 'boom'],
    ['[Recovery] 2024/01/01 - 00:00:00 panic recovered:', ''],
    ['Recovered in f boom', undefined],
    ['panicking.go:12', undefined],
    ['nothing to see', undefined],
  ])('%s', (text, value) => {
    expect(panicSaid(text)).toBe(value);
  });
});

describe('a stack that a goroutine prints of itself while it panics', () => {
  test.each([
    ['right before it', 'call 3 panic: boom'],
    ['with an empty line and a title between', 'call 3 panic: boom\n\nStack Trace:'],
    ['a line that begins with it', 'panic: boom\n\nStack Trace:'],
    ['a line that announces it', 'panic recovered:\nboom'],
    [
      'after the request that gin shows',
      '[Recovery] 2024/01/01 - 00:00:00 panic recovered:\nGET / HTTP/1.1\r\nHost: a.example:80\r\n\r\nboom',
    ],
  ])('has its message in the line before: %s', (_, lines) => {
    const { crashes, dumps, skipped } = readText(`${lines}\n${OWN}\n`);
    expect(crashes).toMatchObject([
      {
        class: 'recovered-panic',
        message: 'boom',
        blame: 'user',
        caughtBy: 'main.recovered',
        culprit: { function: 'main.work' },
        goroutine: { id: 7 },
      },
    ]);
    expect(crashes[0]?.citations[0]?.firstLine).toBe(1);
    expect(dumps).toMatchObject([{ kind: 'other', goroutines: 1 }]);
    expect(crashes[0]?.dump).toBe(dumps[0]?.id);
    expect(skipped).toStrictEqual([]);
  });

  test('each has its own', () => {
    const { crashes } = readText(`a panic: one\n${OWN}\n\nb panic: two\n${OWN.replace('7', '9')}\n\n${OWN.replace('7', '11')}\n`);
    expect(crashes.map(({ message, goroutine }) => [message, goroutine?.id])).toStrictEqual([
      ['one', 7],
      ['two', 9],
      ['', 11],
    ]);
  });

  test('where nothing says the value it is unknown, and nobody is blamed', () => {
    expect(crashOf(`${OWN}\n`)).toMatchObject({
      class: 'recovered-panic',
      message: '',
      template: '',
      blame: 'unknown',
      culprit: { function: 'main.work' },
    });
    expect(crashOf(`x panic: long ago\n${'other text\n'.repeat(12)}${OWN}\n`).message).toBe('');
  });

  test('is found by PrintStack and runtime.Stack too', () => {
    for (const writer of ['runtime/debug.PrintStack', 'runtime.Stack'])
      expect(crashOf(`x panic: boom\n${OWN.replace('runtime/debug.Stack', writer)}\n`).message).toBe('boom');
  });

  test('by runtime.Stack, which does not show itself, where the program says that it recovered', () => {
    const text = OWN.split('\n')
      .filter((_, at) => at !== 1 && at !== 2)
      .join('\n');
    expect(crashOf(`recovered from panic: boom\n${text}\n`)).toMatchObject({ message: 'boom', caughtBy: 'main.recovered' });
    expect(readText(`some panic: boom\n${text}\n`).crashes).toStrictEqual([]);
    expect(readText(`${text}\n`).crashes).toStrictEqual([]);
  });
});

describe('no panic', () => {
  test('a stack that the program prints for something else', () => {
    const text = stack('goroutine 7 [running]:', 'runtime/debug.Stack()', 'main.log()', 'main.work()');
    for (const line of ['x panic: boom', 'recovered from panic: boom', ''])
      expect(readText(`${line}\n${text}\n`).crashes).toStrictEqual([]);
  });

  test('lines that say it without a stack, or before a dump of others', () => {
    const waits = stack('goroutine 7 [select]:', 'main.recovered()', 'panic({0x1, 0x2})', 'main.work()');
    for (const text of [
      'x panic: boom',
      'recovered from panic: boom\nmore',
      `recovered from panic: boom\n${waits}`,
      `x panic: boom\n${waits}`,
    ])
      expect(readText(`${text}\n`).crashes).toStrictEqual([]);
  });

  test('an unrecovered one is read as before', () => {
    expect(crashOf(`recovered from panic: one\npanic: two\n\n${MAIN}\n`)).toMatchObject({ class: 'panic', message: 'two' });
  });
});
