import { describe, expect, test } from 'vitest';
import { functionOf, readBranch, readRoot } from '../../../parsers/call-tree/branch.ts';
import { callTreeParser } from '../../../parsers/call-tree/index.ts';
import { TEXT_PARSERS } from '../../../parsers/registry.ts';
import { readWith } from '../read-parser.ts';

const read = (text: string) => readWith([callTreeParser], text.split('\n'));
const stacks = (text: string) =>
  read(text)
    .caseFile.of('goroutines')
    .map(({ functions, count, stateClass }) => [count, stateClass, ...functions].join(' '))
    .toSorted();

const RING = `sync.runtime_SemacquireMutex
 └─ ledger.(*Book).total
     └─ ledger.(*Journal).replay

sync.runtime_SemacquireMutex
 └─ ledger.(*Journal).append
     └─ ledger.(*Book).close`;

describe('a line of a tree', () => {
  test.each([
    [' └─ main.run', 4, 'main.run'],
    ['│   ├── example.org/x/pool.(*Pool).Get', 8, 'example.org/x/pool.(*Pool).Get'],
    ['    ╰─▶ main.(*tree[int]).walk', 8, 'main.(*tree[int]).walk'],
    ['|   `-- main.main.func1', 8, 'main.main.func1'],
    ['|-- main.run(0xc000012345, 0x1)', 4, 'main.run'],
    ['└─ main.run(...)', 3, 'main.run'],
    ['└─ main.run  /src/app/main.go:41', 3, 'main.run /src/app/main.go:41'],
  ])('%s', (text, column, name) => {
    expect(readBranch(text)).toEqual({ column, name });
  });

  test.each(['main.run', '  main.run', '└─ a line of words', '└─ 41', '└─ ', '├── README', '-- main.run', '+------+', '| main.run |'])(
    'none: %s',
    (text) => {
      expect(readBranch(text)).toBeUndefined();
    },
  );

  test('a root is a name by itself', () => {
    expect(readRoot('  main.main')).toEqual({ column: 2, name: 'main.main' });
    expect(readRoot('main.main started')).toBeUndefined();
    expect(readRoot('error: main.main')).toBeUndefined();
    expect(readRoot(`main.${'a'.repeat(400)}`)).toBeUndefined();
  });

  test('the runtime may be left out of the names of its functions', () => {
    expect(functionOf('runtime_SemacquireMutex')).toBe('sync.runtime_SemacquireMutex');
    expect(functionOf('runtime_pollWait')).toBe('internal/poll.runtime_pollWait');
    expect(functionOf('run')).toBeUndefined();
  });
});

describe('stacks', () => {
  test('from where it waits to the callers', () => {
    const { caseFile, found, taken } = read(RING);
    expect(stacks(RING)).toEqual([
      '1 mutex sync.runtime_SemacquireMutex ledger.(*Book).total ledger.(*Journal).replay',
      '1 mutex sync.runtime_SemacquireMutex ledger.(*Journal).append ledger.(*Book).close',
    ]);
    expect(caseFile.of('dump')).toMatchObject([{ kind: 'profile', goroutines: 2, certainty: 'guessed', integrity: 'unknown' }]);
    expect(
      caseFile
        .of('goroutines')
        .map(({ citations: [{ firstLine, lastLine }] }) => `${firstLine}-${lastLine}`)
        .toSorted(),
    ).toEqual(['1-3', '5-7']);
    expect([...found]).toEqual(['goroutine-profile']);
    expect(taken).toEqual([2, 3, 6, 7]);
  });

  test('each branch is one, and what is drawn twice counts twice', () => {
    const text = `runtime.selectgo
├── main.(*worker).wait
│   ├── main.(*worker).run
│   │   └── main.start
│   └── main.(*worker).drain
└── net/http.(*persistConn).writeLoop

runtime.selectgo
└── net/http.(*persistConn).writeLoop`;
    expect(stacks(text)).toEqual([
      '1 select runtime.selectgo main.(*worker).wait main.(*worker).drain',
      '1 select runtime.selectgo main.(*worker).wait main.(*worker).run main.start',
      '2 select runtime.selectgo net/http.(*persistConn).writeLoop',
    ]);
  });

  test('from the first function to where it waits; what does not wait is none', () => {
    const text = `main.main
|-- main.serve
|   \`-- main.(*cache).get
|       \`-- sync.runtime_SemacquireMutex
\`-- main.report
    \`-- strconv.Itoa`;
    expect(stacks(text)).toEqual(['1 mutex sync.runtime_SemacquireMutex main.(*cache).get main.serve main.main']);
  });

  test('a number of them, and no more', () => {
    const one = (name: string) => `runtime.chanrecv\n└─ main.${name}`;
    const { caseFile, skipped } = read(Array.from({ length: 510 }, (_, i) => one(`f${i}`)).join('\n\n'));
    expect(caseFile.of('goroutines')).toHaveLength(500);
    expect(skipped).toMatchObject([{ amount: 10, unit: 'lines' }]);
  });

  test('a tree that is cut anywhere has no stack that the whole one has not', () => {
    const whole = stacks(RING);
    // The last name may be cut.
    const isBegun = (stack: string) => whole.some((one) => one.startsWith(stack));
    for (let end = 0; end < RING.length; end++) for (const stack of stacks(RING.slice(0, end))) expect(isBegun(stack)).toBe(true);
  });

  test.each([
    ['files', 'app\n├── main.go\n│   └── util.go\n└── go.mod'],
    ['packages', 'golang.org/x/net\n├── golang.org/x/sys\n└── golang.org/x/text'],
    ['calls of which none waits', 'main.main\n└── main.run\n    └── strconv.Itoa'],
    ['names without a tree', 'sync.runtime_SemacquireMutex\nmain.(*cache).get\nmain.serve'],
    ['a tree without a root', '└─ main.(*cache).get\n    └─ main.serve'],
    ['a root that a line parts from its tree', 'sync.runtime_SemacquireMutex\n\n└─ main.serve'],
  ])('none: %s', (_, text) => {
    const { caseFile, found } = read(text);
    expect(caseFile.all).toEqual([]);
    expect(found.size).toBe(0);
  });
});

test('every mark that its lines need is one of those by which a log is skimmed', () => {
  const marks = TEXT_PARSERS.find(({ name }) => name === 'call-tree')?.begins ?? [];
  for (const corner of ['└─', '├──', '╰─', '`-- ', '|-- '])
    expect(marks.some((mark) => Buffer.from(corner).toString('latin1').startsWith(mark))).toBe(true);
});
