import type { Key } from '../keys/key.ts';

/** An ESC that nothing follows for this long (milliseconds) was the key: over a slow line the rest of one comes later. */
const ESCAPE_WAIT = 50;

/** Makes keys of the bytes that a terminal sends: `KeyDecoder`. */
export interface Decoder {
  readonly feed: (bytes: Uint8Array) => readonly Key[];
  /** The beginning of a sequence has come, or a lone escape: time tells which. */
  readonly waiting: boolean;
  readonly flush: () => readonly Key[];
}

/** Gives the keys that bytes mean, all those that came at once in one call. */
export function keyReader(decoder: Decoder, onKeys: (keys: readonly Key[]) => void): (bytes: Uint8Array) => void {
  let timer: NodeJS.Timeout | undefined;
  const tell = (keys: readonly Key[]): void => {
    clearTimeout(timer);
    // A long sequence may take its time; the decoder says when it gives up.
    if (decoder.waiting) timer = setTimeout(() => tell(decoder.flush()), ESCAPE_WAIT);
    if (keys.length > 0) onKeys(keys);
  };
  return (bytes) => tell(decoder.feed(bytes));
}
