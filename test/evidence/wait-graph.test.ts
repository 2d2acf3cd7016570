import { describe, expect, test } from 'vitest';
import { CaseFile } from '../../src/evidence/case-file.ts';
import { deriveWaitGraph } from '../../src/evidence/derive/wait-graph/index.ts';
import type { WaitEdgeFact } from '../../src/evidence/facts/wait-edge.ts';
import { readText } from '../parsers/goroutine-dump/read.ts';

type Edge = Omit<WaitEdgeFact, 'id'>;

/** One goroutine: its state, its calls with arguments and lines, innermost first. */
function goroutine(id: number, state: string, ...calls: readonly (readonly [call: string, line: number])[]): string {
  const frames = calls.map(([call, line]) => `${call}\n\t/src/app/app.go:${line} +0x1d\n`).join('');
  return `goroutine ${id} [${state}]:\n${frames}created by main.main in goroutine 1\n\t/src/app/main.go:5 +0x1\n`;
}

const LOCKED = (address: string): readonly (readonly [string, number])[] => [
  [`sync.(*Mutex).lockSlow(${address})`, 171],
  ['sync.(*Mutex).Lock(...)', 90],
];
const READ: readonly (readonly [string, number])[] = [
  ['sync.runtime_SemacquireRWMutexR(0x0?, 0x0, 0x0)', 100],
  ['sync.(*RWMutex).RLock(...)', 70],
];
const WRITE: readonly (readonly [string, number])[] = [
  ['sync.runtime_SemacquireRWMutex(0x0?, 0x0, 0x0)', 105],
  ['sync.(*RWMutex).Lock(0x0?)', 150],
];
const WRITER = 'goroutine 1 [running]:\nmain.main()\n\t/src/app/main.go:9 +0x1\n';

const LOCKS: ReadonlySet<string> = new Set(['mutex', 'rwmutex', 'once']);

/** The edges of locks. */
function edges(...goroutines: readonly string[]): Edge[] {
  const { dumps, groups } = readText([WRITER, ...goroutines].join('\n'));
  const caseFile = new CaseFile();
  for (const { id, ...draft } of [...dumps, ...groups]) caseFile.file(id, draft);
  return deriveWaitGraph(caseFile.all).filter((one): one is Edge => one.type === 'wait-edge' && LOCKS.has(one.target));
}

function edge(...goroutines: readonly string[]): Edge {
  const [first, ...others] = edges(...goroutines);
  if (first === undefined || others.length > 0) throw new Error('one edge was expected');
  return first;
}

describe('who may hold a lock', () => {
  const waiting = goroutine(10, 'sync.Mutex.Lock', ...LOCKED('0xc000100010'), ['main.(*pool).get(0xc000100000)', 20]);

  test('nobody, where nobody is in a method of the type', () => {
    const other = goroutine(11, 'IO wait', ['main.(*client).read(0xc000200000)', 50]);
    expect(edge(waiting, other)).toMatchObject({
      target: 'mutex',
      address: '0xc000100010',
      identity: 'address',
      object: 'main.pool',
      waiting: 1,
      blocks: 1,
      holders: [],
      free: 0,
      near: 1,
    });
  });

  test('a method of the same object', () => {
    const holder = goroutine(
      11,
      'IO wait',
      ['net.(*conn).Read(0xc000300000)', 1],
      ['main.(*pool).fill(0xc000100000)', 50],
      ['main.run()', 9],
    );
    expect(edge(waiting, holder)).toMatchObject({
      holder: { by: 'receiver', certainty: 'derived', doing: 'network', count: 1, loop: false, frame: { function: 'main.(*pool).fill' } },
      free: 1,
    });
  });

  test('not a method of another object of the type', () => {
    const stranger = goroutine(11, 'IO wait', ['main.(*pool).fill(0xc000900000)', 50]);
    expect(edge(waiting, stranger).holders).toEqual([]);
  });

  test('a method of the type is a guess where its object is not printed', () => {
    const stranger = goroutine(11, 'sleep', ['time.Sleep(0x1)', 1], ['main.(*pool).fill(0xc000100000?)', 50], ['main.run()', 9]);
    expect(edge(waiting, stranger).holder).toMatchObject({ by: 'type', certainty: 'guessed', doing: 'sleep' });
  });

  test.each([
    ['past the line of the lock', 21, 'function'],
    ['at the line of the lock or before it', 20, undefined],
  ])('the function that the others wait in, %s', (_, line, by) => {
    const same = goroutine(11, 'chan send', ['main.(*pool).get(0xc000100000?)', line]);
    expect(edge(waiting, same).holder?.by).toBe(by);
  });

  test('two that do the same cannot both hold a mutex', () => {
    const two = [11, 12].map((id) =>
      goroutine(id, 'IO wait', ['net.(*conn).Read(0xc000300000)', 1], ['main.(*pool).get(0xc000100000)', 30]),
    );
    expect(edge(waiting, ...two).holder).toMatchObject({ by: 'receiver', certainty: 'guessed', count: 2 });
  });

  test('the loop that a goroutine was started with mostly holds nothing', () => {
    const loop = goroutine(11, 'select', ['main.(*pool).sweep(0xc000100000)', 50]);
    expect(edge(waiting, loop).holder).toMatchObject({ doing: 'select', loop: true });
  });

  test('fsync is told from other calls into the system', () => {
    const holder = goroutine(
      11,
      'syscall',
      ['syscall.Fsync(0x3)', 1],
      ['os.(*File).Sync(0xc000001000)', 2],
      ['main.(*pool).save(0xc000100000)', 60],
    );
    expect(edge(waiting, holder).holder?.doing).toBe('fsync');
  });
});

