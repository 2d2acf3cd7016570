import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Table, TableKind } from './table.ts';

/** `ls -l`, `find -printf '%p %l'`, a loop with echo: a thread and the network namespace that it is in (fs/proc/namespaces.c, nsfs `net:[inode]`). */
const THREAD = /(?:^|\s)(?:\/proc\/(\d{1,10}|self)\/task\/|task[ /])(\d{1,10})(?:\/ns\/net)?:?(?: ->)?\s+'?net:\[(\d{1,12})\]'?\s*$/;
/** `uniq -c` over the links, or a link alone as readlink prints it: threads and their namespace. */
const COUNTED = /^\s*(?:(\d{1,7})\s+)?net:\[(\d{1,12})\]\s*$/;
/** The line of a shell that lists them: `$ readlink /proc/1/task/*` and so on. Not `/proc/*`, which lists processes. */
const COMMAND = /\b(?:readlink|ls|stat|find)\b.*\/proc\/(\d{1,10}|self|thread-self|\$\{?\w+\}?)\/task\/[^/\s]{1,20}\/ns\/net\b/;

/** Which network namespace each thread of a process is in, from `/proc/PID/task/TID/ns/net`. */
export const threadNamespaces: TableKind = {
  begin: (text) => (text.includes('net:[') || text.includes('/ns/net') ? begin(text) : undefined),
};

function begin(text: string): Table | undefined {
  if (THREAD.test(text)) return new ThreadNamespaces('named');
  if (COMMAND.test(text)) return new ThreadNamespaces('command');
  return COUNTED.test(text) ? new ThreadNamespaces('counted') : undefined;
}

class ThreadNamespaces implements Table {
  readonly kind = 'procfs';
  readonly file = 'task/ns/net';
  /** What shows whose threads they are: their paths, the command, or nothing. */
  private readonly known: 'named' | 'command' | 'counted';
  /** Threads by namespace, for each process. */
  private readonly processes = new Map<string, Map<string, number>>();
  private readonly seen = new Set<string>();
  private pid = '';

  constructor(known: 'named' | 'command' | 'counted') {
    this.known = known;
  }

  read(text: string): 'taken' | 'foreign' | 'over' {
    const thread = THREAD.exec(text);
    if (thread !== null) {
      const [, pid = '', task = '', namespace = ''] = thread;
      // The same thread again is another moment.
      if (this.seen.has(`${pid}/${task}`)) return 'over';
      this.seen.add(`${pid}/${task}`);
      this.add(pid, namespace, 1);
      return 'taken';
    }
    const command = COMMAND.exec(text);
    if (command !== null) {
      if (this.seen.has('command') || this.processes.size > 0) return 'over';
      this.seen.add('command');
      this.pid = command[1] ?? '';
      return 'taken';
    }
    const counted = COUNTED.exec(text);
    if (counted === null || this.known === 'named') return text === '' ? 'over' : 'foreign';
    this.add(this.pid, counted[2] ?? '', Number(counted[1] ?? 1));
    return 'taken';
  }

  finish({ citations, scope, unparsedLines }: Parameters<Table['finish']>[0]): readonly FactDraft[] {
    return [...this.processes].map(([pid, namespaces]) => {
      const counts = [...namespaces.values()];
      const total = counts.reduce((sum, count) => sum + count, 0);
      return {
        type: 'process',
        source: 'procfs',
        // Counts alone may be of processes as well as of threads.
        certainty: this.known === 'counted' ? 'guessed' : 'stated',
        citations,
        scope,
        unparsedLines,
        ...(/^\d+$/.test(pid) ? { pid: Number(pid) } : {}),
        netNamespaces: namespaces.size,
        strayThreads: total - Math.max(...counts),
      };
    });
  }

  private add(pid: string, namespace: string, count: number): void {
    const known = this.processes.get(pid) ?? new Map<string, number>();
    known.set(namespace, (known.get(namespace) ?? 0) + count);
    this.processes.set(pid, known);
  }
}
