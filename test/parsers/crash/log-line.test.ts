import { describe, expect, test } from 'vitest';
import { isLogLine } from '../../../parsers/crash/log-line.ts';
import { MAIN, crashOf } from './read.ts';

const LOGS = [
  'I0303 10:00:00.123456       1 controller.go:100] "Reconciling" object="shop/web"',
  '2026/03/03 10:00:00 served /api/items',
  '2026/03/03 10:00:00.123456 server.go:40: served',
  '2026-03-03T10:00:00.123Z\tINFO\tserved',
  'time="2026-03-03T10:00:00Z" level=info msg=served',
  '{"level":"info","msg":"served"}',
  '10.0.0.7 - - [03/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 612 "-" "curl"',
  '[GIN] 2026/03/03 - 10:00:00 | 200 |',
];

test.each(LOGS)('%s', (line) => {
  expect(isLogLine(line)).toBe(true);
});

test.each([
  'open store: schema version 9',
  'level 5 is too low',
  '{1 2 3}',
  '{"a":1}',
  '2026 was a year',
  'goroutine 1 [running]:',
  '',
  '\tmore',
])('%j may be a value', (line) => {
  expect(isLogLine(line)).toBe(false);
});

describe('a line of a log between the writes of a panic', () => {
  test.each(LOGS)('is none of its value: %s', (line) => {
    expect(crashOf(`panic: boom\n${line}\n\n${MAIN}\n`)).toMatchObject({ message: 'boom', goroutine: { id: 1 } });
    expect(crashOf(`panic: boom\n\n${line}\n${MAIN}\n`)).toMatchObject({ message: 'boom', goroutine: { id: 1 } });
  });

  test('a line of another form may be the value’s', () => {
    expect(crashOf(`panic: boom\nand more\n\n${MAIN}\n`)).toMatchObject({ message: 'boom\nand more' });
  });
});
