import type { Line } from '../../../src/text/line.ts';
import { cite } from '../../goroutine-dump/excerpt.ts';
import type { ParserContext } from '../../parser.ts';
import type { Data, Document } from '../documents/data.ts';
import { scopeOfEvent } from '../objects/event.ts';
import { readNode } from '../objects/node.ts';
import { readPod } from '../objects/pod.ts';
import { message, name, nameOf, type ObjectContext, present } from '../objects/source.ts';
import { readDescribedService } from '../objects/service.ts';
import { readWorkload } from '../objects/workload.ts';
import { parseAgo } from './age.ts';
import { cellsOf, columnsOf } from './columns.ts';
import { otherDescription } from './describe-other.ts';
import { podOfDescription } from './describe-pod.ts';
import { isQuotaHead, isQuotaLine, readDescribedQuota } from './describe-quota.ts';

const NAME = /^Name: {4,}(\S{1,253})\s*$/;
/** The line after it: a node is of no namespace, and that of a DaemonSet is not printed by every release. */
const SECOND = /^(?:Namespace: {2,}\S{1,253}\s*|(?:Roles|Selector): {2,}\S.*)$/;
/** Keys at the margin, and what stands below them. */
const BELONGS = /^(?:[A-Z][A-Za-z0-9 ()-]{0,60}:(?: .*)?| .*)$/;
const MESSAGE = /^ {2,}Message: {2,}/;
/** The line after a message of several lines. */
const AFTER_MESSAGE = /^ {2,}(?:Exit Code|Started|Finished|Signal|Ready|Reason|Last State): {2,}/;
const EVENT_HEADER = /^ {2}Type {2,}Reason {2,}Age {2,}From {2,}Message/;
const MOST_LINES = 5000;
/** Lines of a message: the kubelet keeps eighty. */
const MOST_MESSAGE_LINES = 120;

/** A text that stands in the line after the one that begins a description. */
export const DESCRIBE_BEGINS: readonly string[] = ['Name:    '];

/** Reads what `kubectl describe` prints of pods, nodes, workloads and services, one after the other. */
export class Descriptions {
  readonly #context: ParserContext;
  #held: Line | undefined;
  #lines: Line[] | undefined;
  #inMessage = 0;
  #quota = false;

  constructor(context: ParserContext) {
    this.#context = context;
  }

  /** A line was not taken that begins a description, if the next one is of it. */
  get waits(): boolean {
    return this.#held !== undefined;
  }

  accept(line: Line): boolean {
    const { text } = line;
    if (this.#lines === undefined || NAME.test(text)) return this.#begin(line);
    if (this.#inMessage > 0) {
      if (AFTER_MESSAGE.test(text)) this.#inMessage = 0;
      else if (++this.#inMessage > MOST_MESSAGE_LINES) this.#inMessage = 0;
      else return this.#take(line);
    }
    if (text.trim() === '' || text === '\r') {
      // Events end a description, and two blank lines do.
      if (this.#lines.some((one) => EVENT_HEADER.test(one.text) || one.text.startsWith('Events:'))) {
        this.end();
        return false;
      }
      return this.#take(line);
    }
    if (isQuotaHead(text)) this.#quota = true;
    if ((!BELONGS.test(text) && !isQuotaLine(text, this.#quota)) || this.#lines.length >= MOST_LINES) {
      this.end();
      return false;
    }
    if (MESSAGE.test(text)) this.#inMessage = 1;
    return this.#take(line);
  }

  end(): void {
    const lines = this.#lines;
    this.#lines = undefined;
    this.#held = undefined;
    this.#inMessage = 0;
    this.#quota = false;
    if (lines === undefined) return;
    const events = lines.findIndex(({ text }) => text.startsWith('Events:'));
    const body = events < 0 ? lines : lines.slice(0, events);
    const { document, isPod } = podOfDescription(body);
    const { path, scope } = this.#context.source;
    const context: ObjectContext = {
      path,
      scope,
      emit: (draft) => void this.#context.emit(draft),
      embedded: (text) => this.#context.embedded?.(text),
    };
    if (!isPod && readDescribedQuota(body, context)) return;
    const other = isPod ? undefined : otherDescription(body);
    if (isPod) readPod(document, context);
    else if (other?.kind === 'Service') readDescribedService(other.document, context);
    else if (other?.kind === 'Node') readNode(other.document, context);
    else if (other !== undefined) readWorkload(other.document, other.kind, context);
    if (events >= 0) this.#events(lines.slice(events + 1), document, isPod ? 'Pod' : other?.kind);
  }

  #begin(line: Line): boolean {
    if (NAME.test(line.text)) {
      this.end();
      this.#held = line;
      return false;
    }
    const first = this.#held;
    this.#held = undefined;
    if (first === undefined || !SECOND.test(line.text)) return false;
    this.#context.found('kubernetes');
    this.#lines = [first, line];
    return true;
  }

  #take(line: Line): boolean {
    this.#lines?.push(line);
    return true;
  }

  #events(lines: readonly Line[], { data }: Document, kind: string | undefined): void {
    const at = lines.findIndex(({ text }) => EVENT_HEADER.test(text));
    const header = lines[at];
    if (header === undefined) return;
    const columns = columnsOf(header.text);
    const { path, scope } = this.#context.source;
    const [about, namespace] = [metadata(data, 'name'), metadata(data, 'namespace')];
    for (const line of lines.slice(at + 1)) {
      const cells = cellsOf(line.text, columns);
      const ago = parseAgo(cells?.get('Age') ?? '');
      const reason = cells?.get('Reason') ?? '';
      if (cells === undefined || ago === undefined || !/^[A-Z]\w*$/.test(reason)) continue;
      this.#context.emit({
        type: 'event',
        certainty: 'stated',
        citations: [cite(path, line.number, line.number, [line.text], 1)],
        scope: { ...scope, ...scopeOfEvent(kind, namespace, about, undefined, cells.get('Message')) },
        level: name(cells.get('Type') ?? ''),
        reason: name(reason),
        message: message(cells.get('Message') ?? ''),
        count: ago.count,
        ...present({
          lastAgeSeconds: ago.seconds,
          firstAgeSeconds: ago.overSeconds,
          aboutKind: nameOf(kind),
          aboutName: nameOf(about),
          component: nameOf(cells.get('From')?.split(',', 1)[0] || undefined),
        }),
      });
    }
  }
}

function metadata(data: Data, field: string): string | undefined {
  const part = data.kind === 'map' ? data.entries.get('metadata') : undefined;
  const value = part?.kind === 'map' ? part.entries.get(field) : undefined;
  return value?.kind === 'text' ? value.text : undefined;
}
