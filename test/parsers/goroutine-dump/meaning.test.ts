import { describe, expect, test } from 'vitest';
import { idleKindOf, isParkedMain } from '../../../parsers/goroutine-dump/idle.ts';
import { looksPerProcess, looksPerRequest } from '../../../parsers/goroutine-dump/purpose.ts';
import { stateClassOf } from '../../../parsers/goroutine-dump/state-class.ts';
import type { IdleKind, StateClass } from '../../../src/evidence/facts/dump.ts';

describe('state classes', () => {
  test.each<[string, string[], StateClass]>([
    ['semacquire', ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'sync.(*Mutex).Lock', 'main.f'], 'mutex'],
    [
      'sync.Mutex.Lock',
      [
        'internal/sync.runtime_SemacquireMutex',
        'internal/sync.(*Mutex).lockSlow',
        'internal/sync.(*Mutex).Lock',
        'sync.(*Mutex).Lock',
        'main.f',
      ],
      'mutex',
    ],
    ['semacquire', ['runtime.gopark', 'runtime.semacquire1', 'sync.runtime_Semacquire', 'sync.(*RWMutex).RLock', 'main.f'], 'rwmutex-read'],
    ['semacquire', ['sync.runtime_SemacquireMutex', 'sync.(*RWMutex).Lock', 'main.f'], 'rwmutex-write'],
    // A writer that waits for another writer stands in the inner mutex.
    [
      'sync.Mutex.Lock',
      ['sync.runtime_SemacquireMutex', 'sync.(*Mutex).lockSlow', 'sync.(*Mutex).Lock', 'sync.(*RWMutex).Lock', 'main.f'],
      'rwmutex-write',
    ],
    ['sync.Mutex.Lock', ['sync.(*Mutex).Lock', 'sync.(*Once).doSlow', 'sync.(*Once).Do', 'main.f'], 'mutex'],
    ['semacquire', ['sync.runtime_Semacquire', 'sync.(*WaitGroup).Wait', 'main.f'], 'waitgroup'],
    ['sync.Cond.Wait', ['sync.runtime_notifyListWait', 'sync.(*Cond).Wait', 'io.(*pipe).read'], 'cond'],
    // The lock further down is held or past, not waited for.
    ['semacquire', ['main.f', 'sync.(*Once).Do', 'sync.(*Mutex).Lock'], 'semaphore'],
    ['semacquire', ['main.allocate'], 'semaphore'],
    ['semacquire', ['internal/poll.runtime_Semacquire', 'internal/poll.(*fdMutex).rwlock'], 'semaphore'],
    ['sync.RWMutex.RLock', [], 'rwmutex-read'],
    ['chan receive', [], 'chan-receive'],
    ['chan send (nil chan)', [], 'chan-nil'],
    ['select (no cases)', [], 'select-forever'],
    ['IO wait', [], 'io-wait'],
    ['sleep', ['time.Sleep'], 'sleep'],
    ['sleep', ['runtime.gopark', 'runtime.bgscavenge'], 'runtime-idle'],
    ['GC assist wait', ['main.f'], 'gc-assist'],
    ['stopping the world', ['runtime/pprof.f'], 'stop-the-world'],
    ['GC sweep wait', [], 'runtime-idle'],
    ['running', ['sync.(*Mutex).Lock'], 'running'],
    ['runnable', ['sync.(*Mutex).Lock'], 'runnable'],
    ['waiting', ['sync.(*Mutex).Lock'], 'mutex'],
    ['waiting', [], 'other'],
    ['toString', [], 'other'],
    ['__proto__', [], 'other'],
  ])('%s under %j', (state, functions, expected) => {
    expect(stateClassOf(state, functions)).toBe(expected);
  });

  // waitReasonStrings and gStatusStrings (runtime/runtime2.go, runtime/traceback.go) of Go 1.13 to 1.27; locks are in the table above.
  test.each<[StateClass, string[]]>([
    ['chan-receive', ['chan receive', 'chan receive (synctest)']],
    ['chan-send', ['chan send', 'chan send (synctest)']],
    ['chan-nil', ['chan receive (nil chan)', 'chan send (nil chan)']],
    ['select', ['select', 'select (synctest)']],
    ['select-forever', ['select (no cases)']],
    ['io-wait', ['IO wait']],
    ['syscall', ['syscall']],
    ['sleep', ['sleep']],
    ['running', ['running', 'copystack']],
    ['runnable', ['runnable', 'preempted']],
    ['mutex', ['sync.Mutex.Lock']],
    ['rwmutex-read', ['sync.RWMutex.RLock']],
    ['rwmutex-write', ['sync.RWMutex.Lock']],
    ['waitgroup', ['sync.WaitGroup.Wait']],
    ['cond', ['sync.Cond.Wait']],
    ['semaphore', ['semacquire']],
    ['gc-assist', ['GC assist wait', 'GC assist marking']],
    ['gc-cycle', ['wait for GC cycle', 'GC weak to strong wait']],
    ['synctest', ['synctest.Run', 'synctest.Wait']],
    ['coroutine', ['coroutine']],
    [
      'stop-the-world',
      [
        'stopping the world',
        'garbage collection',
        'garbage collection scan',
        'GC mark termination',
        'flushing proc caches',
        'dumping heap',
        'trace goroutine status',
        'trace proc status',
        'page trace flush',
      ],
    ],
    [
      'runtime-idle',
      [
        'idle',
        'force gc (idle)',
        'GC sweep wait',
        'GC scavenge wait',
        'GC worker (idle)',
        'GC worker (active)',
        'finalizer wait',
        'cleanup wait',
        'GOMAXPROCS updater (idle)',
        'trace reader (blocked)',
        'timer goroutine (idle)',
        'waiting for cgo callback',
      ],
    ],
    ['other', ['waiting', 'leaked', 'panicwait', 'debug call', 'dead', '???', 'unknown wait reason']],
  ])('%s by its word alone', (expected, states) => {
    for (const state of states) expect(stateClassOf(state, []), state).toBe(expected);
  });
});

