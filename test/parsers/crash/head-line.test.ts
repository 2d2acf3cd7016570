import { describe, expect, test } from 'vitest';
import { headLine } from '../../../parsers/crash/head-line.ts';

const segv = { name: 'SIGSEGV', code: '0x1', address: '0x0', pc: '0x49a1b2' };

describe('lines that only reports have', () => {
  test.each([
    ['panic: send on closed channel', { kind: 'panic', text: 'send on closed channel', nested: false }],
    ['panic: ', { kind: 'panic', text: '', nested: false }],
    ['panic:', { kind: 'panic', text: '', nested: false }],
    ['panic: main.T{…} [recovered]', { kind: 'panic', text: 'main.T{…} [recovered]', nested: false }],
    ['\tpanic: cleanup failed', { kind: 'panic', text: 'cleanup failed', nested: true }],
    ['        panic: cleanup failed', { kind: 'panic', text: 'cleanup failed', nested: true }],
    ['fatal error: concurrent map writes', { kind: 'fatal', text: 'concurrent map writes', nested: false }],
    ['\tfatal error: sync: unlock of unlocked mutex', { kind: 'fatal', text: 'sync: unlock of unlocked mutex', nested: true }],
    ['SIGABRT: abort', { kind: 'banner', name: 'SIGABRT', text: 'SIGABRT: abort', signal: { name: 'SIGABRT' } }],
    ['SIGUSR1: user-defined signal 1', { kind: 'banner', name: 'SIGUSR1' }],
    ['SIGDANGER: system crash imminent; free up some page space', { kind: 'banner', name: 'SIGDANGER' }],
    ['SIGFPE: floating-point exception', { kind: 'banner', name: 'SIGFPE' }],
    ['Signal 64', { kind: 'banner', name: 'Signal 64' }],
    [
      'Exception 0xc0000005 0x0 0x10 0x47c1e1',
      { kind: 'banner', name: '0xc0000005', signal: { name: '0xc0000005', code: '0x0', address: '0x10', pc: '0x47c1e1' } },
    ],
    ['[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x49a1b2]', { kind: 'signal', signal: segv }],
    ['[signal SIGSEGV: segmentation violation]', { kind: 'signal', signal: { name: 'SIGSEGV' } }],
    [
      '[signal 0xc0000005 code=0x0 addr=0x0 pc=0x49a1b2]',
      { kind: 'signal', signal: { name: '0xc0000005', code: '0x0', address: '0x0', pc: '0x49a1b2' } },
    ],
    [
      '[signal 0xb code=0x1 addr=0x0 pc=0x400c02]',
      { kind: 'signal', signal: { name: '0xb', code: '0x1', address: '0x0', pc: '0x400c02' } },
    ],
    ['PC=0x47c1e1 m=0 sigcode=0', { kind: 'pc', pc: '0x47c1e1', code: '0' }],
    [
      'PC=0x47c1e1 m=12 sigcode=18446744073709551610 addr=0xd09',
      { kind: 'pc', pc: '0x47c1e1', code: '18446744073709551610', address: '0xd09' },
    ],
    ['PC=0x47c1e1', { kind: 'pc', pc: '0x47c1e1' }],
    ['signal arrived during cgo execution', { kind: 'during-cgo' }],
    ['signal arrived during external code execution', { kind: 'during-cgo' }],
    ['instruction bytes: 0xf 0xb 0x0', { kind: 'instruction-bytes' }],
    ['rax    0x0', { kind: 'register' }],
    ['r10    0xffffffffffffff', { kind: 'register' }],
    ['ra  0x1046c\tsp  0x3fffb7e5e0', { kind: 'register' }],
    ['-----', { kind: 'relay' }],
    ['panic during panic', { kind: 'double-fault' }],
    ['stack trace unavailable', { kind: 'double-fault' }],
    ['exit status 2', { kind: 'exit-status', status: 2 }],
    ['exit status 134', { kind: 'exit-status', status: 134 }],
    ['unexpected fault address 0xdeadbeef', { kind: 'note' }],
    ['accessed data from freed user arena 0xc000800000', { kind: 'note' }],
    ['runtime: goroutine stack exceeds 1000000000-byte limit', { kind: 'note' }],
    ['runtime: out of memory: cannot allocate 1048576-byte block (536608768 in use)', { kind: 'note' }],
    ['fatal: morestack on g0', { kind: 'note' }],
    ['fatal: bad g in signal handler', { kind: 'note' }],
    ['GOMEMLIMIT=lots', { kind: 'note' }],
    ['WARNING: LIKELY CLEANUP/FINALIZER ISSUES', { kind: 'note' }],
    ['write of unpinned Go pointer 0xc00001a0b8 to non-Go memory 0x1d3c2a0', { kind: 'note' }],
    ['abi mismatch detected between main and plugin', { kind: 'note' }],
    ['signal 10 received on thread with no signal stack', { kind: 'note' }],
    ['0xc0000f2040 free  marked   zombie', { kind: 'note-row' }],
    ['0x000000c0000f2040:  0x0000000000000000  0x0000000000000000 ', { kind: 'note-row' }],
    [' *(object+8) = 0xc000100000 <==', { kind: 'note-row' }],
    ['free(): double free detected in tcache 2', { kind: 'c-note' }],
    ['double free or corruption (fasttop)', { kind: 'c-note' }],
    ['*** stack smashing detected ***: terminated', { kind: 'c-note' }],
    ["terminate called after throwing an instance of 'std::bad_alloc'", { kind: 'c-note' }],
    ['  what():  std::bad_alloc', { kind: 'c-note' }],
    ['runtime/cgo: pthread_create failed: Resource temporarily unavailable', { kind: 'c-note' }],
    ['Assertion failed: (n > 0), function grow, file pool.c, line 40.', { kind: 'c-note' }],
    ['app: pool.c:40: grow: Assertion `n > 0’ failed.', { kind: 'c-note' }],
  ])('%s', (text, expected) => {
    expect(headLine(text)).toMatchObject(expected);
  });
});

