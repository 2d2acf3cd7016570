import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pprofPrintedParser } from '../../../parsers/pprof-printed/index.ts';
import { printedFrame, readEdge, readNode, readRow } from '../../../parsers/pprof-printed/row.ts';
import { readShare, readValue } from '../../../parsers/pprof-printed/value.ts';
import { waitOfCallee, waitOfCode } from '../../../parsers/pprof-printed/waits.ts';
import { TEXT_PARSERS } from '../../../parsers/registry.ts';
import { readWith } from '../read-parser.ts';

const INCIDENTS = join(import.meta.dirname, '..', '..', '..', 'samples', 'incidents');
const textOf = (incident: string, name: string) =>
  readFileSync(join(INCIDENTS, incident, name), 'utf8')
    .trimEnd()
    .split('\n');
const read = (lines: readonly string[]) => readWith([pprofPrintedParser], lines);
const printed = (lines: readonly string[]) => read(lines).caseFile.of('printed-profile');
/** Without its place, which differs where the same stands elsewhere. */
const said = (lines: readonly string[]) => printed(lines).map((fact) => ({ ...fact, citations: [] }));

const TOP = `File: shop
Type: inuse_space
Time: 2026-11-26 14:13:59 UTC
Showing nodes accounting for 89.50MB, 96.76% of 92.50MB total
Dropped 12 nodes (cum <= 0.46MB)
Showing top 3 nodes out of 40
      flat  flat%   sum%        cum   cum%
   60.50MB 65.41% 65.41%    60.50MB 65.41%  bytes.growSlice
      28MB 30.27% 95.68%       28MB 30.27%  main.(*index).load (inline)
       1MB  1.08% 96.76%    61.50MB 66.49%  main.render`.split('\n');

const LIST = `Total: 68
ROUTINE ======================== main.(*pool).get in /src/app/pool.go
         0         41 (flat, cum) 60.29% of Total
         .          .     10:func (p *pool) get() *conn {
         .         40     11:	c := <-p.free
         .          .     12:	p.mu.Lock()
         .          1     13:	p.note(c) // <-p.free
         .          .     14:	return c
ROUTINE ======================== main.(*pool).note in /src/app/pool.go
         1          1 (flat, cum)  1.47% of Total
         1          1     20:func (p *pool) note(c *conn) { p.seen[c]++ }`.split('\n');

describe('values', () => {
  test.each([
    ['93.53MB', 98_073_313, 'bytes'],
    ['512B', 512, 'bytes'],
    ['3162.60kB', 3_238_502, 'bytes'],
    ['1.50GB', 1_610_612_736, 'bytes'],
    ['20', 20, 'count'],
    ['-1.20s', -1.2, 'seconds'],
    ['660ms', 0.66, 'seconds'],
    ['1.50hrs', 5400, 'seconds'],
    ['2.50mins', 150, 'seconds'],
    ['30us', 0.00003, 'seconds'],
    ['0', 0, 'none'],
    ['.', 0, 'none'],
    ['7requests', 7, 'other'],
  ])('%s', (text, amount, unit) => {
    expect(readValue(text)).toEqual({ amount, unit });
  });

  test.each(['', '-', 'MB', '1,5MB', '1.234MB', '0x12', '..', '5%'])('%j is none', (text) => {
    expect(readValue(text)).toBeUndefined();
  });

  test.each([
    ['42.10%', 0.421],
    ['100%', 1],
    ['0.0045%', 0.000045],
    ['4.5e-05%', 4.5e-7],
    ['142.86%', 1.4286],
  ])('%s', (text, share) => {
    expect(readShare(text)).toBeCloseTo(share, 10);
  });
});

