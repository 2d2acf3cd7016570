import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crashParser } from '../../../parsers/crash/index.ts';
import { raceReportParser } from '../../../parsers/race-report/index.ts';
import { TEXT_PARSERS } from '../../../parsers/registry.ts';
import type { Skipped } from '../../../parsers/parser.ts';
import { CaseFile } from '../../../src/evidence/case-file.ts';
import type { RaceFact } from '../../../src/evidence/facts/race.ts';
import { trusted } from '../../../src/text/safe-text.ts';
import { type ParserResult, readWith } from '../read-parser.ts';

const read = (lines: readonly string[]): ParserResult => readWith([raceReportParser, crashParser], lines);
const races = (lines: readonly string[]): readonly RaceFact[] => read(lines).caseFile.of('race');
/** The only race. */
function race(text: string): RaceFact {
  const [first, ...others] = races(text.split('\n'));
  expect(others).toStrictEqual([]);
  if (first === undefined) throw new Error('no race was read');
  return first;
}

const REPORT = `==================
WARNING: DATA RACE
Write at 0x00c00001a0b8 by goroutine 8:
  runtime.mapassign_faststr()
      /usr/local/go/src/internal/runtime/maps/runtime_faststr.go:263 +0x0
  example.org/app/store.(*Store[...]).Put()
      /src/app/store/store.go:31 +0x93
  main.serve.gowrap1()
      /src/app/main.go:40 +0x2e

Previous read at 0x00c00001a0b8 by main goroutine:
  example.org/app/store.(*Store[...]).Get()
      /src/app/store/store.go:22 +0x44
  main.main()
      /src/app/main.go:47 +0x1c5

Goroutine 8 (running) created at:
  main.serve()
      /src/app/main.go:40 +0x5e4
  main.main()
      /src/app/main.go:45 +0x17f
==================
Found 1 data race(s)`.split('\n');

const PANIC = `panic: send on closed channel

goroutine 6 [running]:
main.ask()
	/src/app/main.go:20 +0x1d
created by main.collect in goroutine 1
	/src/app/main.go:26 +0xb3
exit status 2`.split('\n');

