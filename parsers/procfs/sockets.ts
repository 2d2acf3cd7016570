import type { FactDraft } from '../../src/evidence/facts/index.ts';
import type { Listener, SocketsFact } from '../../src/evidence/facts/sockets.ts';
import { oneLine } from '../../src/text/safe-text.ts';
import type { TableEnd } from './table.ts';

/** Listeners that are kept of one listing. */
const MOST_LISTENERS = 500;

/** Numbers of TcpExt that are kept. */
export type Counter = 'listenOverflows' | 'listenDrops' | 'memoryPressures' | 'memoryAborts';

/** Whether an address can be reached from the same host alone. */
export function isLoopback(address: string): boolean {
  return /^(?:127\.|::1$|::ffff:127\.|localhost$)/.test(address);
}

/** Sockets of one listing, counted by their states. */
export class SocketCounts {
  private readonly states = new Map<string, number>();
  private readonly listeners: Listener[] = [];
  private rows = 0;
  private listed = false;
  /** Counters since the network namespace was made; the first that is read stays. */
  readonly counters: { -readonly [K in Counter]?: number } = {};

  /** A socket that does not listen. */
  count(state: string): void {
    this.listed = true;
    this.add(state, 1);
  }

  /** So many of a state, where the text has the sum and not each of them. */
  add(state: string, times: number): void {
    this.rows += 1;
    if (times > 0) this.states.set(state, (this.states.get(state) ?? 0) + times);
  }

  /** A socket that listens. */
  listen(listener: Listener): void {
    this.rows += 1;
    this.listed = true;
    if (this.listeners.length < MOST_LISTENERS) this.listeners.push(listener);
  }

  /** The fact; none where nothing was read. */
  fact(source: SocketsFact['source'], { citations, scope, unparsedLines }: TableEnd): FactDraft[] {
    if (this.rows === 0 && Object.keys(this.counters).length === 0) return [];
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
        ...(this.listed ? { closeWait: this.states.get('CLOSE-WAIT') ?? 0 } : {}),
        ...this.counters,
        unparsedLines,
      },
    ];
  }
}