describe('rows', () => {
  test('of a table, of a tree and of its edges are told apart', () => {
    const row = '         0     0%  100%         32 47.06%  database/sql.(*DB).conn';
    const node = '         0     0%     0%         32 47.06%                | database/sql.(*DB).conn';
    const edge = '                                                32   100% |   runtime.selectgo';
    expect([row, node, edge].map((text) => [readRow(text), readNode(text), readEdge(text)].map((one) => one?.name))).toEqual([
      ['database/sql.(*DB).conn', undefined, undefined],
      [undefined, 'database/sql.(*DB).conn', undefined],
      [undefined, undefined, 'runtime.selectgo'],
    ]);
  });

  test.each([
    ['main.run', 'main.run', undefined, undefined, false],
    ['main.run (inline)', 'main.run', undefined, undefined, true],
    ['main.run (partial-inline)', 'main.run', undefined, undefined, true],
    ['main.run /src/app/main.go:12', 'main.run', '/src/app/main.go', 12, false],
    ['00000000004f2a11 main.run /src/app/main.go:12 (inline)', 'main.run', '/src/app/main.go', 12, true],
    ['type:.eq.struct { F int }', 'type:.eq.struct { F int }', undefined, undefined, false],
    ['[libc.so.6]', '[libc.so.6]', undefined, undefined, false],
  ])('%s', (text, name, file, line, inlined) => {
    const frame = printedFrame(text);
    expect([frame.function, frame.file, frame.line, frame.inlined ?? false]).toEqual([name, file, line, inlined]);
  });

  test('what is no row of pprof is left alone', () => {
    for (const text of ['cpu  12% 3% 4 5%', '10 20% done', '/dev/sda1 20G 12G 8G 60% /data', 'a | b', '100% | 3'])
      expect([readRow(text), readNode(text), readEdge(text)]).toEqual([undefined, undefined, undefined]);
  });
});

test.each([
  ['select {', 'select'],
  ['	case v := <-in:', undefined],
  ['v, ok := <-in', 'chan-receive'],
  ['<-ctx.Done()', 'chan-receive'],
  ['return <-result', 'chan-receive'],
  ['use(<-in)', 'chan-receive'],
  ['out <- v', 'chan-send'],
  ['s.queue[i] <- v', 'chan-send'],
  ['s.mu.Lock()', 'mutex'],
  ['s.mu.RLock() // not <-in', 'rwmutex-read'],
  ['p.note(c) // <-p.free', undefined],
  ['if a < -b {', undefined],
  ['locked := s.TryLock()', undefined],
])('code %j waits: %s', (source, stateClass) => {
  expect(waitOfCode(source)).toBe(stateClass);
});

test.each([
  ['runtime.selectgo', 'select'],
  ['runtime.chanrecv1', 'chan-receive'],
  ['sync.(*Mutex).Lock', 'mutex'],
  ['sync.(*WaitGroup).Wait', 'waitgroup'],
  ['main.(*lock).Lock', undefined],
])('callee %s waits: %s', (name, stateClass) => {
  expect(waitOfCallee(name)).toBe(stateClass);
});

