import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHead } from '../../../parsers/pprof-text/head.ts';
import { readFrame, readRecord } from '../../../parsers/pprof-text/record.ts';

describe('heads', () => {
  test.each([
    ['goroutine profile: total 24', { kind: 'count', name: 'goroutine', total: 24 }],
    ['goroutineleak profile: total 0', { kind: 'count', name: 'goroutineleak', total: 0 }],
    ['threadcreate profile: total 10', { kind: 'count', name: 'threadcreate', total: 10 }],
    ['example.com/pool.conns profile: total 7', { kind: 'count', name: 'example.com/pool.conns', total: 7 }],
    [
      'heap profile: 22: 205312 [24: 205400] @ heap/1048576',
      { kind: 'heap', inuseObjects: 22, inuseBytes: 205312, allocObjects: 24, allocBytes: 205400, rate: 524288 },
    ],
    ['heap profile: -1: -16 [24: 205400] @ heap/2', { kind: 'heap', inuseObjects: -1, inuseBytes: -16, rate: 1 }],
    ['--- contention:', { kind: 'contention', mutex: false }],
    ['--- mutex:', { kind: 'contention', mutex: true }],
  ])('%s', (line, head) => {
    expect(readHead(line)).toMatchObject(head);
  });

  test.each([
    '',
    '---',
    '--- contention',
    'the goroutine profile: total 24',
    'goroutine profile: total many',
    'goroutine profile: total 24 goroutines',
    'heap profile: 22: 205312 [24: 205400] @ heap_v2/524288',
    'heap profile: see below',
    'open the CPU profile: total time is in it',
  ])('no head: %s', (line) => {
    expect(readHead(line)).toBeUndefined();
  });
});

describe('records', () => {
  test.each([
    ['count', '3 @ 0x43a7d6 0x406bbb', [3]],
    ['count', '9 @', [9]],
    ['contention', '204227816 9 @ 0x6dfd56 0x6dfd05', [204227816, 9]],
    ['heap', '20: 204800 [21: 204900] @ 0x6dfa54', [20, 204800, 21, 204900]],
    ['heap', '-1: -16 [21: 204900] @ 0x6dfa54', [-1, -16, 21, 204900]],
  ] as const)('%s: %s', (kind, line, values) => {
    expect(readRecord(line, kind)?.values).toEqual(values);
  });

  test.each([
    ['count', '3 people @ 0x43a7d6'],
    ['count', '3 @ home'],
    ['count', '3 @ 0x43a7d6 and more'],
    ['count', '204227816 9 @ 0x6dfd56'],
    ['heap', '3 @ 0x43a7d6'],
    ['contention', '3 @ 0x43a7d6'],
  ] as const)('no record of %s: %s', (kind, line) => {
    expect(readRecord(line, kind)).toBeUndefined();
  });
});

describe('calls', () => {
  const blockers = { address: '0x6e3dcb', function: 'main.blockers.func18', file: '/path/main.go', line: 638, inlined: false };
  test.each([
    ['as printed, with padding', '#\t0x6e3dcb\tmain.blockers.func18+0x2b\t\t/path/main.go:638', blockers],
    ['tabs that became blanks', '#  0x6e3dcb  main.blockers.func18+0x2b          /path/main.go:638', blockers],
    ['without a symbol', '#\t0x6e3dcb', { address: '0x6e3dcb', inlined: false }],
    [
      'a name with blanks',
      '#\t0x1\ttype:.eq.struct { F int }+0x2b\t/a b/c.go:1',
      { function: 'type:.eq.struct { F int }', file: '/a b/c.go', line: 1 },
    ],
    ['Windows', '#\t0x1\tmain.f+0x2b\tC:/src/my app/main.go:7', { file: 'C:/src/my app/main.go', line: 7 }],
    ['a module version with a plus', '#\t0x1\tx.F+0x9\t/m/x@v2.0.0+incompatible/f.go:3', { file: '/m/x@v2.0.0+incompatible/f.go' }],
    ['escaped', '#\t0x1\tgopkg.in/yaml%2ev3.(*D).Do+0x9\t/y.go:3', { function: 'gopkg.in/yaml%2ev3.(*D).Do' }],
  ])('%s', (_, line, call) => {
    expect(readFrame(line)).toMatchObject(call);
  });

  test.each([
    '',
    '#',
    '# labels: {"k":"v"}',
    '#0x1',
    '#\t0x',
    '#\t0x1\tmain.f',
    '#\t0x1\tmain.f+0x2b',
    '#\t0x1\tmain.f+0x2b\t/a.go',
    '#\t0x1\t+0x2b\t/a.go:1',
    '#\t0x12345678901234567\tmain.f+0x2b\t/a.go:1',
    '# Alloc = 10404536',
  ])('no call: %s', (line) => {
    expect(readFrame(line)).toBeUndefined();
  });
});

test('a hostile line costs linear time', () => {
  const started = performance.now();
  readFrame(`#\t0x1\t${'+0x1'.repeat(1 << 18)}`);
  readFrame(`#${' '.repeat(1 << 20)}0x1`);
  readRecord(`1 @${' 0x1'.repeat(1 << 18)}!`, 'count');
  readRecord(`${'1'.repeat(1 << 20)} @`, 'heap');
  readHead(`${'a'.repeat(1 << 20)} profile: total 1`);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('nothing is ever thrown', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom('#', '\t', '0x1', ' @', ' 0x2', '+0x3', ':4', ': ', ' [', ']', '5', ' profile: total '),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const line = pieces.join('');
      readHead(line);
      readFrame(line);
      for (const kind of ['count', 'heap', 'contention'] as const) readRecord(line, kind);
    }),
  );
});
