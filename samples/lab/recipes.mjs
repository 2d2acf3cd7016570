/**
 * How each incident is made. capture.mjs reads this list.
 *
 * incident  name under samples/incidents/
 * program   directory of the Go program under samples/lab/
 * args      arguments of the program                                  (optional)
 * env       extra environment of the program                          (optional)
 * build     extra flags of `go build`, such as ['-race']              (optional)
 * experiment  GOEXPERIMENT of the build, for what a release does not have on by default (optional)
 * test      flags of `go test`, such as ['-race', '-v'], for a package of tests; the go command is run, no binary  (optional)
 * cgo       true: the program needs a C compiler                      (optional, default false)
 * shell     shell text run before the program, such as 'ulimit -v N'  (optional)
 * signal    signal to send, such as 'SIGABRT'                         (optional)
 * afterMs   delay before the signal, in milliseconds                  (optional, default 500)
 * timeoutMs the process is killed after this time                     (optional, default 15000)
 * go        Go release to build with, such as 'go1.21.13'             (optional, default: the one on PATH)
 * log       name of the file for stdout and stderr                    (optional, default 'stderr.log')
 * address   host and port that the program listens on                 (with `operator`)
 * operator  what is asked of the program while it runs, and saved     (optional; see operator.mjs)
 * tries     run again, this many times at most, until `wants` is seen (optional, default 1)
 * wants     text that the output must hold for a capture to count     (optional)
 * into      file below samples/ where the log is kept, in place of an incident   (optional)
 */

/** The same incident with older releases; Go prints crashes a little differently from release to release. */
const withReleases = (recipe, ...releases) => [
  recipe,
  ...releases.map((go) => ({ ...recipe, incident: `${recipe.incident}-${go.replace(/\.\d+$/, '')}`, go })),
];

const GO_113 = 'go1.13.15';
const GO_119 = 'go1.19.13';
const GO_121 = 'go1.21.13';
const GO_122 = 'go1.22.12';
const GO_127 = 'go1.27.3';

/** Programs that misuse channels, wait groups, locks, maps, pointers, memory: one death each. */
const crashes = [
  ...withReleases({ incident: 'send-on-closed-channel', program: 'sendclosed', wants: 'send on closed channel' }, GO_121, GO_119),
  { incident: 'close-of-closed-channel', program: 'closetwice', wants: 'close of closed channel' },
  { incident: 'close-of-nil-channel', program: 'closenil', wants: 'close of nil channel' },
  ...withReleases({ incident: 'waitgroup-negative-counter', program: 'wgnegative', wants: 'negative WaitGroup counter' }, GO_121),
  // Which side of the misuse sees it is a matter of luck, so these may have to run several times.
  ...withReleases({ incident: 'waitgroup-misuse', program: 'wgcrawl', wants: 'Add called concurrently with Wait', tries: 20 }, GO_119),
  { incident: 'waitgroup-misuse-reused', program: 'wgdrain', wants: 'is reused before previous Wait', tries: 20 },
  // The process does not end by itself: the dump is written on SIGUSR1, the end comes with the time limit.
  ...withReleases(
    { incident: 'waitgroup-hang', program: 'wghang', signal: 'SIGUSR1', afterMs: 1500, timeoutMs: 3000, wants: 'is empty' },
    GO_121,
    GO_119,
  ),
  // The same, later: goroutines that wait for a minute or more have their age printed.
  { incident: 'waitgroup-hang-minutes', program: 'wghang', signal: 'SIGUSR1', afterMs: 135_000, timeoutMs: 136_500, wants: 'is empty' },
  // Waits by design: a rule about WaitGroups may claim neither of them. The second one has ages.
  { incident: 'healthy-waitgroup-servers', program: 'wgservers', signal: 'SIGUSR1', afterMs: 1500, timeoutMs: 3000, wants: 'written' },
  {
    incident: 'healthy-waitgroup-servers-minutes',
    program: 'wgservers',
    signal: 'SIGUSR1',
    afterMs: 135_000,
    timeoutMs: 136_500,
    wants: 'written',
  },
  // The process ends after the dump, which is written on SIGUSR1.
  ...withReleases({ incident: 'blocked-forever-nil-chan', program: 'nilqueue', signal: 'SIGUSR1', afterMs: 1500, wants: 'true' }, GO_119),
  ...withReleases({ incident: 'nil-pointer-dereference', program: 'nilroundtrip', wants: 'nil pointer dereference' }, GO_121, GO_119),
  { incident: 'nil-pointer-recovered', program: 'nilmiddleware', wants: 'http: panic serving' },
  ...withReleases({ incident: 'unexpected-fault-address', program: 'faultaddr', wants: 'unexpected fault address' }, GO_121),
  ...withReleases(
    { incident: 'all-goroutines-asleep-deadlock', program: 'asleep', wants: 'all goroutines are asleep', tries: 5 },
    GO_121,
    GO_119,
  ),
  { incident: 'all-goroutines-asleep-goexit', program: 'goexitmain', wants: 'no goroutines' },
  { incident: 'deadlock-detector-blind', program: 'silentlock', signal: 'SIGQUIT', afterMs: 1000, wants: 'SIGQUIT' },
  { incident: 'lock-order-one-stack', program: 'swapbins', signal: 'SIGQUIT', afterMs: 1000, wants: 'main.shift' },
  // Who waits for whom, over several kinds of waits.
  { incident: 'waits-behind-a-lock', program: 'ledger', signal: 'SIGQUIT', afterMs: 1000, wants: 'closeBranch' },
  { incident: 'waits-for-one-call', program: 'flights', signal: 'SIGQUIT', afterMs: 1000, wants: 'doCall' },
  { incident: 'waits-in-transactions', program: 'txpool', signal: 'SIGQUIT', afterMs: 1000, wants: 'awaitDone' },
  { incident: 'waits-in-a-ring', program: 'gather', signal: 'SIGQUIT', afterMs: 1000, wants: 'chan send' },
  ...withReleases({ incident: 'concurrent-map-access', program: 'mapwrite', wants: 'concurrent map writes', tries: 5 }, GO_121, GO_119),
  ...withReleases({ incident: 'concurrent-map-iteration', program: 'mapiter', wants: 'concurrent map iteration', tries: 5 }, GO_121),
  {
    incident: 'sigabrt-abort',
    program: 'sigabrt',
    env: { GOTRACEBACK: 'all' },
    signal: 'SIGABRT',
    afterMs: 700,
    wants: 'SIGABRT',
  },
  { incident: 'sigabrt-c-abort', program: 'cgoabort', cgo: true, wants: 'double free' },
  // Also a near miss: no rule about channels, locks, nil pointers or signals may claim it.
  { incident: 'index-out-of-range', program: 'indexrange', wants: 'index out of range' },
];

