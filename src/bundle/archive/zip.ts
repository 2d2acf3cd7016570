import { isUtf8 } from 'node:buffer';
import { callbackify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { Entry, RandomAccessReader, ZipFile, getFileNameLowLevel } from 'yauzl';
import { naturalOrder } from '../../text/natural-order.ts';
import { type Compression, type DecompressState, decompress } from '../decompress.ts';
import { inflate } from '../inflate.ts';
import { fromBytes } from '../raw-name.ts';
import { type RandomAccess, range } from './random-access.ts';
import type { ArchiveState, RawMember } from './raw-member.ts';
import { LOCAL_HEADER_BYTES, type LocalHeader, readLocalHeader } from './zip-local.ts';
import { readWithoutDirectory } from './zip-salvage.ts';

/** Bytes of a link's target that are read. */
const MOST_TARGET = 4096;
/** S_IFMT and its values (sys/stat.h): the upper half of the external attributes, where the archive was made on Unix. */
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;
const REFUSED_TYPES: Readonly<Record<number, string>> = {
  0o020000: 'a character device',
  0o060000: 'a block device',
  0o010000: 'a FIFO',
  0o140000: 'a socket',
};
/** Methods that are not read (APPNOTE.TXT 4.4.5). */
const METHODS: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  12: 'bzip2',
  14: 'lzma',
  97: 'wavpack',
  98: 'ppmd',
};

/**
 * The members of a zip archive, in natural order of their names. The directory at the archive's end says what is in it; where
 * it is missing or broken, the headers in front of the files are looked for.
 *
 * @param most Members that are looked at.
 * @param goOn Asked from time to time; false ends the reading of the directory early.
 */
export async function* readZip(bytes: RandomAccess, most: number, goOn: () => boolean, state: ArchiveState): AsyncGenerator<RawMember> {
  const { entries, problem } = await readDirectory(bytes, most, goOn);
  if (problem !== undefined) state.damage = problem;
  const overlapping = overlaps(entries);
  for (const entry of entries.toSorted((a, b) => naturalOrder(fromBytes(a.name), fromBytes(b.name))))
    yield await memberOf(entry, bytes, overlapping.has(entry));
  if (problem !== undefined) yield* readWithoutDirectory(bytes, new Map(entries.map((entry) => [entry.offset, endOf(entry)])), most);
}

/** What the directory says of one file: yauzl's entries hold on to comments and more, of up to 64 KiB each. */
interface Listed extends Pick<Entry, 'versionMadeBy' | 'externalFileAttributes' | 'crc32' | 'compressedSize' | 'uncompressedSize'> {
  readonly flags: number;
  readonly method: number;
  /** Of its local header. */
  readonly offset: number;
  /** In UTF-8, where it can be told. */
  readonly name: Uint8Array;
  /** As it stands. */
  readonly rawName: Uint8Array;
}

interface Directory {
  readonly entries: readonly Listed[];
  /** Why the directory was not read to its end. */
  readonly problem?: string;
}

async function readDirectory(bytes: RandomAccess, most: number, goOn: () => boolean): Promise<Directory> {
  const yauzl = (await import('yauzl')).default;
  const entries: Listed[] = [];
  try {
    const zip = await new Promise<ZipFile>((resolve, reject) => {
      yauzl.fromRandomAccessReader(
        new (readerOver(yauzl.RandomAccessReader))(bytes),
        bytes.size,
        { lazyEntries: true, decodeStrings: false, validateEntrySizes: false, autoClose: false },
        (error, file) => (file === undefined ? reject(error ?? new Error('it cannot be opened')) : resolve(file)),
      );
    });
    for await (const entry of zip.eachEntry()) {
      entries.push(listed(entry, yauzl.getFileNameLowLevel));
      if (entries.length > most || (entries.length % 1000 === 0 && !goOn())) break;
    }
    return { entries };
  } catch (error) {
    if (isSystemError(error)) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    return { entries, problem: problemOf(detail) };
  }
}

