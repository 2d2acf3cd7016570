import { assert, nat, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crashTest } from '../../../parsers/test-output/crash-test.ts';
import { durationSeconds } from '../../../parsers/test-output/duration.ts';
import { inTesting, testOf, testOfCreator } from '../../../parsers/test-output/test-name.ts';
import { longestRunning, readTimeout } from '../../../parsers/test-output/timeout.ts';
import type { Frame } from '../../../src/evidence/frame.ts';
import { sanitize } from '../../../src/text/safe-text.ts';

const frames = (...names: string[]): Frame[] => names.map((name) => ({ function: sanitize(name), origin: 'app' }));
const running = (...tests: readonly (readonly [string, number])[]) => tests.map(([name, seconds]) => ({ name: sanitize(name), seconds }));

describe('durations', () => {
  test.each([
    ['10m0s', 600],
    ['1h0m0s', 3600],
    ['1h2m3.5s', 3723.5],
    ['700ms', 0.7],
    ['1.5s', 1.5],
    ['250µs', 0.00025],
    ['0s', 0],
    ['0', 0],
    ['', undefined],
    ['10', undefined],
    ['10m ', undefined],
    ['-1s', undefined],
    ['soon', undefined],
  ])('%s', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  test('whole seconds as Go prints them come back', () => {
    assert(
      property(nat(1_000_000), (seconds) => {
        const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
        expect(durationSeconds(`${h > 0 ? `${h}h` : ''}${h > 0 || m > 0 ? `${m}m` : ''}${s}s`)).toBe(seconds);
      }),
    );
  });
});

describe('the alarm', () => {
  test.each([
    ['up to Go 1.19, without a list', 'test timed out after 10m0s', []],
    [
      'Go 1.20 to 1.22',
      'test timed out after 10m0s\nrunning tests:\nTestHang (1s)\nTestHang/sub_one (1m5s)',
      running(['TestHang', 1], ['TestHang/sub_one', 65]),
    ],
    [
      'Go 1.23 on, one tab more',
      'test timed out after 10m0s\nrunning tests:\n\tTestHang (1s)\n\tTestHang/a b (2s)',
      running(['TestHang', 1], ['TestHang/a b', 2]),
    ],
    ['a list that is cut off', 'test timed out after 10m0s\nrunning tests:\n\tTestHang (1s)\n\tTest', running(['TestHang', 1])],
  ])('%s', (_, message, tests) => {
    expect(readTimeout(message)).toStrictEqual({ limit: '10m0s', limitSeconds: 600, running: tests });
  });

  test.each(['test timed out', 'test timed out after 10m0s of waiting', 'the test timed out after 10m0s', ''])(
    'not the alarm: %s',
    (message) => {
      expect(readTimeout(message)).toBeUndefined();
    },
  );

  test('the longest is no parent of another', () => {
    expect(longestRunning(running(['TestA', 9], ['TestA/x', 3], ['TestA/y', 5], ['TestB', 4]))?.name).toBe('TestA/y');
    expect(longestRunning(running(['TestA', 9], ['TestAB', 3]))?.name).toBe('TestA');
    expect(longestRunning(running(['TestA', 1], ['TestB', 1]))?.name).toBe('TestA');
    expect(longestRunning([])).toBeUndefined();
  });
});

describe('the test that a stack runs', () => {
  test.each([
    [['example.com/tst.TestPanic', 'testing.tRunner'], 'TestPanic', 'example.com/tst'],
    [['runtime.Goexit', 'example.com/tst.TestSub.func1', 'testing.tRunner'], 'TestSub', 'example.com/tst'],
    // Deferred code of package testing stands above the panic.
    [
      ['testing.tRunner.func1.2', 'testing.tRunner.func1', 'panic', 'example.com/tst.TestPanic', 'testing.tRunner'],
      'TestPanic',
      'example.com/tst',
    ],
    [['example.com/x.(*Suite).TestLogin', 'reflect.Value.call', 'suite.Run.func1', 'testing.tRunner'], 'TestLogin', 'example.com/x'],
    [['example.com/tst.BenchmarkPanic', 'testing.(*B).runN'], 'BenchmarkPanic', 'example.com/tst'],
    [['example.com/tst.FuzzX.func1', 'reflect.Value.call', 'testing.(*F).Fuzz.func1.1', 'testing.tRunner'], 'FuzzX', 'example.com/tst'],
    [['example.com/tst.ExampleDo', 'testing.runExample'], 'ExampleDo', 'example.com/tst'],
    [['gopkg.in/x.v2.Test', 'testing.tRunner'], 'Test', 'gopkg.in/x'],
  ])('%j', (names, name, path) => {
    expect(testOf(frames(...names))).toMatchObject({ name, package: path });
  });

  test.each([
    [['main.TestPanic', 'main.main']],
    [['example.com/tst.Testify', 'testing.tRunner']],
    [['testing.(*M).startAlarm.func1']],
    [['testing.(*F).Fuzz.func1.1', 'testing.tRunner']],
    [[]],
  ])('none in %j', (names) => {
    expect(testOf(frames(...names))).toBeUndefined();
  });

  test('a creator counts where it stands in a file of tests', () => {
    expect(testOfCreator({ function: 'example.com/tst.TestGo.func2', file: '/src/tst/a_test.go' })?.name).toBe('TestGo');
    expect(testOfCreator({ function: 'example.com/tst.TestGo', file: '/src/tst/a.go' })).toBeUndefined();
    expect(testOfCreator(undefined)).toBeUndefined();
  });

  test('package testing is told from names like it', () => {
    expect(inTesting(frames('main.f', 'testing.tRunner'))).toBe(true);
    expect(inTesting(frames('testing/synctest.Run'))).toBe(true);
    expect(inTesting(frames('example.com/testing.f', 'main.testing'))).toBe(false);
  });
});

describe('what a crash says of its test', () => {
  test('a timeout: the stack is the alarm’s, the list names the tests', () => {
    const message = 'test timed out after 1.5s\nrunning tests:\n\tTestA (2s)\n\tTestA/b (1s)';
    expect(crashTest(message, { frames: frames('testing.(*M).startAlarm.func1') })).toStrictEqual({
      timeout: '1.5s',
      timeoutSeconds: 1.5,
      running: running(['TestA', 2], ['TestA/b', 1]),
      longest: { name: 'TestA/b', seconds: 1 },
    });
  });

  test('a panic in a test, and in a goroutine of one', () => {
    const named = { name: 'TestA', package: 'example.com/tst', running: [] };
    expect(crashTest('boom', { frames: frames('example.com/tst.TestA', 'testing.tRunner') })).toStrictEqual(named);
    const creator = { function: sanitize('example.com/tst.TestA'), file: sanitize('/src/a_test.go'), origin: 'app' } as const;
    expect(crashTest('boom', { frames: frames('main.f'), creator })).toStrictEqual(named);
  });

  test('nothing where there is no test', () => {
    expect(crashTest('boom', { frames: frames('main.main') })).toBeUndefined();
    expect(crashTest('boom', undefined)).toBeUndefined();
  });
});
