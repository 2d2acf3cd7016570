import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TEXT_PARSERS } from '../../../parsers/registry.ts';
import { testOutputParser } from '../../../parsers/test-output/index.ts';
import { type TestLine, testLine } from '../../../parsers/test-output/line.ts';
import type { TestRunFact } from '../../../src/evidence/facts/test-run.ts';
import { readWith } from '../read-parser.ts';

const read = (text: string) => readWith([testOutputParser], text.split('\n'));
const runs = (text: string): readonly TestRunFact[] => read(text).caseFile.of('test-run');

describe('every form of line', () => {
  test.each<readonly [string, TestLine]>([
    ['=== RUN   TestHang/sub_one', { kind: 'start', verb: 'RUN', name: 'TestHang/sub_one' }],
    ['=== PAUSE TestPar', { kind: 'start', verb: 'PAUSE', name: 'TestPar' }],
    ['=== CONT  ', { kind: 'start', verb: 'CONT', name: '' }],
    ['=== NAME  TestPar', { kind: 'start', verb: 'NAME', name: 'TestPar' }],
    ['\u0016=== RUN   TestHang', { kind: 'start', verb: 'RUN', name: 'TestHang' }],
    ['--- FAIL: TestHang (0.00s)', { kind: 'end', verb: 'FAIL', name: 'TestHang' }],
    ['        --- PASS: TestHang/a/b (12.30s)', { kind: 'end', verb: 'PASS', name: 'TestHang/a/b' }],
    ['    --- SKIP: TestHang/a (0.00s)', { kind: 'end', verb: 'SKIP', name: 'TestHang/a' }],
    ['FAIL\texample.com/queue\t0.706s', { kind: 'package-failed', package: 'example.com/queue', what: 'failed', seconds: 0.706 }],
    ['FAIL    example.com/queue    0.706s', { kind: 'package-failed', package: 'example.com/queue', what: 'failed', seconds: 0.706 }],
    ['FAIL\texample.com/queue [build failed]', { kind: 'package-failed', package: 'example.com/queue', what: 'build-failed' }],
    ['FAIL\texample.com/queue [setup failed]', { kind: 'package-failed', package: 'example.com/queue', what: 'setup-failed' }],
    ['ok  \texample.com/queue\t0.706s', { kind: 'package-passed' }],
    ['ok  \texample.com/queue\t(cached)\tcoverage: 80.0% of statements', { kind: 'package-passed' }],
    ['?   \texample.com/queue\t[no test files]', { kind: 'package-passed' }],
    ['FAIL', { kind: 'verdict', failed: true }],
    ['PASS', { kind: 'verdict', failed: false }],
    ['*** Test killed with quit: ran too long (11m0s).', { kind: 'killed', limit: '11m0s', limitSeconds: 660 }],
    ['*** Test killed: ran too long (1m30s).', { kind: 'killed', limit: '1m30s', limitSeconds: 90 }],
    ['    testing.go:1867: race detected during execution of test', { kind: 'race' }],
    ['testing: race detected outside of test execution', { kind: 'race' }],
    ['exit status 2', { kind: 'exit', text: 'exit status 2' }],
    ['signal: killed', { kind: 'exit', text: 'signal: killed' }],
    ['signal: aborted (core dumped)', { kind: 'exit', text: 'signal: aborted (core dumped)' }],
    // Neighbours.
    ['ok', { kind: 'other' }],
    ['ok  it works 1', { kind: 'other' }],
    ['FAILED example.com/queue 0.1s', { kind: 'other' }],
    ['FAIL: example.com/queue', { kind: 'other' }],
    ['=== running tests', { kind: 'other' }],
    ['  --- FAIL: TestHang (0.00s)', { kind: 'other' }],
    ['--- FAIL: TestHang', { kind: 'other' }],
    ['Test killed with quit: ran too long (11m0s).', { kind: 'other' }],
    ['panic: test timed out after 10m0s', { kind: 'other' }],
  ])('%s', (text, form) => {
    expect(testLine(text)).toStrictEqual(form);
  });
});

