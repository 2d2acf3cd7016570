import { PIECES } from '../../tui/hostile/pieces.ts';
import { type HostileCase, put } from '../hostile-case.ts';

/** Files of the kernel by their names: what they hold is `%`. */
const FILES: Readonly<Record<string, string>> = {
  'sys/fs/cgroup/memory.max': '%\n',
  'sys/fs/cgroup/memory.current': '%\n',
  'sys/fs/cgroup/memory.peak': '%\n',
  'sys/fs/cgroup/memory.stat': 'anon %\nfile %\nslab %\nanon %\n% 1\n',
  'sys/fs/cgroup/memory.events': 'low 0\nhigh %\nmax %\noom %\noom_kill %\n',
  'sys/fs/cgroup/cpu.max': '% %\n',
  'sys/fs/cgroup/cpu.stat': 'usage_usec %\nnr_periods %\nnr_throttled %\nthrottled_usec %\n',
  'sys/fs/cgroup/cpu.pressure': 'some avg10=% avg60=% avg300=% total=%\nfull avg10=% avg60=% avg300=% total=%\n',
  'sys/fs/cgroup/pids.max': '%\n',
  'sys/fs/cgroup/pids.current': '%\n',
  'v1/memory/memory.limit_in_bytes': '%\n',
  'v1/memory/memory.oom_control': 'oom_kill_disable %\nunder_oom %\noom_kill %\n',
  'proc/1/status': 'Name:\t%\nState:\tS (%)\nPid:\t%\nPPid:\t%\nVmPeak:\t% kB\nVmRSS:\t% kB\nRssAnon:\t% kB\nThreads:\t%\nFDSize:\t%\n',
  'proc/1/stat': '1 (%) S % % % % % % % % % % % % % % % % % % % % % % % % % %\n',
  'proc/1/limits':
    'Limit                     Soft Limit           Hard Limit           Units     \nMax open files            %                 %                 files     \nMax processes             %                 %                 processes \n',
  'proc/1/smaps_rollup': '00400000-7fff [rollup]\nRss: % kB\nPss: % kB\nAnonymous: % kB\n',
  'proc/1/environ': 'GOGC=%\0GOMEMLIMIT=%\0GODEBUG=%\0GOMAXPROCS=%\0%=%\0',
  'proc/1/cmdline': '%\0%\0',
  'proc/1/cgroup': '0::/%\n%:%:%\n',
  'proc/1/wchan': '%',
  'proc/1/stack': '[<0>] %+0x1/0x2\n',
  'proc/meminfo': 'MemTotal: % kB\nMemAvailable: % kB\nSwapTotal: % kB\n',
  'proc/net/tcp':
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: %:1F90 %:0000 0A %:% 00:00000000 00000000 % 0 % 1\n',
  'proc/net/sockstat': 'sockets: used %\nTCP: inuse % orphan % tw % alloc % mem %\n',
  'proc/sys/fs/file-nr': '%\t%\t%\n',
  'ps.txt':
    'USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot         %  %  % % % ?        D    07:00   0:00 /app %\n',
  'ss.txt':
    'State      Recv-Q Send-Q Local Address:Port  Peer Address:Port Process\nESTAB      %      %      10.0.0.1:80         10.0.0.2:%       users:(("%",pid=%,fd=%))\n',
  'lsof.txt':
    'COMMAND  PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME\n%        %   root   %u  IPv4 %      0t0      TCP %->% (CLOSE_WAIT)\n',
  'df.txt': 'Filesystem 1K-blocks Used Available Use% Mounted on\n/dev/% % % % %% /%\n',
  'free.txt': '              total        used        free      shared  buff/cache   available\nMem:  % % % % % %\nSwap: % % %\n',
  'dmesg.txt':
    '[%] Out of memory: Killed process % (%) total-vm:%kB, anon-rss:%kB, file-rss:%kB, shmem-rss:%kB, UID:% pgtables:%kB oom_score_adj:%\n[%] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=%,mems_allowed=0,oom_memcg=/%,task_memcg=/%,task=%,pid=%,uid=%\n[%] app[%]: segfault at % ip % sp % error % in %[%+%]\n[%] INFO: task %:% blocked for more than % seconds.\n[%] TCP: request_sock_TCP: Possible SYN flooding on port %. Sending cookies.\n[%] audit: type=1326 audit(%:%): comm="%" exe="%" sig=31 syscall=%\n',
  'go-version.txt': '/app: go1.%\n\tpath\t%\n\tmod\t%\t%\t\n\tbuild\t-ldflags=%\n',
  'expvar.json': '{"cmdline":["%"],"memstats":{"Alloc":"%","NumGC":"%"}}',
  'metrics.txt':
    '# TYPE go_goroutines gauge\ngo_goroutines{instance="%"} %\nprocess_open_fds %\nprocess_max_fds %\ncontainer_memory_usage_bytes{pod="%",namespace="%"} %\n',
};

const fill = (folder: string, what: string): void => {
  for (const [name, text] of Object.entries(FILES)) put(folder, name, text.replaceAll('%', what));
};
const NUMBERS = [
  '-1',
  '1e999',
  '9'.repeat(400),
  '1073741824000000000',
  'max',
  '',
  'NaN',
  '0x7fffffffffffffff',
  '18446744073709551615',
  '1 2 3',
  '١٢٣',
];

/** What the kernel, the system and its tools say. */
export const SYSTEMS: readonly HostileCase[] = [
  {
    name: 'system/numbers-that-no-machine-has',
    inspect: true,
    write: (folder) => NUMBERS.forEach((number, i) => fill(`${folder}/${i}`, number)),
  },
  {
    name: 'system/escape-sequences-everywhere',
    inspect: true,
    write: (folder) => PIECES.forEach((piece, i) => fill(`${folder}/${i}`, `a${piece}b`)),
  },
  {
    name: 'system/garbage',
    inspect: true,
    write: (folder) => {
      const garbage = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 2654435761) >>> 24)).toString('latin1');
      for (const name of Object.keys(FILES)) put(folder, name, Buffer.from(garbage, 'latin1'));
    },
  },
  { name: 'system/a-number-of-a-megabyte', write: (folder) => fill(folder, '9'.repeat(200_000)) },
  {
    name: 'system/many-lines-of-everything',
    write: (folder) => {
      for (const name of ['proc/1/limits', 'ps.txt', 'ss.txt', 'lsof.txt', 'dmesg.txt', 'proc/net/tcp', 'metrics.txt'])
        put(
          folder,
          name,
          (FILES[name] ?? '')
            .replaceAll('%', '7')
            .concat((FILES[name] ?? '').split('\n').slice(1).join('\n').replaceAll('%', '8').repeat(3000)),
        );
    },
  },
];
