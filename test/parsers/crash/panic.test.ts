import { describe, expect, test } from 'vitest';
import { readPanicList } from '../../../parsers/crash/panic-list.ts';
import { MAIN, crashOf, readText, stack } from './read.ts';

/** A report with this head, as the runtime prints it. */
const report = (head: string): string => `${head}\n\n${MAIN}\n`;

const messageOf = (head: string): string => crashOf(report(head)).message;
const chainOf = (head: string): unknown =>
  crashOf(report(head)).chain.map(({ message, recovered }) => (recovered === undefined ? [message] : [message, recovered]));

describe('values of every type', () => {
  test.each([
    // errors and stringers: their text
    ['runtime error: index out of range [5] with length 3', 'runtime error: index out of range [5] with length 3'],
    ['open /etc/app.yaml: no such file or directory', 'open /etc/app.yaml: no such file or directory'],
    ['', ''],
    ['send on closed channel', 'send on closed channel'],
    ['true', 'true'],
    ['-7', '-7'],
    ['18446744073709551615', '18446744073709551615'],
    ['+1.500000e+000', '+1.500000e+000'], // Go ≤ 1.25
    ['1.5', '1.5'], // Go ≥ 1.26
    ['(+1.000000e+000-2.000000e+000i)', '(+1.000000e+000-2.000000e+000i)'],
    ['(1-2i)', '(1-2i)'],
    ['main.myInt(-7)', 'main.myInt(-7)'],
    ['main.myStr("say "no"")', 'main.myStr("say "no"")'],
    ['(main.myInt) (0x49f3e0,0xc000010138)', '(main.myInt) (0x49f3e0,0xc000010138)'], // Go ≤ 1.14
    ['(main.T) 0xc000010138', '(main.T) 0xc000010138'],
    ['(*main.T) 0xc000010138', '(*main.T) 0xc000010138'],
    ['([]string) 0xc000010138', '([]string) 0xc000010138'],
    ['(map[string]int) 0xc000010138', '(map[string]int) 0xc000010138'],
    ['(func()) 0x49f3e0', '(func()) 0x49f3e0'],
    ['(main.E) {...}', '(main.E) {...}'], // gccgo and TinyGo
    ['main.T{Name:"x", n:3}', 'main.T{Name:"x", n:3}'],
    ['nil', 'nil'], // Go ≤ 1.20
    ['panic called with nil argument', 'panic called with nil argument'], // 1.21 to 1.26
    ['runtime error: panic called with nil argument', 'runtime error: panic called with nil argument'], // Go ≥ 1.27
    ['panic: twice', 'panic: twice'],
    ['ends like a call()', 'ends like a call()'],
    ['at main.go:12', 'at main.go:12'],
    ['trailing blanks  ', 'trailing blanks'],
  ])('panic: %s', (printed, message) => {
    expect(messageOf(`panic: ${printed}`)).toBe(message);
    expect(messageOf(`panic: ${printed} [recovered]\n\tpanic: again`)).toBe(message);
  });

  test('a value whose control characters would act is spelt out', () => {
    expect(messageOf('panic: \u001b[2Jgone\u202e')).toBe('\\x1b[2Jgone\\u202e');
  });
});

