import { present } from '../../src/evidence/whole/present.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import type { Table, TableKind } from './table.ts';

/**
 * /proc/PID/stat (fs/proc/array.c do_task_stat): the name in parentheses, which may have any characters in it, then 50 numbers, of which the
 * 18th after it is the number of threads.
 */
const STAT = /^(\d{1,10}) \((.{0,64})\) ([RSDZTtWXxKPI]) (\d{1,10})(?: -?\d{1,20}){15} (\d{1,10})(?: -?\d{1,20}){20,40}$/;

/** The one line of /proc/PID/stat. */
export const statLine: TableKind = {
  begin: (text) => (STAT.test(text) ? new StatLine() : undefined),
};

class StatLine implements Table {
  readonly kind = 'procfs';
  readonly file = 'stat';
  private text: string | undefined;

  read(text: string): 'taken' | 'over' {
    if (this.text !== undefined) return 'over';
    this.text = text;
    return 'taken';
  }

  finish({ citations, scope, unparsedLines }: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    const [, pid, name = '', state = '', parent, threads] = STAT.exec(this.text ?? '') ?? [];
    if (pid === undefined) return [];
    return [
      {
        type: 'process',
        source: 'procfs',
        certainty: 'stated',
        citations,
        scope,
        unparsedLines,
        name: oneLine(name),
        state: oneLine(state),
        ...present({ pid: Number(pid), parent: Number(parent), threads: Number(threads) }),
      },
    ];
  }
}
