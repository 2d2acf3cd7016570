import { buildInfo } from './build-info.ts';
import { fdList } from './fd-list.ts';
import { limitsTable } from './limits.ts';
import { lsofTable } from './lsof.ts';
import { netTable } from './net-table.ts';
import { netstatTable } from './netstat.ts';
import { psTable } from './ps.ts';
import { smapsRollup } from './smaps.ts';
import { ssTable } from './ss.ts';
import { statLine } from './stat.ts';
import { statusTable } from './status.ts';
import type { Table, TableKind } from './table.ts';
import { threadNamespaces } from './thread-namespaces.ts';

/** Kinds by the first characters of their beginnings: most lines of a log are asked nothing. */
const BY_FIRST = new Map<string, TableKind[]>();
const kinds: readonly (readonly [TableKind, string])[] = [
  [statusTable, 'N'],
  [limitsTable, 'LM'],
  [fdList, 'l'],
  [threadNamespaces, ' \t0123456789/lntrfs$#+>=-'],
  [smapsRollup, '0123456789abcdef'],
  [statLine, '0123456789'],
  [netTable, ' '],
  [ssTable, 'NSELTFUCtumsnvixdpr'],
  [netstatTable, 'APtur T'],
  [lsofTable, 'C'],
  [psTable, 'UPFSELTNR '],
  [buildInfo, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789./_'],
];
for (const [kind, firsts] of kinds) for (const first of firsts) BY_FIRST.set(first, [...(BY_FIRST.get(first) ?? []), kind]);

/** Longer lines begin no table, but those of /proc/net/netstat, which have a name for each counter of TCP. */
const LONGEST = 1000;
const LONGEST_COUNTERS = 8000;

/** A reader for the table that a line begins, or undefined. */
export function beginTable(text: string): Table | undefined {
  if (text.length < 5 || (text.length > LONGEST && !(text.startsWith('TcpExt: ') && text.length <= LONGEST_COUNTERS))) return undefined;
  for (const kind of BY_FIRST.get(text[0] ?? '') ?? []) {
    const table = kind.begin(text);
    if (table !== undefined) return table;
  }
  return undefined;
}
