import type { OpenBytes } from './entry.ts';
import { inflate } from './inflate.ts';

/** Compressions that are read through. */
export type Compression = 'gzip' | 'xz' | 'zstd';

/** What became of a compressed stream; filled in while it is read. */
export interface DecompressState {
  /** Why it ended early: damaged or cut. What came before was delivered. */
  damage?: string;
  /** Set by whoever cuts the compressed bytes short (a budget): that they end is no damage then. */
  stopped?: boolean;
  /** Compressed bytes that were used up; known where the decoder of the last resort read bare deflate to its end. */
  consumed?: number;
}

/**
 * Reads through one layer of compression, in chunks that are small whatever the ratio. What is damaged or cut gives all
 * that stands before the fault, and the state says so; what is behind the end of a stream (a further one) is read on.
 */
export async function* decompress(
  compression: Compression,
  open: OpenBytes,
  reopenable: boolean,
  state: DecompressState,
): AsyncGenerator<Uint8Array> {
  switch (compression) {
    case 'gzip':
      return yield* inflate('gzip', open, reopenable, state);
    case 'xz':
      return yield* (await import('./unxz.ts')).unxz(open(), state);
    case 'zstd':
      return yield* (await import('./unzstd.ts')).unzstd(open(), state);
  }
}
