import { durationSeconds } from './duration.ts';

/**
 * The lines that package testing and `go test` print around tests. Sources: testing/testing.go (flushToParent, report, Run),
 * cmd/go/internal/test/test.go (runTestActor.Act).
 */
export type TestLine =
  /** `=== RUN   TestHang/sub_one`; the name is missing in `=== CONT  ` of some releases. */
  | { readonly kind: 'start'; readonly verb: 'RUN' | 'PAUSE' | 'CONT' | 'NAME'; readonly name: string }
  /** `--- FAIL: TestHang (0.00s)`, four blanks deeper for each level of subtests. */
  | { readonly kind: 'end'; readonly verb: 'FAIL' | 'PASS' | 'SKIP' | 'BENCH'; readonly name: string }
  /** `FAIL␉example.com/queue␉0.706s`, `FAIL␉example.com/queue [build failed]`: the last line of a package. */
  | {
      readonly kind: 'package-failed';
      readonly package: string;
      readonly what: 'failed' | 'build-failed' | 'setup-failed';
      readonly seconds?: number;
    }
  /** `ok  ␉example.com/queue␉0.706s`, `?   ␉example.com/queue␉[no test files]`. */
  | { readonly kind: 'package-passed' }
  /** `FAIL`, `PASS`: of the binary, before the line of its package. */
  | { readonly kind: 'verdict'; readonly failed: boolean }
  /** `*** Test killed with quit: ran too long (11m0s).` */
  | { readonly kind: 'killed'; readonly limit: string; readonly limitSeconds?: number }
  /** `    testing.go:1867: race detected during execution of test`. */
  | { readonly kind: 'race' }
  /** `exit status 2`, `signal: killed`. */
  | { readonly kind: 'exit'; readonly text: string }
  | { readonly kind: 'other' };

const OTHER: TestLine = { kind: 'other' };
const START = /^=== (RUN|PAUSE|CONT|NAME)(?: +(\S.*))?\s*$/;
const END = /^(?: {4})*--- (FAIL|PASS|SKIP|BENCH): (\S.*) \(\d{1,9}\.\d\ds\)$/;
const FAILED = /^FAIL[\t ]+(\S+)[\t ]+(?:\[(build|setup) failed\]|(\d{1,9}(?:\.\d{1,9})?s)|\(cached\))$/;
const PASSED = /^(?:ok {1,2}[\t ]+\S+[\t ]+(?:\d{1,9}\.\d{1,9}s|\(cached\)|\[no tests to run\])|\?[\t ]+\S+[\t ]+\[no test files\])/;
const KILLED = /^\*\*\* Test killed(?: with \w{1,20})?: ran too long \((\S{1,40})\)\.$/;
const RACE = /^(?:\s+testing\.go:\d{1,6}: race detected during execution of test|testing: race detected outside of test execution)$/;
const EXIT = /^(?:exit status \d{1,3}|signal: [a-z][a-z ()]{2,40})$/;
const LONGEST = 4000;

/** Tells which form a line has. Never throws. */
export function testLine(raw: string): TestLine {
  if (raw.length > LONGEST) return OTHER;
  // -test.v=test2json marks its lines with ^V.
  const text = raw.charCodeAt(0) === 0x16 ? raw.slice(1) : raw;
  switch (text.charCodeAt(0)) {
    case 0x3d: {
      // =
      const match = START.exec(text);
      if (match !== null) return { kind: 'start', verb: match[1] as 'RUN' | 'PAUSE' | 'CONT' | 'NAME', name: (match[2] ?? '').trimEnd() };
      break;
    }
    case 0x2d: // -
    case 0x20: {
      // blank
      const end = END.exec(text);
      if (end !== null) return { kind: 'end', verb: end[1] as 'FAIL' | 'PASS' | 'SKIP' | 'BENCH', name: end[2] ?? '' };
      if (RACE.test(text)) return { kind: 'race' };
      break;
    }
    case 0x46: {
      // F
      if (text === 'FAIL') return { kind: 'verdict', failed: true };
      const match = FAILED.exec(text);
      if (match !== null) return failed(match[1] ?? '', match[2], match[3]);
      break;
    }
    case 0x50: // P
      if (text === 'PASS') return { kind: 'verdict', failed: false };
      break;
    case 0x6f: // o
    case 0x3f: // ?
      if (PASSED.test(text)) return { kind: 'package-passed' };
      break;
    case 0x2a: {
      // *
      const limit = KILLED.exec(text)?.[1];
      if (limit === undefined) break;
      const limitSeconds = durationSeconds(limit);
      return { kind: 'killed', limit, ...(limitSeconds === undefined ? {} : { limitSeconds }) };
    }
    case 0x74: // t
      if (RACE.test(text)) return { kind: 'race' };
      break;
    case 0x65: // e
    case 0x73: // s
      if (EXIT.test(text)) return { kind: 'exit', text };
      break;
    default:
  }
  return OTHER;
}

function failed(name: string, step: string | undefined, time: string | undefined): TestLine {
  const what = step === 'build' ? 'build-failed' : step === 'setup' ? 'setup-failed' : 'failed';
  const seconds = time === undefined ? undefined : durationSeconds(time);
  return { kind: 'package-failed', package: name, what, ...(seconds === undefined ? {} : { seconds }) };
}
