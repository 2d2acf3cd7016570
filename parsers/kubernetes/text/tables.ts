import type { EventFact, PodFact, UsageFact } from '../../../src/evidence/facts/kubernetes.ts';
import type { Line } from '../../../src/text/line.ts';
import { cite } from '../../goroutine-dump/excerpt.ts';
import type { ParserContext } from '../../parser.ts';
import { scopeOfEvent } from '../objects/event.ts';
import { numberOf, parseQuantity, wholeOf } from '../objects/quantity.ts';
import { message, name, nameOf, present } from '../objects/source.ts';
import { parseAgo } from './age.ts';
import { cellsOf, columnsOf } from './columns.ts';

/** Headers of `kubectl get events`, of older releases too, and of `kubectl get pods`; with -A the namespace comes first. */
const EVENTS = /^(?:NAMESPACE {2,})?LAST SEEN {2,}(?:TYPE {2,}REASON {2,}(?:OBJECT|KIND) |FIRST SEEN {2,}COUNT )/;
const PODS = /^(?:NAMESPACE {2,})?NAME {2,}READY {2,}STATUS {2,}RESTARTS {2,}AGE(?: |$)/;
/** Headers of `kubectl top` (kubectl, pkg/metricsutil): pods, their containers (`--containers`), and nodes, which have percentages. */
const TOP = /^(?:NAMESPACE {2,})?(?:POD {2,})?NAME {2,}CPU\(cores\) {2,}(?:CPU(?:%|\(%\)) {2,})?MEMORY\(bytes\)(?: {2,}\S+)*\s*$/;
/** Lines in a row that are no rows, after which a table is over. */
const APART = 5;
const LONGEST_ROW = 20_000;

/** Texts that stand in the headers. */
export const TABLE_BEGINS: readonly string[] = ['LAST SEEN  ', 'READY   STATUS', 'CPU(cores)'];

/** Reads the tables that `kubectl get events` and `kubectl get pods` print, row by row. */
export class Tables {
  readonly #context: ParserContext;
  #table: { readonly kind: 'events' | 'pods' | 'top'; readonly columns: ReturnType<typeof columnsOf> } | undefined;
  #apart = 0;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  accept(line: Line): boolean {
    const { text } = line;
    if (text.length > LONGEST_ROW) return false;
    const kind = EVENTS.test(text) ? 'events' : PODS.test(text) ? 'pods' : TOP.test(text) ? 'top' : undefined;
    if (kind !== undefined) {
      this.#table = { kind, columns: columnsOf(text) };
      this.#apart = 0;
      this.#context.found('kubernetes');
      return true;
    }
    const table = this.#table;
    if (table === undefined) return false;
    const cells = cellsOf(text, table.columns);
    if (cells !== undefined && this.#row(table.kind, line, cells)) {
      this.#apart = 0;
      return true;
    }
    this.#apart += 1;
    if (this.#apart >= APART || text.trim() === '') this.#table = undefined;
    return false;
  }