describe('a table', () => {
  test('says what it says', () => {
    const [fact, ...more] = printed(TOP);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({
      form: 'top',
      kind: 'heap',
      kindBasis: 'type',
      measure: 'inuse_space',
      unit: 'bytes',
      program: 'shop',
      total: 96_993_280,
      droppedNodes: 12,
      rowCount: 3,
      difference: false,
      cut: false,
      certainty: 'stated',
      citations: [{ firstLine: 1, lastLine: 10 }],
    });
    expect(fact?.functions.map(({ frame, flat, heads }) => [frame.function, flat, heads])).toEqual([
      ['bytes.growSlice', 63_438_848, true],
      ['main.(*index).load', 29_360_128, false],
      ['main.render', 1_048_576, true],
    ]);
  });

  test('without the lines that say what it is: bytes are a heap', () => {
    expect(printed(TOP.slice(6))).toMatchObject([{ kind: 'heap', kindBasis: 'unit', certainty: 'derived' }]);
    expect(printed(TOP.slice(6))[0]).not.toHaveProperty('measure');
  });

  test('rows alone', () => {
    expect(printed(TOP.slice(7))[0]?.functions.map(({ frame }) => frame.function)).toEqual([
      'bytes.growSlice',
      'main.(*index).load',
      'main.render',
    ]);
  });

  test('rows that were announced and are not there', () => {
    expect(printed(TOP.slice(0, 9))).toMatchObject([{ cut: true, rowCount: 2 }]);
  });

  test('a function that does not come first heads nothing', () => {
    expect(printed([...TOP.slice(0, 7), ...TOP.slice(8)])[0]?.functions.map(({ heads }) => heads)).toEqual([false, true]);
  });

  test('a difference heads nothing', () => {
    const lines = [...TOP.slice(6, 8), '     -12MB 13.00% 52.41%      -12MB 13.00%  main.drop'];
    expect(printed(lines)[0]).toMatchObject({ difference: true, functions: [{ heads: false }, { heads: false, flat: -12_582_912 }] });
  });

  test('counts in which goroutines are parked are goroutines; other counts are of nothing that is known', () => {
    const head = '      flat  flat%   sum%        cum   cum%';
    const of = (name: string) =>
      printed([head, `       98 98.00% 98.00%         98 98.00%  ${name}`, '         0     0% 98.00%         90 90.00%  main.wait']);
    expect(of('runtime.gopark')).toMatchObject([{ kind: 'goroutine', kindBasis: 'functions', certainty: 'derived' }]);
    expect(of('main.count')).toMatchObject([{ kind: 'unknown', kindBasis: 'nothing', waits: [] }]);
  });

  test('the head of another report is not its own', () => {
    const [, second] = said([...TOP, '', ...'a b c d e f'.split(' '), ...TOP.slice(6)]);
    expect(second).not.toHaveProperty('measure');
    expect(second).not.toHaveProperty('total');
  });
});

describe('a session', () => {
  const SESSION = [
    'Fetching profile over HTTP from http://127.0.0.1:6060/debug/pprof/heap',
    'Saved profile in /root/pprof/pprof.shop.alloc_objects.alloc_space.inuse_objects.inuse_space.001.pb.gz',
    ...TOP.slice(0, 3),
    'Entering interactive mode (type "help" for commands, "o" for options)',
    '(pprof) top3',
    ...TOP.slice(3),
    '(pprof) sample_index=alloc_space',
    '(pprof) top3',
    ...TOP.slice(3),
  ];

  test('has one head for all, and a measure that is chosen holds from there on', () => {
    expect(printed(SESSION).map(({ measure, program, rowCount }) => [measure, program, rowCount])).toEqual([
      ['inuse_space', 'shop', 3],
      ['alloc_space', 'shop', 3],
    ]);
  });

  test('where it was fetched from says what it is', () => {
    const lines = ['$ go tool pprof http://127.0.0.1:6060/debug/pprof/goroutine', '(pprof) list get', ...LIST];
    expect(printed(lines).map(({ kind, kindBasis }) => [kind, kindBasis])).toEqual([
      ['goroutine', 'command'],
      ['goroutine', 'command'],
    ]);
  });
});