describe('caught panics', () => {
  const serving = (text: string, by = 'http: panic serving 10.0.0.1:4711') => ({ kind: 'caught', by, text });
  test.each([
    ['http: panic serving 10.0.0.1:4711: boom', serving('boom')],
    ['2024/01/02 15:04:05 http: panic serving 10.0.0.1:4711: boom', serving('boom')],
    ['[web] 2024/01/02 15:04:05.123456 server.go:12: http: panic serving 10.0.0.1:4711: a: b', serving('a: b')],
    ['http2: panic serving 10.0.0.1:4711: boom', serving('boom', 'http2: panic serving 10.0.0.1:4711')],
    ['http: panic serving : boom', serving('boom', 'http: panic serving ')],
    ['http: panic serving ...... : a: b', serving('a: b', 'http: panic serving ......')],
    ['http: panic serving <left out>: boom', serving('boom', 'http: panic serving <left out>')],
    ['http: panic serving [::1]:4711: boom', serving('boom', 'http: panic serving [::1]:4711')],
    ['2024/01/02 15:04:05 http: panic serving 10.0.0.1:4711: open main.go:12', serving('open main.go:12')],
    [
      'E0102 15:04:05.678901       1 runtime.go:77] Observed a panic: "assignment to entry in nil map" (assignment to entry in nil map)',
      { kind: 'caught', by: 'Observed a panic', text: 'assignment to entry in nil map' },
    ],
    [
      'E0102 15:04:05.678901       1 runtime.go:77] Observed a panic: runtime.boundsError{x:5, y:3} (runtime error: index out of range [5] with length 3)',
      { kind: 'caught', text: 'runtime error: index out of range [5] with length 3' },
    ],
    ['Observed a panic: boom', { kind: 'caught', text: 'boom' }],
    [
      'E0102 15:04:05.678901 1 logger.go:1] "Observed a panic" panic="say \\"no\\"" panicGoValue="x" stacktrace="goroutine 1 [running]:"',
      { kind: 'caught', text: 'say "no"' },
    ],
  ])('%s', (text, expected) => {
    expect(headLine(text)).toMatchObject(expected);
  });
});

test.each([
  'panicking: no',
  ' panic',
  'Panic: boom',
  'level=error msg="panic: boom"',
  'fatal error',
  'fatal: not a git repository',
  '[signal]',
  '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x49a1b2',
  'PC=1 m=0',
  'SIGABRT',
  'SIGABRT: Abort trap: 6',
  'SIGTERM: received, shutting down gracefully in 30 seconds, please wait for it to happen',
  'Signal lost',
  'Exception 0xc0000005',
  'Exception in thread "main" java.lang.Error',
  '------',
  'exit status',
  'exit status 2, restarting',
  'rax 12',
  'level=error msg="http: panic serving 10.0.0.1:4711: boom"',
  'the handler logged "Observed a panic: boom" twice',
  'we saw panic serving customers',
  'http: panic serving of all requests: how to',
  'runtime of the job: 3s',
  '0x12 alloc marked',
  'goroutine 1 [running]:',
  'main.main()',
  '',
])('is none of a report: %s', (text) => {
  expect(headLine(text)).toStrictEqual({ kind: 'other' });
});

test.each(['panic: ', 'x', '"', '(', ' ', '[signal SIG', 'a: Assertion ', 'http: panic serving 1:', 'r 0x'])(
  'a line of 1 MiB of %j is read in linear time',
  (part) => {
    const text = part.repeat(Math.ceil((1 << 20) / part.length));
    const before = performance.now();
    headLine(text);
    headLine(`panic serving ${text}`);
    headLine(`${text} "Observed a panic" panic="${text}`);
    expect(performance.now() - before).toBeLessThan(2000);
  },
);