describe('lists', () => {
  test.each([
    ['one', 'panic: first', [['first']]],
    ['raised by deferred code', 'panic: first\n\tpanic: second\n\tpanic: third', [['first'], ['second'], ['third']]],
    ['recovered, then another', 'panic: first [recovered]\n\tpanic: again: first', [['first', 'recovered'], ['again: first']]],
    [
      'recovered twice, the same value (Go ≤ 1.24)',
      'panic: first [recovered]\n\tpanic: first [recovered]\n\tpanic: first',
      [['first', 'recovered'], ['first', 'recovered'], ['first']],
    ],
    ['raised again with the same value (Go ≥ 1.25)', 'panic: first [recovered, repanicked]', [['first', 'repanicked']]],
    ['several lines, Go ≤ 1.22', 'panic: one\ntwo [recovered]\n\tpanic: three\nfour', [['one\ntwo', 'recovered'], ['three\nfour']]],
    ['several lines, Go ≥ 1.23', 'panic: one\n\ttwo [recovered]\n\tpanic: three\n\tfour', [['one\ntwo', 'recovered'], ['three\nfour']]],
    ['an empty line within', 'panic: one\n\t\n\tthree', [['one\n\nthree']]],
    ['indented lines within', 'panic: one\n\t\ttwo\n\t  three', [['one\n\ttwo\n  three']]],
    ['entries whose tab was lost', 'panic: first [recovered]\npanic: second', [['first', 'recovered'], ['second']]],
    ['entries whose tab became spaces', 'panic: first\n        panic: second\n    panic: third', [['first'], ['second'], ['third']]],
    [
      'a runtime error under a fatal error (Go ≥ 1.26), printed as everywhere else',
      'panic: runtime.errorString("invalid memory address or nil pointer dereference")',
      [['runtime error: invalid memory address or nil pointer dereference']],
    ],
    ['an error without prefix there', 'panic: runtime.plainError("send on closed channel")', [['send on closed channel']]],
    [
      'of others only the address is printed there',
      'panic: (runtime.boundsError) 0x3bdf757ea0a8',
      [['(runtime.boundsError) 0x3bdf757ea0a8']],
    ],
    ['a value that only begins so', 'panic: runtime.plainError("x") and more', [['runtime.plainError("x") and more']]],
  ])('%s', (_, head, chain) => {
    expect(chainOf(head)).toStrictEqual(chain);
    expect(messageOf(head)).toBe(chain[0]?.[0]);
  });

  test('a value that ends with a line end makes the gap two empty lines', () => {
    expect(messageOf('panic: one\n')).toBe('one');
    expect(messageOf('panic: one\ntwo\n\n')).toBe('one\ntwo');
    expect(messageOf('panic: one\n\ttwo\n\t')).toBe('one\ntwo');
  });

  test('empty lines in a value at the margin (Go ≤ 1.22)', () => {
    expect(messageOf('panic: one\n\nthree\n\n\nsix')).toBe('one\n\nthree\n\n\nsix');
  });

  test('the first goroutine is the one that panics', () => {
    const crash = crashOf(report('panic: first [recovered]\n\tpanic: second'));
    expect(crash).toMatchObject({ class: 'panic', blame: 'user', truncated: false, goroutine: { id: 1, state: 'running' } });
    expect(crash.citations[0]).toMatchObject({ firstLine: 1, lastLine: 8 });
  });

  test('an entry after runtime.Goexit', () => {
    // In a list that Goexit began, the runtime prints nothing for it, and no tab before the next.
    const text = `panic: in a deferred call\n\n${stack('goroutine 20 [running]:', 'main.work.func1()', 'runtime.Goexit()', 'main.work()')}\n`;
    expect(crashOf(text)).toMatchObject({ message: 'in a deferred call', culprit: { function: 'main.work.func1' } });
  });

  test('the lines of a list may have CR at their end', () => {
    const { chain } = readPanicList(['panic: one\r', '\ttwo [recovered]\r', '\tpanic: three\r']);
    expect(chain).toStrictEqual([{ message: 'one\ntwo', recovered: 'recovered' }, { message: 'three' }]);
  });
});