describe('a listing', () => {
  test('has a fact for each function; where goroutines wait is a guess', () => {
    const [get, note, ...more] = printed(LIST);
    expect(more).toEqual([]);
    expect(get).toMatchObject({
      form: 'list',
      kind: 'goroutine',
      kindBasis: 'line',
      certainty: 'guessed',
      total: 68,
      cut: false,
      functions: [{ frame: { function: 'main.(*pool).get', file: '/src/app/pool.go' }, flat: 0, cumulative: 41, cumulativeShare: 0.6029 }],
      lines: [
        { line: 11, cumulative: 40, source: 'c := <-p.free' },
        { line: 13, cumulative: 1 },
      ],
      waits: [{ stateClass: 'chan-receive', count: 40, frame: { line: 11 } }],
      citations: [{ firstLine: 1, lastLine: 8 }],
    });
    expect(note).toMatchObject({ kind: 'unknown', waits: [], lines: [{ line: 20, flat: 1 }], citations: [{ firstLine: 9, lastLine: 11 }] });
  });

  test('time at a wait is no number of goroutines', () => {
    const seconds = LIST.map((text) => text.replace(' 40 ', ' 40s ').replace(' 41 ', ' 41s '));
    expect(printed(seconds)[0]).toMatchObject({ unit: 'seconds', kind: 'unknown', waits: [] });
  });

  test('code of the machine has sums and no lines', () => {
    const lines = [
      'Total: 3.44s',
      'ROUTINE ======================== main.order.func1',
      '     140ms      160ms (flat, cum)  4.65% of Total',
      '     140ms      160ms     4f2a10: MOVQ AX, BX                             ;main.order.func1 main.go:60',
    ];
    const facts = printed(lines);
    expect(facts).toMatchObject([{ form: 'list', lines: [], rowCount: 0, functions: [{ flat: 0.14, cumulative: 0.16 }], cut: false }]);
  });

  test('without the line that names the function it is counted', () => {
    const { caseFile, skipped } = read(LIST.slice(2, 8));
    expect(caseFile.of('printed-profile')).toEqual([]);
    expect(skipped).toMatchObject([{ amount: 1, unit: 'lines', citation: { firstLine: 1 } }]);
  });

  test('a part of it is cut', () => {
    expect(printed(LIST.slice(0, 4))).toMatchObject([{ cut: true, rowCount: 0 }]);
  });

  test('of very many functions the rest is counted', () => {
    const { caseFile, skipped } = read(Array.from({ length: 205 }, () => LIST.slice(8)).flat());
    expect(caseFile.of('printed-profile')).toHaveLength(200);
    expect(skipped).toMatchObject([{ amount: 5 }]);
  });
});

describe('what go tool pprof printed of programs', () => {
  test('a tree: who waits, by callees', () => {
    expect(printed(textOf('sql-pool-exhaustion-peek', 'peek.txt'))).toMatchObject([
      { form: 'tree', kind: 'goroutine', waits: [{ frame: { function: 'database/sql.(*DB).conn' }, stateClass: 'select', count: 32 }] },
    ]);
  });

  test('stacks of goroutines are a dump, whole where its writer is in it', () => {
    const lines = textOf('sql-pool-exhaustion-traces', 'traces.txt');
    const { caseFile, found } = read(lines);
    expect([...found]).toEqual(['goroutine-profile']);
    const [dump] = caseFile.of('dump');
    const groups = caseFile.of('goroutines');
    expect(dump).toMatchObject({ kind: 'profile', integrity: 'whole', certainty: 'stated' });
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(dump?.goroutines);
    expect(groups).toContainEqual(expect.objectContaining({ count: 32, stateClass: 'select' }));
    expect(read(lines.slice(0, -1)).caseFile.of('dump')).toMatchObject([{ integrity: 'partial', defects: ['truncated'] }]);
    const filtered = lines.join('\n').replace(/-{11}\+-{55}\n +\d+ {3}runtime\.goroutineProfileWithLabels\n(?: +\S.*\n)+/, '');
    expect(filtered.length).toBeLessThan(lines.join('\n').length);
    expect(read(filtered.split('\n')).caseFile.of('dump')).toMatchObject([{ integrity: 'unknown', defects: [] }]);
  });

  test('stacks of a heap stay what they are', () => {
    const { caseFile } = read(textOf('healthy-printed', '03-heap.txt'));
    expect(caseFile.of('dump')).toEqual([]);
    expect(caseFile.of('printed-profile')).toMatchObject([{ form: 'traces', kind: 'heap', unit: 'bytes', cut: false, functions: [] }]);
  });

  test('every file is read as what its head says', () => {
    const kinds = readdirSync(join(INCIDENTS, 'healthy-printed'))
      .filter((name) => name.endsWith('.txt'))
      .map((name) => [name, ...new Set(printed(textOf('healthy-printed', name)).map(({ form, kind }) => `${form} ${kind}`))]);
    expect(kinds).toMatchInlineSnapshot(`
      [
        [
          "01-heap.txt",
          "top heap",
        ],
        [
          "02-heap.txt",
          "list heap",
        ],
        [
          "03-heap.txt",
          "traces heap",
        ],
        [
          "04-heap.txt",
          "top heap",
        ],
        [
          "05-allocs.txt",
          "tree heap",
        ],
        [
          "06-goroutine.txt",
          "top goroutine",
        ],
        [
          "07-goroutine.txt",
          "list goroutine",
          "list unknown",
        ],
        [
          "08-goroutine.txt",
          "tree goroutine",
        ],
        [
          "09-goroutine.txt",
        ],
        [
          "10-block.txt",
          "top contention",
        ],
        [
          "11-mutex.txt",
          "top contention",
        ],
        [
          "12-threadcreate.txt",
          "top threadcreate",
        ],
        [
          "13-cpu.txt",
          "top cpu",
        ],
      ]
    `);
  });
});

