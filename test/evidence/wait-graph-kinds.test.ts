import { describe, expect, test } from 'vitest';
import { CaseFile } from '../../src/evidence/case-file.ts';
import { deriveWaitGraph } from '../../src/evidence/derive/wait-graph/index.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { WaitEdgeFact } from '../../src/evidence/facts/wait-edge.ts';
import type { WaitRootFact } from '../../src/evidence/facts/wait-root.ts';
import { readText } from '../parsers/goroutine-dump/read.ts';

type Edge = Omit<WaitEdgeFact, 'id'>;
type Root = Omit<WaitRootFact, 'id'>;

/** One goroutine: calls with arguments and lines, innermost first; `by`: who has started it, as `function goroutine:line`. */
function goroutine(id: number, state: string, by: string, ...calls: readonly string[]): string {
  const frames = calls.map((call) => {
    const [, text = '', line = ''] = /^(.*):(\d+)$/.exec(call) ?? [];
    const path = /^(?:.*\/)?[^./(]+/.exec(text)?.[0] ?? '';
    const root = path === 'main' || path.startsWith('example.org') ? '/src/app' : path.includes('.') ? '/go/pkg/mod' : '/usr/local/go/src';
    return `${text}\n\t${root}/${path}/a.go:${line} +0x1d\n`;
  });
  const [, creator = '', parent = '', at = ''] = /^(\S+) (\d+):(\d+)$/.exec(by) ?? [];
  const created = by === '' ? '' : `created by ${creator} in goroutine ${parent}\n\t/src/app/a.go:${at} +0x1\n`;
  return `goroutine ${id} [${state}]:\n${frames.join('')}${created}`;
}

const WRITER =
  'goroutine 99 [running]:\nruntime/pprof.writeGoroutineStacks({0x1, 0x2})\n\t/usr/local/go/src/runtime/pprof/pprof.go:9 +0x1\n';
const wait = (address: string): readonly string[] => [
  `sync.runtime_SemacquireWaitGroup(0x0?, 0x0?):114`,
  `sync.(*WaitGroup).Wait(${address}):206`,
];
const lock = (address: string): readonly string[] => [`sync.(*Mutex).lockSlow(${address}):171`, 'sync.(*Mutex).Lock(...):90'];
const READS: readonly string[] = ['internal/poll.(*FD).Read(0xc000900000):1', 'net.(*conn).Read(0xc000900008):1'];

function derive(...goroutines: readonly string[]): { readonly edges: readonly Edge[]; readonly roots: readonly Root[] } {
  const { dumps, groups } = readText([WRITER, ...goroutines].join('\n'));
  const caseFile = new CaseFile();
  for (const { id, ...draft } of [...dumps, ...groups]) caseFile.file(id, draft);
  const drafts: readonly FactDraft[] = deriveWaitGraph(caseFile.all);
  return {
    edges: drafts.filter((one): one is Edge => one.type === 'wait-edge'),
    roots: drafts.filter((one): one is Root => one.type === 'wait-root'),
  };
}

/** What matters of the only edge: what is waited for, who waits, for whom and how sure that is. */
function edgeOf(...goroutines: readonly string[]): Edge {
  const { edges } = derive(...goroutines);
  expect(edges).toHaveLength(1);
  const [edge] = edges;
  if (edge === undefined) throw new Error('no edge');
  return edge;
}

describe('a WaitGroup', () => {
  const waiter = goroutine(10, 'sync.WaitGroup.Wait', 'main.serve 1:9', ...wait('0xc000100050'), 'main.page():30', 'main.handle():9');

  test('waits for those that the function has started', () => {
    const worker = goroutine(11, 'IO wait', 'main.page 10:25', ...READS, 'main.page.func1():26');
    expect(edgeOf(waiter, worker)).toMatchObject({
      target: 'waitgroup',
      identity: 'address',
      address: '0xc000100050',
      waiting: 1,
      holder: { by: 'creator', certainty: 'derived', doing: 'network', count: 1 },
    });
  });

  test('not for those that another call of the function has started', () => {
    const stranger = goroutine(11, 'IO wait', 'main.page 77:25', ...READS, 'main.page.func1():26');
    const { edges, roots } = derive(waiter, stranger);
    expect(edges[0]?.holders).toEqual([]);
    expect(roots).toMatchObject([{ kind: 'nobody', count: 0, blocks: 1, frame: { function: 'main.page' } }]);
  });

  test('the function alone tells where no ids of starters are printed', () => {
    const old = (text: string) => text.replaceAll(/ in goroutine \d+/g, '');
    const worker = goroutine(11, 'IO wait', 'main.page 77:25', ...READS, 'main.page.func1():26');
    expect(edgeOf(old(waiter), old(worker)).holder).toMatchObject({ by: 'creator', certainty: 'derived' });
  });

  test('those of errgroup and of WaitGroup.Go are told by the closure that they run', () => {
    const group = goroutine(
      10,
      'sync.WaitGroup.Wait',
      'main.serve 1:9',
      ...wait('0xc000100050'),
      'golang.org/x/sync/errgroup.(*Group).Wait(0xc000100040):56',
      'main.page():30',
      'main.handle():9',
    );
    const worker = goroutine(
      11,
      'IO wait',
      'golang.org/x/sync/errgroup.(*Group).Go 10:75',
      ...READS,
      'main.page.func1():26',
      'golang.org/x/sync/errgroup.(*Group).Go.func1():78',
    );
    expect(edgeOf(group, worker)).toMatchObject({
      owner: { function: 'main.page' },
      holder: { by: 'creator', certainty: 'derived', doing: 'network' },
    });
  });

  test('one that has the WaitGroup as an argument', () => {
    const worker = goroutine(11, 'sleep', 'main.pool 50:3', 'time.Sleep(0x1):1', 'main.work(0x3, 0xc000100050):40', 'main.loop():2');
    expect(edgeOf(waiter, worker).holder).toMatchObject({ by: 'argument', certainty: 'derived', frame: { function: 'main.work' } });
    const stale = worker.replace('0xc000100050', '0xc000100050?');
    expect(edgeOf(waiter, stale).holders).toEqual([]);
  });

  test('what main.main has started besides is a guess', () => {
    const main = goroutine(1, 'sync.WaitGroup.Wait', '', ...wait('0xc000100050'), 'main.main():30');
    const server = goroutine(11, 'sleep', 'main.main 1:9', 'time.Sleep(0x1):1', 'main.watch():9');
    expect(edgeOf(main, server).holder).toMatchObject({ by: 'creator', certainty: 'guessed' });
  });

  test('not for what the main goroutine has started elsewhere', () => {
    const waits = (id: number) => goroutine(id, 'sync.WaitGroup.Wait', '', ...wait('0xc000100050'), 'main.drain():30', 'main.run():3');
    const other = (parent: number) => goroutine(11, 'sleep', `main.boot ${parent}:9`, 'time.Sleep(0x1):1', 'main.watch():9', 'main.x():1');
    expect(edgeOf(waits(1), other(1)).holders).toEqual([]);
    expect(edgeOf(waits(10), other(10)).holder).toMatchObject({ by: 'creator', certainty: 'derived' });
  });

  test('servers that are idle by design are waited for and keep nobody from anything', () => {
    const main = goroutine(10, 'sync.WaitGroup.Wait', 'main.main 1:3', ...wait('0xc000100050'), 'main.serve():30', 'main.run():1');
    const server = goroutine(
      11,
      'IO wait',
      'main.serve 10:9',
      'internal/poll.(*FD).Accept(0xc000900000):1',
      'net.(*TCPListener).Accept(0xc000900008):1',
      'main.serve.func1():9',
    );
    const { edges, roots } = derive(main, server);
    expect(edges[0]?.holder).toMatchObject({ by: 'creator', certainty: 'derived' });
    expect(roots).toEqual([]);
  });
});

describe('a channel', () => {
  const sender = goroutine(10, 'chan send', 'main.start 50:3', 'main.feed(0xc000100060, 0x3):20', 'main.run():5');

  test('who has the same object as an argument', () => {
    const receiver = goroutine(11, 'IO wait', 'main.other 51:3', ...READS, 'main.drain(0xc000100060):40', 'main.stay():2');
    expect(edgeOf(sender, receiver)).toMatchObject({
      target: 'channel',
      operation: 'send',
      identity: 'function',
      addresses: 'unreliable',
      holder: { by: 'argument', certainty: 'derived', doing: 'network' },
    });
  });

  test('not what everybody has as an argument', () => {
    const many = Array.from({ length: 9 }, (_, i) =>
      goroutine(20 + i, 'sleep', 'main.x 51:3', 'time.Sleep(0x1):1', `main.f${i}(0xc000100060):4`),
    );
    expect(derive(sender, ...many).edges).toEqual([]);
  });

  test('nobody, where nothing joins them: then there is no edge', () => {
    const stranger = goroutine(11, 'IO wait', 'main.other 51:3', ...READS, 'other/pkg.drain(0xc000900060):40');
    expect(derive(sender, stranger).edges).toEqual([]);
  });

  test('a method of the same object', () => {
    const publish = goroutine(10, 'chan send', 'main.start 50:3', 'main.(*broker).publish(0xc000100000):20', 'main.run():5');
    const loop = goroutine(
      11,
      'IO wait',
      'main.start 50:9',
      ...READS,
      'main.(*broker).store(0xc000100000):70',
      'main.(*broker).loop(0xc000100000):60',
    );
    expect(edgeOf(publish, loop).holder).toMatchObject({
      by: 'receiver',
      certainty: 'derived',
      frame: { function: 'main.(*broker).store' },
    });
    // Of two nobody can tell which of the channels of the object each of them has.
    const another = goroutine(12, 'sleep', 'main.start 50:9', 'time.Sleep(0x1):1', 'main.(*broker).sweep(0xc000100000):90', 'main.x():1');
    expect(edgeOf(publish, loop, another).holders.map(({ certainty }) => certainty)).toEqual(['guessed', 'guessed']);
  });

  test('not two that wait to receive from it', () => {
    const receive = (id: number, name: string) =>
      goroutine(id, 'chan receive', 'main.start 50:3', `${name}(0xc000100060):20`, 'main.run():5');
    for (const { holder } of derive(receive(10, 'main.a'), receive(11, 'main.b')).edges) expect(holder?.certainty).toBe('guessed');
  });

  test('a loop that waits for its next task waits for nobody', () => {
    const loop = goroutine(10, 'chan receive', 'main.start 50:3', 'main.(*pool).work(0xc000100000):20');
    const other = goroutine(11, 'sleep', 'main.start 50:3', 'time.Sleep(0x1):1', 'main.(*pool).tick(0xc000100000):20');
    expect(derive(loop, other).edges).toEqual([]);
  });

  test('those that have come past a buffered channel have its places, as a guess', () => {
    const send = goroutine(10, 'chan send', 'main.start 50:3', 'main.render():20', 'main.handle():5');
    const inside = goroutine(11, 'IO wait', 'main.start 50:3', ...READS, 'main.render():24', 'main.handle():5');
    expect(edgeOf(send, inside).holder).toMatchObject({ by: 'function', certainty: 'guessed', doing: 'network' });
    expect(derive(send, inside.replace('a.go:24', 'a.go:14')).edges).toEqual([]);
  });
});

describe('rings', () => {
  const gather = goroutine(10, 'sync.WaitGroup.Wait', 'main.main 1:3', ...wait('0xc000100050'), 'main.gather():30', 'main.run():1');
  const worker = (id: number) => goroutine(id, 'chan send', 'main.gather 10:25', 'main.gather.func1():26');

  test('workers that send to the one that waits for their end', () => {
    const { edges, roots } = derive(gather, worker(11), worker(12));
    expect(edges.map(({ number, target, ring }) => [number, target, ring?.edges, ring?.certainty])).toEqual([
      [1, 'channel', [1, 2], 'derived'],
      [2, 'waitgroup', [2, 1], 'derived'],
    ]);
    expect(roots).toMatchObject([
      { kind: 'ring', certainty: 'derived', blocks: 3, direct: 3, functions: ['main.gather.func1', 'main.gather'] },
    ]);
  });

  test('no ring beside another one who may receive', () => {
    const slow = goroutine(13, 'IO wait', 'main.gather 10:28', ...READS, 'main.gather.func2():29');
    const { edges, roots } = derive(gather, worker(11), worker(12), slow);
    expect(edges.flatMap(({ ring }) => ring ?? [])).toEqual([]);
    expect(roots).toMatchObject([{ kind: 'holder', doing: 'network', blocks: 3, frame: { function: 'main.gather.func2' } }]);
  });

  test('of those that send, another one who may receive is waited for, and not who waits for their end', () => {
    const slow = goroutine(13, 'IO wait', 'main.gather 10:28', ...READS, 'main.gather.func2():29');
    const channel = derive(gather, worker(11), worker(12), slow).edges.find(({ target }) => target === 'channel');
    expect(channel?.holders).toMatchObject([{ by: 'closure', certainty: 'guessed', frame: { function: 'main.gather.func2' } }]);
    // Who has started them and waits at a channel may be at the other end of theirs as well.
    const collects = goroutine(10, 'chan receive', 'main.main 1:3', 'main.gather():30', 'main.run():1');
    const both = derive(collects, worker(11), worker(12), slow).edges.find(({ operation }) => operation === 'send');
    expect(both?.holders.map(({ by, certainty }) => [by, certainty])).toEqual([
      ['creator', 'guessed'],
      ['closure', 'guessed'],
    ]);
  });

  test('a select has other ways out: whom it waits for is a guess', () => {
    const child = goroutine(11, 'IO wait', 'main.ask 10:25', ...READS, 'main.ask.func1():26');
    const holderOf = (state: string) => edgeOf(goroutine(10, state, 'main.s 50:3', 'main.ask():30', 'main.run():1'), child).holder;
    expect(holderOf('select')).toMatchObject({ by: 'creator', certainty: 'guessed' });
    expect(holderOf('chan receive')).toMatchObject({ by: 'creator', certainty: 'derived' });
  });

  test('two that receive from each other are idle', () => {
    const one = goroutine(10, 'chan receive', 'main.s 50:3', 'main.(*t).a(0xc000100000):20', 'main.x():1');
    const two = goroutine(11, 'chan receive', 'main.s 50:3', 'main.(*t).b(0xc000100000):40', 'main.x():1');
    expect(derive(one, two).roots).toEqual([]);
  });

  test('a goroutine that waits for a lock of its own', () => {
    const stack = goroutine(
      10,
      'sync.Mutex.Lock',
      'main.s 50:3',
      ...lock('0xc000100000'),
      'main.(*t).Len(0x0?):20',
      'main.(*t).Put(0xc000100000):40',
    );
    expect(derive(stack).roots).toMatchObject([{ kind: 'ring', certainty: 'derived', blocks: 1, functions: ['main.(*t).Len'] }]);
  });
});

describe('roots', () => {
  test('the end of a chain over several kinds, each goroutine counted once', () => {
    const holder = goroutine(10, 'IO wait', 'main.s 50:3', ...READS, 'main.(*book).sync(0xc000100000):70', 'main.x():1');
    const posts = [20, 21, 22].map((id) =>
      goroutine(
        id,
        'sync.Mutex.Lock',
        'main.branch 30:12',
        ...lock('0xc000100008'),
        'main.(*book).post(0xc000100000):20',
        'main.branch.func1():13',
      ),
    );
    const branch = goroutine(
      30,
      'sync.WaitGroup.Wait',
      'main.day 40:12',
      ...wait('0xc000200050'),
      'main.branch():15',
      'main.day.func1():13',
    );
    const day = goroutine(40, 'sync.WaitGroup.Wait', 'main.s 50:12', ...wait('0xc000300050'), 'main.day():19', 'main.x():1');
    const { edges, roots } = derive(holder, ...posts, branch, day);
    expect(edges.map(({ target, waiting, blocks, holder: one }) => [target, waiting, blocks, one?.edge])).toEqual([
      ['mutex', 3, 5, undefined],
      ['waitgroup', 1, 2, 1],
      ['waitgroup', 1, 1, 2],
    ]);
    expect(roots).toHaveLength(1);
    expect(roots[0]).toMatchObject({ kind: 'holder', certainty: 'derived', count: 1, doing: 'network', blocks: 5, direct: 3 });
    expect(roots[0]?.waits.map(({ edge, behind, depth, waiting }) => [edge, behind, depth, waiting])).toEqual([
      [1, undefined, 1, 3],
      [2, 1, 2, 1],
      [3, 2, 3, 1],
    ]);
  });

  test('a WaitGroup waits for each of those that count it down', () => {
    const page = goroutine(10, 'sync.WaitGroup.Wait', 'main.serve 1:9', ...wait('0xc000100050'), 'main.page():30', 'main.handle():9');
    const reads = goroutine(11, 'IO wait', 'main.page 10:25', ...READS, 'main.page.func1():26');
    const sleeps = goroutine(12, 'sleep', 'main.page 10:27', 'time.Sleep(0x1):1', 'main.page.func2():28');
    expect(derive(page, reads, sleeps).roots).toMatchObject([
      { kind: 'holder', doing: 'network', blocks: 1, frame: { function: 'main.page.func1' } },
      { kind: 'holder', doing: 'sleep', blocks: 1, frame: { function: 'main.page.func2' } },
    ]);
  });

  test('a guess keeps nobody waiting beside one who is known to', () => {
    const conn = goroutine(10, 'select', 'main.s 50:3', 'database/sql.(*DB).conn(0xc000600000, {0x1, 0x2}, 0x1):1369', 'main.show():20');
    const query = (id: number, db: string, by: string) =>
      goroutine(id, 'IO wait', 'main.s 50:3', ...READS, `database/sql.(*DB).queryDC(${db}, {0x1, 0x2}):1800`, `${by}():70`);
    const { edges, roots } = derive(conn, query(11, '0xc000600000', 'main.report'), query(12, '0xc000600000?', 'main.count'));
    expect(edges[0]?.holders.map(({ certainty }) => certainty)).toEqual(['derived', 'guessed']);
    expect(roots).toMatchObject([{ kind: 'holder', certainty: 'derived', frame: { function: 'main.report' } }]);
  });

  test('a holder in a slow call comes before one that waits for those who want the lock', () => {
    const slow = goroutine(10, 'IO wait', 'main.s 50:3', ...READS, 'main.(*book).sync(0x0?):70', 'main.x():1');
    const post = goroutine(
      20,
      'sync.Mutex.Lock',
      'main.(*book).day 40:12',
      ...lock('0xc000100008'),
      'main.(*book).post(0xc000100000):20',
      'main.(*book).day.func1():13',
    );
    const day = goroutine(
      40,
      'sync.WaitGroup.Wait',
      'main.s 50:12',
      ...wait('0xc000300050'),
      'main.(*book).day(0xc000100000):19',
      'main.x():1',
    );
    expect(derive(slow, post, day).roots).toMatchObject([
      { kind: 'holder', certainty: 'guessed', blocks: 2, frame: { function: 'main.(*book).sync' } },
    ]);
    // Without one the ring is what there is to see.
    expect(derive(post, day).roots).toMatchObject([{ kind: 'ring' }]);
  });
});

describe('what libraries keep others waiting for', () => {
  const flight = (id: number) =>
    goroutine(
      id,
      'sync.WaitGroup.Wait',
      'main.s 50:3',
      ...wait('0xc000700000'),
      'golang.org/x/sync/singleflight.(*Group).Do(0xc000600000, {0x1, 0x2}, 0x3):99',
      'main.quote():20',
    );
  const call = (address: string) =>
    goroutine(
      12,
      'IO wait',
      'main.s 50:3',
      ...READS,
      'main.fetch():70',
      `golang.org/x/sync/singleflight.(*Group).doCall(0xc000600000, ${address}, {0x1, 0x2}, 0x3):190`,
      'golang.org/x/sync/singleflight.(*Group).Do(0xc000600000, {0x1, 0x2}, 0x3):109',
      'main.quote():20',
    );

  test('singleflight: the call is an argument of who makes it', () => {
    expect(edgeOf(flight(10), flight(11), call('0xc000700000'))).toMatchObject({
      target: 'call',
      waiting: 2,
      owner: { function: 'main.quote' },
      object: 'golang.org/x/sync/singleflight.Group',
      holder: { by: 'argument', certainty: 'derived', frame: { function: 'main.fetch' } },
    });
    expect(edgeOf(flight(10), call('0xc000700000?')).holder).toMatchObject({ by: 'receiver', certainty: 'derived' });
    const another = call('0xc000800000?').replace('goroutine 12', 'goroutine 13').replaceAll('main.fetch', 'main.load');
    expect(edgeOf(flight(10), call('0xc000700000?'), another).holder).toMatchObject({ by: 'receiver', certainty: 'guessed' });
  });

  test('semaphore: those that have come past the line have places, or were started behind it', () => {
    const acquire = (id: number) =>
      goroutine(
        id,
        'select',
        'main.s 50:3',
        'golang.org/x/sync/semaphore.(*Weighted).Acquire(0xc000600000, {0x1, 0x2}, 0x1):74',
        'main.render():20',
        'main.x():1',
      );
    const inside = goroutine(12, 'IO wait', 'main.s 50:3', ...READS, 'main.render():25', 'main.x():1');
    expect(edgeOf(acquire(10), acquire(11), inside)).toMatchObject({
      target: 'semaphore',
      waiting: 2,
      holder: { by: 'function', certainty: 'derived', doing: 'network' },
    });
    const started = goroutine(12, 'IO wait', 'main.render 50:25', ...READS, 'main.render.func1():26');
    expect(edgeOf(acquire(10), started).holder).toMatchObject({ by: 'creator', certainty: 'derived' });
    expect(edgeOf(acquire(10), started.replace('a.go:25', 'a.go:15')).holders).toEqual([]);
  });

  const conn = (id: number, ...calls: readonly string[]) =>
    goroutine(
      id,
      'select',
      'main.s 50:3',
      'database/sql.(*DB).conn(0xc000600000, {0x1, 0x2}, 0x1):1369',
      'database/sql.(*DB).query(0xc000600000, {0x1, 0x2}):1759',
      ...calls,
    );

  test('database/sql: who runs a query on the same DB has a connection', () => {
    const query = (db: string) =>
      goroutine(12, 'IO wait', 'main.s 50:3', ...READS, `database/sql.(*DB).queryDC(${db}, {0x1, 0x2}):1800`, 'main.report():70');
    expect(edgeOf(conn(10, 'main.show():20'), conn(11, 'main.show():20'), query('0xc000600000'))).toMatchObject({
      target: 'connection',
      pool: 'database/sql',
      identity: 'receiver',
      waiting: 2,
      holder: { by: 'frames', certainty: 'derived', doing: 'network', frame: { function: 'main.report' } },
    });
    expect(edgeOf(conn(10, 'main.show():20'), query('0xc000600000?')).holder?.certainty).toBe('guessed');
    expect(edgeOf(conn(10, 'main.show():20'), query('0xc000500000')).holders).toEqual([]);
  });

  test('database/sql: who has begun a transaction and asks the pool again waits for himself', () => {
    const watcher = goroutine(13, 'select', 'database/sql.(*DB).beginDC 11:1925', 'database/sql.(*Tx).awaitDone(0xc000800000):2212');
    const { edges, roots } = derive(conn(10, 'main.show():20'), conn(11, 'main.book():30'), watcher);
    expect(edges[0]).toMatchObject({
      waiting: 2,
      holder: { by: 'frames', frame: { function: 'main.book' }, edge: 1 },
      ring: { edges: [1] },
    });
    expect(roots).toMatchObject([{ kind: 'ring', blocks: 2 }]);
    // Who has begun it is gone: the connection is out all the same.
    const lost = derive(conn(10, 'main.show():20'), watcher);
    expect(lost.roots).toMatchObject([{ kind: 'holder', blocks: 1, frame: { function: 'database/sql.(*Tx).awaitDone' } }]);
  });

  test('net/http: which host a connection is to stands on no stack', () => {
    const get = goroutine(
      10,
      'select',
      'main.s 50:3',
      'net/http.(*Transport).getConn(0xc000600000, 0x1):1500',
      'net/http.(*Transport).roundTrip(0xc000600000, 0x1):600',
      'main.ask():20',
    );
    const has = goroutine(
      11,
      'select',
      'main.s 50:3',
      'net/http.(*persistConn).roundTrip(0xc000700000, 0x1):2800',
      'net/http.(*Transport).roundTrip(0xc000600000, 0x1):620',
      'main.load():20',
    );
    expect(edgeOf(get, has)).toMatchObject({
      target: 'connection',
      pool: 'net/http',
      holder: { by: 'frames', certainty: 'guessed', doing: 'network' },
    });
  });

  const READING: readonly string[] = ['internal/poll.(*FD).Read(0xc000900000, {0x1, 0x2, 0x3}):165', 'net.(*conn).Read(0xc000900008):196'];

  /** Pools of libraries: the calls of who waits for a connection and of who has one, in the releases that are named. `guessed`: nothing tells whose pool it is. */
  const POOLED: readonly {
    readonly pool: string;
    readonly state: string;
    readonly waits: readonly string[];
    readonly has: readonly string[];
    readonly certainty: 'derived' | 'guessed';
    /** Who has started the goroutine that waits, where that is one of the library's. */
    readonly by?: string;
    /** How who has one waits for its peer, where that is not in a read of its own. */
    readonly reads?: readonly string[];
  }[] = [
    {
      // pgx 5.7.2 over puddle 2.2.2: the pool of pgxpool has one of puddle.
      pool: 'pgx',
      state: 'select',
      waits: [
        'golang.org/x/sync/semaphore.(*Weighted).Acquire(0xc000610000, {0x1, 0x2}, 0x1):74',
        'github.com/jackc/puddle/v2.(*Pool[...]).acquire(0xc000600000, {0x1, 0x2}):360',
        'github.com/jackc/puddle/v2.(*Pool[...]).Acquire(0xc000600000, {0x1, 0x2}):347',
        'github.com/jackc/pgx/v5/pgxpool.(*Pool).Acquire(0xc000620000, {0x1, 0x2}):525',
        'github.com/jackc/pgx/v5/pgxpool.(*Pool).Exec(0xc000620000, {0x1, 0x2}, {0x3, 0x4}):605',
      ],
      has: [
        'github.com/jackc/pgx/v5/pgconn.(*PgConn).peekMessage(0xc000700000):540',
        'github.com/jackc/pgx/v5/pgconn.(*PgConn).receiveMessage(0xc000700000):567',
        'github.com/jackc/pgx/v5/pgconn.(*MultiResultReader).receiveMessage(0xc000700100):1434',
        'github.com/jackc/pgx/v5/pgconn.(*MultiResultReader).NextResult(0xc000700100):1462',
        'github.com/jackc/pgx/v5.(*Conn).execSimpleProtocol(0xc000710000, {0x1, 0x2}):562',
        'github.com/jackc/pgx/v5.(*Conn).exec(0xc000710000, {0x1, 0x2}):547',
        'github.com/jackc/pgx/v5.(*Conn).Exec(0xc000710000, {0x1, 0x2}):466',
        'github.com/jackc/pgx/v5/pgxpool.(*Conn).Exec(0xc000720000, {0x1, 0x2}):87',
        'github.com/jackc/pgx/v5/pgxpool.(*Pool).Exec(0xc000620000, {0x1, 0x2}, {0x3, 0x4}):611',
      ],
      certainty: 'derived',
    },
    {
      // go-redis 9.7.0.
      pool: 'go-redis',
      state: 'select',
      waits: [
        'github.com/redis/go-redis/v9/internal/pool.(*ConnPool).waitTurn(0xc000600000, {0x1, 0x2}):318',
        'github.com/redis/go-redis/v9/internal/pool.(*ConnPool).Get(0xc000600000, {0x1, 0x2}):264',
        'github.com/redis/go-redis/v9.(*baseClient)._getConn(0xc000620000, {0x1, 0x2}):260',
        'github.com/redis/go-redis/v9.(*baseClient).getConn(0xc000620000, {0x1, 0x2}):248',
        'github.com/redis/go-redis/v9.(*baseClient).withConn(0xc000620000, {0x1, 0x2}, 0xc000630000):381',
        'github.com/redis/go-redis/v9.(*baseClient)._process(0xc000620000, {0x1, 0x2}, {0x3, 0x4}, 0x0):436',
      ],
      has: [
        'github.com/redis/go-redis/v9/internal/proto.(*Reader).readLine(0xc000700000):131',
        'github.com/redis/go-redis/v9/internal/proto.(*Reader).ReadLine(0xc000700000):96',
        'github.com/redis/go-redis/v9/internal/proto.(*Reader).ReadString(0xc000700000):372',
        'github.com/redis/go-redis/v9/internal/pool.(*Conn).WithReader(0xc000710000, {0x1, 0x2}, 0x3, 0xc000640000):74',
        'github.com/redis/go-redis/v9.(*baseClient)._process.func1({0x1, 0x2}, 0xc000710000):448',
        'github.com/redis/go-redis/v9.(*baseClient).withConn(0xc000620000, {0x1, 0x2}, 0xc000630000):391',
        'github.com/redis/go-redis/v9.(*baseClient)._process(0xc000620000, {0x1, 0x2}, {0x3, 0x4}, 0x0):436',
      ],
      certainty: 'guessed',
    },
    {
      // redigo 1.9.2, with Wait set.
      pool: 'redigo',
      state: 'select',
      waits: [
        'github.com/gomodule/redigo/redis.(*Pool).waitVacantConn(0xc000600000, {0x1, 0x2}):388',
        'github.com/gomodule/redigo/redis.(*Pool).GetContext(0xc000600000, {0x1, 0x2}):208',
        'github.com/gomodule/redigo/redis.(*Pool).Get(...):196',
      ],
      has: [
        'github.com/gomodule/redigo/redis.(*conn).readLine(0xc000700000):544',
        'github.com/gomodule/redigo/redis.(*conn).readReply(0xc000700000):626',
        'github.com/gomodule/redigo/redis.(*conn).DoWithTimeout(0xc000700000, 0x0, {0x1, 0x2}):857',
        'github.com/gomodule/redigo/redis.(*conn).Do(0xc000700000, {0x1, 0x2}):774',
        'github.com/gomodule/redigo/redis.(*activeConn).Do(0xc000710000, {0x1, 0x2}):545',
      ],
      certainty: 'guessed',
    },
    {
      // mongo-driver 1.17.1.
      pool: 'mongo',
      state: 'select',
      waits: [
        'go.mongodb.org/mongo-driver/x/mongo/driver/topology.(*pool).checkOut(0xc000600000, {0x1, 0x2}):605',
        'go.mongodb.org/mongo-driver/x/mongo/driver/topology.(*Server).Connection(0xc000610000, {0x1, 0x2}):308',
        'go.mongodb.org/mongo-driver/x/mongo/driver/topology.(*SelectedServer).Connection(0xc000620000, {0x1, 0x2}):1',
        'go.mongodb.org/mongo-driver/x/mongo/driver.Operation.getServerAndConnection({0x1, 0x2}):454',
        'go.mongodb.org/mongo-driver/x/mongo/driver.Operation.Execute({0x1, 0x2}):639',
      ],
      has: [
        'go.mongodb.org/mongo-driver/x/mongo/driver/topology.(*connection).read(0xc000700000, {0x1, 0x2}):524',
        'go.mongodb.org/mongo-driver/x/mongo/driver/topology.(*connection).readWireMessage(0xc000700000, {0x1, 0x2}):453',
        'go.mongodb.org/mongo-driver/x/mongo/driver/topology.(*Connection).ReadWireMessage(0xc000710000, {0x1, 0x2}):745',
        'go.mongodb.org/mongo-driver/x/mongo/driver.Operation.readWireMessage({0x1, 0x2}):1103',
        'go.mongodb.org/mongo-driver/x/mongo/driver.Operation.roundTrip({0x1, 0x2}):1099',
        'go.mongodb.org/mongo-driver/x/mongo/driver.Operation.Execute({0x1, 0x2}):810',
      ],
      certainty: 'guessed',
    },
    {
      // The HTTP/2 client of Go 1.26: who waits for a stream and who has one are goroutines of the library's.
      pool: 'HTTP/2 streams',
      state: 'sync.Cond.Wait',
      by: 'net/http.(*http2ClientConn).roundTrip',
      waits: [
        'sync.(*Cond).Wait(0xc000600058):71',
        'net/http.(*http2ClientConn).awaitOpenSlotForStreamLocked(0xc000600000, 0xc000700000):9057',
        'net/http.(*http2clientStream).writeRequest(0xc000700000, 0xc000800000, 0x0):8773',
        'net/http.(*http2clientStream).doRequest(0xc000700000, 0xc000800000, 0x0):8718',
      ],
      // A body is read from what the connection's own goroutine puts there.
      reads: ['sync.(*Cond).Wait(0xc000750010):71'],
      has: [
        'net/http.(*http2pipe).Read(0xc000750000, {0x1, 0x2, 0x3}):3928',
        'net/http.http2transportResponseBody.Read({0xc000740000}, {0x1, 0x2, 0x3}):9852',
        'net/http.(*bodyEOFSignal).Read(0xc000760000, {0x1, 0x2, 0x3}):3085',
        'io.ReadAll({0x1, 0x2}):712',
      ],
      certainty: 'guessed',
    },
  ];

  describe.each(POOLED)('$pool', ({ pool, state, waits, has, certainty, by, reads }) => {
    const asks = (id: number) =>
      by === undefined ? goroutine(id, state, 'main.s 50:3', ...waits, 'main.show():20') : goroutine(id, state, `${by} 50:3`, ...waits);
    const uses = (id: number) =>
      goroutine(id, reads === undefined ? 'IO wait' : 'sync.Cond.Wait', 'main.s 50:3', ...(reads ?? READING), ...has, 'main.report():70');

    test('who has a connection is waited for', () => {
      expect(edgeOf(asks(10), asks(11), uses(12))).toMatchObject({
        target: 'connection',
        pool,
        identity: 'receiver',
        waiting: 2,
        holder: { by: 'frames', certainty, doing: 'network', frame: { function: 'main.report' } },
      });
      expect(derive(asks(10), asks(11), uses(12)).roots).toMatchObject([{ kind: 'holder', blocks: 2, frame: { function: 'main.report' } }]);
    });

    test('those that have connections wait for nobody', () => {
      expect(derive(uses(12), uses(13)).edges).toEqual([]);
    });

    test('nobody, where others do something else', () => {
      const other = goroutine(12, 'IO wait', 'main.s 50:3', ...READING, 'bufio.(*Reader).Read(0xc000700000):1', 'main.report():70');
      expect(edgeOf(asks(10), other)).toMatchObject({ pool, waiting: 1, holders: [] });
    });
  });

  test('pgx: not who has a connection of another pool', () => {
    const pgx = POOLED.find(({ pool }) => pool === 'pgx');
    const asks = goroutine(10, 'select', 'main.s 50:3', ...(pgx?.waits ?? []), 'main.show():20');
    const uses = goroutine(12, 'IO wait', 'main.s 50:3', ...READING, ...(pgx?.has ?? []), 'main.report():70');
    expect(edgeOf(asks, uses.replaceAll('0xc000620000', '0xc000650000')).holders).toEqual([]);
    // With a connection that it got from Acquire, no stack shows the pool.
    const acquired = uses.replace(/github\.com\/jackc\/pgx\/v5\/pgxpool\.\(\*Pool\)\.Exec.*\n.*\n/, '');
    expect(acquired).not.toBe(uses);
    expect(edgeOf(asks, acquired).holder).toMatchObject({ by: 'frames', certainty: 'guessed' });
  });

  test('calls from C wait for the initialisation of packages', () => {
    const callback = goroutine(10, 'chan receive', '', 'runtime.cgocallbackg1(0x1, 0x2, 0x3):340', 'runtime.cgocallbackg(0x1):320');
    const main = goroutine(
      1,
      'sleep',
      '',
      'time.Sleep(0x1):1',
      'example.org/slow.init.0():9',
      'runtime.doInit1(0x1):7000',
      'runtime.main():250',
    );
    expect(edgeOf(callback, main)).toMatchObject({ target: 'init', holder: { by: 'frames', certainty: 'derived', doing: 'sleep' } });
  });
});

test('what waits while packages are initialised is marked', () => {
  const main = goroutine(1, 'sync.WaitGroup.Wait', '', ...wait('0xc000100050'), 'main.load():30', 'main.init.0():9');
  const worker = goroutine(11, 'IO wait', 'main.load 1:25', ...READS, 'main.load.func1():26');
  expect(edgeOf(main, worker)).toMatchObject({ initialising: true, holder: { by: 'creator', certainty: 'derived' } });
});

test('tens of thousands of different waits take no more than a moment each', () => {
  const stacks = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => {
      const n = from + i;
      const object = `0xc${(n * 64).toString(16).padStart(9, '0')}`;
      return n % 3 === 0
        ? goroutine(n, 'sync.Mutex.Lock', `main.f${n} ${n - 1}:9`, ...lock(object), `main.(*t${n % 7}).put${n}(${object}):20`, 'main.x():1')
        : n % 3 === 1
          ? goroutine(n, 'chan send', `main.f${n} ${n - 1}:9`, `main.(*t${n % 7}).send${n}(${object}):20`, 'main.x():1')
          : goroutine(
              n,
              'sync.WaitGroup.Wait',
              `main.f${n} ${n - 1}:9`,
              ...wait(object),
              `main.(*t${n % 7}).all${n}(${object}):20`,
              'main.x():1',
            );
    });
  const time = (count: number): number => {
    const { dumps, groups } = readText([WRITER, ...stacks(100, 100 + count)].join('\n'));
    const caseFile = new CaseFile();
    for (const { id, ...draft } of [...dumps, ...groups]) caseFile.file(id, draft);
    const begun = process.cpuUsage();
    const made = deriveWaitGraph(caseFile.all);
    expect(made.length).toBeLessThan(300);
    return process.cpuUsage(begun).user / 1000;
  };
  time(500);
  const few = Math.max(20, time(1500));
  // Four times as many: quadratic work would take sixteen times as long.
  expect(time(6000)).toBeLessThan(few * 10);
});
