import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeBundle } from '../../tui/hostile/bundle.ts';
import { PIECES } from '../../tui/hostile/pieces.ts';
import { CRASH, type HostileCase, MIB, put } from '../hostile-case.ts';

/** Writes a file of more bytes than a buffer should have: the same piece again and again. */
function putMany(
  folder: string,
  name: string,
  piece: string | Buffer,
  times: number,
  ends: { readonly before?: string; readonly behind?: string } = {},
): void {
  const file = openSync(join(folder, name), 'w');
  const bytes = Buffer.from(piece);
  const inOne = Math.max(1, Math.floor(MIB / bytes.length));
  const block = Buffer.concat(Array.from({ length: inOne }, () => bytes));
  writeSync(file, ends.before ?? '');
  for (let left = times; left > 0; left -= inOne) writeSync(file, left >= inOne ? block : block.subarray(0, left * bytes.length));
  writeSync(file, ends.behind ?? '');
  closeSync(file);
}

/** Beginnings of lines that parsers know, each of which may go on for ever. */
const BEGINNINGS: readonly string[] = [
  '',
  'panic: ',
  'fatal error: ',
  'goroutine 1 [',
  'goroutine 1 [running',
  'goroutine 1 gp=0xc000002380 m=0 mp=0x1 [running',
  'main.f(',
  '\t/a.go:',
  'created by ',
  '[signal SIGSEGV: ',
  'SCHED 1ms: ',
  '  P0: ',
  'gc 1 @0.1s 0%: ',
  'WARNING: DATA RACE',
  'Previous write at 0x1 by goroutine ',
  '==1==ERROR: AddressSanitizer: ',
  '--- FAIL: ',
  'FAIL\t',
  'heap profile: ',
  '# 0x1 ',
  '1: 2 [3: 4] @ 0x1 ',
  'cycles/second=',
  '# HELP ',
  'go_goroutines{',
  'go_goroutines ',
  'kernel: oom-kill:',
  '[ 1.0] Out of memory: Killed process ',
  '[ 1.0] ',
  'Nov 26 07:00:00 host app[1]: ',
  '2026-11-26T07:00:00Z stderr F ',
  '2026-11-26T07:00:00.1Z ERROR ',
  '{"log":"',
  '{"msg":"',
  'level=error msg="',
  'ts=1 caller=x ',
  'E1126 07:00:00.1 1 a.go:1] ',
  'web-1  | ',
  '[pod/a/b] ',
  'Name: ',
  'Events:',
  'tcp ESTAB ',
  'USER PID %CPU',
  'http: panic serving ',
  'leaks.go:1: found unexpected goroutines:',
  'POTENTIAL DEADLOCK',
  'a,b,"',
  '<div>',
  '\\x1b[',
  'VmRSS: ',
  'Limit ',
];
/** What they go on with. */
const TAILS: readonly string[] = [
  'a',
  ' ',
  '(',
  ')',
  '[',
  '{',
  '"',
  '\\',
  "'",
  '=',
  ':',
  ',',
  '0',
  '.',
  '/',
  '\t',
  'a.',
  'a/',
  '(*',
  '0x',
  ' a=',
  '&amp;',
  '\u001b[',
  '{"a":',
  '\\"',
  'a: ',
  '%',
  '{a="b",',
  '0+',
  ', ',
  '...',
  '] ',
  '=>',
  '::',
  '-',
  '#',
  '|',
  '1m',
  '\u0000',
  'é',
];
const EVERY = BEGINNINGS.flatMap((beginning) => TAILS.map((tail) => [beginning, tail] as const));

/** A file of lines of so many bytes, one for every beginning and tail. */
const longLines = (length: number): string =>
  EVERY.map(([beginning, tail]) => beginning + tail.repeat(Math.ceil(length / tail.length))).join('\n');

const poisoned = (text: string): string => PIECES.map((piece) => text.replaceAll('%', piece.replaceAll('\n', ' '))).join('\n');

