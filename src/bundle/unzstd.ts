import type { DecompressState } from './decompress.ts';
import { ZstdFault, ZstdFrames } from './zstd-frames.ts';

/** Milliseconds for one block, which takes one or two. Damaged tables send fzstd round for ever. */
const BLOCK_MS = 5000;

/**
 * Reads through zstd with fzstd, block by block, one frame after another, up to the first fault. It checks no checksums. The decoder that
 * Node has from 22.15 on is not used: it leaves out all frames behind the first one, and says nothing.
 */
export async function* unzstd(source: AsyncIterable<Uint8Array>, state: DecompressState): AsyncGenerator<Uint8Array> {
  const [{ Decompress }, { Script, createContext }] = await Promise.all([import('fzstd'), import('node:vm')]);
  const cutter = new ZstdFrames();
  let ready: Uint8Array[] = [];
  const begin = () => new Decompress((chunk) => void ready.push(chunk));
  let decoder = begin();
  // Only a script can be stopped from outside.
  const script = new Script('push()');
  const context = createContext({ push: () => undefined });
  const push = (bytes: Uint8Array, last: boolean) => {
    context['push'] = () => void decoder.push(bytes, last);
    script.runInContext(context, { timeout: BLOCK_MS });
  };
  function* blocks(chunk: Uint8Array): Generator<Uint8Array> {
    for (const { bytes, what } of cutter.push(chunk)) {
      if (what === 'skip') continue;
      try {
        push(bytes, what === 'end');
      } catch {
        throw new ZstdFault('it is damaged');
      }
      yield* ready.filter(({ length }) => length > 0);
      ready = [];
      if (what === 'end') decoder = begin();
    }
  }
  try {
    for await (const chunk of source) yield* blocks(chunk);
  } catch (error) {
    if (!(error instanceof ZstdFault)) throw error;
    state.damage = `the zstd data cannot be read on: ${error.message}`;
    return;
  }
  if (!cutter.atEnd && state.stopped !== true) state.damage = 'the zstd data is cut off';
}
