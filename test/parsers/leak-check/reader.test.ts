import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crashParser } from '../../../parsers/crash/index.ts';
import { leakCheckParser } from '../../../parsers/leak-check/index.ts';
import { readWith } from '../read-parser.ts';

/** goleak 1.3 in the output of a test: indented, no headers, no empty lines between. */
const IN_TEST = `--- FAIL: TestOne (0.45s)
    one_test.go:15: found unexpected goroutines:
        [Goroutine 20 in state chan receive, with example.org/queue.wait on top of the stack:
        example.org/queue.wait(...)
        	/src/queue/queue.go:9
        created by example.org/queue.TestOne in goroutine 19
        	/src/queue/one_test.go:13 +0x99
         Goroutine 21 in state chan receive, with example.org/queue.wait on top of the stack:
        example.org/queue.wait(...)
        	/src/queue/queue.go:9
        created by example.org/queue.TestOne in goroutine 19
        	/src/queue/one_test.go:14 +0xe8
         Goroutine 22 in state IO wait, with internal/poll.runtime_pollWait on top of the stack:
        internal/poll.runtime_pollWait(0x7f8b1c0a0e88, 0x72)
        	/usr/local/go/src/runtime/netpoll.go:351 +0x85
        net.(*conn).Read(0xc000012345, {0xc0000b4000, 0x1000, 0x1000})
        	/usr/local/go/src/net/net.go:194 +0x45
        example.org/queue.(*Server).serve(0xc0000c40e0)
        	/src/queue/server.go:31 +0x5f
        created by example.org/queue.(*Server).Start in goroutine 19
        	/src/queue/server.go:20 +0x5f
        ]
FAIL`.split('\n');

/** goleak 1.1, after all tests: with headers, and an empty line between. */
const AFTER_ALL = `PASS
goleak: Errors on successful test run: found unexpected goroutines:
[Goroutine 18 in state select, 2 minutes, locked to thread, with example.org/watch.loop on top of the stack:
goroutine 18 [select, 2 minutes, locked to thread]:
example.org/watch.loop(0xc0000b4000)
	/src/watch/watch.go:44 +0x9c
created by example.org/watch.New
	/src/watch/watch.go:20 +0x5f

]`.split('\n');

const checksOf = (lines: readonly string[]) => readWith([leakCheckParser], lines).caseFile.of('leak-check');

test('goroutines with the same stack are one fact, whatever line started them', () => {
  expect(checksOf(IN_TEST)).toMatchObject([
    {
      state: 'chan receive',
      top: 'example.org/queue.wait',
      owner: { function: 'example.org/queue.wait', file: '/src/queue/queue.go', line: 9 },
      creator: { function: 'example.org/queue.TestOne', line: 13 },
      count: 2,
      ids: [20, 21],
      citations: [{ firstLine: 3, lastLine: 7 }],
    },
    {
      state: 'IO wait',
      top: 'internal/poll.runtime_pollWait',
      owner: { function: 'example.org/queue.(*Server).serve', line: 31 },
      creator: { function: 'example.org/queue.(*Server).Start' },
      count: 1,
      ids: [22],
    },
  ]);
});

test('with headers it is a dump as well, and flags are not of the state', () => {
  const { caseFile, found } = readWith([leakCheckParser, crashParser], AFTER_ALL);
  expect(caseFile.of('leak-check')).toMatchObject([{ state: 'select', count: 1, ids: [18], creator: { line: 20 } }]);
  expect(caseFile.of('dump')).toMatchObject([{ goroutines: 1, unparsedLines: 0 }]);
  expect([...found].toSorted()).toEqual(['goroutine-dump', 'leak-check']);
});

test('it takes the line above each stack and nothing else', () => {
  expect(readWith([leakCheckParser], IN_TEST).taken).toEqual([3, 8, 13]);
});

test.each([
  'level=info msg="Goroutine 7 in state select, with main.loop on top of the stack:"',
  'Goroutine 7 in state select, with main.loop on top of the stack: see above',
  'put the plates on top of the stack:',
])('is none: %s', (line) => {
  expect(checksOf([line, 'main.loop()', '\t/src/app/main.go:7 +0x1d'])).toEqual([]);
});

describe.each([
  ['in a test', IN_TEST],
  ['after all', AFTER_ALL],
])('%s, cut after any line', (_, lines) => {
  test('says nothing that the whole does not', () => {
    const whole = checksOf(lines);
    for (let end = 0; end <= lines.length; end++) {
      const part = checksOf(lines.slice(0, end));
      const sum = (checks: typeof whole): number => checks.reduce((n, { count }) => n + count, 0);
      expect(sum(part)).toBeLessThanOrEqual(sum(whole));
      for (const { state, top } of part) expect(whole.map((check) => [check.state, check.top])).toContainEqual([state, top]);
    }
  });
});

test('never throws, and counts each line that it takes', () => {
  const line = oneof(constantFrom(...IN_TEST, ...AFTER_ALL), string());
  assert(
    property(array(line, { maxLength: 60 }), (lines) => {
      const { taken, caseFile } = readWith([leakCheckParser], lines);
      expect(caseFile.of('leak-check').reduce((n, { count }) => n + count, 0)).toBe(taken.length);
    }),
    { numRuns: 300 },
  );
});
