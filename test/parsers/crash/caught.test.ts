import { describe, expect, test } from 'vitest';
import { MAIN, crashOf, readText, stack } from './read.ts';

const SERVING = '2024/01/02 15:04:05 http: panic serving 10.0.0.1:4711: ';
const HANDLER = stack(
  'goroutine 11 [running]:',
  'net/http.(*conn).serve.func1()',
  'panic({0x708980, 0x7fb5d0})',
  'main.handle({0x7ff0a0?, 0xc0000da000?}, 0x7f67f4f4c6e8?)',
  'net/http.HandlerFunc.ServeHTTP(0x0?, {0x7ff0a0?, 0xc0000da000?}, 0x46720e?)',
  'net/http.(*conn).serve(0xc000000aa0, {0x7ff500, 0xc0001040c0})',
);
const LOG = '2024/01/02 15:04:06 another request';

describe('panics that net/http recovers', () => {
  test('the process lives on', () => {
    const { crashes, dumps, found } = readText(`${SERVING}boom\n${HANDLER}\n${LOG}\n`);
    expect(crashes).toMatchObject([
      {
        class: 'recovered-panic',
        message: 'boom',
        blame: 'user',
        chain: [],
        caughtBy: 'http: panic serving 10.0.0.1:4711',
        goroutine: { id: 11 },
        fault: { function: 'main.handle' },
        culprit: { function: 'main.handle' },
        truncated: false,
      },
    ]);
    expect(dumps).toMatchObject([{ kind: 'other', goroutines: 1, unparsedLines: 0 }]);
    expect([...new Set(found)].toSorted()).toStrictEqual(['crash', 'goroutine-dump']);
  });

  test('each is one of its own', () => {
    const { crashes } = readText(`${SERVING}first\n${HANDLER}\n${SERVING}second\n${HANDLER}\n${LOG}\n${SERVING}third\n${HANDLER}`);
    expect(crashes.map(({ message }) => message)).toStrictEqual(['first', 'second', 'third']);
  });

  test('a value of several lines, raw in every release', () => {
    expect(crashOf(`${SERVING}first\nsecond\n\n\tfourth\n${HANDLER}`).message).toBe('first\nsecond\n\n\tfourth');
  });

  test('without a stack only the first line is the value’s', () => {
    const { crashes, accepted } = readText(`${SERVING}boom\n${LOG}\n${LOG}`);
    expect(crashes).toMatchObject([{ class: 'recovered-panic', message: 'boom', truncated: true }]);
    expect(accepted).toStrictEqual([1]);
    const long = readText(`${SERVING}boom\n${Array<string>(80).fill(LOG).join('\n')}\n${HANDLER}`);
    expect(long.crashes).toMatchObject([{ message: 'boom', truncated: true }]);
    expect(long.dumps).toHaveLength(1);
  });

  test('an unrecovered panic ends the wait', () => {
    const { crashes } = readText(`${SERVING}caught\n${LOG}\npanic: not caught\n\n${MAIN}`);
    expect(crashes.map(({ class: kind, message }) => [kind, message])).toStrictEqual([
      ['recovered-panic', 'caught'],
      ['panic', 'not caught'],
    ]);
  });

  test('in a log that quotes it, it is none', () => {
    expect(readText(`level=info msg="saw http: panic serving 10.0.0.1:4711: boom"\n${HANDLER}`).crashes).toStrictEqual([]);
  });
});

describe('panics that Kubernetes’ HandleCrash logs', () => {
  test('the value in parentheses is the printed one', () => {
    const text = `E0102 15:04:05.678901       1 runtime.go:77] Observed a panic: "assignment to entry in nil map" (assignment to entry in nil map)
${stack('goroutine 80 [running]:', 'k8s.io/apimachinery/pkg/util/runtime.logPanic({0x1, 0x2})', 'panic({0x1, 0x2})', 'main.reconcile(0x1)')}`;
    expect(crashOf(text)).toMatchObject({
      class: 'recovered-panic',
      message: 'assignment to entry in nil map',
      caughtBy: 'Observed a panic',
      culprit: { function: 'main.reconcile' },
    });
  });
});

describe('panics whose stack the program prints itself', () => {
  const OWN = stack(
    'goroutine 7 [running]:',
    'runtime/debug.Stack()',
    'main.recovered()',
    'panic({0x708980?, 0x7fb5d0?})',
    'main.work()',
    'main.main()',
  );

  test.each([
    ['after an empty line', `panic: boom\n\n${OWN}\n`],
    ['right after it', `panic: boom\n${OWN}\n`],
  ])('are recovered: %s', (_, text) => {
    expect(crashOf(text)).toMatchObject({
      class: 'recovered-panic',
      message: 'boom',
      caughtBy: 'main.recovered',
      culprit: { function: 'main.work' },
    });
    expect(readText(text).dumps).toMatchObject([{ kind: 'other' }]);
  });

  test('a panic that was raised again is the process’s end', () => {
    expect(crashOf(`panic: boom [recovered]\n\tpanic: boom\n\n${MAIN}`)).toMatchObject({ class: 'panic' });
  });
});