describe('idle by design', () => {
  test.each<[IdleKind | undefined, StateClass, string[], string?]>([
    ['runtime-system', 'runtime-idle', ['runtime.gopark', 'runtime.bgsweep', 'runtime.goexit'], 'runtime.gcenable'],
    ['runtime-system', 'running', ['runtime.gcBgMarkWorker'], 'runtime.gcBgMarkStartWorkers'],
    ['runtime-system', 'syscall', ['runtime.goexit']],
    // A finalizer that runs the program's code is the program's.
    [undefined, 'chan-receive', ['main.finalize', 'runtime.runfinq'], 'runtime.createfing'],
    ['signal-loop', 'syscall', ['os/signal.signal_recv', 'os/signal.loop'], 'os/signal.Notify.func1.1'],
    ['accept-loop', 'io-wait', ['internal/poll.(*FD).Accept', 'net.(*TCPListener).Accept', 'net/http.(*Server).Serve']],
    [
      'idle-connection',
      'io-wait',
      ['net/http.(*connReader).Read', 'bufio.(*Reader).fill', 'bufio.(*Reader).Peek', 'net/http.(*conn).serve'],
    ],
    [undefined, 'io-wait', ['bufio.(*Reader).Peek', 'net/http.(*conn).readRequest', 'net/http.(*conn).serve']],
    [undefined, 'io-wait', ['bufio.(*Reader).Peek', 'net/http.HandlerFunc.ServeHTTP', 'net/http.(*conn).serve']],
    ['idle-connection', 'io-wait', ['bufio.(*Reader).Peek', 'net/http.(*persistConn).readLoop']],
    [undefined, 'select', ['net/http.(*persistConn).readLoop']],
    ['idle-connection', 'select', ['net/http.(*persistConn).writeLoop']],
    [
      'idle-connection',
      'select',
      ['google.golang.org/grpc/internal/transport.(*controlBuffer).get', 'google.golang.org/grpc/internal/transport.(*loopyWriter).run'],
    ],
    ['pool-maintenance', 'select', ['database/sql.(*DB).connectionOpener'], 'database/sql.OpenDB'],
    [undefined, 'chan-receive', ['main.worker'], 'main.main'],
    [
      'pool-worker',
      'chan-receive',
      ['github.com/valyala/fasthttp.(*workerPool).workerFunc', 'github.com/valyala/fasthttp.(*workerPool).getCh.func1'],
    ],
    [
      undefined,
      'chan-receive',
      ['main.ask', 'github.com/valyala/fasthttp.(*Server).serveConn', 'github.com/valyala/fasthttp.(*workerPool).workerFunc'],
    ],
    ['pool-worker', 'chan-receive', ['github.com/panjf2000/ants/v2.(*goWorker).run.func1']],
    [undefined, 'io-wait', ['github.com/panjf2000/ants/v2.(*goWorker).run.func1']],
    ['pool-worker', 'chan-receive', ['google.golang.org/grpc.(*Server).serverWorker']],
    [
      'pool-worker',
      'chan-receive',
      ['k8s.io/client-go/tools/cache.(*processorListener).run.func1', 'k8s.io/apimachinery/pkg/util/wait.BackoffUntil'],
    ],
    [undefined, 'runtime-idle', ['main.odd'], 'main.main'],
  ])('%s: %s in %j', (expected, stateClass, functions, creator) => {
    const input = { stateClass, functions, writer: false, ...(creator === undefined ? {} : { creator }) };
    expect(idleKindOf(input)).toBe(expected);
  });

  test('who wrote the dump, unless a panic is in its stack', () => {
    const functions = ['runtime/pprof.writeGoroutineStacks', 'main.main'];
    expect(idleKindOf({ stateClass: 'running', functions, writer: true })).toBe('dump-writer');
    expect(idleKindOf({ stateClass: 'running', functions: ['main.report', 'panic', 'main.main'], writer: true })).toBeUndefined();
  });

  test.each<[boolean, StateClass, string[], boolean]>([
    [true, 'select-forever', ['main.main'], false],
    [true, 'select-forever', ['runtime.gopark', 'main.main', 'runtime.main', 'runtime.goexit'], false],
    [true, 'chan-receive', ['main.main'], true],
    [false, 'chan-receive', ['main.main'], false],
    [false, 'chan-receive', ['main.wait', 'main.main'], true],
    [false, 'mutex', ['main.main'], true],
    [false, 'select-forever', ['main.worker'], true],
  ])('parked main is %s: %s in %j, signals %s', (expected, stateClass, functions, signals) => {
    expect(isParkedMain(stateClass, functions, signals)).toBe(expected);
  });
});

