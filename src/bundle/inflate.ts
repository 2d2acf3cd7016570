import { pipeline } from 'node:stream';
import type { Inflate } from 'pako';
import type { DecompressState } from './decompress.ts';
import type { OpenBytes } from './entry.ts';

/** Forms of deflate: with gzip's header and checksum, as many members as there are, or bare, as in a zip archive. */
export type DeflateForm = 'gzip' | 'deflate-raw';

/** Compressed bytes that pako gets at once. It inflates them in one go, up to 1032-fold, before it gives anything out. */
const SALVAGE_BYTES = 16 * 1024;

/**
 * Reads through deflate. node:zlib is the fast way; where the stream is damaged or cut, pako, which gives out everything up
 * to the fault, delivers what node:zlib held back. A source that cannot be opened twice goes through pako alone.
 */
export async function* inflate(
  form: DeflateForm,
  open: OpenBytes,
  reopenable: boolean,
  state: DecompressState,
): AsyncGenerator<Uint8Array> {
  let delivered = 0;
  if (reopenable) {
    const { createGunzip, createInflateRaw } = await import('node:zlib');
    const inflating = (form === 'gzip' ? createGunzip : createInflateRaw)({ chunkSize: 256 * 1024 });
    pipeline(open(), inflating, () => undefined);
    try {
      for await (const chunk of inflating as AsyncIterable<Uint8Array>) {
        delivered += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      if (!isZlibError(error)) throw error;
      if (state.stopped === true) return;
    }
  }
  yield* salvage(form, open, delivered, state);
}

/** Decompresses with pako up to the first fault, and leaves out the first `skip` bytes. */
async function* salvage(form: DeflateForm, open: OpenBytes, skip: number, state: DecompressState): AsyncGenerator<Uint8Array> {
  const pako = await import('pako');
  const begin = () => new Member(new pako.Inflate({ chunkSize: 256 * 1024, ...(form === 'gzip' ? {} : { raw: true }) }));
  let produced = 0;
  let member = begin();
  const fresh = (chunks: readonly Uint8Array[]): Uint8Array[] =>
    chunks.flatMap((chunk) => {
      const rest = chunk.subarray(Math.max(0, Math.min(chunk.length, skip - produced)));
      produced += chunk.length;
      return rest.length > 0 ? [rest] : [];
    });
  state.consumed = 0;
  for await (const chunk of pieces(open())) {
    state.consumed += chunk.length;
    for (let rest: Uint8Array | undefined = chunk; rest !== undefined;) {
      if (member.ended) {
        // The decoder joins members but stops where one ends together with a chunk, or where zeros fill up a block.
        const next = rest.findIndex((byte) => byte !== 0);
        if (next < 0) break;
        rest = rest.subarray(next);
        member = begin();
      }
      yield* fresh(member.push(rest));
      if (member.damage !== undefined) {
        state.damage = `the ${NAMES[form]} data is damaged: ${member.damage}`;
        return;
      }
      rest = member.left;
      if (form === 'deflate-raw' && member.ended) {
        state.consumed -= rest?.length ?? 0;
        return;
      }
    }
  }
  if (!member.ended) {
    yield* fresh(member.finish());
    if (state.stopped !== true) state.damage = `the ${NAMES[form]} data is cut off`;
  }
}

const NAMES: Readonly<Record<DeflateForm, string>> = { gzip: 'gzip', 'deflate-raw': 'deflated' };

async function* pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) for (let at = 0; at < chunk.length; at += SALVAGE_BYTES) yield chunk.subarray(at, at + SALVAGE_BYTES);
}
/** One run of pako's decoder that gives out everything it has decoded, also what it holds when it meets a fault. */
class Member {
  readonly #inflate: Inflate;
  #ready: Uint8Array[] = [];
  /** The decoder's own buffer: what stands in it when it fails would otherwise be lost. */
  #held: { readonly output: Uint8Array; readonly next_out: number; readonly input: Uint8Array; readonly next_in: number } | undefined;

  constructor(inflate: Inflate) {
    this.#inflate = inflate;
    this.#inflate.onStart = (stream) => {
      this.#held = stream;
    };
    this.#inflate.onData = (chunk) => {
      this.#ready.push(chunk);
    };
    // Nothing is gathered: the chunks have been handed on.
    this.#inflate.onEnd = () => undefined;
  }

  get ended(): boolean {
    return this.#inflate.ended;
  }

  get damage(): string | undefined {
    return this.#inflate.ended && this.#inflate.err !== 0 ? this.#inflate.msg : undefined;
  }

  /** What of the last chunk stands behind its end; undefined where nothing does. */
  get left(): Uint8Array | undefined {
    const held = this.#held;
    if (!this.ended || held === undefined || held.next_in >= held.input.length) return undefined;
    return held.input.subarray(held.next_in);
  }

  push(chunk: Uint8Array): Uint8Array[] {
    this.#inflate.push(chunk, false);
    return this.#take(this.damage !== undefined);
  }

  /** There is no more input although the stream has not ended. */
  finish(): Uint8Array[] {
    this.#inflate.push(new Uint8Array(0), true);
    return this.#take(true);
  }

  #take(alsoHeld: boolean): Uint8Array[] {
    const taken = this.#ready;
    this.#ready = [];
    const held = this.#held;
    if (alsoHeld && held !== undefined && held.next_out > 0) {
      const last = held.output.subarray(0, held.next_out);
      // The last chunk may have been handed on from this very buffer already.
      if (taken.at(-1)?.buffer !== last.buffer) taken.push(last);
    }
    return taken;
  }
}

function isZlibError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' && (code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE');
}
