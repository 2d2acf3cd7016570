import { type SafeText, sanitize } from '../text/safe-text.ts';
import type { Entry, OpenBytes } from './entry.ts';
import { type InflateState, gunzip } from './inflate.ts';
import type { Budget } from './limits.ts';
import { peek } from './peek.ts';
import { SNIFF_BYTES, sniff } from './sniff.ts';

/** An entry's content after its layers of compression and encoding have been peeled. */
export type Content = {
  /** Layers that were peeled, outermost first. */
  readonly wrappers: readonly string[];
  /** What turned out to be damaged; complete once the bytes have been read. */
  readonly damage: () => SafeText | undefined;
} & (
  | { readonly kind: 'text' | 'binary'; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly kind: 'other'; readonly reason: SafeText }
  | { readonly kind: 'empty' }
);

/** Opens an entry and looks at what it is, by content. Throws a system error where it cannot be read. */
export async function openContent(entry: Entry, budget: Budget): Promise<Content> {
  const wrappers: string[] = [];
  const states: InflateState[] = [];
  const damage = () => {
    const said = states.map((state) => state.damage).find((one) => one !== undefined);
    return said === undefined ? undefined : sanitize(said);
  };
  const common = { wrappers, damage };
  let open: OpenBytes = () => counted(entry.open(), (bytes) => budget.takeRead(bytes, entry.path));
  let reopenable = entry.reopenable;
  for (;;) {
    const { head, all } = await peek(open(), SNIFF_BYTES);
    const sniffed = sniff(head);
    if (sniffed.kind === 'empty') {
      await all.return(undefined);
      return { ...common, kind: 'empty' };
    }
    if (sniffed.kind === 'other') {
      await all.return(undefined);
      return { ...common, kind: 'other', reason: sanitize(`${sniffed.name}: ${sniffed.advice}`) };
    }
    if (sniffed.kind === 'binary') return { ...common, kind: 'binary', bytes: all };
    if (sniffed.kind === 'text') {
      if (sniffed.encoding !== 'utf-8') wrappers.push(sniffed.encoding);
      return {
        ...common,
        kind: 'text',
        bytes: sniffed.encoding === 'utf-8' ? dropFirst(all, sniffed.bomBytes) : recoded(all, sniffed.encoding),
      };
    }
    if (wrappers.length >= budget.limits.depth) {
      await all.return(undefined);
      budget.hit('depth', entry.path, budget.limits.depth, 'compressed more often than that: not read');
      return { ...common, kind: 'other', reason: sanitize(`compressed more than ${budget.limits.depth} times`) };
    }
    wrappers.push('gzip');
    const state: InflateState = {};
    states.push(state);
    const outer = open;
    const again = reopenable;
    if (again) await all.return(undefined);
    // A pipe is opened once: its peeked bytes are the source, and its inner layers cannot be opened again either.
    const source: OpenBytes = again ? outer : () => all;
    open = () => counted(gunzip(source, again, state), (bytes) => budget.takeInflated(bytes, entry.path));
    reopenable = again;
  }
}

/** Passes chunks on until the account is empty. */
async function* counted(source: AsyncIterable<Uint8Array>, take: (bytes: number) => boolean): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    if (!take(chunk.length)) return;
    yield chunk;
  }
}

async function* dropFirst(source: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of source) {
    const rest = left > 0 ? chunk.subarray(left) : chunk;
    left = Math.max(0, left - chunk.length);
    if (rest.length > 0) yield rest;
  }
}

async function* recoded(source: AsyncIterable<Uint8Array>, encoding: 'utf-16le' | 'utf-16be'): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  yield Buffer.from(decoder.decode(), 'utf8');
}