/** Logs, dumps and other lines. */
export const TEXTS: readonly HostileCase[] = [
  { name: 'text/escape-sequences-in-every-field', inspect: true, write: (folder) => writeBundle(folder, { hostile: true }) },
  {
    name: 'text/escape-sequences-in-panics',
    write: (folder) => {
      put(
        folder,
        'p.log',
        poisoned(
          'panic: %boom% [recovered]\n\tpanic: again%\n\ngoroutine 1 [%running]:\nmain.%main(0x1)\n\t/build/%app/main.go:12 +0x1d\ncreated by main.%x in goroutine 5\n\t/build/%/y.go:1 +0x1\n\n',
        ),
      );
      put(
        folder,
        'f.log',
        poisoned(
          'fatal error: %all goroutines are asleep - deadlock!%\n\ngoroutine 1 [%chan receive%, 7 minutes]:\nmain.main%()\n\t/a%.go:1 +0x1\n\n',
        ),
      );
      put(
        folder,
        'u.log',
        poisoned(
          'unexpected fault address 0x%\nfatal error: fault\n[signal SIGSEGV: %segmentation violation code=0x1 addr=0x% pc=0x1]\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n\n',
        ),
      );
      put(
        folder,
        'r.log',
        poisoned(
          '==================\nWARNING: DATA RACE\nWrite at 0x00c0000% by goroutine 7:\n  main.%f()\n      /a%.go:1 +0x1\n\nPrevious read at 0x00c0000 by main% goroutine:\n  main.%g()\n      /b.go:2 +0x2\n==================\n',
        ),
      );
      put(
        folder,
        'h.log',
        poisoned(
          '2026/11/26 07:00:00 http: panic serving %10.0.0.1:1%: runtime error: %\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n',
        ),
      );
    },
  },
  {
    name: 'text/escape-sequences-in-what-wraps-lines',
    inspect: true,
    write: (folder) => {
      put(
        folder,
        'compose.log',
        poisoned('web%-1  | panic: x\nweb%-1  | \nweb%-1  | goroutine 1 [running]:\nweb%-1  | main.main()\nweb%-1  | \t/a.go:1 +0x1\n'),
      );
      put(
        folder,
        'prefix.log',
        poisoned(
          '[pod/a%/b%] panic: x\n[pod/a%/b%] \n[pod/a%/b%] goroutine 1 [running]:\n[pod/a%/b%] main.main()\n[pod/a%/b%] \t/a.go:1 +0x1\n',
        ),
      );
      put(
        folder,
        'docker.json',
        PIECES.map((piece) =>
          ['panic: x\n', '\n', 'goroutine 1 [running]:\n', 'main.main()\n', '\t/a.go:1 +0x1\n']
            .map((log) => JSON.stringify({ log, stream: piece, time: piece, attrs: { [piece]: piece } }))
            .join('\n'),
        ).join('\n'),
      );
      put(
        folder,
        'journal.json',
        PIECES.map((piece) =>
          JSON.stringify({
            MESSAGE: `panic: ${piece}`,
            _HOSTNAME: piece,
            _SYSTEMD_UNIT: piece,
            SYSLOG_IDENTIFIER: piece,
            CONTAINER_NAME: piece,
            __REALTIME_TIMESTAMP: piece,
          }),
        ).join('\n'),
      );
      put(folder, 'syslog.log', poisoned('Nov 26 07:00:00 host% app%[1]: panic: x%\n'));
      put(
        folder,
        'klog.log',
        poisoned(
          'E1126 07:00:00.000001       1 a%.go:1] Observed a panic: %"x" (%)\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n',
        ),
      );
      put(
        folder,
        'logrus.log',
        PIECES.map(
          (piece) =>
            `time=${JSON.stringify(piece)} level=fatal msg=${JSON.stringify(`panic: ${piece}\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n`)} ${piece}=x`,
        ).join('\n'),
      );
    },
  },
  {
    name: 'text/utf-16-and-byte-order-marks',
    inspect: true,
    write: (folder) => {
      put(folder, 'le.log', Buffer.from(`\ufeff${CRASH}`, 'utf16le'));
      put(folder, 'be.log', Buffer.from(`\ufeff${CRASH}`, 'utf16le').swap16());
      put(folder, 'bare.log', Buffer.from(CRASH, 'utf16le'));
      put(folder, 'odd.log', Buffer.concat([Buffer.from(`\ufeff${CRASH}`, 'utf16le'), Buffer.from([0x0a])]));
      put(
        folder,
        'lone.log',
        Buffer.from(`\ufeffpanic: \ud800 \udc00\ud800\n\ngoroutine 1 [running]:\nmain.\udfff()\n\t/a.go:1 +0x1\n`, 'utf16le'),
      );
      put(folder, 'utf32.log', Buffer.from([0xff, 0xfe, 0, 0, 0x70, 0, 0, 0, 0x61, 0, 0, 0]));
      put(folder, 'only-mark.log', Buffer.from([0xff, 0xfe]));
      put(folder, 'many-marks.log', '\ufeff'.repeat(100_000) + CRASH);
    },
  },
  {
    name: 'text/no-utf-8',
    inspect: true,
    write: (folder) => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i).filter((byte) => byte !== 10));
      put(
        folder,
        'all.log',
        Buffer.concat([
          Buffer.from('panic: '),
          bytes,
          Buffer.from('\n\ngoroutine 1 [running]:\nmain.'),
          bytes,
          Buffer.from('()\n\t/a.go:1 +0x1\n'),
        ]),
      );
      put(
        folder,
        'surrogates.log',
        Buffer.concat([
          Buffer.from('panic: '),
          Buffer.from([0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80]),
          Buffer.from('\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n'),
        ]),
      );
      put(
        folder,
        'overlong.log',
        Buffer.concat([
          Buffer.from('panic: '),
          Buffer.from([0xc0, 0x9b, 0xe0, 0x80, 0x9b, 0xf4, 0x90, 0x80, 0x80, 0xfe]),
          Buffer.from('\n'),
        ]),
      );
      put(
        folder,
        'c1.log',
        Buffer.concat([
          Buffer.from('panic: '),
          Buffer.from([0xc2, 0x9b, 0x32, 0x4a, 0x9b, 0x9d]),
          Buffer.from('\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n'),
        ]),
      );
      put(folder, 'nul.log', `panic: a\0b\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n${'\0'.repeat(100_000)}`);
      put(folder, 'sparse.log', Buffer.concat([Buffer.alloc(MIB), Buffer.from(CRASH), Buffer.alloc(MIB)]));
    },
  },
  {
    name: 'text/one-line-of-16-mb',
    options: ['--limit-line', '64K'],
    limits: ['line-length'],
    write: (folder) => putMany(folder, 'a.log', 'panic: x', 2 * MIB, { behind: `\n${CRASH}` }),
  },
  {
    name: 'text/one-line-of-1-gb',
    big: true,
    limits: ['line-length'],
    write: (folder) => putMany(folder, 'a.log', 'panic: x', 128 * MIB, { behind: `\n${CRASH}` }),
  },
  {
    name: 'text/one-line-of-1-gb-without-end',
    big: true,
    limits: ['line-length'],
    write: (folder) => putMany(folder, 'a.log', 'goroutine 1 [running]: ', 48 * MIB),
  },
  {
    name: 'text/20000-headers-without-stacks',
    write: (folder) => put(folder, 'a.log', Array.from({ length: 20_000 }, (_, i) => `goroutine ${i} [select]:\n`).join('\n')),
  },
  {
    name: 'text/a-million-headers-without-stacks',
    big: true,
    write: (folder) => put(folder, 'a.log', Array.from({ length: 1_000_000 }, (_, i) => `goroutine ${i} [select]:\n`).join('\n')),
  },
  {
    name: 'text/a-million-different-states',
    big: true,
    write: (folder) =>
      put(
        folder,
        'a.log',
        Array.from({ length: 1_000_000 }, (_, i) => `goroutine ${i} [state ${i}, ${i} minutes]:\nmain.f${i}()\n\t/a.go:${i} +0x1\n`).join(
          '\n',
        ),
      ),
  },
  {
    name: 'text/a-million-panics',
    big: true,
    write: (folder) =>
      put(
        folder,
        'a.log',
        Array.from({ length: 1_000_000 }, (_, i) => `panic: p${i}\n\ngoroutine ${i} [running]:\nmain.f${i}()\n\t/a.go:${i} +0x1\n`).join(
          '\n',
        ),
      ),
  },
  {
    name: 'text/3000-different-panics',
    write: (folder) =>
      put(
        folder,
        'a.log',
        Array.from({ length: 3000 }, (_, i) => `panic: p${i}\n\ngoroutine ${i} [running]:\nmain.f${i}()\n\t/a.go:${i} +0x1\n`).join('\n'),
      ),
  },
  {
    name: 'text/20000-frames-in-one-stack',
    write: (folder) =>
      put(
        folder,
        'a.log',
        `panic: x\n\ngoroutine 1 [running]:\n${Array.from({ length: 20_000 }, (_, i) => `main.f${i}()\n\t/a.go:${i} +0x1`).join('\n')}\n`,
      ),
  },
  {
    name: 'text/2000000-frames-in-one-stack',
    big: true,
    write: (folder) =>
      put(
        folder,
        'a.log',
        `panic: x\n\ngoroutine 1 [running]:\n${Array.from({ length: 2_000_000 }, (_, i) => `main.f${i}()\n\t/a.go:${i} +0x1`).join('\n')}\n`,
      ),
  },
  {
    name: 'text/50000-panics-in-one-another',
    write: (folder) =>
      put(
        folder,
        'a.log',
        `panic: 0\n${Array.from({ length: 50_000 }, (_, i) => `\tpanic: ${i}`).join('\n')}\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n`,
      ),
  },
  {
    name: 'text/numbers-that-no-machine-has',
    write: (folder) => {
      for (const [i, n] of [
        '1e999',
        '9'.repeat(400),
        '-1',
        '-0',
        'NaN',
        'Infinity',
        '0x',
        '1_000',
        '١٢',
        '9007199254740993',
        '18446744073709551616',
        '.',
        '1e-999',
        '٣',
        '00000000001',
        '',
      ].entries()) {
        const text = [
          `goroutine ${n} [select, ${n} minutes]:\nmain.f(0x${n})\n\t/a.go:${n} +0x${n}\ncreated by main.g in goroutine ${n}\n\t/a.go:${n} +0x${n}\n`,
          `SCHED ${n}ms: gomaxprocs=${n} idleprocs=${n} threads=${n} spinningthreads=${n} needspinning=0 idlethreads=${n} runqueue=${n} [${n} ${n}]`,
          `gc ${n} @${n}s ${n}%: ${n}+${n}+${n} ms clock, ${n}+${n}/${n}/${n}+${n} ms cpu, ${n}->${n}->${n} MB, ${n} MB goal, ${n} MB stacks, ${n} MB globals, ${n} P`,
          `runtime error: index out of range [${n}] with length ${n}`,
          `panic: runtime error: index out of range [${n}] with length ${n}\n\ngoroutine ${n} [running]:\nmain.main()\n\t/a.go:${n} +0x${n}\nexit status ${n}`,
          `heap profile: ${n}: ${n} [${n}: ${n}] @ heap/${n}\n${n}: ${n} [${n}: ${n}] @ 0x${n}\n`,
          `goroutine profile: total ${n}\n${n} @ 0x${n}\n#\t0x${n}\tmain.f+0x${n}\t/a.go:${n}\n`,
          `--- mutex:\ncycles/second=${n}\nsampling period=${n}\n${n} ${n} @ 0x${n}\n`,
          `go_goroutines ${n}\nprocess_resident_memory_bytes ${n}\ngo_memstats_heap_inuse_bytes ${n} ${n}\ngo_threads{a="b"} ${n}\n`,
          `alloc: ${n}MB (${n} bytes)\ngoroutines: ${n}\nOS threads: ${n}\nGOMAXPROCS: ${n}\nnum CPU: ${n}\n`,
          `[${n}] Out of memory: Killed process ${n} (app) total-vm:${n}kB, anon-rss:${n}kB, file-rss:${n}kB, shmem-rss:${n}kB, UID:${n} pgtables:${n}kB oom_score_adj:${n}`,
          `--- FAIL: TestX (${n}s)\npanic: test timed out after ${n}s\nFAIL\tx\t${n}s`,
        ];
        put(folder, `${i}.log`, text.join('\n\n'));
        for (const [j, one] of text.entries()) put(folder, `${i}-${j}.log`, one);
      }
    },
  },
  { name: 'text/every-beginning-with-every-tail', write: (folder) => put(folder, 'a.log', longLines(2000)) },
  { name: 'text/every-beginning-with-every-tail-long', big: true, write: (folder) => put(folder, 'a.log', longLines(200_000)) },
  {
    name: 'text/the-same-in-files-of-their-own',
    write: (folder) => {
      for (const [i, [beginning, tail]] of EVERY.entries()) if (i % 29 === 0) put(folder, `${i}.log`, beginning + tail.repeat(50_000));
    },
  },
  {
    name: 'text/one-megabyte-lines-in-files-of-their-own',
    big: true,
    write: (folder) => {
      for (const [i, [beginning, tail]] of EVERY.entries())
        put(folder, `${i}.log`, beginning + tail.repeat(Math.ceil(1_000_000 / tail.length)));
    },
  },
  {
    name: 'text/fragments-of-cri-without-end',
    write: (folder) => putMany(folder, 'a.log', `2026-11-26T07:00:00.000000001Z stderr P ${'x'.repeat(200)}\n`, 20_000),
  },
  {
    name: 'text/fragments-of-cri-without-end-1-gb',
    big: true,
    write: (folder) => putMany(folder, 'a.log', `2026-11-26T07:00:00.000000001Z stderr P ${'x'.repeat(16_000)}\n`, 64_000),
  },
  {
    name: 'text/fragments-of-docker-without-end',
    write: (folder) =>
      putMany(folder, 'a.log', `{"log":"${'x'.repeat(2000)}","stream":"stderr","time":"2026-11-26T07:00:00.000000001Z"}\n`, 5000),
  },
  {
    name: 'text/more-sources-in-one-log-than-the-limit',
    options: ['--limit-streams', '3'],
    limits: ['streams'],
    write: (folder) => put(folder, 'a.log', Array.from({ length: 900 }, (_, i) => `svc-${i % 9}  | panic: x${i}`).join('\n')),
  },
  {
    name: 'text/a-quote-that-never-ends',
    write: (folder) => {
      putMany(folder, 'a.csv', 'a,b,c,"x\n', 200_000, { before: 'time,message,level,"' });
      putMany(folder, 'b.log', 'x\\\\', 500_000, { before: 'level=error msg="panic: ' });
      putMany(folder, 'c.json', 'x\\n', 500_000, { before: '{"body":"' });
    },
  },
  {
    name: 'text/backslashes-and-entities-many-times-over',
    write: (folder) => {
      let text = CRASH;
      for (let i = 0; i < 9; i++) text = JSON.stringify({ msg: text });
      put(folder, 'a.log', text);
      put(folder, 'b.html', `<html><pre>${'&amp;'.repeat(100_000)}goroutine 1 [running]:</pre>${'<div>'.repeat(100_000)}`);
      put(folder, 'c.log', `{"a":`.repeat(100_000));
    },
  },
  {
    name: 'text/newest-line-first-and-endless',
    options: ['--limit-held', '1M'],
    write: (folder) =>
      put(
        folder,
        'a.log',
        Array.from(
          { length: 60_000 },
          (_, i) =>
            `2026-11-26T07:00:${String(59 - (i % 60)).padStart(2, '0')}.${String(999_999 - i).padStart(6, '0')}Z goroutine ${i} [running]:`,
        ).join('\n'),
      ),
  },
  {
    name: 'text/a-journal-with-sizes-that-lie',
    write: (folder) => {
      const field = (name: string, size: bigint, data: string): Buffer => {
        const length = Buffer.alloc(8);
        length.writeBigUInt64LE(size);
        return Buffer.concat([Buffer.from(`${name}\n`), length, Buffer.from(`${data}\n`)]);
      };
      put(
        folder,
        'a.export',
        Buffer.concat([
          Buffer.from('__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\n'),
          field('MESSAGE', 2n ** 63n, CRASH),
          field('MESSAGE', 5n, CRASH),
          Buffer.from('\n__CURSOR=s=2\nMESSAGE=panic: x\n\n'),
        ]),
      );
      put(
        folder,
        'b.json',
        `{"MESSAGE":[${Array.from({ length: 200_000 }, (_, i) => i % 256).join(',')}]}\n{"MESSAGE":[-1,1e9,"x",null]}\n`,
      );
    },
  },
  {
    name: 'text/empty-files-and-a-single-byte-of-each',
    inspect: true,
    write: (folder) => {
      put(folder, 'empty.log', '');
      for (let i = 0; i < 256; i++) put(folder, `${i}.bin`, Uint8Array.of(i));
    },
  },
];