/** Programs that a library refuses, or that refuse themselves. */
const refusals = [
  // The module is one of Go 1.19, whose rules the newer releases keep unless they are told otherwise.
  {
    incident: 'servemux-conflict',
    program: 'muxtwice',
    env: { GODEBUG: 'httpmuxgo121=0' },
    wants: 'conflicts with pattern',
  },
  { incident: 'servemux-conflict-go1.21', program: 'muxtwice', go: GO_121, wants: 'multiple registrations for' },
  { incident: 'duplicate-registration', program: 'flagtwice', wants: 'flag redefined' },
  { incident: 'panic-in-init', program: 'initpanic', wants: 'MAIL_RELAY' },
  { incident: 'panic-nil', program: 'nilpanic', env: { GODEBUG: 'panicnil=0' }, wants: 'nil argument' },
  { incident: 'panic-nil-go1.19', program: 'nilpanic', go: GO_119, wants: 'panic: nil' },
  { incident: 'reflect-misuse', program: 'reflectfield', wants: 'on zero Value' },
  { incident: 'stdlib-argument-panic', program: 'tickerzero', wants: 'non-positive interval' },
  { incident: 'app-deadlock-watchdog', program: 'watchdog', env: { GOTRACEBACK: 'all' }, wants: 'deadlock detected' },
];

const CLONEBOT = '127.0.0.1:8080';
const THUMBNAILS = '127.0.0.1:8081';

/** Path of a clone request: of four pages, one is there, and three are on a host that refuses connections. */
const clone = (i) => `/clone?url=http://${i % 4 === 0 ? `${CLONEBOT}/welcome?name=${i}` : `127.0.0.1:9/page/${i}`}`;

const thumbnail = (i) => `/thumbnail/${i}.png`;

const SESSIONS = '127.0.0.1:8082';

/** Ten heap profiles, three seconds apart. */
const tenProfiles = (query, suffix) =>
  Array.from({ length: 10 }, (_, i) => ({
    atMs: 4_000 + 3_000 * i,
    get: `/debug/pprof/heap${query}`,
    save: `heap-${String(i + 1).padStart(2, '0')}${suffix}`,
  }));

const visit = (i) => `/visit?visitor=v${i}`;

