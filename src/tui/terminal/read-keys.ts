import { KeyDecoder } from '../keys/decoder.ts';
import type { Key } from '../keys/key.ts';
import type { Terminal } from './terminal.ts';

/** An ESC that nothing follows for this long (milliseconds) was the key. */
const ESCAPE_WAIT = 50;

/** Tells of keys, all those that came at once in one call, until the returned function is called. */
export function readKeys(terminal: Pick<Terminal, 'onBytes'>, onKeys: (keys: readonly Key[]) => void): () => void {
  const decoder = new KeyDecoder();
  let timer: NodeJS.Timeout | undefined;
  const tell = (keys: readonly Key[]): void => {
    clearTimeout(timer);
    if (decoder.waiting) timer = setTimeout(() => tell(decoder.flush()), ESCAPE_WAIT);
    if (keys.length > 0) onKeys(keys);
  };
  const remove = terminal.onBytes((bytes) => tell(decoder.feed(bytes)));
  return () => {
    clearTimeout(timer);
    remove();
  };
}