describe('however it came', () => {
  const samples = [TOP, LIST, textOf('sql-pool-exhaustion-peek', 'peek.txt'), textOf('goroutine-crowd-top', 'top.txt')];

  test.each(samples)('CRLF changes nothing (%#)', (...lines) => {
    expect(said(lines.map((line) => `${line}\r`))).toEqual(said(lines));
  });

  test.each(samples)('indented, and after other lines (%#)', (...lines) => {
    expect(said(['What we saw last night:', '', ...lines.map((line) => `    ${line}`), '', 'Any idea?'])).toEqual(said(lines));
  });

  test.each(samples)('truncated at every line it says no more than before (%#)', (...lines) => {
    const whole = printed(lines).reduce((sum, { rowCount }) => sum + rowCount, 0);
    for (let end = 0; end <= lines.length; end++) {
      const rows = printed(lines.slice(0, end)).reduce((sum, { rowCount }) => sum + rowCount, 0);
      expect(rows).toBeLessThanOrEqual(whole);
    }
  });

  test('whatever the lines are', () => {
    const parts = [...TOP, ...LIST, ...textOf('sql-pool-exhaustion-traces', 'traces.txt').slice(0, 30), '(pprof) ', '', 'x', '1 @ 0x1'];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...parts), fc.string()), { maxLength: 60 }), (lines) => {
        const { caseFile } = read(lines);
        for (const { citations } of caseFile.of('printed-profile')) {
          const [{ firstLine = 0, lastLine = 0 }] = citations;
          expect(firstLine).toBeGreaterThan(0);
          expect(lastLine).toBeGreaterThanOrEqual(firstLine);
          expect(lastLine).toBeLessThanOrEqual(lines.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('other parsers take none of its lines', () => {
    const others = TEXT_PARSERS.filter(({ name }) => name !== 'pprof-printed');
    for (const lines of samples) expect(readWith(others, lines).caseFile.all).toEqual([]);
  });
});

test('tables of other programs are none', () => {
  const texts = [
    '-----------+------------------------------\n sessions  | 42\n          12   idle in transaction',
    'NAME   CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%\nnode-1   250m   12%   1024Mi   27%',
    'File: /etc/hosts\nType: regular file\nTime: 12:00\n100% done',
    '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND\n      1 root      20   0  168936  13284   8376 S   0.0   0.2   0:03.21 systemd',
  ];
  for (const text of texts) expect(printed(text.split('\n'))).toEqual([]);
});

test('a head that stands far above is read, and not cited with the report', () => {
  const session = [
    'File: shop',
    'Type: inuse_space',
    '(pprof) help',
    ...Array.from({ length: 20 }, (_, i) => `  words of help ${i}`),
    '(pprof) top',
  ];
  const [fact] = printed([...session, ...TOP.slice(6)]);
  expect(fact).toMatchObject({ kind: 'heap', kindBasis: 'type', program: 'shop' });
  const [citation] = fact?.citations ?? [];
  expect(citation?.firstLine).toBe(session.length + 1);
  expect(citation?.excerpt).not.toContain('File: shop');
});
