import { describe, expect, test } from 'vitest';
import { loadSignatures } from '../../src/matcher/store.ts';
import { byGone, byMain, many, namesOf, working } from './dumps.ts';

const IDS = new Set(
  (
    'goroutine-leak-chan-receive goroutine-leak-chan-send goroutine-leak-select goroutine-leak-io-wait http-body-leak ' +
    'http-transport-per-request http-maxconnsperhost-wait http-client-no-timeout http-handler-pileup http-slow-client ' +
    'grpc-stuck-streams grpc-connection-leak sql-db-per-query semaphore-exhaustion singleflight-pileup finalizer-blocked cgo-syscall-stuck'
  ).split(' '),
);
const signatures = (await loadSignatures()).filter(({ id }) => IDS.has(id));
const found = (...dumps: readonly (readonly string[])[]): Promise<readonly string[]> => namesOf(signatures, ...dumps);

const READ = ['internal/poll.runtime_pollWait', 'internal/poll.(*FD).Read', 'net.(*conn).Read'];
const ROUND_TRIP = ['net/http.(*persistConn).roundTrip', 'net/http.(*Client).do', 'main.(*shop).fetch'];
const SERVE = ['net/http.HandlerFunc.ServeHTTP', 'net/http.serverHandler.ServeHTTP', 'net/http.(*conn).serve'];
const READ_LOOP = 'net/http.(*persistConn).readLoop';

const accept = many({
  count: 1,
  from: 2,
  creator: 'main.main',
  by: byMain,
  state: 'IO wait',
  frames: ['internal/poll.runtime_pollWait', 'internal/poll.(*FD).Accept', 'net.(*TCPListener).Accept', 'main.listen'],
});

/** Goroutines that serve connections which are kept: the same ones for request after request. */
const handlers = (count: number, from = 100): string =>
  many({ count, from, creator: 'net/http.(*Server).Serve', by: byMain, frames: ['main.(*shop).wait', ...SERVE] });
/** One such goroutine belongs to each request. */
const background = (count: number, from: number): string =>
  many({
    count,
    from,
    creator: 'net/http.(*connReader).startBackgroundRead',
    by: (index) => 100 + index,
    state: 'IO wait',
    frames: [...READ, 'net/http.(*connReader).backgroundRead'],
  });

describe('healthy processes: nothing is found', () => {
  const sockets = { creator: 'main.(*hub).serveSocket', by: byGone };
  const sends = (count: number, from = 10) =>
    many({ count, from, creator: 'main.(*pool).start', by: byMain, state: 'chan send', frames: ['main.(*pool).work'], line: 44 });
  const idle = (count: number, from = 10) =>
    many({ count, from, creator: 'main.(*pool).start', by: byMain, state: 'select', frames: ['main.(*pool).work'] });
  const busy = (count: number, from: number) =>
    many({
      count,
      from,
      creator: 'main.(*pool).start',
      by: byMain,
      state: 'sleep',
      frames: ['time.Sleep', 'main.render', 'main.(*pool).work'],
    });
  const crawlers = (count: number) =>
    many({ count, from: 10, creator: 'main.(*crawler).start', by: byMain, state: 'select', frames: ROUND_TRIP });
  const sockets2 = (count: number) => [
    many({ ...sockets, count, from: 1000, state: 'select', frames: ['main.(*socket).write'] }),
    many({ ...sockets, count, from: 5000, state: 'IO wait', frames: [...READ, 'main.(*socket).read'] }),
  ];
  const streams = (count: number) => [
    many({ count, from: 300, creator: 'net/http.(*Transport).dialConn', by: byGone, state: 'select', frames: [READ_LOOP] }),
    many({
      count,
      from: 900,
      creator: 'main.(*proxy).serve',
      by: byMain,
      state: 'IO wait',
      frames: [...READ, 'net/http.(*bodyEOFSignal).Read', 'io.copyBuffer', 'main.(*proxy).pass'],
    }),
  ];
  test.each<[string, ...(readonly string[])[]]>([
    ['a pool whose work is done', [idle(10), busy(60, 200)], [idle(65), busy(5, 200)]],
    ['workers before a slow consumer', [sends(40), busy(30, 200), accept], [sends(65), busy(5, 200), accept]],
    ['workers before a slow consumer, once', [sends(40), busy(15, 200), accept]],
    ['a pool that waits, and nobody else', [idle(60)]],
    ['a large pool that waits, and nobody else', [idle(600)]],
    ['a reader and a writer for each connection, ever more of them', sockets2(40), sockets2(90)],
    [
      'requests under rising load, on connections that are kept',
      [handlers(20), background(20, 5000)],
      [handlers(90), background(90, 9000)],
    ],
    ['workers that send one request after the other', [crawlers(20)], [crawlers(45)]],
    [
      'a hundred requests at the slowest step of a server that is at work',
      [
        handlers(120),
        background(120, 5000),
        many({ count: 2, from: 900, creator: 'main.start', by: byMain, state: 'runnable', frames: ['main.(*pool).work'] }),
      ],
    ],
    [
      'a handle for each tenant, opened at the start',
      [
        many({
          count: 300,
          from: 10,
          creator: 'database/sql.OpenDB',
          by: byMain,
          state: 'select',
          frames: ['database/sql.(*DB).connectionOpener'],
        }),
      ],
    ],
    ['streams that are read', streams(80)],
    ['ever more streams that are read', streams(20), streams(80)],
    [
      'loops for events',
      [many({ count: 12, from: 10, creator: 'main.newHub', by: byMain, state: 'select', frames: ['main.(*hub).run'], minutes: 700 })],
    ],
    [
      'a few calls of C',
      [many({ count: 8, from: 10, creator: 'main.start', by: byMain, state: 'syscall', frames: ['main._Cfunc_query', 'main.query'] })],
    ],
  ])('%s', async (_, ...dumps) => {
    expect(await found(...dumps)).toEqual([]);
  });
});

