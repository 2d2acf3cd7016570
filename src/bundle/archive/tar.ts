import { ByteReader } from './byte-reader.ts';
import { type PaxRecords, readPax } from './pax.ts';
import type { ArchiveState, RawMember } from './raw-member.ts';
import { MOST_SEGMENTS, type Segment, readNumbers, readOldMap, withHoles } from './sparse.ts';
import { TAR_BLOCK, type TarHeader, isTarHeader, readTarHeader } from './tar-header.ts';

/** Bytes of an extended header, or of a long name. node-tar has the same limit. */
const MOST_META = 1024 * 1024;

const ZEROS = Buffer.alloc(TAR_BLOCK);

/** Why a type of member is not read. */
const REFUSED: Readonly<Record<string, string>> = {
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a FIFO',
  M: 'the rest of a file that begins in another volume',
};

/**
 * The members of a tar archive, in its order: v7, ustar, pax and GNU. A member has to be read before the next one is asked for.
 * Where a header is damaged the next one that is whole is looked for; archives behind one another are read on.
 */
export async function* readTar(source: AsyncIterable<Uint8Array>, state: ArchiveState): AsyncGenerator<RawMember> {
  const reader = new ByteReader(source);
  try {
    yield* members(reader, state);
  } finally {
    await reader.close();
  }
}

/** What headers say of the member after them. */
interface Meta extends PaxRecords {
  readonly refused?: string;
}

async function* members(reader: ByteReader, state: ArchiveState): AsyncGenerator<RawMember> {
  let all: PaxRecords = {};
  let meta: Meta = {};
  let zeros = 0;
  let lost = 0;
  for (;;) {
    const block = await reader.exactly(TAR_BLOCK);
    if (block.length < TAR_BLOCK) {
      // Two blocks of zeros mark the end.
      if (block.length > 0 && zeros === 0) state.damage ??= 'the archive is cut off';
      else if (zeros === 0) state.damage ??= 'the archive has no end mark: it may be cut off';
      return;
    }
    if (Buffer.compare(block, ZEROS) === 0) {
      zeros += 1;
      continue;
    }
    const header = isTarHeader(block) ? readTarHeader(block) : undefined;
    if (header?.size === undefined) {
      if (zeros >= 2) {
        state.damage ??= 'there is other data behind its end';
        return;
      }
      lost += TAR_BLOCK;
      state.damage = `${lost} bytes of the archive are damaged and were passed over`;
      meta = {};
      continue;
    }
    zeros = 0;
    const size = meta.size ?? sizeOf(header);
    const end = reader.position + size;
    let padded = reader.position + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
    switch (header.type) {
      case 'x':
      case 'X':
      case 'g': {
        const read = await readMeta(reader, size, (data) => readPax(data));
        if (header.type === 'g') all = typeof read === 'string' ? all : { ...all, ...read };
        else meta = typeof read === 'string' ? { ...meta, refused: read } : { ...meta, ...read };
        break;
      }
      case 'L':
      case 'K': {
        const read = await readMeta(reader, size, (data) => (header.type === 'L' ? { path: upToNul(data) } : { linkpath: upToNul(data) }));
        meta = typeof read === 'string' ? { ...meta, refused: read } : { ...meta, ...read };
        break;
      }
      // The label of a volume.
      case 'V':
        break;
      default: {
        // The maps of old sparse files stand between header and content.
        const map = [...(header.map ?? [])];
        let maps = 0;
        for (let more = header.moreMap; more;) {
          const block = await reader.exactly(TAR_BLOCK);
          maps += block.length;
          if (map.length <= MOST_SEGMENTS) map.push(...readOldMap(block, 0, 21));
          more = block.length === TAR_BLOCK && block[504] !== 0;
        }
        padded += maps;
        const sparse = header.map === undefined ? {} : { sparse: { map } };
        yield member(header, { ...all, ...meta, ...sparse }, size, reader, end + maps);
        meta = {};
      }
    }
    await reader.skipTo(padded);
    if (reader.position < padded && reader.ended) {
      state.damage = 'the archive is cut off';
      return;
    }
  }
}

/** Only files have content; some writers state a size for others all the same. */
function sizeOf({ type, size = 0 }: TarHeader): number {
  return '123456'.includes(type) ? 0 : size;
}

function member(header: TarHeader, meta: Meta, size: number, reader: ByteReader, end: number): RawMember {
  const name = meta.path ?? header.name;
  const refused = meta.refused ?? REFUSED[header.type];
  if (refused !== undefined) return { kind: 'refused', name, reason: refused };
  switch (header.type) {
    case '1':
    case '2':
      return { kind: 'link', name, target: meta.linkpath ?? header.link, hard: header.type === '1' };
    case '5':
    case 'D':
      return { kind: 'directory', name };
  }
  // Before there was a type for it, a directory was a name that ends in a slash.
  if (name.at(-1) === 0x2f) return { kind: 'directory', name };
  const { sparse } = meta;
  if (sparse?.map !== undefined && sparse.map.length > MOST_SEGMENTS)
    return { kind: 'refused', name, reason: 'a sparse file in too many pieces' };
  let damage: string | undefined;
  const sparseContent = async function* (): AsyncGenerator<Uint8Array> {
    const map = sparse?.map ?? (await readMap(reader, end));
    if (map === undefined) damage = 'it is a sparse file, and the map of its holes is damaged';
    else yield* withHoles(map, reader.upTo(end));
  };
  return {
    kind: 'file',
    name,
    bytes: size,
    open: () => (sparse === undefined ? reader.upTo(end) : sparseContent()),
    reopenable: false,
    packed: false,
    damage: () => (reader.ended && reader.position < end ? 'the archive is cut off inside it' : damage),
  };
}

/** The map that stands in front of the content in version 1.0 of GNU's form: how many pieces, then their numbers, a line each, in whole blocks. */
async function readMap(reader: ByteReader, end: number): Promise<readonly Segment[] | undefined> {
  const numbers: string[] = [];
  let line = '';
  let wanted = 1;
  while (numbers.length < wanted && reader.position < end && !reader.ended) {
    const [first = '', ...more] = `${line}${Buffer.from(await reader.exactly(TAR_BLOCK)).toString('latin1')}`.split('\n');
    line = more.pop() ?? first;
    if (more.length > 0 || line !== first) numbers.push(first, ...more);
    if (numbers[0] !== undefined) wanted = 1 + 2 * Number(numbers[0]);
    if (!(wanted <= 2 * MOST_SEGMENTS) || line.length > TAR_BLOCK) return undefined;
  }
  return numbers.length < wanted ? undefined : readNumbers(numbers.slice(1, wanted));
}

/** Reads a header's data; gives the reason where it cannot be used. */
async function readMeta(
  reader: ByteReader,
  size: number,
  read: (data: Uint8Array) => PaxRecords | undefined,
): Promise<PaxRecords | string> {
  if (size > MOST_META) return 'its extended header has more than 1 MiB';
  const data = await reader.exactly(size);
  return read(Uint8Array.prototype.slice.call(data)) ?? 'its extended header is damaged';
}

function upToNul(data: Uint8Array): Uint8Array {
  const end = data.indexOf(0);
  return end < 0 ? data : data.subarray(0, end);
}