describe('a whole report', () => {
  const { caseFile, found, taken, skipped } = read(REPORT);

  test('is one fact with all that it says', () => {
    expect(caseFile.of('race')).toStrictEqual([
      {
        type: 'race',
        certainty: 'stated',
        citations: [{ path: 'app.log', firstLine: 1, lastLine: 22, excerpt: REPORT.slice(0, 22).join('\n') }],
        scope: {},
        form: 'go',
        access: {
          kind: 'write',
          atomic: false,
          address: '0x00c00001a0b8',
          main: false,
          number: 8,
          state: 'running',
          creator: { function: 'main.serve', file: '/src/app/main.go', line: 40, origin: 'app' },
          culprit: { function: 'example.org/app/store.(*Store[...]).Put', file: '/src/app/store/store.go', line: 31, origin: 'app' },
          frames: [
            {
              function: 'runtime.mapassign_faststr',
              file: '/usr/local/go/src/internal/runtime/maps/runtime_faststr.go',
              line: 263,
              origin: 'runtime',
            },
            { function: 'example.org/app/store.(*Store[...]).Put', file: '/src/app/store/store.go', line: 31, origin: 'app' },
            { function: 'main.serve.gowrap1', file: '/src/app/main.go', line: 40, origin: 'app' },
          ],
          functions: ['runtime.mapassign_faststr', 'example.org/app/store.(*Store[...]).Put', 'main.serve.gowrap1'],
          failedToRestore: false,
          citation: { path: 'app.log', firstLine: 3, lastLine: 9, excerpt: REPORT.slice(2, 9).join('\n') },
        },
        previous: {
          kind: 'read',
          atomic: false,
          address: '0x00c00001a0b8',
          main: true,
          culprit: { function: 'example.org/app/store.(*Store[...]).Get', file: '/src/app/store/store.go', line: 22, origin: 'app' },
          frames: [
            { function: 'example.org/app/store.(*Store[...]).Get', file: '/src/app/store/store.go', line: 22, origin: 'app' },
            { function: 'main.main', file: '/src/app/main.go', line: 47, origin: 'app' },
          ],
          functions: ['example.org/app/store.(*Store[...]).Get', 'main.main'],
          failedToRestore: false,
          citation: { path: 'app.log', firstLine: 11, lastLine: 15, excerpt: REPORT.slice(10, 15).join('\n') },
        },
        on: 'map',
        between: 'example.org/app/store.(*Store).Get and example.org/app/store.(*Store).Put',
        goroutines: [
          {
            number: 8,
            state: 'running',
            frames: [
              { function: 'main.serve', file: '/src/app/main.go', line: 40, origin: 'app' },
              { function: 'main.main', file: '/src/app/main.go', line: 45, origin: 'app' },
            ],
            functions: ['main.serve', 'main.main'],
            failedToRestore: false,
            citation: { path: 'app.log', firstLine: 17, lastLine: 21, excerpt: REPORT.slice(16, 21).join('\n') },
          },
        ],
        inTest: false,
        truncated: false,
        unparsedLines: 0,
        found: 1,
        id: 'race:1',
      },
    ]);
  });

  test('is announced, takes each of its lines, and leaves nothing to the crash parser', () => {
    expect([...found]).toStrictEqual(['race-report']);
    expect(taken).toHaveLength(REPORT.length);
    expect(skipped).toStrictEqual([]);
    expect(caseFile.all).toHaveLength(1);
  });

  test('says the same with CRLF', () => {
    const windows = races(REPORT.map((line) => `${line}\r`));
    expect(windows).toStrictEqual(caseFile.of('race'));
  });

  test('says the same indented as a whole, but for the lines that it shows', () => {
    const without = (fact: RaceFact | undefined) =>
      JSON.stringify(fact, (key, value: unknown) => (key.startsWith('citation') ? undefined : value));
    const indented = races(REPORT.map((line) => (line === '' ? line : `        ${line}`)));
    expect(without(indented[0])).toBe(without(caseFile.of('race')[0]));
  });
});