const TIMEOUT = `=== RUN   TestWork
--- PASS: TestWork (0.00s)
=== RUN   TestDrain
=== RUN   TestDrain/bad
panic: test timed out after 1.5s
	running tests:
		TestDrain (2s)
		TestDrain/bad (2s)

goroutine 17 [running]:
testing.(*M).startAlarm.func1()
	/usr/local/go/src/testing/testing.go:2802 +0x354
created by time.goFunc
	/usr/local/go/src/time/sleep.go:215 +0x2d

goroutine 10 [sync.Cond.Wait]:
example.com/queue.(*Queue).Drain(0xc000123450)
	/src/queue/queue.go:54 +0x75
example.com/queue.TestDrain.func2(0xc000123688)
	/src/queue/queue_test.go:38 +0x9b
testing.tRunner(0xc000123688, 0x5945f0)
	/usr/local/go/src/testing/testing.go:2036 +0xea
created by testing.(*T).Run in goroutine 7
	/usr/local/go/src/testing/testing.go:2101 +0x4c5
FAIL	example.com/queue	1.505s
FAIL`;

describe('a timeout', () => {
  const all = readWith(TEXT_PARSERS, TIMEOUT.split('\n'));

  test('is one run, and the crash names the tests too', () => {
    expect(all.caseFile.of('test-run')).toStrictEqual([
      {
        type: 'test-run',
        certainty: 'stated',
        citations: [
          {
            path: 'app.log',
            firstLine: 5,
            lastLine: 25,
            excerpt: 'panic: test timed out after 1.5s\n… (19 more lines)\nFAIL\texample.com/queue\t1.505s',
          },
        ],
        scope: {},
        package: 'example.com/queue',
        outcome: 'timed-out',
        crashed: true,
        failed: [],
        failedCount: 0,
        unfinished: ['TestDrain', 'TestDrain/bad'],
        running: [
          { name: 'TestDrain', seconds: 2 },
          { name: 'TestDrain/bad', seconds: 2 },
        ],
        limit: '1.5s',
        limitSeconds: 1.5,
        races: 0,
        seconds: 1.505,
        id: 'test-run:1',
      },
    ]);
    expect(all.caseFile.of('crash')).toMatchObject([
      {
        class: 'panic',
        test: { timeout: '1.5s', timeoutSeconds: 1.5, running: { length: 2 }, longest: { name: 'TestDrain/bad', seconds: 2 } },
      },
    ]);
    expect(all.caseFile.of('dump')).toMatchObject([{ goroutines: 2, unparsedLines: 0 }]);
  });

  test('takes no line of the crash', () => {
    const { taken } = read(TIMEOUT);
    expect(taken).toStrictEqual([1, 2, 3, 4, 25]);
  });

  test('is the same with CRLF', () => {
    expect(runs(TIMEOUT.replaceAll('\n', '\r\n'))).toStrictEqual(runs(TIMEOUT));
  });

  test('cut at any line, the run is said to have timed out as soon as the alarm stands there', () => {
    const lines = TIMEOUT.split('\n');
    for (let length = 0; length <= lines.length; length++) {
      const [run, ...others] = runs(lines.slice(0, length).join('\n'));
      expect(others).toStrictEqual([]);
      expect(run?.outcome, `${length}`).toBe(length < 5 ? undefined : 'timed-out');
      expect(run?.running.length ?? 0, `${length}`).toBe(Math.max(0, Math.min(2, length - 6)));
      expect(run?.package, `${length}`).toBe(length < 25 ? undefined : 'example.com/queue');
    }
  });

  test.each([
    ['panic: test timed out after 700ms\n\ngoroutine 5 [running]:', []],
    ['panic: test timed out after 700ms\nrunning tests:\n\tTestHang (1s)\n\ngoroutine 5 [running]:', [{ name: 'TestHang', seconds: 1 }]],
    ['panic: test timed out after 700ms\n\nTestHang (1s)', []],
  ])('%j', (text, running) => {
    expect(runs(text)).toMatchObject([{ outcome: 'timed-out', limit: '700ms', limitSeconds: 0.7, running }]);
  });
});

