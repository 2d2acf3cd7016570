import type { Wire } from './wire.ts';

/** In a column of references: what was referred to is not in the file. */
export const MISSING = 0xffffffff;

const WIDE = 0x80000000;

/**
 * Ids of locations, functions or mappings. They are any uint64: Go counts from 1, other writers use addresses or hashes.
 * A reference is a 32-bit stand-in: the id itself while it is below 2^31, a number given here for the rest. So a column
 * of millions of references stays small, and no id is rounded.
 */
export class Ids {
  readonly #wide = new Map<bigint, number>();

  /** Reads an id and returns its reference. */
  read(wire: Wire): number {
    if (wire.pos < wire.len) {
      const byte = wire.buf[wire.pos] ?? 0;
      if (byte < 128) {
        wire.pos++;
        return byte;
      }
    }
    wire.read64();
    if (wire.high === 0 && wire.low >= 0) return wire.low;
    const id = wire.lastBigInt();
    const known = this.#wide.get(id);
    if (known !== undefined) return known;
    const reference = WIDE + this.#wide.size;
    this.#wide.set(id, reference);
    return reference;
  }
}

/** Finds the row of a reference. */
export interface RowIndex {
  /** The row, or {@link MISSING}. Id 0 means "none" in profile.proto and is always missing. */
  row(reference: number): number;
  /** Two rows have the same id (the first one is used), or one has the id 0. */
  readonly ambiguous: boolean;
}

/** Indexes rows by their references. */
export function indexRows(references: Uint32Array): RowIndex {
  let highest = 0;
  for (const reference of references) if (reference < WIDE && reference > highest) highest = reference;
  // Dense ids, as Go writes them, need no hashing; sparse ones would make the table as large as the largest id.
  const limit = highest <= references.length * 4 + 1024 ? highest + 1 : 0;
  const dense = new Uint32Array(limit).fill(MISSING);
  const sparse = new Map<number, number>();
  let ambiguous = false;
  references.forEach((reference, row) => {
    if (reference === 0) ambiguous = true;
    else if (reference < limit) {
      if (dense[reference] === MISSING) dense[reference] = row;
      else ambiguous = true;
    } else if (sparse.has(reference)) ambiguous = true;
    else sparse.set(reference, row);
  });
  return {
    ambiguous,
    row: (reference) => (reference < limit ? (dense[reference] ?? 0) : (sparse.get(reference) ?? MISSING)),
  };
}

/** Replaces references by rows, in place. Returns how many are missing. */
export function resolve(column: Uint32Array, index: RowIndex): number {
  let missing = 0;
  for (let i = 0; i < column.length; i++) {
    const row = index.row(column[i] ?? 0);
    column[i] = row;
    if (row === MISSING) missing++;
  }
  return missing;
}
