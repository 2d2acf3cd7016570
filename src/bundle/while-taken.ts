import { closing } from './closing.ts';

/** Passes chunks on until the account is empty. */
export function whileTaken(
  source: AsyncIterable<Uint8Array>,
  take: (bytes: number) => boolean,
  onStop: () => void,
): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  return closing(taken(iterator, take, onStop), () => iterator.return?.());
}

async function* taken(
  iterator: AsyncIterator<Uint8Array>,
  take: (bytes: number) => boolean,
  onStop: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      if (!take(next.value.length)) {
        onStop();
        return;
      }
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