/** What yauzl says of a directory, in words of ours where it is about the archive as a whole. */
function problemOf(detail: string): string {
  if (detail.startsWith('End of central directory record signature not found'))
    return 'the directory at the end of the archive is missing: it may be cut off';
  if (detail.startsWith('Invalid comment length'))
    return 'the archive does not end with its directory: it is cut off, or something else stands behind it';
  return `the directory of the archive cannot be read (${detail.slice(0, 120)})`;
}

/** Bytes that are read at once of the directory, which yauzl reads in pieces of a few. */
const WINDOW = 64 * 1024;

function readerOver(Base: typeof RandomAccessReader) {
  return class extends Base {
    readonly #bytes: RandomAccess;
    #window: { readonly start: number; readonly data: Uint8Array } = { start: 0, data: new Uint8Array(0) };

    constructor(bytes: RandomAccess) {
      super();
      this.#bytes = bytes;
    }

    override read(buffer: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void): void {
      callbackify(() => this.#read(buffer.subarray(offset, offset + length), position))(done);
    }

    async #read(into: Buffer, position: number): Promise<void> {
      const inWindow = () => position >= this.#window.start && position + into.length <= this.#window.start + this.#window.data.length;
      if (!inWindow()) this.#window = { start: position, data: await this.#bytes.read(position, Math.max(WINDOW, into.length)) };
      if (!inWindow()) throw new Error('it points behind its end');
      into.set(this.#window.data.subarray(position - this.#window.start, position - this.#window.start + into.length));
    }
  };
}

function listed(entry: Entry, decode: typeof getFileNameLowLevel): Listed {
  const { versionMadeBy, externalFileAttributes, crc32, compressedSize, uncompressedSize } = entry;
  return {
    versionMadeBy,
    externalFileAttributes,
    crc32,
    compressedSize,
    uncompressedSize,
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    offset: entry.relativeOffsetOfLocalHeader,
    name: Buffer.from(nameOf(entry, decode)),
    rawName: Buffer.from(entry.fileNameRaw),
  };
}

/** Extra field "Info-ZIP Unicode Path" (APPNOTE.TXT 4.6.9): version, checksum of the plain name, name in UTF-8. */
const UNICODE_PATH = 0x7075;

/** A name in UTF-8. Where it is not marked as such and is none, it is of DOS. */
function nameOf({ fileNameRaw: raw, extraFields, generalPurposeBitFlag }: Entry, decode: typeof getFileNameLowLevel): Uint8Array {
  const unicode = extraFields.find(({ id, data }) => id === UNICODE_PATH && data[0] === 1 && data.length > 5)?.data;
  if (unicode !== undefined && unicode.readUInt32LE(1) === crc32(raw)) return unicode.subarray(5);
  const marked = (generalPurposeBitFlag & 0x800) !== 0;
  return marked || isUtf8(raw) ? raw : Buffer.from(decode(0, raw, [], true), 'utf8');
}

/**
 * The entries whose data overlaps that of others. Files that share their data unpack to a thousand times what a single one could
 * (David Fifield, "A better zip bomb", 2019); no honest program writes such.
 */
function overlaps(entries: readonly Listed[]): Set<Listed> {
  const found = new Set<Listed>();
  let widest: Listed | undefined;
  for (const entry of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (widest !== undefined && entry.offset < endOf(widest)) {
      found.add(widest);
      found.add(entry);
    }
    if (widest === undefined || endOf(entry) > endOf(widest)) widest = entry;
  }
  return found;
}

/** Where an entry's data ends at the earliest: what else stands in its local header is not known here. */
function endOf({ offset, rawName, compressedSize }: Listed): number {
  return offset + LOCAL_HEADER_BYTES + rawName.length + compressedSize;
}

async function memberOf(entry: Listed, bytes: RandomAccess, overlapping: boolean): Promise<RawMember> {
  const { name } = entry;
  const refused = (reason: string): RawMember => ({ kind: 'refused', name, reason });
  const unix = entry.versionMadeBy >> 8 === 3 || entry.versionMadeBy >> 8 === 19;
  const type = unix ? (entry.externalFileAttributes >>> 16) & FILE_TYPE : 0;
  if (name.at(-1) === 0x2f && entry.uncompressedSize === 0) return { kind: 'directory', name };
  if (overlapping) return refused('its data overlaps that of another file, as in a zip bomb');
  const special = REFUSED_TYPES[type];
  if (special !== undefined) return refused(special);
  if ((entry.flags & 0x2041) !== 0) return refused('encrypted: unpack the archive and give the directory');
  const local = await localHeader(entry, bytes);
  if (local === undefined) return refused('the directory of the archive points to no file for it');
  const start = entry.offset + local.bytes;
  const { method } = local;
  if (method !== entry.method) return refused('the archive names two different compressions for it');
  if (method !== 0 && method !== 8 && method !== 93 && method !== 95)
    return refused(`compressed by a method that is not read (${METHODS[method] ?? method})`);
  const said = { damage: differences(entry, local) };
  const state: DecompressState = {};
  const open = () => checked(unpacked(method, bytes, start, start + entry.compressedSize, state), entry, state, said);
  if (type === SYMLINK) return { kind: 'link', name, target: await targetOf(open()), hard: false };
  return {
    kind: 'file',
    name,
    bytes: entry.uncompressedSize,
    open,
    reopenable: true,
    packed: method !== 0,
    damage: () => state.damage ?? said.damage,
  };
}

async function localHeader({ offset, rawName }: Listed, bytes: RandomAccess): Promise<LocalHeader | undefined> {
  // Most have a few extra fields; the name may differ, to any length.
  const likely = readLocalHeader(await bytes.read(offset, LOCAL_HEADER_BYTES + rawName.length + 256));
  return likely ?? readLocalHeader(await bytes.read(offset, LOCAL_HEADER_BYTES + 2 * 0xffff));
}

/** What the header in front of a file says otherwise than the directory. */
function differences(entry: Listed, local: LocalHeader): string | undefined {
  if (!Buffer.from(entry.rawName).equals(local.name))
    return 'in front of its data another name stands than in the directory of the archive';
  // With the third bit set the sizes stand behind the data; in zip64 they are elsewhere.
  const known = (local.flags & 8) === 0 && local.compressedSize !== 0xffffffff && local.uncompressedSize !== 0xffffffff;
  if (known && (local.compressedSize !== entry.compressedSize || local.uncompressedSize !== entry.uncompressedSize))
    return 'in front of its data other sizes stand than in the directory of the archive';
  return undefined;
}

async function* unpacked(
  method: number,
  bytes: RandomAccess,
  start: number,
  end: number,
  state: DecompressState,
): AsyncGenerator<Uint8Array> {
  const open = () => range(bytes, start, end);
  if (method === 0) yield* open();
  else if (method === 8) yield* inflate('deflate-raw', open, true, state);
  else yield* decompress(method === 93 ? 'zstd' : ('xz' satisfies Compression), open, true, state);
}

/** Holds what comes out against what the directory says; no more is given than it says. */
async function* checked(
  source: AsyncGenerator<Uint8Array>,
  entry: Listed,
  state: DecompressState,
  said: { damage: string | undefined },
): AsyncGenerator<Uint8Array> {
  let length = 0;
  let checksum = 0;
  for await (const chunk of source) {
    const part = chunk.subarray(0, entry.uncompressedSize - length);
    length += part.length;
    checksum = crc32(part, checksum);
    if (part.length > 0) yield part;
    if (part.length < chunk.length) {
      said.damage = `it has more than the ${entry.uncompressedSize} bytes that the archive states`;
      return;
    }
  }
  if (length < entry.uncompressedSize) said.damage = `it has ${length} of the ${entry.uncompressedSize} bytes that the archive states`;
  else if (checksum !== entry.crc32 && state.damage === undefined) said.damage = 'its checksum is wrong: part of it is damaged';
}

async function targetOf(source: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    pieces.push(piece);
    length += piece.length;
    if (length > MOST_TARGET) break;
  }
  return Buffer.concat(pieces).subarray(0, MOST_TARGET);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}