test('killed by go test, where the alarm did not go off', () => {
  const text = `SIGQUIT: quit
PC=0x48cec1 m=0 sigcode=0

goroutine 19 [running]:
example.com/queue.spin(...)
	/src/queue/queue.go:9
*** Test killed with quit: ran too long (11m0s).
exit status 2
FAIL	example.com/queue	660.014s
ok  	example.com/other	0.010s`;
  const { caseFile } = readWith(TEXT_PARSERS, text.split('\n'));
  expect(caseFile.of('test-run')).toMatchObject([
    {
      outcome: 'killed',
      package: 'example.com/queue',
      limit: '11m0s',
      limitSeconds: 660,
      exit: 'exit status 2',
      seconds: 660.014,
      crashed: false,
    },
  ]);
  expect(caseFile.of('crash')).toMatchObject([{ class: 'sigquit', exitStatus: 2 }]);
});

test('a panic in a test', () => {
  const text = `--- FAIL: TestPanic (0.00s)
panic: boom [recovered, repanicked]

goroutine 7 [running]:
testing.tRunner.func1.2({0x7f96f8, 0x83d460})
	/usr/local/go/src/testing/testing.go:2125 +0x232
testing.tRunner.func1()
	/usr/local/go/src/testing/testing.go:2128 +0x329
panic({0x7f96f8?, 0x83d460?})
	/usr/local/go/src/runtime/panic.go:859 +0x125
example.com/tst.TestPanic(0x111716a106c8?)
	/src/tst/a_test.go:20 +0x2
testing.tRunner(0x111716a106c8, 0x822bf8)
	/usr/local/go/src/testing/testing.go:2195 +0xea
created by testing.(*T).Run in goroutine 1
	/usr/local/go/src/testing/testing.go:2260 +0x4d4
FAIL	example.com/tst	0.005s
FAIL`;
  const { caseFile } = readWith(TEXT_PARSERS, text.split('\n'));
  expect(caseFile.of('test-run')).toMatchObject([
    { outcome: 'failed', crashed: true, failed: ['TestPanic'], failedCount: 1, package: 'example.com/tst' },
  ]);
  expect(caseFile.of('crash')).toMatchObject([
    {
      message: 'boom',
      test: { name: 'TestPanic', package: 'example.com/tst', running: [] },
      culprit: { function: 'example.com/tst.TestPanic' },
    },
  ]);
});

test('without -v nothing of the tests stands before a crash in a goroutine of theirs', () => {
  const crash = 'panic: boom\n\ngoroutine 20 [running]:\nmain.f()\n\t/src/a.go:3 +0x1d';
  expect(runs(`${crash}\nFAIL\texample.com/a\t0.010s\nFAIL\texample.com/b\t0.020s`)).toMatchObject([
    { package: 'example.com/a', outcome: 'failed', crashed: true, citations: [{ firstLine: 1, lastLine: 6 }] },
    { package: 'example.com/b', outcome: 'failed', crashed: false },
  ]);
  // It is not laid to tests that were only begun after it, nor to a package that was not built.
  expect(runs(`${crash}\n=== RUN   TestB\n--- FAIL: TestB (0.00s)\nFAIL\texample.com/b\t0.020s`)).toMatchObject([{ crashed: false }]);
  expect(runs(`${crash}\nFAIL\texample.com/b [build failed]`)).toMatchObject([{ crashed: false }]);
});

