import { type ExactInt, exact } from '../../../src/text/exact.ts';

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['', 1n],
  ['B', 1n],
  ['KiB', 1n << 10n],
  ['MiB', 1n << 20n],
  ['GiB', 1n << 30n],
  ['TiB', 1n << 40n],
]);
const LARGEST = (1n << 63n) - 1n;

/** What Go makes of a GOMEMLIMIT: bytes, none at all, or nothing it accepts: then the process ends at once (runtime/string.go, parseByteCount). */
export type GoByteCount = { readonly kind: 'bytes'; readonly bytes: ExactInt } | { readonly kind: 'off' | 'malformed' };

/** Reads a GOMEMLIMIT as the runtime does. */
export function parseGoMemoryLimit(text: string): GoByteCount {
  if (text === 'off') return { kind: 'off' };
  const match = /^(\d{1,19})(B|[KMGT]iB)?$/.exec(text);
  const unit = UNITS.get(match?.[2] ?? '');
  if (match === null || unit === undefined) return { kind: 'malformed' };
  const bytes = BigInt(match[1] ?? '0') * unit;
  return bytes > LARGEST ? { kind: 'malformed' } : { kind: 'bytes', bytes: exact(bytes) };
}
