import { oneLine } from '../../src/text/safe-text.ts';
import { OpenFiles } from './open-files.ts';
import { isLoopback, SocketCounts } from './sockets.ts';
import type { Table, TableKind } from './table.ts';

/** The head of lsof (lsof.8, OUTPUT). TID and TASKCMD are there with -K, PGID and PPID with -g and -R. */
const HEAD = /^COMMAND +PID +(?:TID +TASKCMD +|TID +)?(?:PGID +)?(?:PPID +)?USER +FD +TYPE +DEVICE +SIZE(?:\/OFF)? +NODE +NAME$/;
const ROW = /^(\S+) +(\d{1,10}) +(?:\d+ +)*?(\S+) +(cwd|rtd|txt|mem|mmap|DEL|NOFD|err|\d{1,9}[rwuN -]?[rRwWuUxXN]?) +([\w-]+) +(.*)$/;
/** `TCP *:8080 (LISTEN)`, `TCP 10.0.0.1:443->10.0.0.2:5000 (CLOSE_WAIT)`; a port may have its name instead. */
const TCP = /\bTCP (\[[0-9a-f:.]+\]|[^\s[\]>]*?):([\w-]+|\*)(?:->\S+)? \(([A-Z_0-9]+)\)$/;

const STATES: Readonly<Record<string, string>> = {
  ESTABLISHED: 'ESTAB',
  CLOSE_WAIT: 'CLOSE-WAIT',
  TIME_WAIT: 'TIME-WAIT',
  FIN_WAIT1: 'FIN-WAIT-1',
  FIN_WAIT2: 'FIN-WAIT-2',
  SYN_SENT: 'SYN-SENT',
  SYN_RECV: 'SYN-RECV',
  LAST_ACK: 'LAST-ACK',
  CLOSED: 'UNCONN',
};

/** What `lsof -p` or `lsof -i` prints, of one process or more. */
export const lsofTable: TableKind = {
  begin: (text) => (HEAD.test(text) ? new LsofTable() : undefined),
};

class LsofTable implements Table {
  readonly kind = 'open-files';
  readonly file = 'fd';
  private readonly processes = new Map<number, OpenFiles>();
  private readonly sockets = new SocketCounts();
  private begun = false;

  read(text: string): 'taken' | 'damaged' | 'foreign' | 'over' {
    if (HEAD.test(text)) {
      if (this.begun) return 'over';
      this.begun = true;
      return 'taken';
    }
    const [, program = '', pid = '', , fd = '', type = '', rest = ''] = ROW.exec(text) ?? [];
    if (pid === '') return text === '' ? 'over' : 'foreign';
    // Maps, the program itself and its directories take no descriptor.
    if (!/^\d/.test(fd)) return 'taken';
    const files = this.processes.get(Number(pid)) ?? new OpenFiles();
    this.processes.set(Number(pid), files);
    const path = /(\/.*)$/.exec(rest)?.[1];
    files.add(
      type,
      type === 'REG' || type === 'DIR' || type === 'CHR' ? path?.replace(/ \(deleted\)$/, '') : undefined,
      rest.endsWith(' (deleted)'),
    );
    const [, address, port = '', state = ''] = TCP.exec(rest) ?? [];
    if (address === undefined) return 'taken';
    const bare = address.replaceAll(/[[\]]/g, '');
    if (state !== 'LISTEN') this.sockets.count(STATES[state] ?? state);
    else
      this.sockets.listen({
        protocol: 'tcp',
        address: oneLine(bare),
        ...(/^\d+$/.test(port) ? { port: Number(port) } : {}),
        loopback: isLoopback(bare),
        program: oneLine(program),
        pid: Number(pid),
      });
    return 'taken';
  }

  finish(end: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    const files = [...this.processes].flatMap(([pid, open]) => open.fact(pid, end));
    const [only] = this.processes;
    const { citations, scope, unparsedLines } = end;
    const process =
      only === undefined || this.processes.size > 1
        ? []
        : [
            {
              type: 'process',
              source: 'procfs',
              certainty: 'derived',
              citations,
              scope,
              unparsedLines,
              pid: only[0],
              openFds: only[1].count,
            } as const,
          ];
    return [...files, ...this.sockets.fact('lsof', end), ...process];
  }
}