/** Services under load, with what an operator saved from their debug endpoints. */
const services = [
  // The limit lets some 200 failed orders in: what is printed of them at the end stays under the size of a sample.
  {
    incident: 'clonebot',
    program: 'clonebot',
    args: ['-listen', CLONEBOT],
    env: { GODEBUG: 'schedtrace=10000' },
    shell: 'ulimit -v 1470000',
    address: CLONEBOT,
    operator: [
      { atMs: 2_000, requests: 100, get: clone },
      { atMs: 10_000, get: '/debug/pprof/goroutine?debug=2', save: 'goroutines-1.txt' },
      { atMs: 10_500, get: '/debug/pprof/heap?gc=1', save: 'heap-1.pb.gz' },
      { atMs: 75_000, requests: 40, get: clone },
      { atMs: 140_000, get: '/debug/pprof/goroutine?debug=2', save: 'goroutines-2.txt' },
      { atMs: 140_500, get: '/debug/pprof/heap?gc=1', save: 'heap-2.pb.gz' },
      { atMs: 145_000, requests: 200, atOnce: 1, get: clone },
    ],
    timeoutMs: 160_000,
    wants: 'fatal error: out of memory',
  },
  // One dump only, with nothing to compare it with.
  ...withReleases(
    {
      incident: 'clonebot-one-dump',
      program: 'clonebot',
      args: ['-listen', CLONEBOT],
      address: CLONEBOT,
      operator: [
        { atMs: 1_000, requests: 160, atOnce: 40, get: clone },
        { atMs: 8_000, get: '/debug/pprof/goroutine?debug=2', save: 'goroutines.txt' },
      ],
      signal: 'SIGTERM',
      afterMs: 9_000,
    },
    GO_119,
  ),
  // The runtime itself says which goroutines nobody can wake any more.
  {
    incident: 'clonebot-leak-profile',
    program: 'clonebot',
    args: ['-listen', CLONEBOT],
    experiment: 'goroutineleakprofile',
    address: CLONEBOT,
    operator: [
      { atMs: 1_000, requests: 16, get: clone },
      { atMs: 5_000, get: '/debug/pprof/goroutineleak?debug=2', save: 'goroutineleak.txt' },
    ],
    signal: 'SIGTERM',
    afterMs: 6_000,
  },
  // Nothing may be found in these. At the end of the first somebody asks for a dump with the runtime's own goroutines.
  {
    incident: 'healthy-idle',
    program: 'healthy',
    args: ['-listen', THUMBNAILS, '-workers', '128'],
    env: { GODEBUG: 'schedtrace=10000', GOTRACEBACK: 'system' },
    address: THUMBNAILS,
    operator: [
      { atMs: 2_000, requests: 200, atOnce: 4, keepAlive: true, get: thumbnail },
      { atMs: 9_000, get: '/debug/pprof/goroutine?debug=2', save: 'goroutines-1.txt' },
      { atMs: 9_500, get: '/debug/pprof/heap?gc=1', save: 'heap-1.pb.gz' },
      // Waits have an age from the second collection on, so the profile comes first.
      { atMs: 80_000, get: '/debug/pprof/heap?gc=1', save: 'heap-2.pb.gz' },
      { atMs: 81_000, get: '/debug/pprof/goroutine?debug=2', save: 'goroutines-2.txt' },
    ],
    signal: 'SIGQUIT',
    afterMs: 83_000,
    timeoutMs: 90_000,
    wants: 'GC sweep wait',
  },
  // More clients come between the two dumps, so there are more of the goroutines that each request starts.
  {
    incident: 'healthy-load',
    program: 'healthy',
    args: ['-listen', THUMBNAILS, '-workers', '32', '-pause', '300ms'],
    env: { GODEBUG: 'schedtrace=5000' },
    address: THUMBNAILS,
    operator: [
      { atMs: 1_000, requests: 300, atOnce: 6, keepAlive: true, get: thumbnail },
      { atMs: 12_000, get: '/debug/pprof/goroutine?debug=2', save: 'goroutines-1.txt' },
      { atMs: 12_500, get: '/debug/pprof/heap?gc=1', save: 'heap-1.pb.gz' },
      { atMs: 20_000, requests: 2_000, atOnce: 60, keepAlive: true, get: thumbnail },
      { atMs: 32_000, get: '/debug/pprof/goroutine?debug=2', save: 'goroutines-2.txt' },
      { atMs: 32_500, get: '/debug/pprof/heap?gc=1', save: 'heap-2.pb.gz' },
    ],
    signal: 'SIGTERM',
    afterMs: 45_000,
    timeoutMs: 60_000,
    wants: 'thumbnails: stopped',
  },
  // What go tool pprof prints of a service at work: nothing may be found.
  {
    incident: 'healthy-printed',
    program: 'healthy',
    args: ['-listen', THUMBNAILS, '-workers', '32', '-pause', '300ms'],
    address: THUMBNAILS,
    operator: [
      { atMs: 1_000, requests: 1_500, atOnce: 60, keepAlive: true, get: thumbnail },
      ...[
        ['heap', '-top'],
        ['heap', '-list', 'main\\.'],
        ['heap', '-traces'],
        ['heap', '-sample_index=alloc_space', '-top', '-cum'],
        ['allocs', '-tree'],
        ['goroutine', '-top'],
        ['goroutine', '-list', 'main\\.|sql\\.'],
        ['goroutine', '-tree'],
        ['goroutine', '-traces'],
        ['block', '-top'],
        ['mutex', '-top'],
        ['threadcreate', '-top'],
      ].map(([profile, ...pprof], i) => ({
        atMs: 3_000 + 300 * i,
        get: `/debug/pprof/${profile}`,
        pprof,
        save: `${String(i + 1).padStart(2, '0')}-${profile}.txt`,
      })),
      { atMs: 2_000, get: '/debug/pprof/profile?seconds=3', pprof: ['-top'], save: '13-cpu.txt' },
    ],
    signal: 'SIGTERM',
    afterMs: 10_000,
    timeoutMs: 20_000,
    wants: 'thumbnails: stopped',
  },
  // A map that grows with every visitor, beside a cache that is full after a few seconds: profiles in text form.
  {
    incident: 'heap-growth-go1.21',
    program: 'sessions',
    go: GO_121,
    args: ['-listen', SESSIONS],
    address: SESSIONS,
    operator: [{ atMs: 1_000, requests: 100_000, atOnce: 2, keepAlive: true, get: visit }, ...tenProfiles('?gc=1&debug=1', '.txt')],
    signal: 'SIGTERM',
    afterMs: 33_000,
    timeoutMs: 40_000,
    wants: 'listening',
  },
];

const LEAKS = '127.0.0.1:8117';

const dump = '/debug/pprof/goroutine?debug=2';

/** A service that is asked for something `first` times, then `more` times, with a dump of its goroutines after each. */
const twice = (incident, program, get, first, more, rest = {}) => ({
  incident,
  program,
  args: ['-listen', LEAKS],
  address: LEAKS,
  operator: [
    { atMs: 1_000, requests: first, atOnce: 20, get },
    { atMs: 4_000, get: dump, save: 'goroutines-1.txt' },
    { atMs: 5_000, requests: more, atOnce: 20, get },
    { atMs: 8_000, get: dump, save: 'goroutines-2.txt' },
  ],
  signal: 'SIGTERM',
  afterMs: 9_000,
  wants: 'serving on',
  ...rest,
});

