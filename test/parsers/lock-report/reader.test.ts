import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crashParser } from '../../../parsers/crash/index.ts';
import { lockReportParser } from '../../../parsers/lock-report/index.ts';
import { type LockLine, lockLine } from '../../../parsers/lock-report/line.ts';
import { readWith } from '../read-parser.ts';

const WAITED = `POTENTIAL DEADLOCK:
Previous place where the lock was grabbed
goroutine 34 lock 0xc000124010
index/index.go:41 index.(*Index).refresh { x.mu.Lock() } <<<<<
cmd/app/main.go:30 main.main.func1 { x.refresh(fetch) }

Have been trying to lock it again for more than 30s
goroutine 51 lock 0xc000124010
~/go/pkg/mod/github.com/sasha-s/go-deadlock@v0.3.5/deadlock.go:87 go-deadlock.(*Mutex).Lock { func (m *Mutex) Lock() { } <<<<<
index/index.go:60 index.(*Index).Lookup { x.mu.RLock() }

Here is what goroutine 34 doing now
goroutine 34 [select]:
example.org/index.(*Index).refresh(0xc000124000)
	/src/index/index.go:44 +0x7e
created by main.main in goroutine 1
	/src/cmd/app/main.go:29 +0x9c`.split('\n');

/** Go 1.26 with a library that does not know it: goroutine 0. */
const RECURSIVE = `POTENTIAL DEADLOCK: Recursive locking:
current goroutine 0 lock 0xc000124010
main.go:13 main.(*store).get ??? <<<<<

Previous place where the lock was grabbed (same goroutine)
main.go:12 main.(*store).put { s.mu.Lock() } <<<<<
`.split('\n');

const ORDER = `POTENTIAL DEADLOCK: Inconsistent locking. saw this ordering in one goroutine:
happened before
move.go:15 bank.move { from.mu.Lock() } <<<<<

happened after
move.go:16 bank.move { to.mu.Lock() } <<<<<

in another goroutine: happened before
audit.go:30 bank.audit { b.mu.Lock() } <<<<<

happened after
audit.go:31 bank.audit { a.mu.Lock() } <<<<<
`.split('\n');

const crashesOf = (lines: readonly string[]) => readWith([lockReportParser], lines).caseFile.of('crash');

describe('lines', () => {
  test.each<[string, LockLine]>([
    ['POTENTIAL DEADLOCK: ', { kind: 'head', report: 'waited' }],
    ['POTENTIAL DEADLOCK: Recursive locking:', { kind: 'head', report: 'recursive' }],
    ['POTENTIAL DEADLOCK: Inconsistent locking. saw this ordering in one goroutine:', { kind: 'head', report: 'order' }],
    ['POTENTIAL DEADLOCK: call the operator', { kind: 'other' }],
    ['Previous place where the lock was grabbed ', { kind: 'section', of: 'holder' }],
    ['Have been trying to lock it again for more than 1m30s', { kind: 'section', of: 'waiter', limit: '1m30s' }],
    ['goroutine 624 lock 0xc0009a20d8', { kind: 'goroutine', id: 624 }],
    ['goroutine 624 [select]:', { kind: 'other' }],
    [
      '../../init.go:230 vault.(*Core).Initialize { c.Lock() } <<<<< ',
      { kind: 'frame', file: '../../init.go', line: 230, name: 'vault.(*Core).Initialize' },
    ],
    ['main.go:7 main.main ???', { kind: 'frame', file: 'main.go', line: 7, name: 'main.main' }],
    ['main.go:7 main.main', { kind: 'frame', file: 'main.go', line: 7, name: 'main.main' }],
    ['Here is what goroutine 624 doing now', { kind: 'rest', holderNow: 'alive' }],
    ['Other goroutines holding locks:', { kind: 'rest', holderNow: 'ended' }],
    ['', { kind: 'blank' }],
    ['10:11 the index is ready', { kind: 'other' }],
  ])('%s', (text, form) => {
    expect(lockLine(text)).toEqual(form);
  });
});

