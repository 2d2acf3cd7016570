import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Listener, SocketsFact } from '../../src/evidence/facts/sockets.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import type { TableEnd } from './table.ts';

/** Listeners that are kept of one listing. */
const MOST_LISTENERS = 500;

/** Whether an address can be reached from the same host alone. */
export function isLoopback(address: string): boolean {
  return /^(?:127\.|::1$|::ffff:127\.|localhost$)/.test(address);
}

/** Sockets of one listing, counted by their states. */
export class SocketCounts {
  private readonly states = new Map<string, number>();
  private readonly listeners: Listener[] = [];
  private rows = 0;
  listenOverflows: number | undefined;

  /** A socket that does not listen. */
  count(state: string, times = 1): void {
    this.rows += 1;
    if (times > 0) this.states.set(state, (this.states.get(state) ?? 0) + times);
  }

  /** A socket that listens. */
  listen(listener: Listener): void {
    this.rows += 1;
    if (this.listeners.length < MOST_LISTENERS) this.listeners.push(listener);
  }

  /** The fact; none where nothing was read. */
  fact(source: SocketsFact['source'], { citations, scope, unparsedLines }: TableEnd): FactDraft[] {
    if (this.rows === 0 && this.listenOverflows === undefined) return [];
    const byState = [...this.states]
      .map(([state, count]) => ({ state: oneLine(state), count }))
      .toSorted((a, b) => b.count - a.count || (a.state < b.state ? -1 : 1));
    return [
      {
        type: 'sockets',
        source,
        certainty: 'stated',
        citations,
        scope,
        listeners: this.listeners,
        byState,
        closeWait: this.states.get('CLOSE-WAIT') ?? 0,
        ...(this.listenOverflows === undefined ? {} : { listenOverflows: this.listenOverflows }),
        unparsedLines,
      },
    ];
  }
}