/** Services that leak goroutines or connections, or whose requests wait for one another. */
const leaks = [
  ...withReleases(twice('goroutine-leak-chan-send', 'prices', '/price/4711', 40, 60), GO_119),
  twice('goroutine-leak-select', 'follow', '/orders/4711', 40, 60),
  ...withReleases(twice('http-body-leak', 'shipping', '/cost', 60, 80), GO_121),
  twice('http-client-no-timeout', 'webhooks', '/orders', 12, 24),
  twice('http-transport-per-request', 'newclient', '/address', 40, 65),
  twice('http-maxconnsperhost-wait', 'fewconns', '/changed', 20, 20),
  twice('semaphore-exhaustion', 'previews', '/previews', 20, 30),
  twice('sql-db-per-query', 'openeach', '/visit', 40, 80),
  // What somebody pasted into a ticket: the output of go tool pprof, no profile.
  {
    ...twice('sql-pool-exhaustion-listed', 'search', '/find?word=lamp', 1, 1),
    operator: [
      { atMs: 1_000, requests: 40, get: '/find?word=lamp' },
      { atMs: 3_000, get: '/debug/pprof/goroutine', pprof: ['-list', '^database/sql.\\(\\*DB\\).conn$'], save: 'list.txt' },
    ],
  },
  {
    ...twice('sql-pool-exhaustion-peek', 'search', '/find?word=lamp', 1, 1),
    operator: [
      { atMs: 1_000, requests: 40, get: '/find?word=lamp' },
      { atMs: 5_000, get: '/debug/pprof/goroutine', pprof: ['-peek', '^database/sql.\\(\\*DB\\).conn$'], save: 'peek.txt' },
    ],
  },
  // Stacks are printed in full, and tell as much as the profile.
  {
    ...twice('sql-pool-exhaustion-traces', 'search', '/find?word=lamp', 1, 1),
    operator: [
      { atMs: 1_000, requests: 40, get: '/find?word=lamp' },
      { atMs: 3_000, get: '/debug/pprof/goroutine', pprof: ['-traces'], save: 'traces.txt' },
    ],
  },
  {
    ...twice('goroutine-crowd-top', 'fanout', '/publish', 1, 1),
    operator: [
      { atMs: 1_000, requests: 1, get: '/publish' },
      { atMs: 6_000, get: '/debug/pprof/heap?gc=1', pprof: ['-top'], save: 'top.txt' },
    ],
  },
  // No request of these is ever answered.
  {
    ...twice('http-handler-pileup', 'reports', (i) => `/reports/${i}`, 1, 1),
    operator: [
      { atMs: 1_000, requests: 40, get: (i) => `/reports/${i}` },
      { atMs: 3_000, get: dump, save: 'goroutines-1.txt' },
      { atMs: 4_000, requests: 60, get: (i) => `/reports/${i}` },
      { atMs: 8_000, get: dump, save: 'goroutines-2.txt' },
    ],
  },
  ...withReleases(
    {
      ...twice('finalizer-blocked', 'lastwish', '/', 1, 1),
      operator: [
        { atMs: 2_000, get: dump, save: 'goroutines-1.txt' },
        { atMs: 6_000, get: dump, save: 'goroutines-2.txt' },
        { atMs: 6_500, get: '/debug/pprof/heap?gc=1', save: 'heap.pb.gz' },
      ],
    },
    GO_119,
  ),
  // Hundreds of connections that are kept alive, on both sides: nothing may be found.
  {
    ...twice('healthy-keepalive', 'keptalive', '/page', 1, 1),
    operator: [
      { atMs: 1_000, requests: 200, atOnce: 30, keepAlive: true, get: '/page' },
      { atMs: 4_000, get: dump, save: 'goroutines-1.txt' },
      { atMs: 5_000, requests: 500, atOnce: 60, keepAlive: true, get: '/page' },
      { atMs: 9_000, get: dump, save: 'goroutines-2.txt' },
      { atMs: 9_500, get: '/debug/pprof/goroutine', save: 'goroutines.pb.gz' },
    ],
    afterMs: 11_000,
  },
];