describe('values that look like the report around them', () => {
  const FORGED = stack('goroutine 99 [running]:', 'main.fake()');

  test.each([
    ['right after the text', `x\n${FORGED}\n`],
    ['without a line end', `x\n${FORGED}`],
    ['after an empty line', `x\n\n${FORGED}\n`],
    ['several, in different ways', `x\n${FORGED}\n\n${FORGED.replace('99', '98')}\n\n\n${FORGED.replace('99', '97')}\n`],
    ['other text among it', `x\n${FORGED}\nand text\n${FORGED.replace('99', '98')}\n`],
  ])('a forged goroutine is text (Go ≤ 1.22): %s', (_, value) => {
    const { crashes, dumps } = readText(report(`panic: ${value}`));
    expect(crashes).toHaveLength(1);
    expect(crashes[0]?.message).toBe(value.trimEnd());
    expect(crashes[0]?.goroutine?.id).toBe(1);
    expect(crashes[0]?.culprit?.function).toBe('main.run');
    expect(dumps.map(({ goroutines, unparsedLines, kind }) => [goroutines, unparsedLines, kind])).toStrictEqual([[1, 0, 'crash']]);
  });

  test('a signal line ends the value too', () => {
    const head = `panic: x\n${FORGED}\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x8 pc=0x49a1b2]`;
    const crash = crashOf(report(head));
    expect(crash).toMatchObject({ message: `x\n${FORGED}`, signal: { nilOffset: 8 }, goroutine: { id: 1 } });
  });

  test('after a tab nothing is a goroutine’s header (Go ≥ 1.23)', () => {
    const value = `x\n${FORGED}\n`.replaceAll('\n', '\n\t');
    const { crashes, dumps } = readText(report(`panic: ${value}`));
    expect(crashes[0]?.message).toBe(`x\n${FORGED}`);
    expect(dumps.map(({ goroutines }) => goroutines)).toStrictEqual([1]);
  });

  test('the goroutines after the first stay the report’s', () => {
    const others = [
      'goroutine 5 [running]:\n\tgoroutine running on other thread; stack unavailable\ncreated by main.main\n\t/src/app/main.go:3 +0x1',
      stack('goroutine 6 [select, 3 minutes]:', 'main.loop()'),
    ];
    const { crashes, dumps } = readText(`${report('panic: boom')}\n${others.join('\n\n')}\n`);
    expect(crashes).toMatchObject([{ message: 'boom', goroutine: { id: 1 } }]);
    expect(dumps.map(({ goroutines }) => goroutines)).toStrictEqual([3]);
  });

  test('a stack that the program prints later is none of the report’s', () => {
    const logged = stack('goroutine 7 [running]:', 'runtime/debug.Stack()', 'main.log()');
    const { crashes, dumps } = readText(`${report('panic: boom')}\n${logged}\n`);
    expect(crashes).toMatchObject([{ message: 'boom', goroutine: { id: 1 } }]);
    expect(dumps.reduce((sum, { goroutines }) => sum + Number(goroutines), 0)).toBe(2);
  });

  test('a list whose empty lines were lost', () => {
    const { crashes, dumps } = readText(
      `panic: boom\n${MAIN}\n${stack('goroutine 6 [select]:', 'main.loop()')}\n${stack('goroutine 7 [select]:', 'main.loop()')}`,
    );
    expect(crashes).toMatchObject([{ message: 'boom', goroutine: { id: 1 } }]);
    expect(dumps).toMatchObject([{ goroutines: 3 }]);
  });

  test('more than any value holds is believed: no memory is spent on it', () => {
    const lines = Array.from({ length: 3000 }, (_, at) => `main.f${at}()\n\t/src/app/main.go:1 +0x1`).join('\n');
    const { crashes, dumps } = readText(`panic: x\ngoroutine 99 [running]:\n${lines}\n\n${MAIN}`);
    expect(crashes).toMatchObject([{ message: 'x', goroutine: { id: 1 } }]);
    expect(dumps).toMatchObject([{ goroutines: 2 }]);
    const many = Array.from({ length: 2000 }, (_, at) => `${FORGED.replace('99', String(at + 100))}\n`).join('\n');
    expect(readText(`panic: x\n\n${many}\n${MAIN}`).crashes[0]?.message.length).toBeLessThan(70_000);
  });

  test.each([
    ['at the margin (Go ≤ 1.22)', 'a\nfatal error: all goroutines are asleep - deadlock!'],
    ['after a tab (Go ≥ 1.23)', 'a\n\tfatal error: all goroutines are asleep - deadlock!'],
  ])('a forged fatal error is text: %s', (_, value) => {
    expect(crashOf(report(`panic: ${value}`))).toMatchObject({
      class: 'panic',
      message: 'a\nfatal error: all goroutines are asleep - deadlock!',
    });
  });

  test('lines that quote other parts of reports are text', () => {
    const value = 'a\nSIGSEGV\nPC=0x1 m=0 sigcode=1\nrax    0x0\nruntime: bad pointer\nunexpected fault address 0x1\ncreated by main.f';
    expect(messageOf(`panic: ${value}`)).toBe(value);
  });
});

