import { describe, expect, test } from 'vitest';
import { parseHeader } from '../../../parsers/goroutine-dump/header.ts';

const plain = { locked: false, leaked: false, durable: false, pointers: false };

describe('headers the runtime prints', () => {
  test.each([
    ['goroutine 1 [running]:', { id: 1, state: 'running' }],
    ['goroutine 12 [chan receive, 7 minutes]:', { id: 12, state: 'chan receive', waitMinutes: 7 }],
    ['goroutine 12 [select, 4320 minutes, locked to thread]:', { state: 'select', waitMinutes: 4320, locked: true }],
    ['goroutine 12 [syscall, locked to thread]:', { state: 'syscall', locked: true }],
    ['goroutine 12 [GC worker (idle) (scan)]:', { state: 'GC worker (idle)' }],
    ['goroutine 12 [select (no cases)]:', { state: 'select (no cases)' }],
    ['goroutine 12 [chan send (nil chan), 2 minutes]:', { state: 'chan send (nil chan)', waitMinutes: 2 }],
    ['goroutine 0 [idle]:', { id: 0, state: 'idle' }],
    ['goroutine 3 gp=0xc0000061c0 m=0 mp=0x5bce40 [running]:', { id: 3, state: 'running', pointers: true, thread: 0 }],
    ['goroutine 3 gp=0x39eff3380960 m=nil [force gc (idle)]:', { state: 'force gc (idle)', pointers: true, thread: 'none' }],
    ['goroutine 3 gp=0x39eff3380960 m=-1 mp=nil [running]:', { state: 'running', thread: -1 }],
    ['goroutine 3 [select, synctest group 5]:', { state: 'select', synctest: 'group' }],
    ['goroutine 3 [select (no cases) (durable), synctest bubble 5]:', { durable: true, synctest: 'bubble' }],
    ['goroutine 3 [chan send (leaked)]:', { state: 'chan send', leaked: true }],
    ['goroutine 3 [chan send (leaked) (scan) (durable), 3 minutes]:', { state: 'chan send', leaked: true, durable: true }],
    ['goroutine 3 [leaked]:', { state: 'leaked', leaked: true }],
    ['goroutine 7 [chan receive labels:{"k": "v", "req id": "a \\"b\\"\\n"}]:', { state: 'chan receive', labels: 'inside' }],
    ['goroutine 7 [select, 2 minutes, locked to thread labels:{"k": "x]: {[}"}]:', { locked: true, labels: 'inside' }],
    ['goroutine 7 [chan receive, 2 minutes] {k: v, "req id": "a \\"b\\"\\n"}:', { waitMinutes: 2, labels: 'after' }],
    ['goroutine 7 [select] {"]: {": "}:", k: "\\\\"}:', { state: 'select', labels: 'after' }],
    ['goroutine 7 [select] {k: "\\"}: [x]: "}:', { state: 'select', labels: 'after' }],
    ['goroutine 7 [select]{"k": "v"}:', { state: 'select', labels: 'after' }],
    ['goroutine 7 [running]:  ', { state: 'running' }],
    ['goroutine 7 [running]:\r', { state: 'running' }],
    ['goroutine 18446744073709551615 [select]:', { id: '18446744073709551615' }],
    ['goroutine 7 [select, 2 minutes, on a comet]:', { state: 'select, on a comet', waitMinutes: 2 }],
  ])('%s', (text, expected) => {
    expect(parseHeader(text)).toMatchObject(expected);
  });

  test('says no more than is printed', () => {
    expect(parseHeader('goroutine 1 [running]:')).toStrictEqual({ id: 1, state: 'running', ...plain });
  });
});

test.each([
  'goroutine 1 [running]',
  'goroutine 1 [running]: main.main()',
  'goroutine [running]:',
  'goroutine x [running]:',
  'goroutine 1 []:',
  'goroutine 1 [, locked to thread]:',
  'goroutine 1 [3 apples]:',
  'goroutine 1 gp=0xzz m=0 [running]:',
  'goroutine 1 gp=0xc0 [running]:',
  'goroutine 1 gp=0xc0 m=0 mp=0x1[running]:',
  'goroutine 1  [running]:',
  'goroutine 1[running]:',
  'goroutine 1 [running] {k: v:',
  'goroutine 1 [running] {k: "v}:',
  'goroutine 1 [running labels:{"k": "v]:',
  'goroutine 123456789012345678901 [running]:',
  ' goroutine 1 [running]:',
  'Goroutine 1 [running]:',
  'goroutine 10016 lock 0xc001824a78',
  'goroutine running on other thread; stack unavailable',
  `goroutine 1 [${'a'.repeat(300)}]:`,
])('is no header: %s', (text) => {
  expect(parseHeader(text)).toBeUndefined();
});