/** The runtime's own panics and fatal errors, and those that C code, the system or the test framework bring about. */
const runtimeErrors = [
  ...withReleases({ incident: 'nil-map-write', program: 'nilmapwrite', wants: 'nil map' }, GO_119),
  { incident: 'slice-bounds-out-of-range', program: 'slicebounds', wants: 'slice bounds out of range' },
  { incident: 'interface-conversion', program: 'ifaceconv', wants: 'interface conversion' },
  ...withReleases({ incident: 'explicit-panic', program: 'explicitpanic', wants: 'open store' }, GO_119),
  ...withReleases({ incident: 'panic-chain', program: 'panicchain', wants: '\tpanic: rollback' }, GO_121),
  ...withReleases({ incident: 'panic-hidden', program: 'hiddenpanic', wants: 'unlock of unlocked mutex' }, GO_121),
  ...withReleases({ incident: 'stack-overflow', program: 'stackoverflow', wants: 'stack overflow' }, GO_119),
  ...withReleases({ incident: 'unlock-of-unlocked-mutex', program: 'unlocktwice', wants: 'unlock of unlocked mutex' }, GO_119),
  { incident: 'handler-goroutine-panic', program: 'handlergoroutine', wants: 'panic: supplier' },
  ...withReleases({ incident: 'cgo-sigsegv', program: 'cgosegv', cgo: true, wants: 'SIGSEGV' }, GO_119),
  ...withReleases({ incident: 'cgo-pointer-rules', program: 'cgopointer', cgo: true, wants: 'Go pointer' }, GO_121),
  { incident: 'cgo-callback-panic', program: 'cgocallback', cgo: true, wants: 'panic: visit' },
  { incident: 'cgo-illegal-instruction', program: 'cgotrap', cgo: true, wants: 'SIGILL' },
  { incident: 'cgo-malloc-failed', program: 'cgomalloc', cgo: true, wants: 'C malloc failed' },
  { incident: 'checkptr-violation', program: 'checkptr', build: ['-gcflags=all=-d=checkptr'], wants: 'checkptr' },
  { incident: 'seccomp-sigsys', program: 'seccomp', wants: 'SIGSYS' },
  { incident: 'thread-limit', program: 'threadlimit', wants: 'thread exhaustion' },
  { incident: 'fd-exhaustion', program: 'fdleak', shell: 'ulimit -n 128', wants: 'Max open files' },
  // These need root and hierarchies of control groups of version 1.
  { incident: 'cpu-quota', program: 'boxed', args: ['quota'], env: { GODEBUG: 'schedtrace=1000' }, timeoutMs: 25_000, wants: 'late' },
  { incident: 'pids-limit', program: 'boxed', args: ['forks'], wants: 'resource temporarily unavailable' },
  { incident: 'oom-kill', program: 'boxed', args: ['heap'], wants: 'signal: killed' },
  { incident: 'test-timeout', program: 'testtimeout', args: ['-test.timeout=1500ms'], wants: 'test timed out' },
  { incident: 'invalid-heap-pointer', program: 'stalepointer', wants: 'found bad pointer in Go heap', tries: 5 },
  { incident: 'heap-corruption', program: 'zombie', wants: 'found pointer to free object', tries: 5 },
];

/** Traces of the scheduler. The processes do not end by themselves: a signal or the time limit ends them. */
const TWO = { GOMAXPROCS: '2' };
const NO_PREEMPTION = 'asyncpreemptoff=1';
const scheduler = [
  // What the collector was about to do when it met the loop differs from run to run, and a signal that comes while the
  // trace holds the lock of the scheduler hangs the process: hence `tries`.
  {
    incident: 'gc-stw-nonpreemptible',
    program: 'spinwait',
    env: { GOMAXPROCS: '4', GODEBUG: `schedtrace=500,scheddetail=1,${NO_PREEMPTION}` },
    signal: 'SIGQUIT',
    afterMs: 4700,
    timeoutMs: 6000,
    wants: '[stopping the world]',
    tries: 10,
  },
  {
    incident: 'gc-stw-mark-termination',
    program: 'spinwait',
    env: { GOMAXPROCS: '4', GODEBUG: `schedtrace=500,scheddetail=1,${NO_PREEMPTION}` },
    signal: 'SIGQUIT',
    afterMs: 4700,
    timeoutMs: 6000,
    wants: '[GC mark termination]',
    tries: 20,
  },
  {
    incident: 'gc-stw-plain',
    program: 'spinwait',
    env: { ...TWO, GODEBUG: `schedtrace=200,${NO_PREEMPTION}` },
    timeoutMs: 4000,
    wants: 'SCHED 3',
  },
  // Plain lines and no schedticks: the number of threads tells, from three processors on.
  {
    incident: 'gc-stw-plain-go1.19',
    program: 'spinwait',
    env: { GOMAXPROCS: '6', GODEBUG: `schedtrace=200,${NO_PREEMPTION}` },
    timeoutMs: 4000,
    wants: 'SCHED 3',
    go: GO_119,
  },
  // Before Go 1.14 no setting is needed. The block that a tracing process prints on SIGQUIT settles it.
  {
    incident: 'gc-stw-nonpreemptible-go1.13',
    program: 'spinwait',
    env: { ...TWO, GODEBUG: 'schedtrace=200' },
    signal: 'SIGQUIT',
    afterMs: 4000,
    timeoutMs: 6000,
    wants: 'SIGQUIT: quit',
    tries: 5,
    go: GO_113,
  },
  ...withReleases(
    {
      incident: 'runqueue-saturation',
      program: 'saturated',
      env: { ...TWO, GODEBUG: 'schedtrace=200' },
      timeoutMs: 4000,
      wants: 'SCHED 3',
    },
    GO_119,
  ),
  {
    incident: 'runqueue-saturation-detail',
    program: 'saturated',
    args: ['-pages', '4'],
    env: { ...TWO, GODEBUG: 'schedtrace=500,scheddetail=1' },
    timeoutMs: 4000,
    wants: 'SCHED 3',
  },
  // Saturation, with the sweeper of the garbage collector in the dump.
  {
    incident: 'runqueue-saturation-dump',
    program: 'saturated',
    args: ['-pages', '4'],
    env: { ...TWO, GODEBUG: 'schedtrace=200', GOTRACEBACK: 'system' },
    signal: 'SIGQUIT',
    afterMs: 3500,
    timeoutMs: 5000,
    wants: 'GC sweep wait]',
    tries: 5,
  },
  // A stall of another kind, with the sweeper in the dump.
  {
    incident: 'gc-sweep-wait-stalled',
    program: 'stalled',
    env: { GOTRACEBACK: 'system' },
    signal: 'SIGQUIT',
    afterMs: 1500,
    wants: 'GC sweep wait]',
  },
  // Near misses: a burst that drains, and healthy processes.
  {
    incident: 'runqueue-burst',
    program: 'saturated',
    args: ['-pages', '1', '-pictures', '60', '-blocks', '300'],
    env: { ...TWO, GODEBUG: 'schedtrace=100' },
    timeoutMs: 3500,
    wants: 'SCHED 3',
  },
  {
    incident: 'healthy-schedtrace-idle',
    program: 'renderpool',
    args: ['-pause', '100ms'],
    env: { ...TWO, GODEBUG: 'schedtrace=200' },
    timeoutMs: 4000,
    wants: 'SCHED 3',
  },
  {
    incident: 'healthy-scheddetail-idle',
    program: 'renderpool',
    args: ['-pause', '100ms'],
    env: { ...TWO, GODEBUG: 'schedtrace=500,scheddetail=1' },
    timeoutMs: 4000,
    wants: 'SCHED 3',
  },
  {
    incident: 'healthy-one-processor',
    program: 'renderpool',
    args: ['-workers', '4'],
    env: { GOMAXPROCS: '1', GODEBUG: 'schedtrace=200' },
    timeoutMs: 4000,
    wants: 'SCHED 3',
  },
  ...withReleases(
    {
      incident: 'healthy-busy-processors',
      program: 'renderpool',
      env: { ...TWO, GODEBUG: 'schedtrace=200' },
      timeoutMs: 4000,
      wants: 'SCHED 3',
    },
    GO_119,
  ),
];

