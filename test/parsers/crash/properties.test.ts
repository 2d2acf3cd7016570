import { array, assert, constantFrom, integer, nat, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SAMPLES } from '../../../parsers/crash/states.ts';
import { announcedThrow } from '../../../parsers/crash/announced.ts';
import { parseHeader } from '../../../parsers/goroutine-dump/header.ts';
import { TRANSITIONS } from '../../../parsers/goroutine-dump/states.ts';
import { MAIN, type Result, readLines, stack } from './read.ts';

const LOOP = stack('goroutine 6 [select, 3 minutes]:', 'main.loop()');
const BANNER = 'SIGSEGV: segmentation violation\nPC=0x46bd21 m=0 sigcode=1 addr=0x10\nsignal arrived during cgo execution';

/** Whole reports, one of each kind. */
const REPORTS: readonly string[] = [
  `panic: first [recovered]\n\tpanic: second\n\ttwo\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x1]\n\n${MAIN}`,
  `panic: x\n${stack('goroutine 99 [running]:', 'main.fake()')}\n\n${MAIN}`,
  `panic: first\n\tfatal error: sync: unlock of unlocked mutex\n\n${MAIN}`,
  `runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\n${stack('runtime stack:', 'runtime.throw({0x1, 0x2})')}\n\n${MAIN}`,
  `fatal error: fault\npanic during panic\n${BANNER}\n\n${stack('goroutine 0 [idle]:', 'runtime.futex()')}\n\n${LOOP}\n\nrax    0x0\nrip    0x1`,
  `${BANNER}\n\n${stack('goroutine 1 [syscall]:', 'runtime.cgocall(0x1, 0x2)', 'main.f()')}\n\nrax    0x0`,
  `SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\n${LOOP}\n\nrax    0x0\n\n-----\n\nSIGQUIT: quit\nPC=0x1 m=1 sigcode=0\n\n${stack('goroutine 0 [idle]:', 'runtime.futex()')}\n\nrax    0x0`,
  `Exception 0xc0000005 0x0 0x10 0x47c1e1\nPC=0x47c1e1\n\nruntime.cgocall(0x1, 0x2)\n\tC:/Go/src/runtime/cgocall.go:157 +0x4b\n\n${LOOP}`,
  `2024/01/02 15:04:05 http: panic serving 10.0.0.1:4711: one\ntwo\n${stack('goroutine 11 [running]:', 'net/http.(*conn).serve.func1()', 'panic({0x1, 0x2})', 'main.f()')}`,
  `${LOOP}\n\n${stack('goroutine 7 [select]:', 'main.loop()')}`,
];
const REPORT_LINES = REPORTS.map((report) => report.split('\n'));

const line = oneof(
  constantFrom(...Object.values(SAMPLES), ...TRANSITIONS.map(({ sample }) => sample)),
  constantFrom(...REPORT_LINES.flat()),
  nat(20).map((id) => `goroutine ${id} [running]:`),
  string(),
  string({ unit: constantFrom('p', 'a', 'n', 'i', 'c', ':', ' ', '\t', '[', ']', '(', ')', '0', 'x', '.', '"', '\r') }),
);

