import { present } from '../../src/evidence/whole/present.ts';
import type { ProcessFact, SignalFate } from '../../src/evidence/facts/process.ts';
import { type ExactInt, exact } from '../../src/text/exact.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import type { Table, TableKind } from './table.ts';

/** `Key:` and a value, as /proc/PID/status has them (fs/proc/array.c proc_pid_status, fs/proc/task_mmu.c task_mem). */
const FIELD = /^([A-Za-z][\w-]{1,40}):[\t ]*(.*)$/;
/** Bit of SIGTERM (15) in the masks of signals. */
const SIGTERM = 1n << 14n;
/** Keys that stand right after `Name:`, or are found where the beginning is missing. */
const SECOND = /^(?:Umask|State|Tgid):\s/;

/** The table of /proc/PID/status. It begins with `Name:`, and is one where the next lines are its own. */
export const statusTable: TableKind = {
  begin: (text) => (/^Name:\t\S/.test(text) || /^Name: {1,8}\S{1,15}$/.test(text) ? new StatusTable() : undefined),
};

class StatusTable implements Table {
  readonly kind = 'procfs';
  readonly file = 'status';
  private readonly fields = new Map<string, string>();
  private last = '';

  read(text: string): 'taken' | 'damaged' | 'foreign' | 'over' {
    const [, key = '', value = ''] = FIELD.exec(text) ?? [];
    // Without its second line a `Name:` is anything.
    if (this.fields.size === 1 && !SECOND.test(text)) return 'over';
    if (key === '') return this.fields.size > 1 && text !== '' ? 'foreign' : 'over';
    if (this.fields.has(key)) return 'over';
    this.fields.set(key, value.trim());
    this.last = key;
    return 'taken';
  }

  finish({ citations, scope, unparsedLines }: Parameters<Table['finish']>[0]): ReturnType<Table['finish']> {
    if (this.fields.size < 4 || this.last === '') return [];
    return [{ type: 'process', source: 'procfs', certainty: 'stated', citations, scope, unparsedLines, ...statusFields(this.fields) }];
  }
}

function statusFields(fields: ReadonlyMap<string, string>): Partial<ProcessFact> {
  const text = (key: string): string | undefined => fields.get(key);
  const number = (key: string): number | undefined => whole(text(key));
  const kib = (key: string): ExactInt | undefined => kibibytes(text(key));
  const nsPids = text('NSpid')
    ?.split(/\s+/)
    .map(whole)
    .filter((pid) => pid !== undefined);
  const [name, state] = [text('Name'), text('State')?.slice(0, 1)];
  const inner = nsPids?.at(-1) ?? number('Pid');
  return present({
    pid: number('Pid'),
    nsPids: nsPids === undefined || nsPids.length === 0 ? undefined : nsPids,
    init: inner === undefined ? undefined : inner === 1,
    name: name === undefined ? undefined : oneLine(name.slice(0, 64)),
    state: state === undefined || state === '' ? undefined : oneLine(state),
    parent: number('PPid'),
    uid: whole(text('Uid')?.split(/\s/)[0]),
    threads: number('Threads'),
    residentBytes: kib('VmRSS'),
    peakResidentBytes: kib('VmHWM'),
    anonBytes: kib('RssAnon'),
    fileBytes: kib('RssFile'),
    shmemBytes: kib('RssShmem'),
    lockedBytes: kib('VmLck'),
    swapBytes: kib('VmSwap'),
    virtualBytes: kib('VmSize'),
    sigterm: fateOfSigterm(fields),
    seccomp: (['disabled', 'strict', 'filter'] as const)[number('Seccomp') ?? -1],
    cpusAllowed: cpus(text('Cpus_allowed_list')),
  });
}

/** A whole number of at most 15 digits. */
export function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** `  11612 kB` in bytes. */
export function kibibytes(text: string | undefined): ExactInt | undefined {
  const digits = /^(\d{1,20}) kB$/.exec(text?.trim() ?? '')?.[1];
  return digits === undefined ? undefined : exact(BigInt(digits) * 1024n);
}

function fateOfSigterm(fields: ReadonlyMap<string, string>): SignalFate | undefined {
  const [blocked, ignored, caught] = ['SigBlk', 'SigIgn', 'SigCgt'].map((key) => mask(fields.get(key)));
  if (caught === undefined || ignored === undefined) return undefined;
  if (blocked !== undefined && (blocked & SIGTERM) !== 0n) return 'blocked';
  if ((ignored & SIGTERM) !== 0n) return 'ignored';
  // The Go runtime catches all signals, whether the program asked for them or not.
  return (caught & SIGTERM) !== 0n ? 'caught' : 'default';
}

function mask(text: string | undefined): bigint | undefined {
  return text !== undefined && /^[0-9a-f]{16}$/.test(text) ? BigInt(`0x${text}`) : undefined;
}

/** `0-3,8` is five. */
function cpus(list: string | undefined): number | undefined {
  if (list === undefined || !/^\d{1,6}(?:-\d{1,6})?(?:,\d{1,6}(?:-\d{1,6})?)*$/.test(list)) return undefined;
  const counts = list.split(',').map((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    return Math.max(0, to - from + 1);
  });
  return counts.reduce((all, one) => all + one, 0);
}
