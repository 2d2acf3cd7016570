import { present } from '../../src/evidence/whole/present.ts';
import type { ProcessLimits, ResourceLimit } from '../../src/evidence/facts/process.ts';
import { parseExact } from '../../src/text/exact.ts';
import type { Table, TableKind } from './table.ts';

/** A row of /proc/PID/limits (fs/proc/base.c proc_pid_limits): name, soft, hard, unit. */
const ROW = /^Max ([a-z][a-z ]{2,24}?) {2,}(unlimited|\d{1,20}) +(unlimited|\d{1,20})(?: +[a-z]+)? *$/;

const NAMES: Readonly<Record<string, keyof ProcessLimits>> = {
  'open files': 'openFiles',
  processes: 'processes',
  'address space': 'addressSpace',
  'locked memory': 'lockedMemory',
  'stack size': 'stack',
  'core file size': 'core',
};

/** The table of /proc/PID/limits. */
export const limitsTable: TableKind = {
  begin: (text) => (/^Limit +Soft Limit +Hard Limit +Units/.test(text) || ROW.test(text) ? new LimitsTable() : undefined),
};

class LimitsTable implements Table {
  readonly kind = 'procfs';
  readonly file = 'limits';
  private readonly limits: Partial<Record<keyof ProcessLimits, ResourceLimit>> = {};
  private begun = false;

  read(text: string): 'taken' | 'damaged' | 'foreign' | 'over' {
    if (text.startsWith('Limit ')) {
      if (this.begun) return 'over';
      this.begun = true;
      return 'taken';
    }
    const [, name = '', soft, hard] = ROW.exec(text) ?? [];
    if (name === '') return text.startsWith('Max ') ? 'damaged' : text === '' ? 'over' : 'foreign';
    const field = NAMES[name];
    if (field !== undefined && this.limits[field] !== undefined) return 'over';
    this.begun = true;
    if (field !== undefined) this.limits[field] = present({ soft: amount(soft), hard: amount(hard) });
    return 'taken';
  }

  finish({ citations, scope, unparsedLines }: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    if (Object.keys(this.limits).length === 0) return [];
    return [{ type: 'process', source: 'procfs', certainty: 'stated', citations, scope, unparsedLines, limits: this.limits }];
  }
}

function amount(text: string | undefined) {
  return text === undefined || text === 'unlimited' ? undefined : parseExact(text);
}