/** What stays in the heap: timers, tickers and contexts that nobody ends, and what grows; and what only looks like it. */
const keeping = [
  { incident: 'heap-leak-ten', program: 'heapleak', timeoutMs: 60_000, wants: 'remembered' },
  { incident: 'heap-sawtooth-ten', program: 'sawtooth', timeoutMs: 60_000, wants: 'batches written' },
  { incident: 'heap-warm-cache', program: 'warmcache', timeoutMs: 60_000, wants: 'entries' },
  { incident: 'healthy-large-index', program: 'geoindex', timeoutMs: 60_000, wants: 'looked up' },
  { incident: 'healthy-rising-visits', program: 'visits', timeoutMs: 60_000, wants: 'visitors' },
  { incident: 'healthy-nightly-job', program: 'nightly', timeoutMs: 60_000, wants: 'reported' },
  // A text that grows by a quarter each time; and contexts with a time limit, told by heap profiles alone.
  { incident: 'heap-growth-text', program: 'journal', timeoutMs: 60_000, wants: 'noted' },
  ...withReleases({ incident: 'context-leak-timeout', program: 'callers', timeoutMs: 60_000, wants: 'answered' }, GO_121),
  // The process grows and its heap does not.
  { incident: 'native-memory-growth', program: 'thumbs', cgo: true, timeoutMs: 60_000, wants: 'indexed' },
  { incident: 'ticker-leak', program: 'tickerleak', go: GO_122, timeoutMs: 60_000, wants: 'none is open' },
  { incident: 'ticker-leak-range', program: 'tickerrange', timeoutMs: 60_000, wants: 'have left' },
  { incident: 'time-after-in-loop', program: 'timeafter', go: GO_122, timeoutMs: 60_000, wants: 'messages read' },
  // The module is one of Go 1.19, so that a newer release keeps timers as that one did, unless it is told otherwise.
  { incident: 'time-after-in-loop-asynctimerchan', program: 'timeafter', timeoutMs: 60_000, wants: 'messages read' },
  {
    incident: 'time-after-collected',
    program: 'timeafter',
    env: { GODEBUG: 'asynctimerchan=0' },
    timeoutMs: 60_000,
    wants: 'messages read',
  },
  ...withReleases({ incident: 'context-leak', program: 'ctxroot', timeoutMs: 60_000, wants: 'jobs done' }, GO_119),
  ...withReleases({ incident: 'context-leak-custom-parent', program: 'ctxcustom', timeoutMs: 60_000, wants: 'answered' }, GO_119),
  { incident: 'healthy-deadlines', program: 'deadlines', go: GO_122, timeoutMs: 60_000, wants: 'clients' },
];

