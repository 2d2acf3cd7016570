import type { Frame } from '../../src/evidence/frame.ts';
import { packageOf } from '../goroutine-dump/names.ts';

/** A test as its frames name it. */
export interface NamedTest {
  /** With its package: `example.com/queue.TestDrain`. */
  readonly function: string;
  /** `TestDrain`. */
  readonly name: string;
  /** `example.com/queue`. */
  readonly package: string;
}

/** Functions of package testing that run a test, benchmark, fuzz target or example. */
const RUNNERS = /^testing\.(?:tRunner|\(\*B\)\.runN|\(\*F\)\.Fuzz|fRunner|runExample)(?:\.|$)/;
/** What `go test` takes for one (cmd/go/internal/load/test.go, isTest): no lower-case letter after the word. */
const TEST = /^(.*\.((?:Test|Benchmark|Fuzz|Example)(?:[^a-z.()][^.()]*)?))(?:\.|$)/;

/**
 * The test that a stack runs: the outermost function of that name below package testing's runner. Of a subtest it is the
 * function that holds it: frames do not say how subtests are called.
 */
export function testOf(frames: readonly Pick<Frame, 'function'>[]): NamedTest | undefined {
  const runner = frames.findLastIndex(({ function: name }) => RUNNERS.test(name));
  for (let at = runner - 1; at >= 0; at--) {
    const found = named(frames[at]?.function);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The test that started a goroutine, by its creator: a function of that name in a file of tests. */
export function testOfCreator(creator: { readonly function: string; readonly file?: string } | undefined): NamedTest | undefined {
  return creator?.file?.endsWith('_test.go') === true ? named(creator.function) : undefined;
}

/** Whether a stack goes through package testing. */
export function inTesting(frames: readonly Pick<Frame, 'function'>[]): boolean {
  return frames.some(({ function: name }) => name.startsWith('testing.') || name.startsWith('testing/'));
}

function named(name: string | undefined): NamedTest | undefined {
  // Package testing has methods of these names itself: testing.(*F).Fuzz.
  const match = name === undefined || name.startsWith('testing.') ? null : TEST.exec(name);
  if (match === null) return undefined;
  const [, whole = '', base = ''] = match;
  return { function: whole, name: base, package: packageOf(whole) };
}