describe('what is found', () => {
  const open = (count: number) =>
    many({ count, from: 300, creator: 'net/http.(*Transport).dialConn', by: byGone, state: 'select', frames: [READ_LOOP] });
  const asking = (count: number) => many({ count, from: 10, creator: 'main.(*shop).ask', by: byGone, state: 'select', frames: ROUND_TRIP });
  const senders = many({ count: 60, from: 10, creator: 'main.ask', by: byGone, state: 'chan send', frames: ['main.ask.func1'] });
  const taking = (count: number, from = 10) =>
    many({ count, from, creator: 'main.queue', by: byGone, state: 'chan send', frames: ['main.visit'] });
  const holding = (count: number, from = 900) =>
    many({ count, from, creator: 'main.queue', by: byGone, state: 'IO wait', frames: [...READ, 'main.visit'], line: 44 });
  test.each<[string, readonly string[], ...(readonly string[])[]]>([
    ['requests that stay', ['http-handler-pileup strong'], [handlers(20), background(20, 5000)], [handlers(90), background(90, 5000)]],
    ['a hundred requests in one wait, once', ['http-handler-pileup weak'], [handlers(120), background(120, 5000)]],
    [
      'handles that requests have opened and left',
      ['sql-db-per-query moderate'],
      [
        many({
          count: 60,
          from: 10,
          creator: 'database/sql.OpenDB',
          by: byGone,
          state: 'select',
          frames: ['database/sql.(*DB).connectionOpener'],
        }),
        accept,
      ],
    ],
    ['requests without an answer, ever more of them', ['http-client-no-timeout strong'], [asking(10)], [asking(30)]],
    ['bodies that stay open', ['http-body-leak strong'], [open(10), accept], [open(30), accept]],
    ['senders that nobody receives from', ['goroutine-leak-chan-send strong'], [senders, accept]],
    ['the same among other work', [], [senders, working(90)]],
    ['a semaphore, once', ['semaphore-exhaustion weak'], [taking(30), holding(4)]],
    ['its holders stay', ['semaphore-exhaustion strong'], [taking(30), holding(4)], [taking(60), holding(4)]],
    ['its holders change', [], [taking(30), holding(4)], [taking(60, 200), holding(4, 2000)]],
  ])('%s', async (_, expected, ...dumps) => {
    expect(await found(...dumps)).toEqual(expected);
  });
});
