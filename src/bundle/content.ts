import { type SafeText, sanitize } from '../text/safe-text.ts';
import type { Entry, OpenBytes, Reading } from './entry.ts';
import type { ArchiveFormat } from './archive/format.ts';
import { type DecompressState, decompress } from './decompress.ts';
import type { Budget } from './limits.ts';
import { peek } from './peek.ts';
import { SNIFF_BYTES, sniff } from './sniff.ts';
import { whileTaken } from './while-taken.ts';

/** An entry's content after its layers of compression and encoding have been peeled. */
export type Content = {
  /** Layers that were peeled, outermost first. */
  readonly wrappers: readonly string[];
  /** What turned out to be damaged; complete once the bytes have been read. */
  readonly damage: () => SafeText | undefined;
  /** A budget ended the bytes before their end; complete once they have been read. */
  readonly stopped: () => boolean;
} & (
  | { readonly kind: 'text'; readonly bytes: AsyncGenerator<Uint8Array> }
  /** `head`: its first bytes. `printable`: it may be text all the same, with stray bytes in it. */
  | { readonly kind: 'binary'; readonly bytes: AsyncGenerator<Uint8Array>; readonly head: Uint8Array; readonly printable: boolean }
  /** `stored`: it is the entry itself, with nothing around it. */
  | { readonly kind: 'archive'; readonly format: ArchiveFormat; readonly bytes: AsyncGenerator<Uint8Array>; readonly stored: boolean }
  | { readonly kind: 'other'; readonly reason: SafeText }
  | { readonly kind: 'empty' }
);

/** Opens an entry and looks at what it is, by content. Throws a system error where it cannot be read. */
export async function openContent(entry: Entry, budget: Budget): Promise<Content> {
  const wrappers: string[] = [];
  const states: DecompressState[] = [];
  let stopped = false;
  const counted = (source: AsyncIterable<Uint8Array>, take: (bytes: number) => boolean) =>
    whileTaken(source, take, () => {
      stopped = true;
      for (const state of states) state.stopped = true;
    });
  const damage = () => {
    const said = states.map((state) => state.damage).find((one) => one !== undefined) ?? entry.member?.damage();
    return said === undefined ? undefined : sanitize(said);
  };
  const common = { wrappers, damage, stopped: () => stopped || entry.member?.stopped() === true };
  /** Members of archives have a budget each; what they are made of counts with their archive. */
  const bounded = (source: AsyncGenerator<Uint8Array>) =>
    entry.member === undefined ? source : counted(source, takeMember(budget, entry));
  const other = (reason: string): Content => ({ ...common, kind: 'other', reason: sanitize(reason) });
  const reading: Reading = { mayReuse: false };
  const take = entry.member === undefined ? (bytes: number) => budget.takeRead(bytes, entry.path) : () => budget.takeTime(entry.path);
  let open: OpenBytes = () => counted(entry.open(reading), take);
  let reopenable = entry.reopenable;
  for (;;) {
    let { head, all } = await peek(open(), SNIFF_BYTES);
    let sniffed = sniff(head);
    if (sniffed.kind === 'padding') {
      // A log that was rotated with copytruncate begins with as many NULs as the old one had bytes: they may be millions.
      ({ head, all } = await peek(withoutPadding(all), SNIFF_BYTES));
      sniffed = sniff(head);
      if (sniffed.kind === 'empty' && !stopped) {
        await all.return(undefined);
        return other('nothing but NUL bytes');
      }
      wrappers.push('nul-padding');
    }
    if (sniffed.kind === 'empty' || sniffed.kind === 'padding') {
      await all.return(undefined);
      return { ...common, kind: 'empty' };
    }
    if (sniffed.kind === 'other') {
      await all.return(undefined);
      return other(`${sniffed.name}: ${sniffed.advice}`);
    }
    if (sniffed.kind === 'binary') return { ...common, kind: 'binary', bytes: bounded(all), head, printable: sniffed.printable };
    if (sniffed.kind === 'archive')
      return { ...common, kind: 'archive', format: sniffed.format, bytes: all, stored: wrappers.length === 0 };
    if (sniffed.kind === 'text') {
      // Text is cut into lines chunk by chunk; what inflates it may hold several.
      reading.mayReuse = states.length === 0;
      if (sniffed.encoding !== 'utf-8') wrappers.push(sniffed.encoding);
      return {
        ...common,
        kind: 'text',
        bytes: sniffed.encoding === 'utf-8' ? dropFirst(bounded(all), sniffed.bomBytes) : recoded(bounded(all), sniffed.encoding),
      };
    }
    const layers = states.length;
    if (layers >= budget.limits.depth) {
      await all.return(undefined);
      budget.hit('depth', entry.path, budget.limits.depth, 'compressed more often than that: not read', { read: layers });
      return other(`compressed more than ${budget.limits.depth} times`);
    }
    if (!budget.mayInflate) {
      await all.return(undefined);
      budget.takeInflated(1, entry.path);
      return other('not decompressed: the limit inflated-bytes had been used up before');
    }
    const { compression } = sniffed;
    wrappers.push(compression);
    const state: DecompressState = {};
    states.push(state);
    const outer = open;
    const again = reopenable;
    if (again) await all.return(undefined);
    // A pipe is opened once: its peeked bytes are the source, and its inner layers cannot be opened again either.
    const source: OpenBytes = again ? outer : () => all;
    open = () => counted(decompress(compression, source, again, state), (bytes) => budget.takeInflated(bytes, entry.path));
    reopenable = again;
  }
}

/** The account of one member of an archive. */
function takeMember(budget: Budget, { path, bytes: total }: Entry): (bytes: number) => boolean {
  let taken = 0;
  return (bytes) =>
    (taken += bytes) <= budget.limits.memberBytes ||
    budget.hit('member-bytes', path, budget.limits.memberBytes, 'the rest of it was not read', { read: budget.limits.memberBytes, total });
}

/** Leaves out the NULs at the start. */
async function* withoutPadding(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let inside = false;
  for await (const chunk of source) {
    let start = 0;
    if (!inside) {
      while (start < chunk.length && chunk[start] === 0) start += 1;
      if (start === chunk.length) continue;
      inside = true;
    }
    yield start === 0 ? chunk : chunk.subarray(start);
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