  #row(kind: 'events' | 'pods' | 'top', line: Line, cells: ReadonlyMap<string, string>): boolean {
    if (kind === 'events') return this.#event(line, cells);
    return kind === 'pods' ? this.#pod(line, cells) : this.#usage(line, cells);
  }

  /** `<unknown>` stands where the metrics server has nothing. */
  #usage(line: Line, cells: ReadonlyMap<string, string>): boolean {
    const title = cells.get('NAME') ?? '';
    const [cpu, memory] = [cells.get('CPU(cores)') ?? '', cells.get('MEMORY(bytes)') ?? ''];
    const [cores, bytes] = [parseQuantity(cpu), parseQuantity(memory)];
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(title) || (cores === undefined && cpu !== '<unknown>')) return false;
    if (bytes === undefined && memory !== '<unknown>') return false;
    const percent = (column: string): number | undefined => {
      const digits = /^(\d{1,6})%$/.exec(cells.get(`${column}(%)`) ?? cells.get(`${column}%`) ?? '')?.[1];
      return digits === undefined ? undefined : Number(digits);
    };
    if (cores === undefined && bytes === undefined) return true;
    const isNode = cells.has('CPU%') || cells.has('CPU(%)');
    const pod = cells.get('POD');
    const whose = isNode ? { node: name(title) } : pod === undefined ? { pod: name(title) } : { pod: name(pod), container: name(title) };
    this.#context.emit({
      type: 'usage',
      certainty: 'stated',
      citations: [cite(this.#context.source.path, line.number, line.number, [line.text], 1)],
      scope: { ...this.#context.source.scope, ...present({ namespace: nameOf(cells.get('NAMESPACE')) }), ...whose },
      of: isNode ? 'node' : pod === undefined ? 'pod' : 'container',
      ...present({
        cpus: cores === undefined ? undefined : numberOf(cores),
        memoryBytes: bytes === undefined ? undefined : wholeOf(bytes),
        cpuPercent: percent('CPU'),
        memoryPercent: percent('MEMORY'),
      }),
    } satisfies Omit<UsageFact, 'id'>);
    return true;
  }

  #event(line: Line, cells: ReadonlyMap<string, string>): boolean {
    const ago = parseAgo(cells.get('LAST SEEN') ?? '');
    const level = cells.get('TYPE') ?? '';
    const reason = cells.get('REASON') ?? '';
    if (ago === undefined || (level !== 'Normal' && level !== 'Warning') || !/^[A-Z]\w*$/.test(reason)) return false;
    // pod/api-7f, and in older releases the kind alone.
    const [, kind = '', about] = /^([\w.]+)(?:\/(\S+))?$/.exec(cells.get('OBJECT') ?? cells.get('KIND') ?? '') ?? [];
    const aboutKind = KINDS.get(kind.toLowerCase()) ?? kind;
    const first = parseAgo(cells.get('FIRST SEEN') ?? '');
    const count = Number(cells.get('COUNT') ?? ago.count);
    this.#context.emit({
      type: 'event',
      certainty: 'stated',
      citations: [cite(this.#context.source.path, line.number, line.number, [line.text], 1)],
      scope: {
        ...this.#context.source.scope,
        ...scopeOfEvent(aboutKind, cells.get('NAMESPACE'), about, cells.get('SUBOBJECT'), cells.get('MESSAGE')),
      },
      level: name(level),
      reason: name(reason),
      message: message(cells.get('MESSAGE') ?? ''),
      count: Number.isSafeInteger(count) && count > 0 ? count : 1,
      ...present({
        lastAgeSeconds: ago.seconds,
        firstAgeSeconds: first?.seconds ?? ago.overSeconds,
        aboutKind: aboutKind === '' ? undefined : name(aboutKind),
        aboutName: nameOf(about),
        component: nameOf(cells.get('SOURCE')?.split(',', 1)[0] || undefined),
      }),
    } satisfies Omit<EventFact, 'id'>);
    return true;
  }

  #pod(line: Line, cells: ReadonlyMap<string, string>): boolean {
    const [, ready, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(cells.get('READY') ?? '') ?? [];
    const [, restarts] = /^(\d{1,9})(?: \(\S+ ago\))?$/.exec(cells.get('RESTARTS') ?? '') ?? [];
    const status = cells.get('STATUS') ?? '';
    const title = cells.get('NAME') ?? '';
    if (ready === undefined || restarts === undefined || status === '' || !/^[a-z0-9][a-z0-9.-]*$/.test(title)) return false;
    const node = cells.get('NODE');
    this.#context.emit({
      type: 'pod',
      certainty: 'stated',
      citations: [cite(this.#context.source.path, line.number, line.number, [line.text], 1)],
      scope: {
        ...this.#context.source.scope,
        ...present({ namespace: nameOf(cells.get('NAMESPACE')), pod: name(title), node: node === '<none>' ? undefined : nameOf(node) }),
      },
      conditions: [],
      status: name(status),
      restarts: Number(restarts),
      ready: ready === of,
      ...(status === 'Evicted' ? { reason: name(status) } : {}),
    } satisfies Omit<PodFact, 'id'>);
    return true;
  }
}

const KINDS: ReadonlyMap<string, string> = new Map(
  [
    'Pod',
    'Node',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'Job',
    'CronJob',
    'HorizontalPodAutoscaler',
    'PersistentVolumeClaim',
  ].map((kind) => [kind.toLowerCase(), kind]),
);
