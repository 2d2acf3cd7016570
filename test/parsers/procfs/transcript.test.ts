import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { procfsTranscripts } from '../../../parsers/procfs/index.ts';
import { readWith } from '../read-parser.ts';
import { SAMPLE } from './sample.ts';

const read = (text: string) => readWith([procfsTranscripts], text.split('\n'));
const facts = (text: string) => read(text).caseFile.all;

describe('a transcript', () => {
  test('of everything', async () => {
    const { caseFile, skipped, found } = read(SAMPLE);
    expect(skipped).toEqual([]);
    expect([...found].toSorted()).toEqual(['build-info', 'environment', 'open-files', 'process-list', 'procfs', 'sockets']);
    await expect(`${JSON.stringify(caseFile.all, null, 1)}\n`).toMatchFileSnapshot('../../goldens/procfs/transcript.json');
  });

  test('values of the environment that are not the runtime’s never leave', () => {
    expect(JSON.stringify(facts(SAMPLE))).not.toMatch(/s3cr3t|API_TOKEN/);
  });

  test('with carriage returns says the same', () => {
    const strip = (all: readonly object[]) => JSON.parse(JSON.stringify(all).replaceAll('\\\\x0d', '')) as unknown;
    expect(strip(facts(SAMPLE.replaceAll('\n', '\r\n')))).toEqual(strip(facts(SAMPLE)));
  });

  test('cut after any line never says more of a process than the whole', () => {
    const lines = SAMPLE.split('\n');
    for (let end = 0; end < lines.length; end++)
      for (const fact of facts(lines.slice(0, end).join('\n')))
        if (fact.type === 'process' && fact.source === 'procfs') {
          expect([1024, undefined]).toContain(fact.limits?.openFiles?.soft);
          expect([245760000, undefined]).toContain(fact.residentBytes);
        }
  });

  test('two statuses of one process are two moments', () => {
    const status = (rss: number) => `Name:\tx\nState:\tS (sleeping)\nPid:\t7\nVmRSS:\t  ${rss} kB\nThreads:\t3`;
    expect(facts(`${status(100)}\n${status(200)}`)).toMatchObject([
      { pid: 7, residentBytes: 102400 },
      { pid: 7, residentBytes: 204800 },
    ]);
  });

  test('arbitrary lines never throw', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom(...SAMPLE.split('\n')));
    fc.assert(fc.property(fc.array(line, { maxLength: 60 }), (lines) => void readWith([procfsTranscripts], lines)));
  });
});

describe('the network namespaces of threads', () => {
  test.each([
    ['ls -l', "lrwxrwxrwx 1 root root 0 Mar  1 10:00 /proc/7/task/ID/ns/net -> 'net:[NS]'"],
    ['find', '/proc/7/task/ID/ns/net net:[NS]'],
    ['a loop', '/proc/7/task/ID/ns/net -> net:[NS]'],
  ])('from %s, each by its path', (_, line) => {
    const rows = [4026531840, 4026531840, 4026532177].map((ns, i) => line.replace('ID', String(7 + i)).replace('NS', String(ns)));
    expect(facts(rows.join('\n'))).toMatchObject([{ type: 'process', certainty: 'stated', pid: 7, netNamespaces: 2, strayThreads: 1 }]);
  });

  const counts = '     12 net:[4026531840]\n      3 net:[4026532177]';

  test('counted under the line of a shell', () => {
    const [fact] = facts(`$ readlink /proc/7/task/*/ns/net | sort | uniq -c\n${counts}`);
    expect(fact).toMatchObject({ certainty: 'stated', pid: 7, netNamespaces: 2, strayThreads: 3 });
  });

  test('counts alone are a guess: they may be of processes', () => {
    const [fact] = facts(counts);
    expect(fact).toMatchObject({ certainty: 'guessed', netNamespaces: 2, strayThreads: 3 });
    expect(fact).not.toHaveProperty('pid');
  });

  test('one namespace has no strays', () => {
    expect(facts('/proc/7/task/7/ns/net -> net:[1]\n/proc/7/task/8/ns/net -> net:[1]')).toMatchObject([
      { netNamespaces: 1, strayThreads: 0 },
    ]);
  });

  test('two processes are not mixed', () => {
    expect(facts('/proc/7/task/7/ns/net -> net:[1]\n/proc/9/task/9/ns/net -> net:[2]')).toMatchObject([
      { pid: 7, netNamespaces: 1 },
      { pid: 9, netNamespaces: 1 },
    ]);
  });

  test('links of processes are none of threads', () => {
    expect(
      facts(
        'lrwxrwxrwx 1 root root 0 Mar  1 10:00 /proc/7/ns/net -> net:[1]\nlrwxrwxrwx 1 root root 0 Mar  1 10:00 /proc/9/ns/net -> net:[2]',
      ),
    ).toEqual([]);
  });
});

