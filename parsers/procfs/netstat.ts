import { present } from '../../src/evidence/whole/present.ts';
import type { Listener } from '../../src/evidence/facts/sockets.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import { type Counter, isLoopback, SocketCounts } from './sockets.ts';
import type { Table, TableKind } from './table.ts';

const HEAD = /^(?:Active Internet connections|Active UNIX domain sockets|Proto +(?:Recv-Q +Send-Q|RefCnt) )/;
/** A row of netstat (net-tools, netstat.c). */
const ROW =
  /^(tcp6?|udp6?|udplite6?|raw6?) +(\d{1,15}) +(\d{1,15}) +(\S+):(\d{1,5}|\*|[a-z][\w-]*) +(\S+:\S+)(?: +([A-Z_]+\d?))?(?: +(.*))?$/;
/** Counters of TcpExt that are kept: their names in the kernel (net/ipv4/proc.c, snmp4_net_list), and how `netstat -s` puts them (net-tools, statistics.c). */
const COUNTERS: readonly (readonly [Counter, name: string, words: RegExp])[] = [
  ['listenOverflows', 'ListenOverflows', /^ +(\d{1,15}) times the listen queue of a socket overflowed$/],
  ['listenDrops', 'ListenDrops', /^ +(\d{1,15}) SYNs to LISTEN sockets (?:dropped|ignored)$/],
  ['memoryPressures', 'TCPMemoryPressures', /^ +TCP ran low on memory (\d{1,15}) times$/],
  ['memoryAborts', 'TCPAbortOnMemory', /^ +(\d{1,15}) connections aborted due to memory pressure$/],
];
/** `nstat`. */
const NSTAT = /^TcpExt([A-Z]\w{1,60}) +(\d{1,15})\b/;

/** /proc/net/netstat: a line of names, and a line of numbers (net/ipv4/proc.c, netstat_seq_show). */
const EXTENDED = /^TcpExt: (?:[A-Za-z]\w{1,60}|-?\d{1,20})(?: (?:[A-Za-z]\w{1,60}|-?\d{1,20}))*$/;

const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: 'ESTAB',
  SYN_SENT: 'SYN-SENT',
  SYN_RECV: 'SYN-RECV',
  FIN_WAIT1: 'FIN-WAIT-1',
  FIN_WAIT2: 'FIN-WAIT-2',
  TIME_WAIT: 'TIME-WAIT',
  CLOSE: 'UNCONN',
  CLOSE_WAIT: 'CLOSE-WAIT',
  LAST_ACK: 'LAST-ACK',
  LISTEN: 'LISTEN',
  CLOSING: 'CLOSING',
};

/** What netstat prints, with or without its head. */
export const netstatTable: TableKind = {
  begin: (text) =>
    HEAD.test(text) || ROW.test(text) || text === 'TcpExt:' || counterOf(text) !== undefined || EXTENDED.test(text)
      ? new NetstatTable()
      : undefined,
};

class NetstatTable implements Table {
  readonly kind = 'sockets';
  private readonly counts = new SocketCounts();
  private source: 'netstat' | 'procfs' = 'netstat';
  private names: readonly string[] = [];

  read(text: string): 'taken' | 'foreign' | 'over' {
    if (HEAD.test(text) || text === 'TcpExt:') return 'taken';
    const counter = counterOf(text);
    if (counter !== undefined) {
      this.counts.counters[counter.field] ??= counter.value;
      return 'taken';
    }
    if (EXTENDED.test(text)) {
      this.source = 'procfs';
      const words = text.split(' ');
      if (this.names.length === 0) this.names = words;
      else
        for (const [field, name] of COUNTERS) {
          const value = words[this.names.indexOf(name)];
          if (value !== undefined && /^\d{1,15}$/.test(value)) this.counts.counters[field] ??= Number(value);
        }
      return 'taken';
    }
    // Sockets of the Unix domain follow those of the network: they are no evidence.
    if (/^unix +\d+ /.test(text)) return 'taken';
    const [, protocol = '', queued = '', , address = '', port = '', , word, rest] = ROW.exec(text) ?? [];
    if (protocol === '') return 'foreign';
    const state = STATES[word ?? ''] ?? 'UNCONN';
    if (state !== 'LISTEN') {
      this.counts.count(state);
      return 'taken';
    }
    const program = /(?:^|\s)(\d{1,10})\/([^\s:]{1,64})/.exec(rest ?? '');
    const listener: Listener = {
      protocol: 'tcp',
      address: oneLine(address),
      ...present({
        port: /^\d+$/.test(port) ? Number(port) : undefined,
        program: program?.[2] === undefined ? undefined : oneLine(program[2]),
        pid: program?.[1] === undefined ? undefined : Number(program[1]),
      }),
      loopback: isLoopback(address),
      queued: Number(queued),
    };
    this.counts.listen(listener);
    return 'taken';
  }

  finish(end: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    return this.counts.fact(this.source, end);
  }
}

/** A line with one counter that is kept, of `nstat` or `netstat -s`. */
function counterOf(text: string): { readonly field: Counter; readonly value: number } | undefined {
  const [, named, digits] = NSTAT.exec(text) ?? [];
  for (const [field, name, words] of COUNTERS) {
    const value = named === name ? digits : words.exec(text)?.[1];
    if (value !== undefined) return { field, value: Number(value) };
  }
  return undefined;
}
