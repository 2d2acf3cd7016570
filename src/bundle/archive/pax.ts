import { type Segment, readNumbers } from './sparse.ts';

/** Keys of an extended header that say something of the file after it. */
export interface PaxRecords {
  readonly path?: Uint8Array;
  readonly linkpath?: Uint8Array;
  readonly size?: number;
  /** It is a sparse file, whose holes are not stored; `map` where it does not stand in front of the content (version 1.0). */
  readonly sparse?: { readonly map?: readonly Segment[] };
}

/**
 * Reads the records of an extended header, `LENGTH KEY=VALUE\n` each (POSIX.1-2017, pax Extended Header); undefined where
 * they are damaged. Values are bytes: a name need not be UTF-8.
 */
export function readPax(data: Uint8Array): PaxRecords | undefined {
  const pieces: string[] = [];
  let sparse = false;
  const records: { -readonly [K in keyof PaxRecords]: PaxRecords[K] } = {};
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    // Some writers fill the block up.
    if (data[at] === 0) break;
    const length = space < 0 || space - at > 10 ? Number.NaN : Number(ascii(data.subarray(at, space)));
    if (!Number.isInteger(length) || length < space - at + 3 || at + length > data.length || data[at + length - 1] !== 0x0a)
      return undefined;
    const equals = data.indexOf(0x3d, space);
    if (equals < 0 || equals >= at + length) return undefined;
    const key = ascii(data.subarray(space + 1, equals));
    const value = data.subarray(equals + 1, at + length - 1);
    at += length;
    if (key === 'path' || key === 'linkpath') records[key] = value;
    else if (key === 'size') {
      const size = /^\d{1,16}$/.test(ascii(value)) ? Number(ascii(value)) : Number.NaN;
      if (!Number.isSafeInteger(size)) return undefined;
      records.size = size;
    } else if (key === 'GNU.sparse.name') {
      records.path = value;
      sparse = true;
    } else if (key.startsWith('GNU.sparse.')) {
      sparse = true;
      // Version 0.0 has a record for each number, 0.1 has one for all.
      if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') pieces.push(ascii(value));
      if (key === 'GNU.sparse.map') pieces.push(...ascii(value).split(','));
    }
  }
  const map = pieces.length === 0 ? undefined : readNumbers(pieces);
  if (pieces.length > 0 && map === undefined) return undefined;
  return sparse ? { ...records, sparse: map === undefined ? {} : { map } } : records;
}

function ascii(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