/** What the garbage collector of a program prints: in trouble, under load, called for without need. */
const GCTRACE = { GODEBUG: 'gctrace=1', GOMAXPROCS: '2' };
const collections = [
  ...withReleases(
    { incident: 'gc-death-spiral', program: 'gcspiral', env: { ...GCTRACE, GOMEMLIMIT: '24MiB' }, timeoutMs: 30_000, wants: 'served' },
    GO_121,
    GO_119,
  ),
  // The same program and the same load with room to breathe: healthy.
  ...withReleases({ incident: 'gc-under-load', program: 'gcspiral', env: GCTRACE, timeoutMs: 30_000, wants: 'served' }, GO_121, GO_119),
  ...withReleases({ incident: 'gc-assist-pressure', program: 'gcassist', env: GCTRACE, timeoutMs: 30_000, wants: 'rendered' }, GO_119),
  // A waste, but no cause of a failure: nothing may be found.
  {
    incident: 'gc-forced',
    program: 'gcforced',
    env: { ...GCTRACE, GODEBUG: 'gctrace=1,gcpacertrace=1,scavtrace=1,inittrace=1' },
    wants: '(forced)',
  },
  ...withReleases({ incident: 'gc-huge-stacks', program: 'deepstacks', env: GCTRACE, timeoutMs: 60_000, wants: 'done' }, GO_119),
  // The collector by metrics and a CPU profile alone. With room to breathe the second one is healthy.
  {
    incident: 'gc-death-spiral-metrics',
    program: 'meters',
    args: ['-work', 'quotes'],
    env: { GOMEMLIMIT: '48MiB', GOMAXPROCS: '2' },
    timeoutMs: 60_000,
    wants: 'twice',
  },
  {
    incident: 'gc-under-load-metrics',
    program: 'meters',
    args: ['-work', 'quotes'],
    env: { GOMAXPROCS: '2' },
    timeoutMs: 60_000,
    wants: 'twice',
  },
  {
    incident: 'gc-assist-pressure-metrics',
    program: 'meters',
    args: ['-work', 'reports'],
    env: { GOMAXPROCS: '2' },
    timeoutMs: 60_000,
    wants: 'twice',
  },
  {
    incident: 'gc-huge-stacks-metrics',
    program: 'meters',
    args: ['-work', 'trees'],
    env: { GOMAXPROCS: '2' },
    timeoutMs: 60_000,
    wants: 'twice',
  },
  // Profiles in both forms, of the same moment: healthy.
  ...withReleases({ incident: 'healthy-profiles', program: 'snapshots', wants: 'pages' }, GO_121, GO_119),
  // A CPU profile with labels and C code, differences of two moments, and what debug pages give in place of a profile: healthy.
  ...withReleases({ incident: 'healthy-hotspots', program: 'hotspots', cgo: true, timeoutMs: 60_000, wants: 'endpoints' }, GO_121, GO_119),
  // And a dump of the heap, which is no profile.
  {
    incident: 'healthy-hotspots-go1.27',
    program: 'hotspots',
    args: ['-heapdump'],
    build: ['-trimpath'],
    cgo: true,
    go: GO_127,
    timeoutMs: 60_000,
    wants: 'endpoints',
  },
  // Profiles of labelled goroutines with debug=0, 1 and 3. Go 1.26 prints labels in headers only where it is asked to.
  ...withReleases(
    { incident: 'healthy-labels', program: 'labelled', env: { GODEBUG: 'tracebacklabels=1' }, wants: 'goroutines' },
    GO_121,
    GO_119,
    GO_113,
  ),
  // No GOROOT_FINAL any more: -trimpath keeps the directory of the toolchain out of the frames. Go 1.27 prints labels in headers by
  // default, but in a module whose `go` line is older only where it is asked to.
  {
    incident: 'healthy-labels-go1.27',
    program: 'labelled',
    env: { GODEBUG: 'tracebacklabels=1' },
    build: ['-trimpath'],
    go: GO_127,
    wants: 'goroutines',
  },
  // The detector of leaked goroutines: on by default from Go 1.27 on.
  { incident: 'leak-profiles', program: 'labelled', args: ['leak'], experiment: 'goroutineleakprofile', wants: 'goroutines' },
  { incident: 'leak-profiles-go1.27', program: 'labelled', args: ['leak'], build: ['-trimpath'], go: GO_127, wants: 'goroutines' },
];

/** Two faults in one bundle: one leads to the other, or they have nothing to do with each other. */
const both = [
  {
    ...twice('leak-and-nil-map', 'tariffs', '/tariff/nl', 40, 60),
    operator: [
      { atMs: 1_000, requests: 40, atOnce: 20, get: '/tariff/nl' },
      { atMs: 4_000, get: dump, save: 'goroutines-1.txt' },
      { atMs: 5_000, requests: 60, atOnce: 20, get: '/tariff/nl' },
      { atMs: 8_000, get: dump, save: 'goroutines-2.txt' },
      { atMs: 9_000, get: '/midnight' },
    ],
    signal: undefined,
    wants: 'assignment to entry in nil map',
  },
  { incident: 'descriptors-and-nil-response', program: 'avatars', shell: 'ulimit -n 128', wants: 'nil pointer dereference' },
  {
    ...twice('panic-under-lock', 'coupons', '/redeem?coupon=eu-7', 1, 1),
    operator: [
      { atMs: 1_000, requests: 5, atOnce: 1, get: (i) => `/redeem?coupon=eu-${i}` },
      { atMs: 2_000, get: '/redeem?coupon=welcome' },
      { atMs: 3_000, requests: 40, get: (i) => `/redeem?coupon=eu-${i}` },
      { atMs: 5_000, get: dump, save: 'goroutines-1.txt' },
      { atMs: 6_000, requests: 60, get: (i) => `/redeem?coupon=eu-${i}` },
      { atMs: 8_000, get: dump, save: 'goroutines-2.txt' },
    ],
    wants: 'http: panic serving',
  },
  ...withReleases({ incident: 'panic-under-deferred-panic', program: 'rollback', wants: 'index out of range' }, GO_121),
  {
    incident: 'bodies-and-gc-spiral',
    program: 'tracker',
    env: { GODEBUG: 'gctrace=1', GOMAXPROCS: '2', GOMEMLIMIT: '64MiB' },
    timeoutMs: 60_000,
    wants: 'parcels asked for',
  },
  // Needs root, a hierarchy of control groups of version 1 for memory, and dmesg.
  { incident: 'two-pods', program: 'twopods', timeoutMs: 60_000, wants: 'both containers have ended' },
];

