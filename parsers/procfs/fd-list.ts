import { OpenFiles } from './open-files.ts';
import type { Table, TableKind } from './table.ts';

/** A link under /proc/PID/fd as `ls -l` shows it: the owner may read or write, nobody else anything. That is so nowhere else. */
const LINK = /^l[r-][w-]x------[.+]? +\d+ +.{1,200} (\d{1,9}) -> (.+)$/;

/** `ls -l /proc/PID/fd`. */
export const fdList: TableKind = {
  begin: (text) => (LINK.test(text) ? new FdList() : undefined),
};

class FdList implements Table {
  readonly kind = 'open-files';
  readonly file = 'fd';
  private readonly files = new OpenFiles();
  private readonly numbers = new Set<string>();

  read(text: string): 'taken' | 'foreign' | 'over' {
    const [, number = '', target = ''] = LINK.exec(text) ?? [];
    if (number === '') return text === '' || text.startsWith('total ') ? 'over' : 'foreign';
    // The same number again is another listing.
    if (this.numbers.has(number)) return 'over';
    this.numbers.add(number);
    const deleted = target.endsWith(' (deleted)');
    const [, special] = /^(socket|pipe|anon_inode|mnt|net|memfd):/.exec(target) ?? [];
    if (special === 'anon_inode') this.files.add(target, undefined, false);
    else if (special !== undefined) this.files.add(special, undefined, false);
    else if (target.startsWith('/dev/')) this.files.add('device', target, false);
    else this.files.add('file', target.replace(/ \(deleted\)$/, ''), deleted);
    return 'taken';
  }

  finish(end: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    const facts = this.files.fact(undefined, end);
    if (facts.length === 0) return [];
    const { citations, scope, unparsedLines } = end;
    return [
      ...facts,
      { type: 'process', source: 'procfs', certainty: 'derived', citations, scope, unparsedLines, openFds: this.files.count },
    ];
  }
}
