/**
 * How each incident is made. capture.mjs reads this list.
 *
 * incident  name under samples/incidents/
 * program   directory of the Go program under samples/lab/
 * args      arguments of the program                                  (optional)
 * env       extra environment of the program                          (optional)
 * build     extra flags of `go build`, such as ['-race']              (optional)
 * cgo       true: the program needs a C compiler                      (optional, default false)
 * shell     shell text run before the program, such as 'ulimit -v N'  (optional)
 * signal    signal to send, such as 'SIGABRT'                         (optional)
 * afterMs   delay before the signal, in milliseconds                  (optional, default 500)
 * timeoutMs the process is killed after this time                     (optional, default 15000)
 * go        Go release to build with, such as 'go1.21.13'             (optional, default: the one on PATH)
 * log       name of the file for stdout and stderr                    (optional, default 'stderr.log')
 * tries     run again, this many times at most, until `wants` is seen (optional, default 1)
 * wants     text that the output must hold for a capture to count     (optional)
 */

/** The same incident with older releases; Go prints crashes a little differently from release to release. */
const withReleases = (recipe, ...releases) => [
  recipe,
  ...releases.map((go) => ({ ...recipe, incident: `${recipe.incident}-${go.replace(/\.\d+$/, '')}`, go })),
];

const GO_119 = 'go1.19.13';
const GO_121 = 'go1.21.13';

/** Programs that misuse channels, wait groups, locks, maps, pointers, memory: one death each. */
const crashes = [
  ...withReleases({ incident: 'send-on-closed-channel', program: 'sendclosed', wants: 'send on closed channel' }, GO_121, GO_119),
  { incident: 'close-of-closed-channel', program: 'closetwice', wants: 'close of closed channel' },
  { incident: 'close-of-nil-channel', program: 'closenil', wants: 'close of nil channel' },
  ...withReleases({ incident: 'waitgroup-negative-counter', program: 'wgnegative', wants: 'negative WaitGroup counter' }, GO_121),
  // The process does not end by itself: the dump is written on SIGUSR1, the end comes with the time limit.
  ...withReleases(
    { incident: 'waitgroup-hang', program: 'wghang', signal: 'SIGUSR1', afterMs: 1500, timeoutMs: 3000, wants: 'is empty' },
    GO_121,
    GO_119,
  ),
  // The same, later: goroutines that wait for a minute or more have their age printed.
  { incident: 'waitgroup-hang-minutes', program: 'wghang', signal: 'SIGUSR1', afterMs: 135_000, timeoutMs: 136_500, wants: 'is empty' },
  ...withReleases({ incident: 'nil-pointer-dereference', program: 'nilroundtrip', wants: 'nil pointer dereference' }, GO_121, GO_119),
  { incident: 'nil-pointer-recovered', program: 'nilmiddleware', wants: 'http: panic serving' },
  ...withReleases({ incident: 'unexpected-fault-address', program: 'faultaddr', wants: 'unexpected fault address' }, GO_121),
  ...withReleases(
    { incident: 'all-goroutines-asleep-deadlock', program: 'asleep', wants: 'all goroutines are asleep', tries: 5 },
    GO_121,
    GO_119,
  ),
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
  // A near miss: no rule about channels, locks, nil pointers or signals may claim it.
  { incident: 'index-out-of-range', program: 'indexrange', wants: 'index out of range' },
];

export const recipes = [...crashes];
