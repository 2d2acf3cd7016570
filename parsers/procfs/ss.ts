import { present } from '../../src/evidence/whole/present.ts';
import type { Listener } from '../../src/evidence/facts/sockets.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import { isLoopback, SocketCounts } from './sockets.ts';
import type { Table, TableKind } from './table.ts';

const HEAD = /^(?:Netid +)?State +Recv-Q +Send-Q +Local Address:Port/;
/** A row of ss (iproute2, misc/ss.c): with `-t` or `-u` alone the first column is left out. */
const ROW =
  /^(?:(tcp|udp|mptcp|sctp|u_str|u_dgr|u_seq|raw|p_raw|p_dgr|nl|v_str|v_dgr|icmp6|xdp|dccp|vsock) +)?(LISTEN|ESTAB|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|TIME-WAIT|UNCONN|CLOSE-WAIT|LAST-ACK|CLOSING|CLOSED) +(\d{1,15}) +(\d{1,15}) +(\S+)(?: +(\d+))? +(\S+)(?: +\d+)?(?:\s+(.*))?$/;
/** `*%lo:8080`, `127.0.0.1%lo:53`, `[::1]:80`, `[fe80::1]%eth0:443`. */
const LOCAL = /^(\[[0-9a-fA-F:.]+\]|[\w.*:-]*?)(?:%([\w.@-]{1,32}))?:(\d{1,5}|\*|[a-z][\w-]*)$/;
/** `TCP:   5 (estab 1, closed 0, orphaned 0, timewait 0)` of `ss -s`. */
const SUMMARY = /^TCP: +\d+ \(estab (\d{1,12}), closed (\d{1,12}), orphaned (\d{1,12}).*?, timewait (\d{1,12})/;

/** What ss prints, with or without its head. */
export const ssTable: TableKind = {
  begin: (text) => (HEAD.test(text) || ROW.test(text) || SUMMARY.test(text) ? new SsTable() : undefined),
};

class SsTable implements Table {
  readonly kind = 'sockets';
  private readonly counts = new SocketCounts();
  private headed = false;

  read(text: string): 'taken' | 'foreign' | 'over' {
    if (HEAD.test(text)) {
      if (this.headed) return 'over';
      this.headed = true;
      return 'taken';
    }
    const [, established, , orphaned, timeWait] = SUMMARY.exec(text) ?? [];
    if (established !== undefined) {
      this.counts.add('ESTAB', Number(established));
      this.counts.add('TIME-WAIT', Number(timeWait));
      this.counts.add('orphaned', Number(orphaned));
      return 'taken';
    }
    const [, net, state = '', queued = '', backlog = '', local = '', , , process = ''] = ROW.exec(text) ?? [];
    // Further lines of a socket begin with a tab (`-i`, `-m`).
    if (state === '') return text.startsWith('\t') ? 'taken' : 'foreign';
    const unix = net?.startsWith('u_') === true;
    // A UDP socket that is bound and not connected is `UNCONN`: it waits for whatever comes.
    if (state !== 'LISTEN') this.counts.count(state);
    else this.listen(local, unix, process, Number(queued), Number(backlog));
    return 'taken';
  }

  private listen(local: string, unix: boolean, process: string, queued: number, backlog: number): void {
    const program = /users:\(\("([^"]{1,64})",pid=(\d{1,10})/.exec(process);
    const rest = present({
      program: program?.[1] === undefined ? undefined : oneLine(program[1]),
      pid: program?.[2] === undefined ? undefined : Number(program[2]),
    });
    if (unix) {
      this.counts.listen({ protocol: 'unix', address: oneLine(local), loopback: true, queued, backlog, ...rest });
      return;
    }
    const [, address = local, device, port] = LOCAL.exec(local) ?? [];
    const bare = address.replace(/^\[|\]$/g, '');
    const listener: Listener = {
      protocol: 'tcp',
      address: oneLine(bare),
      ...present({
        port: port === undefined || !/^\d+$/.test(port) ? undefined : Number(port),
        device: device === undefined ? undefined : oneLine(device),
      }),
      loopback: isLoopback(bare),
      queued,
      backlog,
      ...rest,
    };
    this.counts.listen(listener);
  }

  finish(end: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    return this.counts.fact('ss', end);
  }
}