describe('guesses from names', () => {
  test.each<[boolean, string[], string?]>([
    [true, ['main.handle', 'net/http.HandlerFunc.ServeHTTP', 'net/http.(*conn).serve'], 'net/http.(*Server).Serve'],
    [true, ['main.(*api).ServeHTTP'], 'net/http.(*Server).Serve'],
    [true, ['google.golang.org/grpc.(*Server).handleStream'], 'google.golang.org/grpc.(*Server).serveStreams.func2'],
    [true, ['main.audit.func1'], 'main.(*api).handleRequest'],
    [true, ['main.audit.func1'], 'main.orderHandler.func2'],
    [true, ['main.audit'], 'main.(*api).handleOrder'],
    [true, ['main.audit'], 'main.(*api).HandleOrder.func1'],
    [false, ['main.audit'], 'main.handleSignals'],
    [false, ['main.audit'], 'main.(*api).handlerFor'],
    [false, ['main.audit'], 'main.main.func2'],
    [false, ['bufio.(*Reader).Peek', 'net/http.(*conn).serve'], 'net/http.(*Server).Serve'],
    [false, ['main.worker'], 'main.main'],
    [false, ['main.worker']],
  ])('per request %s: %j by %s', (expected, functions, creator) => {
    expect(looksPerRequest(functions, creator)).toBe(expected);
  });

  test.each<[boolean, string?]>([
    [true, 'main.main'],
    [true, 'example.com/x.init.0'],
    [true, 'github.com/golang/glog.init.1'],
    [true, 'main.NewWorkerPool'],
    [true, 'main.(*Pool).Start'],
    [true, 'main.(*Pool).startWorkers.func1'],
    [false, 'main.(*api).handleRequest'],
    [false, 'main.newRequest'],
    [false, 'net/http.(*Server).Serve'],
    // Handlers are registered in main, in init and in variables of a package.
    [false, 'main.main.func1'],
    [false, 'main.init.1.func4'],
    [false, 'main.glob..func1'],
    [false],
  ])('per process %s: by %s', (expected, creator) => {
    expect(looksPerProcess(creator)).toBe(expected);
  });
});