describe('what begins like a panic and is none', () => {
  const skipped = (text: string): unknown => {
    const result = readText(text);
    return [result.crashes.length, result.skipped.map(({ amount, unit, citation }) => [amount, unit, citation.firstLine])];
  };
  const LOG = '2024/01/02 15:04:05 request done';

  test('a line of a log, which goes on', () => {
    expect(skipped(`panic: boom\n${Array<string>(300).fill(LOG).join('\n')}`)).toStrictEqual([0, [[1, 'lines', 1]]]);
    expect(skipped(`panic: boom\n${LOG}\n${LOG}`)).toStrictEqual([0, [[1, 'lines', 1]]]);
  });

  test('before a dump of goroutines of which none panics', () => {
    const text = `panic: boom\n\n${stack('goroutine 6 [select]:', 'main.loop()')}\n\n${stack('goroutine 7 [select]:', 'main.loop()')}\n`;
    expect(skipped(text)).toStrictEqual([0, [[1, 'lines', 1]]]);
    expect(readText(text).dumps).toMatchObject([{ kind: 'debug2', goroutines: 2 }]);
  });

  test('before a stack that the program printed for something else', () => {
    const own = (...below: readonly string[]) => stack('goroutine 7 [running]:', 'runtime/debug.Stack()', 'main.log()', ...below);
    const text = `panic: boom\n\n${own()}\n`;
    expect(skipped(text)).toStrictEqual([0, [[1, 'lines', 1]]]);
    expect(readText(text).dumps).toMatchObject([{ kind: 'other', goroutines: 1 }]);
    // Two lines may be of another writer, a page of them is not.
    const recovered = (lines: number): string =>
      `panic: boom\n${LOG}\n\n${`${LOG}\n`.repeat(lines - 1)}${own('panic({0x1, 0x2})', 'main.f()')}\n`;
    expect(skipped(recovered(2))).toStrictEqual([1, []]);
    expect(readText(recovered(2)).crashes).toMatchObject([{ class: 'recovered-panic', message: 'boom' }]);
    expect(skipped(recovered(20))).toStrictEqual([1, [[1, 'lines', 1]]]);
    expect(readText(recovered(20)).crashes).toMatchObject([{ class: 'recovered-panic', message: '', blame: 'unknown' }]);
  });

  test('after an empty line and a page of other text no stack is its own', () => {
    const { crashes, dumps } = readText(`panic: boom\n\n${Array<string>(60).fill(LOG).join('\n')}\n\n${MAIN}`);
    expect(crashes).toMatchObject([{ message: 'boom', truncated: true }]);
    expect(crashes[0]).not.toHaveProperty('goroutine');
    expect(dumps).toMatchObject([{ kind: 'other' }]);
  });

  test('but without any stack it is a report where the runtime stopped (GOTRACEBACK=none)', () => {
    expect(crashOf('panic: boom')).toMatchObject({ message: 'boom', truncated: true });
    expect(crashOf('panic: boom\n\ttwo\n')).toMatchObject({ message: 'boom\ntwo', truncated: true });
    expect(crashOf('panic: boom\nand more\nexit status 2')).toMatchObject({ message: 'boom\nand more', exitStatus: 2, truncated: true });
    expect(() => crashOf('panic: boom\nand more\nexit status 1')).toThrow('0 crashes');
    expect(crashOf('panic: boom\nexit status 2')).toMatchObject({ message: 'boom', exitStatus: 2, truncated: true });
    expect(crashOf(`panic: boom\n\n${LOG}`)).toMatchObject({ message: 'boom', truncated: true });
    const signal = '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]';
    expect(crashOf(`panic: boom\n${signal}\n${LOG}\n${LOG}`)).toMatchObject({ message: 'boom', signal: { nilOffset: 0 } });
  });
});