describe('damage', () => {
  test('cut at any line, what was read stays and what is missing is said', () => {
    for (let length = 0; length < REPORT.length; length++) {
      const { caseFile, skipped } = read(REPORT.slice(0, length));
      const [fact] = caseFile.of('race');
      const label = `cut after ${length} lines`;
      if (length < 2) expect([fact, skipped], label).toStrictEqual([undefined, []]);
      else if (length < 3) expect([fact, skipped.length], label).toStrictEqual([undefined, 1]);
      else {
        expect(skipped, label).toStrictEqual([]);
        expect(fact?.truncated, label).toBe(length < 22);
        expect(fact?.previous !== undefined, label).toBe(length >= 11);
        expect(fact?.access.frames.length, label).toBe(Math.min(3, Math.ceil(Math.max(0, length - 3) / 2)));
        expect(fact?.citations[0].lastLine, label).toBe(length === 10 || length === 16 ? length - 1 : Math.min(length, 22));
        expect(fact?.found, label).toBeUndefined();
      }
    }
  });

  test('lines of another writer inside it are counted, and left to others', () => {
    const lines = [...REPORT];
    lines.splice(5, 0, '2024/01/02 15:04:05 request done');
    lines.splice(9, 0, 'level=info msg="cache warm"', 'half a line');
    const { caseFile, taken } = read(lines);
    expect(caseFile.of('race')[0]).toMatchObject({ unparsedLines: 3, truncated: false, access: { frames: { length: 3 } } });
    expect(taken).toHaveLength(REPORT.length);
  });

  test('after too many foreign lines it is over, and they are not counted as its own', () => {
    const lines = [...REPORT.slice(0, 10), ...Array.from({ length: 70 }, (_, i) => `log line ${i}`), ...REPORT.slice(10)];
    const [fact] = races(lines);
    expect(fact).toMatchObject({ truncated: true, unparsedLines: 0 });
    expect(fact).not.toHaveProperty('previous');
  });

  test('a closing rule that was lost ends at the next report', () => {
    const two = races([...REPORT.slice(0, 21), ...REPORT.slice(1)]);
    expect(two.map(({ truncated, found }) => [truncated, found])).toStrictEqual([
      [true, undefined],
      [false, 1],
    ]);
  });

  test('a copy without indentation, blank lines or an unbroken heading', () => {
    const fact = race(`=============================
WARNING: DATA RACE
Write at 0x000002c31d28 by goroutine
25:
example.org/charts. (*server) gather0
/go/pkg/mod/example.org/charts@v1.0.0/charts.go:125+0x472
example.org/charts.init.0()
/go/pkg/mod/example.org/charts@v1.0.0/charts.go:193+0x39
Previous read at 0x000002c31d28 by goroutine 962:
[failed to restore the stack]
Goroutine 25 (running) created at:
example.org/charts.init.0(
/go/pkg/mod/example.org/charts@v1.0.0/charts.go:193+0x507`);
    expect(fact).toMatchObject({
      access: {
        number: 25,
        state: 'running',
        functions: ['example.org/charts. (*server) gather0', 'example.org/charts.init.0'],
        culprit: { line: 125, origin: 'dependency' },
        creator: { function: 'example.org/charts.init.0', line: 193 },
      },
      previous: { number: 962, failedToRestore: true, frames: [] },
      truncated: true,
      unparsedLines: 0,
    });
  });

  test('prose and logs above a place are no function', () => {
    const lines = [...REPORT.slice(0, 3), '2024/01/02 15:04:05 request done', '      /src/app/store/store.go:31 +0x93', ...REPORT.slice(9)];
    const [fact] = races(lines);
    expect(fact?.access.functions).toStrictEqual([]);
    expect(fact?.unparsedLines).toBe(2);
  });

  test('more frames than any stack has are left out and counted', () => {
    const frames = Array.from({ length: 600 }, (_, i) => [`  main.f${i}()`, `      /src/app/main.go:${i + 1} +0x1`]).flat();
    const [fact] = races([...REPORT.slice(0, 3), ...frames, ...REPORT.slice(9)]);
    expect(fact?.access.frames).toHaveLength(512);
    expect(fact?.unparsedLines).toBeGreaterThan(100);
  });
});