describe('cycles', () => {
  const ab = goroutine(
    10,
    'sync.Mutex.Lock',
    ...LOCKED('0xc000200008'),
    ['main.(*b).put(0xc000200000)', 20],
    ['main.(*a).move(0xc000100000)', 40],
  );
  const ba = goroutine(
    11,
    'sync.Mutex.Lock',
    ...LOCKED('0xc000100008'),
    ['main.(*a).put(0xc000100000)', 60],
    ['main.(*b).move(0xc000200000)', 80],
  );

  test('two locks, by the objects on the stacks', () => {
    const found = edges(ab, ba);
    expect(found).toHaveLength(2);
    for (const one of found) expect(one).toMatchObject({ blocks: 2, free: 0, cycle: { length: 2, certainty: 'derived', closed: true } });
  });

  test('two transfers in one function', () => {
    const from = goroutine(10, 'sync.Mutex.Lock', ...LOCKED('0xc000100008'), ['main.(*account).pay(0xc000200000)', 20]);
    const to = goroutine(11, 'sync.Mutex.Lock', ...LOCKED('0xc000200008'), ['main.(*account).pay(0xc000100000)', 20]);
    for (const one of edges(from, to)) expect(one).toMatchObject({ cycle: { length: 2, certainty: 'derived', closed: true } });
  });

  test('not two objects whose locks were not released', () => {
    const stacks = ['0xc000100000', '0xc000200000'].map((object, i) =>
      goroutine(10 + i, 'sync.Mutex.Lock', ...LOCKED(object), [`main.(*account).pay(${object})`, 20]),
    );
    expect(edges(...stacks).map(({ cycle }) => cycle)).toEqual([undefined, undefined]);
  });

  test('not closed where somebody else may hold one of them', () => {
    const free = goroutine(12, 'sleep', ['time.Sleep(0x1)', 1], ['main.(*a).pause(0xc000100000)', 90], ['main.run()', 9]);
    expect(edges(ab, ba, free).map(({ cycle }) => cycle?.closed)).toEqual([false, false]);
  });

  test('who has started them and waits for their end holds none of the locks, unless his own calls say so', () => {
    const started = (text: string) => text.replace('created by main.main in goroutine 1', 'created by main.(*a).run in goroutine 9');
    const run = (object: string) =>
      goroutine(9, 'sync.WaitGroup.Wait', ['sync.(*WaitGroup).Wait(0xc000400050)', 206], [`main.(*a).run(${object})`, 75]);
    for (const one of edges(run('0xc000100000?'), started(ab), started(ba)))
      expect(one).toMatchObject({ free: 0, cycle: { certainty: 'derived', closed: true } });
    expect(edges(run('0xc000100000'), started(ab), started(ba)).map(({ free, cycle }) => [free, cycle?.closed])).toEqual([
      [0, false],
      [1, false],
    ]);
  });

  test('none where one waits for the other only', () => {
    const follower = goroutine(11, 'sync.Mutex.Lock', ...LOCKED('0xc000100008'), ['main.(*a).put(0xc000100000)', 60]);
    const found = edges(ab, follower);
    expect(found.map(({ cycle }) => cycle)).toEqual([undefined, undefined]);
    // Whoever holds b blocks both: the one that waits for it, and the one behind that.
    expect(found.map(({ owner, waiting, blocks }) => [owner.function, waiting, blocks])).toEqual([
      ['main.(*b).put', 1, 2],
      ['main.(*a).put', 1, 1],
    ]);
  });
});