describe('reports', () => {
  test('a lock that cannot be had: who holds it and who wants it, the library passed over', () => {
    const [crash, ...others] = crashesOf(WAITED);
    expect(others).toEqual([]);
    expect(crash).toMatchObject({
      class: 'lock-report',
      message: 'POTENTIAL DEADLOCK: Have been trying to lock it again for more than 30s',
      culprit: { function: 'index.(*Index).refresh', file: 'index/index.go', line: 41 },
      fault: { function: 'index.(*Index).Lookup', line: 60 },
      lockReport: { kind: 'waited', limit: '30s', holderId: 34, waiterId: 51, holderNow: 'alive' },
      citations: [{ firstLine: 1, lastLine: 10 }],
      truncated: false,
    });
  });

  test('the goroutines after it are a dump', () => {
    const { caseFile, found } = readWith([lockReportParser, crashParser], WAITED);
    expect(caseFile.of('dump')).toMatchObject([{ goroutines: 1 }]);
    expect([...found]).toEqual(['lock-report', 'goroutine-dump']);
  });

  describe('what became of the holder', () => {
    const before = WAITED.slice(0, 10);
    const holderNow = (lines: readonly string[]) => crashesOf(lines)[0]?.lockReport?.holderNow;

    test('it has ended where what comes after it stands right behind the waiter', () => {
      expect(holderNow([...before, 'Other goroutines holding locks:', 'goroutine 8 lock 0xc000124110'])).toBe('ended');
      expect(holderNow([...before, 'All current goroutines:'])).toBe('ended');
    });

    test('nothing shows it where the report ends before, or lines of others stand between', () => {
      expect(holderNow(before)).toBeUndefined();
      expect(holderNow([...before, 'goroutine 34 [select]:', 'Other goroutines holding locks:'])).toBeUndefined();
    });

    test('nor of a goroutine that the library could not tell', () => {
      expect(
        holderNow([...before.map((line) => line.replace('goroutine 34 ', 'goroutine 0 ')), 'All current goroutines:']),
      ).toBeUndefined();
    });
  });

  test('a lock that is taken twice; goroutine 0 is none', () => {
    const [crash] = crashesOf(RECURSIVE);
    expect(crash?.lockReport).toMatchObject({
      kind: 'recursive',
      holder: { function: 'main.(*store).put' },
      waiter: { function: 'main.(*store).get' },
    });
    expect(crash?.lockReport).not.toHaveProperty('waiterId');
    expect(crash?.truncated).toBe(false);
  });

  test('two orders: the first lock of one, the second one of the other', () => {
    expect(crashesOf(ORDER)[0]?.lockReport).toMatchObject({ kind: 'order', holder: { line: 15 }, waiter: { line: 31 } });
  });

  test('two of them one after the other', () => {
    expect(crashesOf([...RECURSIVE, ...WAITED]).map(({ lockReport }) => lockReport?.kind)).toEqual(['recursive', 'waited']);
  });

  test('a log goes on after it, and its lines are not taken', () => {
    const log = Array.from({ length: 20 }, (_, at) => `main.go:${at} is ready`);
    const { taken } = readWith([lockReportParser], [...ORDER, ...log, 'main.go:7 main.main']);
    expect(taken.every((number) => number <= ORDER.length)).toBe(true);
  });

  test.each([
    'level=warn msg="POTENTIAL DEADLOCK:"',
    'POTENTIAL DEADLOCK in the orders table, call the operator',
    'happened before',
    'main.go:7 main.main',
  ])('is none: %s', (line) => {
    expect(readWith([lockReportParser], [line])).toMatchObject({ taken: [] });
    expect(crashesOf([line, 'main.go:7 main.main'])).toEqual([]);
  });
});

describe.each([
  ['waited', WAITED],
  ['recursive', RECURSIVE],
  ['order', ORDER],
])('%s, cut after any line', (kind, lines) => {
  test('is the same report, and cut where a side is missing', () => {
    for (let end = 1; end <= lines.length; end++) {
      const crashes = crashesOf(lines.slice(0, end));
      expect(crashes).toMatchObject([{ lockReport: { kind } }]);
      const { holder, waiter } = crashes[0]?.lockReport ?? {};
      expect(crashes[0]?.truncated).toBe(holder === undefined || waiter === undefined);
    }
  });
});

test('never throws, whatever the lines are', () => {
  const line = oneof(constantFrom(...WAITED, ...RECURSIVE, ...ORDER), string());
  assert(
    property(array(line, { maxLength: 60 }), (lines) => {
      const heads = lines.filter((text) => lockLine(text).kind === 'head').length;
      expect(crashesOf(lines).length).toBeLessThanOrEqual(heads);
    }),
    { numRuns: 300 },
  );
});
