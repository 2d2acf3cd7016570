import { describe, expect, test } from 'vitest';
import { loadSignatures } from '../../src/matcher/store.ts';
import { byGone, byMain, byWorking, many, saysOf as saysOfAll, working } from './dumps.ts';

const ID = 'goroutine-leak-chan-receive';
const signatures = (await loadSignatures()).filter(({ id }) => id === ID);
const saysOf = (...dumps: readonly (readonly string[])[]): Promise<string> => saysOfAll(signatures, ...dumps);

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
    [
      'fewer work than before, so more of a pool wait',
      [many({ ...pool, count: 30 }), many({ ...pool, count: 60, from: 100, state: 'sleep', frames: ['main.render', 'main.await'] })],
      [many({ ...pool, count: 88 }), many({ ...pool, count: 2, from: 100, state: 'sleep', frames: ['main.render', 'main.await'] })],
      'nothing',
    ],
    ['a pool that grows', [many(pool)], [many({ ...pool, count: 400 })], 'moderate 4'],
  ])('%s', async (_, first, second, expected) => {
    expect(await saysOf(first, second)).toBe(expected);
  });

  test('three dumps with a low one between: some have ended', async () => {
    const dumps = [40, 20, 90].map((count) => [many({ ...old, count, from: 10 })]);
    expect(await saysOf(...dumps)).toBe('nothing');
  });
});