describe('a ring of two locks in one function, by its arguments', () => {
  const move = (id: number, at: string, line: number, from: string, to: string) =>
    goroutine(id, 'sync.Mutex.Lock', ...LOCKED(at), [`main.move(${from}, ${to}, 0xc000300000)`, line], [`main.stock.func${id}()`, 69]);
  const there = move(10, '0xc000200008', 52, '0xc000100000', '0xc000200000');
  const back = move(11, '0xc000100008', 52, '0xc000200000', '0xc000100000');
  /** With the stack of all others: they are one group. */
  const alike = (text: string) => text.replace(/func\d+/, 'func1');
  const startedBy = (text: string) => text.replace('created by main.main in goroutine 1', 'created by main.stock in goroutine 9');
  const parent = goroutine(
    9,
    'sync.WaitGroup.Wait',
    ['sync.(*WaitGroup).Wait(0xc000400050)', 206],
    ['main.stock()', 75],
    ['main.run()', 3],
  );

  test.each([
    ['nobody else', [there, back]],
    ['the one that has started the two and waits for their end', [parent, startedBy(there), startedBy(back)]],
    ['nobody, where both have one stack', [there, back].map(alike)],
    // The three have one stack as well: the line that each waits at tells them apart.
    [
      'those that queue with the same stack',
      [
        there,
        back,
        move(12, '0xc000200008', 50, '0xc000200000', '0xc000100000'),
        move(13, '0xc000200008', 50, '0xc000200000', '0xc000100000'),
        move(14, '0xc000100008', 50, '0xc000100000', '0xc000200000'),
      ].map(alike),
    ],
    // Of the two that wait for the second one of their objects one has come from elsewhere.
    ['one that holds a third lock', [there, back, move(12, '0xc000200008', 52, '0xc000600000', '0xc000200000')].map(alike)],
    // Neither waits for the second lock of its call.
    ['those that queue for the first lock of theirs', [there, back, move(12, '0xc000200008', 50, '0xc000200000', '0xc000100000')]],
  ])('beside %s', (_, stacks) => {
    const found = edges(...stacks);
    expect(found).toHaveLength(2);
    for (const one of found)
      expect(one).toMatchObject({
        free: 0,
        holder: { by: 'argument', certainty: 'derived', frame: { function: 'main.move', line: 52 } },
        cycle: { length: 2, certainty: 'derived', closed: true },
      });
  });

  test.each([
    ['who goes on may hold both', [there, back, goroutine(12, 'IO wait', ['net.(*conn).Read(0xc000900000)', 1], ['main.sweep()', 90])]],
    ['the one that waits for others may', [parent, there, back]],
    ['one of the objects is another', [there, move(11, '0xc000100008', 52, '0xc000500000', '0xc000100000')]],
    ['an object is not printed reliably', [there, back.replace('0xc000200000, 0xc000100000', '0xc000200000?, 0xc000100000')]],
    // That line may be where both take their first lock, and somebody who is gone has the two.
    [
      'both wait for what they were given first',
      [move(10, '0xc000100008', 50, '0xc000100000', '0xc000200000'), move(11, '0xc000200008', 50, '0xc000200000', '0xc000100000')].map(
        alike,
      ),
    ],
    // Locks that are taken in the order of their addresses: the first of the two has none yet.
    [
      'all take them in one order',
      [move(10, '0xc000100008', 50, '0xc000100000', '0xc000200000'), move(11, '0xc000200008', 52, '0xc000100000', '0xc000200000')].map(
        alike,
      ),
    ],
    [
      'there are more than the arguments are read of',
      [there, back, ...Array.from({ length: 40 }, (_, n) => move(20 + n, '0xc000200008', 50, '0xc000200000', '0xc000100000'))].map(alike),
    ],
    ['two goroutines do the same', [there, back, back.replace('goroutine 11', 'goroutine 12')]],
  ])('not proven where %s', (_, stacks) => {
    for (const { cycle, holders } of edges(...stacks)) {
      expect(cycle?.certainty).not.toBe('derived');
      expect(holders.filter(({ by }) => by === 'argument')).toEqual([]);
    }
  });

  test('none where all of one function wait for one lock, or for two locks of one object', () => {
    const one = Array.from({ length: 6 }, (_, n) => move(20 + n, '0xc000200008', 52, '0xc000100000', '0xc000200000')).map(alike);
    expect(edges(...one).map(({ cycle, holders }) => [cycle, holders])).toEqual([[undefined, []]]);
    const put = (id: number, at: string) =>
      goroutine(
        id,
        'sync.Mutex.Lock',
        ...LOCKED(at),
        ['main.(*store).put(0xc000100000, 0x3)', 20],
        ['main.(*store).run(0xc000100000)', 44],
      );
    for (const { cycle, holders } of edges(...[3, 4, 5].map((id) => put(id, '0xc000100010')), put(6, '0xc000100020'))) {
      expect(cycle?.certainty).not.toBe('derived');
      expect(holders.filter(({ by }) => by === 'argument')).toEqual([]);
    }
  });

  test('a caller that has the lock and waits for those that want it stays its holder', () => {
    const day = goroutine(9, 'sync.WaitGroup.Wait', ['sync.(*WaitGroup).Wait(0xc000400050)', 206], ['main.(*book).day(0xc000100000)', 75]);
    const post = startedBy(goroutine(10, 'sync.Mutex.Lock', ...LOCKED('0xc000100008'), ['main.(*book).post(0xc000100000)', 20])).replace(
      'main.stock',
      'main.(*book).day',
    );
    expect(edge(day, post)).toMatchObject({ free: 1, holder: { by: 'receiver', certainty: 'derived', doing: 'wait' } });
    expect(edge(day, post).cycle).toBeUndefined();
  });
});