describe('beside a crash report', () => {
  const panicOf = (lines: readonly string[]) => read(lines).caseFile.of('crash')[0];
  const alone = panicOf(PANIC);

  test('before and after it, both are as they are alone', () => {
    for (const lines of [
      [...REPORT.slice(0, 22), ...PANIC],
      [...PANIC, ...REPORT.slice(0, 22)],
    ]) {
      const { caseFile } = read(lines);
      expect(caseFile.of('race')[0]).toMatchObject({ truncated: false, unparsedLines: 0 });
      const [crash] = caseFile.of('crash');
      expect(crash).toMatchObject({ message: 'send on closed channel', truncated: false, culprit: alone?.culprit });
      expect(caseFile.of('dump')[0]?.unparsedLines).toBe(0);
    }
  });

  test.each(Array.from({ length: 21 }, (_, at) => at + 1))('in the middle of the report, after line %i', (at) => {
    const { caseFile } = read([...REPORT.slice(0, at), ...PANIC, ...REPORT.slice(at)]);
    const [crash] = caseFile.of('crash');
    expect(crash).toMatchObject({ message: 'send on closed channel', culprit: alone?.culprit });
    expect(crash?.goroutine?.functions).toStrictEqual(['main.ask']);
    // The rule above the report and the report itself: nothing of the panic is taken for a frame.
    const [fact] = caseFile.of('race');
    if (at > 1)
      expect(fact).toMatchObject({ access: { functions: { length: 3 } }, previous: { functions: { length: 2 } }, truncated: false });
  });

  test('a crash inside it keeps its blank lines', () => {
    const { taken } = readWith([raceReportParser], [...REPORT.slice(0, 5), ...PANIC, ...REPORT.slice(5)]);
    const ofPanic = taken.filter((number) => number > 5 && number <= 5 + PANIC.length);
    expect(ofPanic).toStrictEqual([]);
  });

  test.each([1, 2, 3, 4, 5, 6])('in the middle of the panic, after line %i', (at) => {
    const { caseFile } = read([...PANIC.slice(0, at), ...REPORT.slice(0, 22), ...PANIC.slice(at)]);
    expect(caseFile.of('race')[0]).toMatchObject({ truncated: false, unparsedLines: 0, on: 'map' });
    const [crash] = caseFile.of('crash');
    expect(crash).toMatchObject({ class: 'panic', message: 'send on closed channel', culprit: alone?.culprit });
    expect(caseFile.of('dump')[0]?.unparsedLines).toBe(0);
  });

  test('of a report without indentation, the goroutines of a crash are never a part', () => {
    const bare = REPORT.slice(0, 15).map((line) => line.trimStart());
    const { caseFile } = read([...bare, ...PANIC]);
    expect(caseFile.of('race')[0]).toMatchObject({ truncated: true, previous: { functions: { length: 2 } } });
    expect(caseFile.of('crash')[0]?.goroutine?.functions).toStrictEqual(['main.ask']);
  });

  test('a rule of another length stays with whoever printed it', () => {
    const lines = ['panic: assertion failed', '====================', 'want 1', '', ...PANIC.slice(2)];
    expect(panicOf(lines)?.message).toBe('assertion failed\n====================\nwant 1');
  });
});

describe('how many there are', () => {
  const body = REPORT.slice(0, 22);

  test('the count is of the last run only', () => {
    const facts = races([...body, ...body, 'Found 1 data race(s)', ...body, ...body, 'Found 2 data race(s)', ...body]);
    expect(facts.map(({ found }) => found)).toStrictEqual([undefined, 1, 2, 2, undefined]);
  });

  test('a count above the reports shows that some are lost', () => {
    expect(races([...body, 'Found 3 data race(s)']).map(({ found }) => found)).toStrictEqual([3]);
  });

  test('a count without any report is said to be left out', () => {
    const { caseFile, skipped } = read(['starting', 'Found 3 data race(s)', 'exit status 66']);
    expect(caseFile.all).toStrictEqual([]);
    expect(skipped).toMatchObject([
      { amount: 1, unit: 'lines', citation: { firstLine: 2 }, reason: 'a count of data races without their reports' },
    ]);
  });
});

describe('what the accesses meet on', () => {
  const sides = (above: string, other: string) =>
    race(`WARNING: DATA RACE
Write at 0x00c00001a0b8 by goroutine 8:
${above}  main.a()
      /src/app/main.go:10 +0x1

Previous read at 0x00c00001a0b8 by goroutine 9:
${other}  main.b()
      /src/app/main.go:20 +0x1
==================`);
  const hook = (name: string, file = '/usr/local/go/src/runtime/x.go') => `  ${name}()\n      ${file}:1 +0x0\n`;

  test.each([
    ['memory', '', ''],
    ['memory', hook('runtime.growslice'), ''],
    ['map', hook('runtime.mapdelete'), ''],
    ['map', '', hook('runtime.mapIterStart')],
    ['map', hook('internal/runtime/maps.(*Iter).Next'), ''],
    ['channel-close', hook('runtime.closechan'), hook('runtime.chansend')],
    ['channel-close', hook('runtime.chanrecv'), hook('runtime.closechan')],
    [
      'waitgroup',
      hook('internal/race.Write', '/usr/local/go/src/internal/race/race.go') +
        hook('sync.(*WaitGroup).Wait', '/usr/local/go/src/sync/waitgroup.go'),
      '',
    ],
    ['atomic', hook('sync/atomic.AddInt64', '/usr/local/go/src/runtime/race_amd64.s'), ''],
    ['memory', hook('sync/atomic.AddInt64'), hook('sync/atomic.LoadInt64')],
  ] as const)('%s', (on, above, other) => {
    expect(sides(above, other).on).toBe(on);
  });

  test('frames below the culprit do not count', () => {
    const fact = race(`WARNING: DATA RACE
Write at 0x00c00001a0b8 by goroutine 8:
  main.a()
      /src/app/main.go:10 +0x1
  sync.(*WaitGroup).Go.func1()
      /usr/local/go/src/sync/waitgroup.go:239 +0x5d
==================`);
    expect(fact).toMatchObject({ on: 'memory', access: { culprit: { function: 'main.a' } } });
  });
});