/** What holds of any result, whatever the lines were. */
function check(lines: readonly string[], result: Result): void {
  const { crashes, dumps, groups, skipped, accepted } = result;
  const headers = (texts: readonly string[]): number => texts.filter((text) => parseHeader(text) !== undefined).length;
  const counted = dumps.reduce((sum, { goroutines }) => sum + Number(goroutines), 0);
  // Every goroutine that was taken is counted, or is text of a panic's value.
  const taken = headers(accepted.map((number) => lines[number - 1] ?? ''));
  const values = crashes.flatMap(({ class: kind, chain, message }) => [
    ...chain.map((entry) => entry.message),
    ...(kind === 'panic' ? [] : [message]),
  ]);
  const inValues = headers(values.flatMap((text) => text.split('\n')));
  expect(counted + inValues).toBe(taken);
  expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(counted);
  // A dump has at most one report, and reports do not overlap.
  const owned = crashes.flatMap(({ dump }) => dump ?? []);
  expect(new Set(owned).size).toBe(owned.length);
  for (const id of owned) expect(dumps.map((dump) => dump.id)).toContain(id);
  for (const { citations, message, truncated, goroutine, culprit, fault } of crashes) {
    const { firstLine = 0, lastLine = 0, excerpt } = citations[0];
    expect(firstLine).toBeGreaterThan(0);
    expect(lastLine).toBeGreaterThanOrEqual(firstLine);
    expect(lastLine).toBeLessThanOrEqual(lines.length);
    expect(excerpt.length).toBeLessThan(10_000);
    // oxlint-disable-next-line no-control-regex -- that there are none is what is tested
    expect(message).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
    if (goroutine === undefined) expect([culprit, fault]).toStrictEqual([undefined, undefined]);
    else if (fault !== undefined) expect(goroutine.frames).toContainEqual(fault);
    expect(typeof truncated).toBe('boolean');
  }
  const begins = (text: string): boolean =>
    /panic|fatal error: |SIG|Signal |Exception |Observed/.test(text) || announcedThrow(text) !== undefined;
  const heads = lines.filter(begins).length;
  expect(crashes.length + skipped.length).toBeLessThanOrEqual(heads);
}

describe('any lines at all', () => {
  test('never throw, and what was read is accounted for', () => {
    assert(
      property(array(line, { maxLength: 120 }), (lines) => check(lines, readLines(lines))),
      { numRuns: 500 },
    );
  });

  test('long runs of them keep little', () => {
    assert(
      property(array(line, { minLength: 1, maxLength: 8 }), (lines) => {
        const many = Array.from({ length: 200 }, () => lines).flat();
        const { crashes } = readLines(many);
        for (const { message, chain, preceding } of crashes) {
          expect(message.length).toBeLessThan(200_000);
          expect(chain.length).toBeLessThanOrEqual(1200);
          expect(preceding.length).toBeLessThanOrEqual(2000);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('reports that are spliced', () => {
  const report = nat(REPORTS.length - 1).map((at) => REPORT_LINES[at] ?? []);

  test('with other lines in them', () => {
    assert(
      property(report, array(tuple(integer({ min: 0, max: 40 }), line), { maxLength: 6 }), (whole, extra) => {
        const lines = [...whole];
        for (const [at, text] of extra) lines.splice(Math.min(at, lines.length), 0, text);
        check(lines, readLines(lines));
      }),
      { numRuns: 400 },
    );
  });

  test('cut anywhere, and another after it', () => {
    assert(
      property(report, nat(60), nat(200), report, (first, lineEnd, columnEnd, second) => {
        const lines = first.slice(0, lineEnd);
        const last = lines.pop();
        if (last !== undefined) lines.push(last.slice(0, columnEnd));
        const both = [...lines, ...second];
        check(both, readLines(both));
      }),
      { numRuns: 400 },
    );
  });

  test('a log line before each line changes no message', () => {
    const LOG = '2024/01/02 15:04:05 request done';
    for (const whole of [REPORT_LINES[3] ?? [], REPORT_LINES[5] ?? []]) {
      const mixed = readLines(whole.flatMap((text) => [LOG, text]));
      expect(mixed.crashes.map(({ message, culprit }) => [message, culprit?.function])).toStrictEqual(
        readLines(whole).crashes.map(({ message, culprit }) => [message, culprit?.function]),
      );
    }
  });

  test('one after the other, with an empty line between, are all read', () => {
    assert(
      property(array(report, { minLength: 1, maxLength: 5 }), (reports) => {
        const joined = reports.flatMap((lines) => [...lines, '', 'exit status 2', '']);
        const together = readLines(joined).crashes.map(({ class: kind, message }) => [kind, message]);
        const alone = reports.flatMap((lines) =>
          readLines([...lines, '', 'exit status 2', '']).crashes.map(({ class: kind, message }) => [kind, message]),
        );
        expect(together).toStrictEqual(alone);
      }),
      { numRuns: 100 },
    );
  });
});
