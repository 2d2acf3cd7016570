import type { SafeText } from '../../text/safe-text.ts';
import type { FactBase } from './base.ts';

/** Sockets at one moment: `ss`, `netstat`, `lsof -i`, or the tables under /proc/net. */
export interface SocketsFact extends FactBase {
  readonly type: 'sockets';
  readonly source: 'ss' | 'netstat' | 'lsof' | 'procfs';
  /** Sockets that wait for connections. */
  readonly listeners: readonly Listener[];
  /** All others by state, most first; names as `ss` has them: ESTAB, CLOSE-WAIT, TIME-WAIT, SYN-SENT, … */
  readonly byState: readonly { readonly state: SafeText; readonly count: number }[];
  /** Of these, CLOSE-WAIT: the peer has closed and the program has not. Absent where the text does not count it: counters, `ss -s`. */
  readonly closeWait?: number;
  /** Connections that were lost since a queue of accepted ones was full: `ListenOverflows` (since boot). */
  readonly listenOverflows?: number;
  /** Connections that a listening socket has lost, for whatever reason, those among them: `ListenDrops` (since the network namespace was made). */
  readonly listenDrops?: number;
  /** How often TCP began to save memory: `TCPMemoryPressures` (since then). */
  readonly memoryPressures?: number;
  /** Connections that were reset since TCP may take no more memory, or has too many orphans: `TCPAbortOnMemory` (since then). */
  readonly memoryAborts?: number;
  /** Lines that fit no known form. */
  readonly unparsedLines: number;
}

/** A listening socket. */
export interface Listener {
  readonly protocol: 'tcp' | 'udp' | 'unix';
  /** Address without brackets: `0.0.0.0`, `::`, `*`, `127.0.0.1`; the path of a Unix socket. */
  readonly address: SafeText;
  readonly port?: number;
  /** Bound to one network interface (SO_BINDTODEVICE): `%eth0`. Others cannot reach it. */
  readonly device?: SafeText;
  /** Reachable from the same host, or network namespace, alone. */
  readonly loopback: boolean;
  readonly program?: SafeText;
  readonly pid?: number;
  /** Connections that wait to be accepted, and how many may. */
  readonly queued?: number;
  readonly backlog?: number;
}

/** Open files of one process: `lsof -p`, or the links under /proc/PID/fd. */
export interface OpenFilesFact extends FactBase {
  readonly type: 'open-files';
  readonly pid?: number;
  readonly total: number;
  /** By kind, most first: `socket`, `pipe`, `REG`, `anon_inode:[eventpoll]`, … */
  readonly byKind: readonly { readonly kind: SafeText; readonly count: number }[];
  /** Files that have been removed and take room on the disk as long as they are open. */
  readonly deleted: number;
  /** The path that is open most often, and how often. */
  readonly most?: { readonly path: SafeText; readonly count: number };
}