describe('what is not its own is left to others', () => {
  test.each([
    'panic: send on closed channel',
    'goroutine 1 [running]:',
    'Name: value of something long that is no process at all',
    'Limit reached',
    'tcp connection refused',
    'level=info msg="GOGC=100 is set"',
    'GOMAXPROCS=2 ./server --listen :8080',
    'export TOKEN=abc',
    'PID file written',
    'total 12',
    'lrwxrwxrwx 1 root root 7 Jan 1 2020 bin -> usr/bin',
    'updated: go1.24.9',
    '12 (34) R 5',
  ])('%s', (text) => {
    const { caseFile, taken } = read(`${text}\nnext line`);
    expect(caseFile.all).toEqual([]);
    expect(taken).toEqual([]);
  });
});

describe('variables of the runtime', () => {
  test.each([
    ['GOMEMLIMIT=512MiB', { memoryLimitSet: true, memoryLimitBytes: 536870912 }],
    ['GOMEMLIMIT=512', { memoryLimitSet: true, memoryLimitBytes: 512 }],
    ['GOMEMLIMIT=1TiB', { memoryLimitBytes: 1099511627776 }],
    ['GOMEMLIMIT=512Mi', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=512M', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=0.5GiB', { memoryLimitMalformed: true, memoryLimitText: '0.5GiB' }],
    ['GOMEMLIMIT=512m', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=512 MiB', { memoryLimitMalformed: true, memoryLimitText: '512 MiB' }],
    ['GOMEMLIMIT= 512MiB', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=1e9', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=+5', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=90%', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=Off', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=512MiB GOGC=50 ./server', { memoryLimitSet: true, memoryLimitBytes: 536870912, memoryLimitText: '512MiB' }],
    ['GOMEMLIMIT=-5', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=99999999999TiB', { memoryLimitMalformed: true }],
    ['GOMEMLIMIT=off', { memoryLimitSet: false }],
    ['GOMEMLIMIT=9223372036854775807', { memoryLimitSet: false }],
    ['export GOMEMLIMIT="2GiB"', { memoryLimitBytes: 2147483648 }],
    ['declare -x GOGC="25"', { gogc: 25 }],
    ['            "GOMAXPROCS=4",', { gomaxprocs: 4 }],
    ['GOGC=-1', { gogcOff: true }],
    ['GODEBUG=gctrace=1,schedtrace=1000', { godebug: 'gctrace=1,schedtrace=1000' }],
  ])('%s', (text, settings) => {
    expect(facts(`HOME=/\n${text}\nUSER=x`)).toMatchObject([{ type: 'runtime-settings', ...settings }]);
  });

  test('an environment that is whole and does not set a limit says so', () => {
    expect(facts('# env\nPATH=/bin\nHOME=/\n')).toMatchObject([{ type: 'runtime-settings', memoryLimitSet: false }]);
    expect(facts('# env\nHOME=/\n')).toEqual([]);
  });
});

test('/proc/net/netstat says how often a queue overflowed', () => {
  const text = 'TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 0 42 43\nIpExt: InNoRoutes\nIpExt: 0';
  expect(facts(text)).toMatchObject([{ type: 'sockets', source: 'procfs', listenOverflows: 42, listeners: [] }]);
  expect(facts('TcpExt: SyncookiesSent\nTcpExt: 0')).toEqual([]);
});

test('lines of /proc/net/netstat are longer than those of other tables', () => {
  const names = Array.from({ length: 130 }, (_, i) => `TCPCounterNumber${i}`);
  const text = `TcpExt: ${names.join(' ')} ListenDrops TCPMemoryPressures TCPAbortOnMemory\nTcpExt: ${names.map(() => '0').join(' ')} 9 3 12`;
  expect(facts(text)).toMatchObject([{ type: 'sockets', listenDrops: 9, memoryPressures: 3, memoryAborts: 12 }]);
  expect(facts(text)[0]).not.toHaveProperty('closeWait');
});

test.each([
  [
    'netstat -s',
    'TcpExt:\n    7 times the listen queue of a socket overflowed\n    9 SYNs to LISTEN sockets dropped\n    TCP ran low on memory 3 times\n    12 connections aborted due to memory pressure',
  ],
  [
    'nstat',
    'TcpExtListenOverflows           7                  0.0\nTcpExtListenDrops               9                  0.0\nTcpExtTCPMemoryPressures        3   0.0\nTcpExtTCPAbortOnMemory          12  0.0',
  ],
])('%s has the same counters', (_, text) =>
  expect(facts(text)).toMatchObject([{ type: 'sockets', listenOverflows: 7, listenDrops: 9, memoryPressures: 3, memoryAborts: 12 }]),
);

test('ss -s has sums, and does not say how many are in CLOSE-WAIT', () => {
  const [sums] = facts(
    'Total: 196\nTCP:   28110 (estab 102, closed 28004, orphaned 3, timewait 28000)\n\nTransport Total     IP        IPv6\nRAW\t  0         0         0',
  );
  expect(sums).toMatchObject({
    byState: [
      { state: 'TIME-WAIT', count: 28000 },
      { state: 'ESTAB', count: 102 },
      { state: 'orphaned', count: 3 },
    ],
  });
  expect(sums).not.toHaveProperty('closeWait');
});

describe('listings of sockets', () => {
  test.each([
    ['LISTEN 0      4096   *%lo:8080 *:*', { address: '*', device: 'lo', port: 8080, loopback: false }],
    ['LISTEN 0      4096   127.0.0.1:8082 0.0.0.0:*', { address: '127.0.0.1', port: 8082, loopback: true }],
    ['LISTEN 0 128 127.0.0.53%lo:53 0.0.0.0:*', { address: '127.0.0.53', device: 'lo', loopback: true }],
    ['LISTEN 0 128 [fe80::1]%eth0:443 [::]:*', { address: 'fe80::1', device: 'eth0', port: 443 }],
    ['tcp   LISTEN 0      128          0.0.0.0:2024      0.0.0.0:*          ', { address: '0.0.0.0', port: 2024, loopback: false }],
    ['tcp        0      0 0.0.0.0:2024            0.0.0.0:*               LISTEN     ', { address: '0.0.0.0', port: 2024 }],
    [
      '   0: 0100007F:1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1134',
      { address: '127.0.0.1', port: 8082, loopback: true },
    ],
    [
      '   0: 0000000000000000FFFF00000100007F:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:0',
      { address: '::ffff:127.0.0.1', port: 8080, loopback: true },
    ],
  ])('%s', (text, listener) => {
    expect(facts(text)).toMatchObject([{ type: 'sockets', listeners: [listener] }]);
  });
});

describe('processes', () => {
  test.each([
    [
      'USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot         1  0.5  0.0  55820 23740 ?        SLl  Nov25   2:15 /bin/app --token=x',
      23740,
    ],
    ['UID        PID  PPID  C STIME TTY          TIME CMD\nroot         1     0  0 Nov25 ?        00:02:15 /bin/app --token=x', undefined],
    ['PID   USER     TIME  COMMAND\n    1 root      0:00 /bin/app --token=x', undefined],
  ])('%s', (text, kib) => {
    const all = facts(text);
    expect(all).toMatchObject([
      { type: 'processes', total: 1, zombies: 0 },
      { type: 'process', source: 'ps', pid: 1, name: 'app' },
    ]);
    expect(all[1]).toMatchObject(kib === undefined ? {} : { residentBytes: kib * 1024 });
    expect(JSON.stringify(all)).not.toContain('token');
  });
});