describe('a goroutine that waits for itself', () => {
  const outer: readonly [string, number] = ['main.(*table).Put(0xc000100000)', 40];

  test('by the same receiver', () => {
    expect(edge(goroutine(10, 'sync.Mutex.Lock', ...LOCKED('0xc000100000'), ['main.(*table).Len(0x0?)', 20], outer)).self).toMatchObject({
      inner: 'main.(*table).Len',
      outer: 'main.(*table).Put',
      certainty: 'derived',
      reads: false,
    });
  });

  test('a guess without receivers', () => {
    const stack = goroutine(
      10,
      'sync.Mutex.Lock',
      ...LOCKED('0xc000100000?'),
      ['main.(*table).Len(0x0?)', 20],
      ['main.(*table).Put(0x0?)', 40],
    );
    expect(edge(stack)).toMatchObject({ identity: 'type', self: { certainty: 'guessed' } });
  });

  test.each([
    ['the lock of another object', goroutine(10, 'sync.Mutex.Lock', ...LOCKED('0xc000900000'), ['main.(*table).Len(0x0?)', 20], outer)],
    ['a method of another type', goroutine(10, 'sync.Mutex.Lock', ...LOCKED('0xc000900000'), ['main.(*row).Len(0x0?)', 20], outer)],
    [
      'a closure of the same function',
      goroutine(10, 'sync.Mutex.Lock', ...LOCKED('0xc000100000'), ['main.(*table).Put.func1()', 20], outer),
    ],
  ])('not with %s', (_, stack) => expect(edge(stack).self).toBeUndefined());

  test('a sync.Once within itself', () => {
    const stack = goroutine(
      10,
      'sync.Mutex.Lock',
      ...LOCKED('0xc000100004'),
      ['sync.(*Once).doSlow(0xc000100000, 0x1)', 60],
      ['sync.(*Once).Do(...)', 50],
      ['main.config()', 20],
      ['main.load()', 30],
      ['sync.(*Once).doSlow(0xc000100000, 0x1)', 70],
      ['sync.(*Once).Do(...)', 50],
      ['main.config()', 20],
    );
    expect(edge(stack)).toMatchObject({ target: 'once', self: { certainty: 'derived' } });
  });

  test('a reader that asks again behind a writer', () => {
    const stacks = [
      goroutine(10, 'sync.RWMutex.RLock', ...READ, ['main.(*conf).get(0xc000100000)', 20], ['main.(*conf).sum(0xc000100000)', 40]),
      goroutine(11, 'sync.RWMutex.Lock', ...WRITE, ['main.(*conf).set(0xc000100000)', 60]),
      goroutine(12, 'sync.RWMutex.RLock', ...READ, ['main.(*conf).get(0xc000100000)', 20]),
    ];
    expect(edge(...stacks)).toMatchObject({
      target: 'rwmutex',
      identity: 'receiver',
      readers: 2,
      writers: 1,
      self: { inner: 'main.(*conf).get', outer: 'main.(*conf).sum', certainty: 'derived', reads: true },
    });
  });
});

test('a process that waits for no lock has no edges', () => {
  expect(edges(goroutine(10, 'chan receive', ['main.(*pool).get(0xc000100000)', 20]))).toEqual([]);
});

test('locks are told apart by address, and waits without one join the only lock of the type', () => {
  const stacks = [
    goroutine(10, 'sync.Mutex.Lock', ...LOCKED('0xc000100000'), ['main.(*t).f()', 20]),
    goroutine(11, 'sync.Mutex.Lock', ...LOCKED('0xc000100000?'), ['main.(*t).g()', 30]),
  ];
  expect(edge(...stacks).waiting).toBe(2);
  const another = goroutine(12, 'sync.Mutex.Lock', ...LOCKED('0xc000200000'), ['main.(*t).h()', 40]);
  expect(edges(...stacks, another).map(({ waiting, identity }) => [waiting, identity])).toEqual([
    [1, 'address'],
    [1, 'type'],
    [1, 'address'],
  ]);
});
