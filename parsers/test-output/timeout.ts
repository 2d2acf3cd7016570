import type { RunningTest } from '../../src/evidence/facts/test-run.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { durationSeconds } from './duration.ts';

/** `test timed out after 10m0s`. */
const TIMEOUT = /^test timed out after (\S{1,40})$/;
/** Up to Go 1.22 after one tab, later after two: the runtime indents what is printed of a panic's value. */
const RUNNING = /^\s*(\S.{0,2000}) \((\S{1,40})\)$/;
/** A test binary runs some thousands of tests at once at most. */
const MOST = 10_000;

/** What the panic of the test alarm says (testing/testing.go, startAlarm). */
export interface TestTimeout {
  /** As printed: `10m0s`. */
  readonly limit: string;
  readonly limitSeconds?: number;
  /** Empty up to Go 1.19, which lists none. */
  readonly running: readonly RunningTest[];
}

/** The limit of a line `test timed out after 10m0s`, without the prefix `panic: `. */
export function timeoutLimit(line: string): Pick<TestTimeout, 'limit' | 'limitSeconds'> | undefined {
  const limit = TIMEOUT.exec(line.trimEnd())?.[1];
  if (limit === undefined) return undefined;
  const limitSeconds = durationSeconds(limit);
  return { limit, ...(limitSeconds === undefined ? {} : { limitSeconds }) };
}

/** A test of the list below `running tests:`; undefined where the line is none. */
export function runningTest(line: string): RunningTest | undefined {
  const match = RUNNING.exec(line.trimEnd());
  if (match === null) return undefined;
  const [, name = '', time = ''] = match;
  const seconds = durationSeconds(time);
  return seconds === undefined ? undefined : { name: sanitize(name), seconds };
}

/** Reads the message of a panic; undefined where it is no timeout of a test binary. */
export function readTimeout(message: string): TestTimeout | undefined {
  const [head = '', title = '', ...list] = message.split('\n', MOST);
  const limit = timeoutLimit(head);
  if (limit === undefined) return undefined;
  if (title.trim() !== 'running tests:') return { ...limit, running: [] };
  const running: RunningTest[] = [];
  for (const line of list) {
    const test = runningTest(line);
    if (test === undefined) break;
    running.push(test);
  }
  return { ...limit, running };
}

/** The test that had run longest and is no parent of another one in the list; of equals the first. */
export function longestRunning(running: readonly RunningTest[]): RunningTest | undefined {
  const parents = new Set<string>();
  for (const { name } of running) {
    for (let slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) parents.add(name.slice(0, slash));
  }
  let longest: RunningTest | undefined;
  for (const test of running) {
    if (parents.has(test.name)) continue;
    if (longest === undefined || (test.seconds ?? 0) > (longest.seconds ?? 0)) longest = test;
  }
  return longest;
}
