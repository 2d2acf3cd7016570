import type { Listener } from '../../src/evidence/facts/sockets.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import { isLoopback, SocketCounts } from './sockets.ts';
import type { Table, TableKind } from './table.ts';

const HEAD = /^ {1,3}sl {2}local_address +(?:rem_address|remote_address) +st tx_queue rx_queue tr tm->when retrnsmt/;
/** A row of /proc/net/tcp (net/ipv4/tcp_ipv4.c get_tcp4_sock), tcp6 or udp: addresses are words of the machine's byte order in hexadecimal. */
const ROW =
  /^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) (?:[0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4} ([0-9A-F]{2}) ([0-9A-F]{8}):([0-9A-F]{8})\b/;

/** include/net/tcp_states.h, by the names of ss. */
const STATES = [
  '',
  'ESTAB',
  'SYN-SENT',
  'SYN-RECV',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'TIME-WAIT',
  'UNCONN',
  'CLOSE-WAIT',
  'LAST-ACK',
  'LISTEN',
  'CLOSING',
  'SYN-RECV',
];

/** Tables of /proc/net/tcp, tcp6 and udp. Bound interfaces are not in them. */
export const netTable: TableKind = {
  begin: (text) => (HEAD.test(text) || ROW.test(text) ? new NetTable() : undefined),
};

class NetTable implements Table {
  readonly kind = 'sockets';
  private readonly counts = new SocketCounts();
  private readonly forms = new Set<string>();
  private form = '';

  read(text: string): 'taken' | 'damaged' | 'foreign' | 'over' {
    if (HEAD.test(text)) {
      // tcp and tcp6 have the same columns but for the width of the addresses; a third head is another moment, or udp.
      const form = text.includes(' drops') ? 'udp' : /local_address {10}/.test(text) ? 'tcp6' : 'tcp';
      if (this.forms.has(form)) return 'over';
      this.forms.add(form);
      this.form = form;
      return 'taken';
    }
    const [, address = '', port = '', state = '', , queued = '0'] = ROW.exec(text) ?? [];
    if (address === '') return text === '' ? 'foreign' : /^ *\d+: [0-9A-F]{8}/.test(text) ? 'damaged' : 'foreign';
    const name = STATES[Number.parseInt(state, 16)] ?? '';
    const ip = address.length === 8 ? ipv4(address) : ipv6(address);
    if (this.form === 'udp' || name !== 'LISTEN') {
      if (this.form !== 'udp' && name !== '') this.counts.count(name);
      return name === '' ? 'damaged' : 'taken';
    }
    const listener: Listener = {
      protocol: 'tcp',
      address: oneLine(ip),
      port: Number.parseInt(port, 16),
      loopback: isLoopback(ip),
      queued: Number.parseInt(queued, 16),
    };
    this.counts.listen(listener);
    return 'taken';
  }

  finish(end: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    return this.counts.fact('procfs', end);
  }
}

/** `0100007F` is 127.0.0.1 on the machines that Go runs on but s390x and ppc64, where it is the other way round. */
function ipv4(hex: string): string {
  const bytes = hex.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return (bytes[0] === 127 && bytes[3] !== 127 ? bytes : bytes.toReversed()).join('.');
}

function ipv6(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  if (/^0{32}$/.test(hex)) return '::';
  if (hex.startsWith('0'.repeat(24)) && (words[3] === '01000000' || words[3] === '00000001')) return '::1';
  if (/^0{16}FFFF0000/.test(hex)) return `::ffff:${ipv4(words[3] ?? '')}`;
  const bytes = words.flatMap((word) => word.match(/../g)?.toReversed() ?? []);
  const groups = Array.from({ length: 8 }, (_, i) => `${bytes[2 * i] ?? ''}${bytes[2 * i + 1] ?? ''}`.toLowerCase().replace(/^0{1,3}/, ''));
  return groups.join(':');
}
