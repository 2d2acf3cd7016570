import { present } from '../../src/evidence/whole/present.ts';
import { zombieParents } from '../../src/evidence/whole/zombie-parents.ts';
import type { FactDraft } from '../../src/evidence/facts/index.ts';
import { exact } from '../../src/text/exact.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import { whole } from './status.ts';
import type { Table, TableKind } from './table.ts';

/** Columns of ps (procps, src/ps/output.c; busybox, procps/ps.c): the process, and the command as the last one. */
const HEAD =
  /^ *(?:(?:F|S|STAT|USER|UID|PID|PPID|LWP|TID|SPID|NLWP|THCNT|PGID|SID|PGRP|EUSER|RUSER|NS|UNIT)\b[^a-z]*)?\bPID\b[^a-z]* (?:CMD|COMMAND|COMM)$/;
/** Processes of a listing that are also facts of their own: of more, the listing tells. */
const MOST_PROCESSES = 20;

interface Row {
  readonly pid: number;
  readonly parent?: number;
  readonly state: string;
  /** First word of the command, without its directory: what follows may hold secrets. */
  readonly name: string;
  readonly zombie: boolean;
  readonly threads?: number;
  readonly residentKib?: number;
}

/** What `ps` prints. */
export const psTable: TableKind = {
  begin: (text) => (HEAD.test(text) ? new PsTable(text) : undefined),
};

class PsTable implements Table {
  readonly kind = 'process-list';
  private readonly columns: readonly string[];
  private readonly rows = new Map<number, Row>();
  private threads = 0;
  private begun = false;

  constructor(head: string) {
    this.columns = head.trim().split(/\s+/);
  }

  read(text: string): 'taken' | 'damaged' | 'foreign' | 'over' {
    if (HEAD.test(text)) {
      if (this.begun) return 'over';
      this.begun = true;
      return 'taken';
    }
    if (text === '') return 'over';
    const row = this.row(text);
    if (row === undefined) return 'foreign';
    this.threads += 1;
    // With -L each thread has a row.
    if (!this.rows.has(row.pid)) this.rows.set(row.pid, row);
    return 'taken';
  }

  /** Arguments of commands may hold secrets, and of many rows those tell that are out of order. */
  show(text: string): string | undefined {
    if (HEAD.test(text)) return text;
    const row = this.row(text);
    if (row === undefined || (!row.zombie && !row.state.startsWith('D') && row.pid !== 1)) return undefined;
    return new RegExp(`^\\s*(?:\\S+\\s+){${this.columns.length - 1}}\\S+`).exec(text)?.[0];
  }

  finish({ citations, scope, unparsedLines }: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    const rows = [...this.rows.values()];
    if (rows.length === 0) return [];
    const zombies = rows.filter(({ zombie }) => zombie);
    const perThread = this.columns.some((column) => ['LWP', 'TID', 'SPID'].includes(column));
    const counted = rows.flatMap(({ threads }) => threads ?? []);
    const threads = perThread ? this.threads : counted.length === rows.length ? counted.reduce((all, one) => all + one, 0) : undefined;
    const common = { certainty: 'stated', citations, scope } as const;
    const listing: FactDraft = {
      type: 'processes',
      ...common,
      total: rows.length,
      ...present({ threads }),
      zombies: zombies.length,
      uninterruptible: rows.filter(({ state }) => state.startsWith('D')).length,
      zombieParents: zombieParents(rows),
    };
    if (rows.length > MOST_PROCESSES) return [listing];
    const each = rows.map((row): FactDraft => ({
      type: 'process',
      source: 'ps',
      ...common,
      unparsedLines,
      pid: row.pid,
      name: oneLine(row.name),
      ...present({
        parent: row.parent,
        threads: perThread ? undefined : row.threads,
        state: row.state === '' ? undefined : oneLine(row.state.slice(0, 1)),
        residentBytes: row.residentKib === undefined ? undefined : exact(BigInt(row.residentKib) * 1024n),
      }),
    }));
    return [listing, ...each];
  }

  private row(text: string): Row | undefined {
    const words = text.trim().split(/\s+/);
    const before = this.columns.length - 1;
    if (words.length <= before) return undefined;
    const at = (...names: string[]): string | undefined => {
      const index = this.columns.findIndex((column) => names.includes(column));
      return index < 0 ? undefined : words[index];
    };
    const pid = whole(at('PID'));
    if (pid === undefined) return undefined;
    const state = at('STAT', 'S') ?? '';
    const [command = ''] = words.slice(before);
    // A kernel thread or a zombie has its name in brackets.
    const name = command.startsWith('[') ? command.replaceAll(/[[\]]/g, '') : command.slice(command.lastIndexOf('/') + 1);
    return {
      pid,
      state,
      name: name.slice(0, 64),
      zombie: state.startsWith('Z') || words.at(-1) === '<defunct>',
      ...present({ parent: whole(at('PPID')), threads: whole(at('NLWP', 'THCNT')), residentKib: whole(at('RSS', 'RSZ')) }),
    };
  }
}