test('a race in a test names it', () => {
  const fact = race(`WARNING: DATA RACE
Read at 0x000000a0fb48 by goroutine 8:
  example.com/queue.(*Queue).Len()
      /src/queue/queue.go:44 +0x3a
  example.com/queue.TestDrain.func2()
      /src/queue/queue_test.go:31 +0x3a
  testing.tRunner()
      /usr/local/go/src/testing/testing.go:2036 +0x21c

Previous write at 0x000000a0fb48 by goroutine 9:
  example.com/queue.(*Queue).Put()
      /src/queue/queue.go:42 +0x3c

Goroutine 9 (finished) created at:
  example.com/queue.TestDrain()
      /src/queue/queue_test.go:29 +0x24
==================`);
  expect(fact).toMatchObject({ inTest: true, test: 'example.com/queue.TestDrain', previous: { state: 'finished' } });
});

test('sections that Go rarely prints: the heap block and the global', () => {
  const fact = race(`WARNING: DATA RACE
Write at 0x7d2000000008 by goroutine 8:
  main.a()
      /src/app/main.go:10 +0x1

Previous write at 0x7d2000000008 by main goroutine:
  main.b()
      /src/app/main.go:20 +0x1

Heap block of size 16 at 0x7d2000000000 allocated by goroutine 8:
  main.alloc()
      /src/app/main.go:5 +0x1

Global var counter of size 8 at 0x0000006226a0 declared at /src/app/glue.c:3

Goroutine 8 (running) created at:
  [failed to restore the stack]
==================`);
  expect(fact).toMatchObject({
    heapBlock: { size: 16, address: '0x7d2000000000', main: false, number: 8, functions: ['main.alloc'] },
    global: { name: 'counter', size: 8, address: '0x0000006226a0', file: '/src/app/glue.c', line: 3 },
    goroutines: [{ number: 8, failedToRestore: true, frames: [] }],
    truncated: false,
    unparsedLines: 0,
  });
  expect(fact.access).not.toHaveProperty('creator');
});

test('the C form, from a cgo program', () => {
  const fact = race(`==================
WARNING: ThreadSanitizer: data race (pid=19219)
  Atomic write of size 4 at 0x7fcf47b21bc0 by thread T1 (mutexes: write M9):
    #0 put /src/app/glue.c:12 (app+0xa360)
    #1 worker /src/app/glue.c:40 (app+0xa3b4)

  Previous read of size 4 at 0x7fcf47b21bc0 by main thread:
    #0 memcpy ../../../../src/libsanitizer/tsan/tsan_interceptors.cpp:10 (libtsan.so.2+0x1)
    #1 get <null> (app+0xa3b4)
    #2 _cgo_0a1b2c_Cfunc_get /tmp/go-build/cgo-gcc-prolog:51 (app+0xa3c0)

  Location is global 'counter' of size 4 at 0x7fcf47b21bc0 (app+0x6226a0)

  Mutex M9 (0x7b0c00000000) created at:
    #0 pthread_mutex_init <null> (libtsan.so.2+0x2)

  Thread T1 'worker' (tid=4712, running) created by main thread at:
    #0 pthread_create ../../../../src/libsanitizer/tsan/tsan_interceptors.cpp:705 (libtsan.so.2+0xc790)
    #1 start /src/app/glue.c:60 (app+0xa3a4)

SUMMARY: ThreadSanitizer: data race /src/app/glue.c:12 in put
==================`);
  expect(fact).toMatchObject({
    form: 'c',
    access: {
      atomic: true,
      size: 4,
      number: 1,
      state: 'running',
      culprit: { function: 'put', line: 12, origin: 'cgo' },
      creator: { function: 'pthread_create' },
    },
    previous: { main: true, atomic: false, functions: ['memcpy', 'get', '_cgo_0a1b2c_Cfunc_get'], culprit: { function: 'get' } },
    global: { name: 'counter', size: 4 },
    between: 'get and put',
    truncated: false,
    unparsedLines: 0,
  });
});