/** Processes that hang on a lock; the dump is asked for. */
const HANGS = { signal: 'SIGQUIT', afterMs: 1_500, wants: 'SIGQUIT' };
const locks = [
  ...withReleases({ incident: 'mutex-self-deadlock', program: 'selflock', ...HANGS }, GO_121, GO_119),
  { incident: 'mutex-slow-holder', program: 'slowholder', ...HANGS },
  ...withReleases({ incident: 'rwmutex-read-again', program: 'recount', ...HANGS }, GO_119),
  ...withReleases({ incident: 'cond-lost-wakeup', program: 'lostsignal', cgo: true, ...HANGS }, GO_119),
  { incident: 'init-deadlock', program: 'initwait', ...HANGS },
  ...withReleases({ incident: 'once-deadlock', program: 'onceagain', ...HANGS }, GO_119),
];

/** What the race detector, AddressSanitizer and `go test` print. */
const detectors = [
  ...withReleases({ incident: 'data-race', program: 'racestats', build: ['-race'], wants: 'data race(s)', tries: 5 }, GO_121, GO_119),
  { incident: 'data-race-close', program: 'raceclose', build: ['-race'], wants: 'send on closed channel' },
  ...withReleases(
    { incident: 'data-race-in-test', program: 'racetest', test: ['-race', '-v'], timeoutMs: 300_000, wants: 'race detected', tries: 3 },
    GO_119,
  ),
  {
    incident: 'test-timeout-json',
    program: 'timeouttest',
    test: ['-json', '-timeout=1500ms'],
    log: 'test.json',
    timeoutMs: 300_000,
    wants: 'running tests',
  },
  ...withReleases({ incident: 'test-late-report', program: 'testlate', test: ['-v'], timeoutMs: 300_000, wants: 'has completed' }, GO_119),
  ...withReleases({ incident: 'test-goexit', program: 'testgoexit', test: ['-v'], timeoutMs: 300_000, wants: 'runtime.Goexit' }, GO_121),
  { incident: 'test-os-exit', program: 'testexit', test: [], timeoutMs: 300_000, wants: 'os.Exit(0)' },
  { incident: 'asan-use-after-free', program: 'asanfree', build: ['-asan'], cgo: true, wants: 'heap-use-after-free' },
  { incident: 'asan-leak', program: 'asanleak', build: ['-asan'], cgo: true, wants: 'detected memory leaks' },
];

/**
 * One fault each, from many builds: what differs between the files of a directory must not tell two faults apart. The number in the arguments is a value
 * that stands in messages. From Go 1.23 on -trimpath keeps the directory of a fetched toolchain out of the frames.
 */
const manyBuilds = ['nil', 'repanic', 'explain', 'generic', 'stuck', 'leak', 'recursion'].flatMap((fault) =>
  [
    { name: 'go1.13', go: GO_113, number: 3 },
    { name: 'go1.17', go: 'go1.17.13', number: 4 },
    { name: 'go1.19', go: GO_119, number: 5 },
    { name: 'go1.19-system', go: GO_119, number: 5, env: { GOTRACEBACK: 'system' } },
    { name: 'go1.20-l', go: 'go1.20.14', number: 6, build: ['-gcflags=-l'] },
    { name: 'go1.21', go: GO_121, number: 7 },
    { name: 'go1.22', go: GO_122, number: 8 },
    { name: 'go1.24', go: 'go1.24.13', number: 9, build: ['-trimpath'] },
    { name: 'go1.26', number: 11 },
    { name: 'go1.26-trimpath', number: 12, build: ['-trimpath'] },
    { name: 'go1.26-l', number: 13, build: ['-gcflags=-l'] },
    { name: 'go1.26-N', number: 14, build: ['-gcflags=all=-N -l'] },
    { name: 'go1.26-stripped', number: 15, build: ['-ldflags=-s -w'] },
    { name: 'go1.26-all', number: 16, env: { GOTRACEBACK: 'all' } },
    { name: 'go1.26-system', number: 17, env: { GOTRACEBACK: 'system' } },
    { name: 'go1.26-crash', number: 18, env: { GOTRACEBACK: 'crash' } },
    { name: 'go1.27', go: GO_127, number: 19, build: ['-trimpath'] },
  ]
    .filter(({ go }) => fault !== 'generic' || (go !== GO_113 && go !== 'go1.17.13'))
    .map(({ name, number, ...how }) => ({
      ...how,
      incident: `manybuilds-${fault}-${name}`,
      into: `builds/${fault}/${name}.log`,
      program: 'manybuilds',
      args: [fault, String(number)],
      wants: fault === 'leak' ? 'chan send' : fault === 'stuck' ? 'asleep' : fault === 'recursion' ? 'stack overflow' : 'panic: ',
    })),
);

export const recipes = [
  ...crashes,
  ...refusals,
  ...runtimeErrors,
  ...services,
  ...leaks,
  ...scheduler,
  ...keeping,
  ...collections,
  ...both,
  ...locks,
  ...detectors,
  ...manyBuilds,
];
