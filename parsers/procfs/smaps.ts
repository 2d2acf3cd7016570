import { present } from '../../src/evidence/whole/present.ts';
import { kibibytes } from './status.ts';
import type { Table, TableKind } from './table.ts';

/** The one table of /proc/PID/smaps_rollup (fs/proc/task_mmu.c show_smaps_rollup). */
export const smapsRollup: TableKind = {
  begin: (text) => (/^[0-9a-f]{8,16}-[0-9a-f]{8,16} ---p 00000000 00:00 0 +\[rollup\]$/.test(text) ? new Rollup() : undefined),
};

class Rollup implements Table {
  readonly kind = 'procfs';
  readonly file = 'smaps_rollup';
  private readonly sizes = new Map<string, string>();
  private begun = false;

  read(text: string): 'taken' | 'foreign' | 'over' {
    if (text.endsWith('[rollup]')) {
      if (this.begun) return 'over';
      this.begun = true;
      return 'taken';
    }
    const [, key = '', value = ''] = /^([A-Z][A-Za-z_]+): +(\d{1,20} kB)$/.exec(text) ?? [];
    if (key === '') return text === '' ? 'over' : 'foreign';
    this.sizes.set(key, value);
    return 'taken';
  }

  finish({ citations, scope, unparsedLines }: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    const fields = present({
      residentBytes: kibibytes(this.sizes.get('Rss')),
      hugePageBytes: kibibytes(this.sizes.get('AnonHugePages')),
      swapBytes: kibibytes(this.sizes.get('Swap')),
      anonBytes: kibibytes(this.sizes.get('Anonymous')),
    });
    if (Object.keys(fields).length === 0) return [];
    return [{ type: 'process', source: 'procfs', certainty: 'stated', citations, scope, unparsedLines, ...fields }];
  }
}