test('a lock-order report is passed over with a word', () => {
  const { caseFile, skipped } = read(
    `==================
WARNING: DEADLOCK
Goroutine 999 lock mutex 3 while holding mutex 4:
  main.a()
      /src/app/main.go:10 +0x1

Mutex 4 was previously locked here:
  main.b()
      /src/app/main.go:20 +0x1

==================`.split('\n'),
  );
  expect(caseFile.all).toStrictEqual([]);
  expect(skipped).toMatchObject([
    { reason: 'a lock-order report of the race detector', amount: 11, citation: { firstLine: 1, lastLine: 11 } },
  ]);
});

/** The lines where a wrapper has put them. */
function readAt(lines: readonly string[], place: (index: number) => number): { facts: readonly RaceFact[]; skipped: Skipped[] } {
  const caseFile = new CaseFile();
  const skipped: Skipped[] = [];
  const parser = raceReportParser.create({
    source: { path: trusted('app.log'), scope: {}, salvaged: false },
    emit: (draft) => caseFile.add(draft),
    found: () => {},
    skipped: (what) => skipped.push(what),
  });
  for (const [i, text] of lines.entries()) parser.accept({ text, number: place(i), order: i + 1 });
  parser.end();
  return { facts: caseFile.of('race'), skipped };
}

describe.each<[string, (index: number) => number]>([
  ['the newest line first', (index) => 100 - index],
  ['all of it in one record', () => 3],
])('with %s', (_name, place) => {
  test('a report is shown as it was printed', () => {
    const [upright] = readAt(REPORT, (index) => index + 1).facts;
    const [first, ...others] = readAt(REPORT, place).facts;
    expect(others).toStrictEqual([]);
    expect(first?.citations[0].excerpt).toBe(upright?.citations[0].excerpt);
  });

  test('a head without its accesses is as many lines as it has', () => {
    const { facts, skipped } = readAt(REPORT.slice(0, 2), place);
    expect(facts).toStrictEqual([]);
    expect(skipped.map(({ amount }) => amount)).toStrictEqual([2]);
  });
});

test('arbitrary lines, and arbitrary mixtures of its own, never break it', () => {
  const line = oneof(
    constantFrom(...REPORT, ...PANIC, '    #0 put glue.c:12 (app+0x1)', '25:', 'Write by goroutine'),
    string({ unit: 'binary', maxLength: 80 }),
  );
  assert(
    property(array(line, { maxLength: 120 }), (lines) => {
      const { caseFile, skipped } = readWith(TEXT_PARSERS, lines);
      const heads = lines.filter((text) => /^\s*WARNING: DATA RACE\s*$/.test(text)).length;
      const left = skipped.filter(({ reason }) => reason.includes('race report'));
      // No head is lost without a word, and none is counted twice.
      expect(caseFile.of('race').length + left.length).toBe(heads);
      for (const { citations, unparsedLines } of caseFile.of('race')) {
        const { firstLine = 0, lastLine = 0 } = citations[0];
        expect(firstLine).toBeLessThanOrEqual(lastLine);
        expect(lastLine).toBeLessThanOrEqual(lines.length);
        expect(unparsedLines).toBeLessThanOrEqual(lines.length);
      }
    }),
    { numRuns: 300 },
  );
});
