import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { loadSignatures } from '../../src/matcher/store.ts';

const ID = 'goroutine-leak-chan-receive';
const signatures = (await loadSignatures()).filter(({ id }) => id === ID);

interface Many {
  readonly count: number;
  /** Id of the first one; the others follow. */
  readonly from: number;
  readonly creator: string;
  /** The goroutine that started the one with this number; none is printed where it is absent (Go ≤ 1.20). */
  readonly by?: (index: number) => number;
  readonly minutes?: number;
  readonly frames?: readonly string[];
  readonly state?: string;
}

/** Goroutines that wait at the same place, as a dump prints them. */
function many({ count, from, creator, by, minutes, frames = ['main.await'], state = 'chan receive' }: Many): string {
  const calls = frames.map((name) => `${name}(...)\n\t/src/app/main.go:40 +0x31`).join('\n');
  return Array.from({ length: count }, (_, index) => {
    const age = minutes === undefined ? '' : `, ${minutes} minutes`;
    const starter = by === undefined ? '' : ` in goroutine ${by(index)}`;
    return `goroutine ${from + index} [${state}${age}]:\n${calls}\ncreated by ${creator}${starter}\n\t/src/app/main.go:50 +0x6f\n`;
  }).join('\n');
}

const MAIN = `goroutine 1 [running]:
runtime/pprof.writeGoroutineStacks({0x7d04e0, 0xc00028ad20})
	/usr/local/go/src/runtime/pprof/pprof.go:819 +0x6b
main.main()
	/src/app/main.go:30 +0xe6
`;

/** A line after a dump: it shows that the dump is whole. */
const AFTER = '\n2026/11/02 10:11:12 goroutines written\n';

/** What the signature says of these dumps, taken one after the other: the confidence of its finding, a suspicion, or nothing. */
async function saysOf(...dumps: readonly (readonly string[])[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'goroner-leak-'));
  try {
    dumps.forEach((parts, index) => writeFileSync(join(folder, `goroutines-${index + 1}.txt`), [MAIN, ...parts, AFTER].join('\n')));
    const { findings, inconclusive } = await analyze([folder], { signatures });
    const found = findings.map(({ confidence, score }) => `${confidence} ${score}`);
    return [...found, ...(inconclusive.length === 0 ? [] : ['suspicion'])].join(', ') || 'nothing';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const byMain = () => 1;
/** Started by goroutines that are not in the dump. */
const byGone = (index: number) => 900_000 + index;
/** Started by the goroutines of `working`. */
const byWorking = (index: number) => 20_000 + index;
const working = (count: number): string =>
  many({ count, from: 20_000, creator: 'main.listen', frames: ['main.serve'], state: 'select', by: byMain });

describe('one dump', () => {
  const pool = { count: 300, from: 10, by: byMain };
  const lost = { count: 300, from: 10, by: byGone };
  test.each<[string, readonly string[], string]>([
    ['a pool that main started', [many({ ...pool, creator: 'main.main' })], 'suspicion'],
    ['a pool, whatever the name of its starter', [many({ ...pool, creator: 'main.(*engine).grow' })], 'suspicion'],
    [
      'a pool of a release that does not print who started it',
      [many({ count: 300, from: 10, creator: 'main.NewWorkerPool' })],
      'suspicion',
    ],
    ['a small pool', [many({ ...pool, count: 60, creator: 'main.(*engine).grow' })], 'nothing'],
    ['requests in progress', [many({ ...lost, by: byWorking, creator: 'main.(*api).handleOrder' }), working(300)], 'nothing'],
    ['those that started them have ended', [many({ ...lost, creator: 'main.(*engine).ask' })], 'moderate 4'],
    ['the same, for a quarter of an hour', [many({ ...lost, creator: 'main.(*engine).ask', minutes: 15 })], 'strong 6'],
    ['the same, for a minute', [many({ ...lost, creator: 'main.(*engine).ask', minutes: 1 })], 'moderate 4'],
    ['jobs in progress beside much else', [many({ ...lost, creator: 'main.(*engine).ask' }), working(400)], 'suspicion'],
    [
      'by its name a handler started them, in a release that does not print who',
      [many({ count: 300, from: 10, creator: 'main.handler' })],
      'moderate 4',
    ],
    ['by its name a handler started them, all in one goroutine', [many({ ...pool, creator: 'main.handler' })], 'weak 2'],
    ['nothing is known of who started them', [many({ count: 300, from: 10, creator: 'main.(*engine).ask' })], 'weak 2'],
    [
      'the handlers themselves',
      [many({ ...lost, creator: 'net/http.(*Server).Serve', frames: ['main.ask', 'net/http.HandlerFunc.ServeHTTP'] })],
      'nothing',
    ],
    ['marked by the runtime, however few', [many({ ...pool, count: 2, creator: 'main.main', state: 'chan receive (leaked)' })], 'strong 6'],
    ['senders', [many({ ...lost, creator: 'main.(*engine).ask', state: 'chan send' })], 'nothing'],
  ])('%s', async (_, parts, expected) => {
    expect(await saysOf(parts)).toBe(expected);
  });
});

describe('two dumps', () => {
  const ask = { creator: 'main.(*engine).ask', by: byWorking };
  const old = { creator: 'main.(*engine).ask' };
  const pool = { count: 300, from: 10, creator: 'main.(*engine).grow', by: byMain };
  test.each<[string, readonly string[], readonly string[], string]>([
    ['more of them, and the old ones stay', [many({ ...old, count: 40, from: 10 })], [many({ ...old, count: 90, from: 10 })], 'strong 6'],
    [
      'the same, started by connections that are kept',
      [many({ ...ask, count: 40, from: 10 }), working(40)],
      [many({ ...ask, count: 90, from: 10 }), working(90)],
      'moderate 3',
    ],
    ['more of them, but others', [many({ ...old, count: 40, from: 10 })], [many({ ...old, count: 90, from: 5_000 })], 'nothing'],
    ['a few more', [many({ ...old, count: 40, from: 10 })], [many({ ...old, count: 50, from: 10 })], 'nothing'],
    ['as many as before', [many(pool)], [many(pool)], 'nothing'],
    ['fewer than before', [many(pool)], [many({ ...pool, count: 200 })], 'nothing'],
    ['the first requests are in progress', [working(9)], [working(90), many({ ...ask, count: 90, from: 5_000 })], 'nothing'],
    ['new ones, and nothing is known of them', [working(40)], [working(40), many({ ...old, count: 90, from: 5_000 })], 'suspicion'],
    [
      'new ones, those that started them have ended',
      [working(40)],
      [working(40), many({ ...old, count: 90, from: 5_000, by: byGone })],
      'strong 5',
    ],
    ['a thousand new ones', [working(40)], [working(1400), many({ ...old, count: 1200, from: 5_000 })], 'strong 5'],
    ['a pool that grows', [many(pool)], [many({ ...pool, count: 400 })], 'moderate 4'],
  ])('%s', async (_, first, second, expected) => {
    expect(await saysOf(first, second)).toBe(expected);
  });

  test('three dumps with a low one between: some have ended', async () => {
    const dumps = [40, 20, 90].map((count) => [many({ ...old, count, from: 10 })]);
    expect(await saysOf(...dumps)).toBe('nothing');
  });
});
