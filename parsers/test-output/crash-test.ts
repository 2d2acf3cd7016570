import type { CrashTest } from '../../src/evidence/facts/test-run.ts';
import type { Creator, Frame } from '../../src/evidence/frame.ts';
import { sanitize } from '../../src/text/safe-text.ts';
import { testOf, testOfCreator } from './test-name.ts';
import { longestRunning, readTimeout } from './timeout.ts';

/**
 * What a crash report says of the test that crashed: from the message of the alarm, and from the stack of the goroutine.
 * Undefined where neither shows a test.
 */
export function crashTest(
  message: string,
  goroutine: { readonly frames: readonly Frame[]; readonly creator?: Creator } | undefined,
): CrashTest | undefined {
  const timeout = readTimeout(message);
  const test = goroutine === undefined ? undefined : (testOf(goroutine.frames) ?? testOfCreator(goroutine.creator));
  if (timeout === undefined && test === undefined) return undefined;
  const running = timeout?.running ?? [];
  const longest = longestRunning(running);
  return {
    ...(test === undefined ? {} : { name: sanitize(test.name), package: sanitize(test.package) }),
    ...(timeout === undefined ? {} : { timeout: sanitize(timeout.limit) }),
    ...(timeout?.limitSeconds === undefined ? {} : { timeoutSeconds: timeout.limitSeconds }),
    running,
    ...(longest === undefined ? {} : { longest }),
  };
}