describe('several packages', () => {
  test('each failed one is a run, those that passed are none', () => {
    const text = `ok  	example.com/a	0.010s
--- FAIL: TestB (0.00s)
    b_test.go:9: got 1, want 2
    --- FAIL: TestB/x (0.00s)
FAIL
FAIL	example.com/b	0.020s
?   	example.com/c	[no test files]
# example.com/d
d/d.go:3:1: syntax error
FAIL	example.com/d [build failed]
ok  	example.com/e	(cached)
FAIL`;
    const { caseFile, found } = read(text);
    expect(caseFile.of('test-run')).toMatchObject([
      { package: 'example.com/b', outcome: 'failed', failed: ['TestB', 'TestB/x'], failedCount: 2, crashed: false },
      { package: 'example.com/d', outcome: 'build-failed', failed: [] },
    ]);
    expect([...found]).toStrictEqual(['test-output']);
  });

  test('a crash of one is not laid to the next', () => {
    const text = `=== RUN   TestA
panic: boom
exit status 2
FAIL	example.com/a	0.010s
--- FAIL: TestB (0.00s)
FAIL	example.com/b	0.020s`;
    expect(runs(text).map(({ package: name, crashed, exit }) => [name, crashed, exit])).toStrictEqual([
      ['example.com/a', true, 'exit status 2'],
      ['example.com/b', false, undefined],
    ]);
  });

  test('binaries that ran by themselves, one after the other', () => {
    const text = `=== RUN   TestA
--- FAIL: TestA (0.00s)
FAIL
=== RUN   TestB
--- PASS: TestB (0.00s)
PASS
=== RUN   TestC
--- FAIL: TestC (0.00s)
FAIL`;
    expect(runs(text).map(({ failed }) => failed)).toStrictEqual([['TestA'], ['TestC']]);
  });
});

test('a race in a test', () => {
  const text = `=== RUN   TestRace
    testing.go:1867: race detected during execution of test
--- FAIL: TestRace (0.02s)
FAIL
exit status 1
FAIL	example.com/tst	0.030s`;
  expect(runs(text)).toMatchObject([{ outcome: 'failed', races: 1, failed: ['TestRace'], exit: 'exit status 1' }]);
});

test('tests that began and did not end are named where the text breaks off in a crash', () => {
  const [run] = runs('=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestB\nfatal error: all goroutines are asleep - deadlock!');
  expect(run).toMatchObject({ outcome: 'unfinished', crashed: true, unfinished: ['TestB'] });
});

describe('nothing to say', () => {
  test.each([
    ['tests that pass', '=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\nok  \texample.com/a\t0.010s'],
    [
      'a crash of a program that a passing test ran, and a text that ends in the next package',
      '=== RUN   TestA\npanic: boom\n--- PASS: TestA (0.00s)\nok  \texample.com/a\t0.010s\n=== RUN   TestB',
    ],
    ['tests that go on', '=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestB'],
    ['a service that crashes', 'starting\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:3 +0x1d\nexit status 2'],
    ['words of tests in a log', 'PASS\nFAIL\nexit status 1\nsignal: killed\n2024/01/02 --- FAIL: nothing (0.00s)'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    const { caseFile, skipped } = read(text);
    expect(caseFile.all).toStrictEqual([]);
    expect(skipped).toStrictEqual([]);
  });

  test('words of tests in a log are no artefact either', () => {
    expect([...read('PASS\nFAIL\nexit status 1').found]).toStrictEqual([]);
    expect(read('PASS\nFAIL\nexit status 1').taken).toStrictEqual([]);
  });
});

test('very many failed and unfinished tests are counted, and some are named', () => {
  const many = Array.from({ length: 300 }, (_, i) => `=== RUN   TestB/${i}\n--- FAIL: TestA/${i} (0.00s)`).join('\n');
  const [run] = runs(`${many}\nFAIL\texample.com/a\t1.000s`);
  expect(run).toMatchObject({ failed: { length: 100 }, failedCount: 300, unfinished: { length: 100 } });
});

test('arbitrary lines never break it, and what it does not know it leaves', () => {
  const line = oneof(
    constantFrom(...TIMEOUT.split('\n'), 'exit status 2', 'PASS', '*** Test killed: ran too long (1s).'),
    string({ unit: 'binary', maxLength: 60 }),
  );
  assert(
    property(array(line, { maxLength: 80 }), (lines) => {
      const { caseFile, taken } = readWith([testOutputParser], lines);
      for (const number of taken) expect(testLine(lines[number - 1] ?? '').kind).not.toBe('other');
      for (const { citations } of caseFile.of('test-run')) expect(citations[0].firstLine).toBeLessThanOrEqual(citations[0].lastLine ?? 0);
    }),
    { numRuns: 200 },
  );
});
