import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';

/** What a report of one text has, the strongest word of each: `signature confidence`. */
async function findings(text: string): Promise<readonly string[]> {
  async function* source(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  return (await analyze(['-'], { stdin: source })).findings.map(({ signature, confidence }) => `${signature} ${confidence}`);
}

const BANNER = 'SIGQUIT: quit\nPC=0x46f341 m=0 sigcode=0\n\n';
const END = 'rax    0xca\nrip    0x46f341\nexit status 2\n';

/** One of the runtime's own, which every dump of this kind has. */
const SYSTEM = `goroutine 2 gp=0xc000006700 m=nil [force gc (idle)]:
runtime.gopark(0x0?, 0x0?, 0x0?, 0x0?, 0x0?)
\t/usr/local/go/src/runtime/proc.go:424 +0xce fp=0xc000042fa8 sp=0xc000042f88 pc=0x470d6e
runtime.forcegchelper()
\t/usr/local/go/src/runtime/proc.go:337 +0xb3 fp=0xc000042fe0 sp=0xc000042fa8 pc=0x43b473
created by runtime.init.7 in goroutine 1
\t/usr/local/go/src/runtime/proc.go:325 +0x1a

`;

function main(state: string, runtime: string, own: string): string {
  return `goroutine 1 gp=0xc0000061c0 m=nil [${state}]:
runtime.gopark(0x54d920?, 0x7f931e0af108?, 0x70?, 0x0?, 0xc00005bea8?)
\t/usr/local/go/src/runtime/proc.go:424 +0xce fp=0xc00005be68 sp=0xc00005be48 pc=0x466aee
${runtime}
\t/usr/local/go/src/runtime/chan.go:489 +0x12 fp=0xc00005bf08 sp=0xc00005bee0 pc=0x407872
${own}(0xc000012060)
\t/src/batch.go:31 +0x44 fp=0xc00005bf28 sp=0xc00005bf08 pc=0x4915b4
main.main()
\t/src/main.go:10 +0x74 fp=0xc00005bf50 sp=0xc00005bf28 pc=0x4915f4
runtime.main()
\t/usr/local/go/src/runtime/proc.go:272 +0x28b fp=0xc00005bfe0 sp=0xc00005bf50 pc=0x436aeb

`;
}

const SIGNALS = `goroutine 19 gp=0xc0000076c0 m=2 mp=0xc000100008 [syscall]:
runtime.notetsleepg(0xa37ba0, 0xffffffffffffffff)
\t/usr/local/go/src/runtime/lock_futex.go:246 +0x29 fp=0xc000034fa0 sp=0xc000034f68 pc=0x40bc94
os/signal.signal_recv()
\t/usr/local/go/src/runtime/sigqueue.go:152 +0x29 fp=0xc000034fc0 sp=0xc000034fa0 pc=0x46912f
os/signal.loop()
\t/usr/local/go/src/os/signal/signal_unix.go:23 +0x13 fp=0xc000034fe0 sp=0xc000034fc0 pc=0x6bb4f9
created by os/signal.Notify.func1.1 in goroutine 1
\t/usr/local/go/src/os/signal/signal.go:151 +0x1f

`;

const LISTENER = `goroutine 7 gp=0xc0000076c0 m=nil [IO wait]:
internal/poll.runtime_pollWait(0x7fed87650000, 0x72)
\t/usr/local/go/src/runtime/netpoll.go:351 +0x85 fp=0xc000044e60 sp=0xc000044e30 pc=0x46a405
internal/poll.(*FD).Accept(0xc0000b4080)
\t/usr/local/go/src/internal/poll/fd_unix.go:613 +0x28c fp=0xc000044ec0 sp=0xc000044e60 pc=0x4b1a2c
main.serve()
\t/src/main.go:21 +0x65 fp=0xc000044fe0 sp=0xc000044ec0 pc=0x4b2a05
created by main.main in goroutine 1
\t/src/main.go:9 +0x5c

`;

const RECEIVE = main('chan receive', 'runtime.chanrecv1(0x4d6a38?, 0x0?)', 'main.(*batch).wait');
const SEND = main('chan send', 'runtime.chansend1(0x4d6a38?, 0x0?)', 'main.(*batch).push');
const SELECT = main('select', 'runtime.selectgo(0xc000044fa8, 0xc000044f90, 0x0?, 0x0, 0x0?, 0x1)', 'main.(*batch).loop');

describe('whoever asks for a dump by SIGQUIT has a reason, and the reason stands first', () => {
  test.each([
    ['nobody is left to wake the only one', RECEIVE, ['deadlock-detector-blind weak', 'external-signal moderate']],
    ['a send is from no timer', SEND, ['deadlock-detector-blind moderate', 'external-signal moderate']],
    ['a listener for signals keeps the runtime silent', RECEIVE + SIGNALS, ['deadlock-detector-blind weak', 'external-signal moderate']],
    ['a server that waits for its end', RECEIVE + LISTENER, ['external-signal moderate']],
    ['a select has other things to wait for', SELECT, ['external-signal moderate']],
    [
      'another goroutine that waits for one of several things',
      SEND + SELECT.replace('goroutine 1 ', 'goroutine 8 '),
      ['external-signal moderate'],
    ],
  ])('%s', async (_, goroutines, expected) => {
    expect(await findings(BANNER + goroutines + SYSTEM + END)).toEqual(expected);
  });

  test('nobody asked: an excerpt without SIGQUIT says nothing', async () => {
    expect(await findings(RECEIVE)).toEqual([]);
  });
});

describe('a stack that somebody has cut out of a dump', () => {
  const fsync = (root: string) => `goroutine 8817 [runnable]:
syscall.Syscall(0x4b, 0x9, 0x0, 0x0)
\t/usr/local/go/src/syscall/asm_linux_amd64.s:18 +0x5
syscall.Fdatasync(0x9, 0xc0004c1b58, 0xc0004c1b60)
\t/usr/local/go/src/syscall/zsyscall_linux_amd64.go:470 +0x4a
example.org/store.(*segment).commit(0xc00001c0a8)
\t/src/store/segment.go:121 +0x3e
${root}`;

  test('one that writes to a disk, and nothing else, names the disk, weakly', async () => {
    expect(await findings(fsync(''))).toEqual(['slow-disk-fsync weak']);
  });

  test('a whole one, or one among others, does not', async () => {
    expect(await findings(fsync('created by example.org/store.Open in goroutine 1\n\t/src/store/store.go:12 +0x3e\n'))).toEqual([]);
    expect(await findings(`${fsync('')}\n${RECEIVE}`)).toEqual([]);
  });
});

describe('a report of a watched lock', () => {
  const head = `POTENTIAL DEADLOCK:
Previous place where the lock was grabbed
goroutine 27 lock 0xc0000b4018
feed/feed.go:58 feed.(*Feed).Publish { f.mu.Lock() } <<<<<

Have been trying to lock it again for more than 30s
goroutine 40 lock 0xc0000b4018
feed/feed.go:77 feed.(*Feed).Subscribe { f.mu.Lock() } <<<<<

`;
  test('cut before what the holder does: perhaps it was not released', async () => {
    expect(await findings(head)).toEqual(['mutex-missing-unlock weak', 'app-deadlock-watchdog strong']);
  });

  test('whose holder has ended: it was not released', async () => {
    const others =
      'Other goroutines holding locks:\ngoroutine 41 lock 0xc0000b4100\nfeed/store.go:20 feed.(*store).get { s.mu.Lock() } <<<<<\n';
    expect(await findings(head + others)).toEqual(['mutex-missing-unlock moderate', 'app-deadlock-watchdog strong']);
  });

  test('whose holder is alive: it may yet release it', async () => {
    const now =
      'Here is what goroutine 27 doing now\ngoroutine 27 [sleep]:\ntime.Sleep(0x3b9aca00)\n\t/usr/local/go/src/runtime/time.go:285 +0xf2\n';
    expect(await findings(head + now)).toEqual(['app-deadlock-watchdog strong']);
  });
});
