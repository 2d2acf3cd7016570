import type { DecompressState } from '../decompress.ts';
import { inflate } from '../inflate.ts';
import { type RandomAccess, range } from './random-access.ts';
import type { RawMember } from './raw-member.ts';
import { LOCAL_HEADER_BYTES, type LocalHeader, readLocalHeader } from './zip-local.ts';

/** Bytes that are searched at once for the next header. */
const WINDOW = 1024 * 1024;
const SIGNATURE = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/**
 * The members of a zip archive without its directory, by the headers in front of them, one after another. A member has to be read
 * before the next one is asked for: where its data ends may be known only then.
 *
 * @param known Places of headers that the part of the directory that could be read has told, with where their data ends.
 * @param most Members that are looked at.
 */
export async function* readWithoutDirectory(
  bytes: RandomAccess,
  known: ReadonlyMap<number, number>,
  most: number,
): AsyncGenerator<RawMember> {
  let from = 0;
  for (let count = 0; count <= most; count++) {
    const at = await findHeader(bytes, from);
    if (at === undefined) return;
    const header = readLocalHeader(await bytes.read(at, LOCAL_HEADER_BYTES + 2 * 0xffff));
    if (header === undefined) {
      from = at + SIGNATURE.length;
      continue;
    }
    const start = at + header.bytes;
    // An archive in the archive has headers too.
    from = Math.max(start, known.get(at) ?? 0);
    if (known.has(at)) continue;
    if (header.name.at(-1) === 0x2f) {
      yield { kind: 'directory', name: header.name };
      continue;
    }
    const { member, end } = memberAt(bytes, header, start);
    yield member;
    from = Math.max(from, end());
  }
}

async function findHeader(bytes: RandomAccess, from: number): Promise<number | undefined> {
  for (let at = from; at < bytes.size; at += WINDOW) {
    const data = await bytes.read(at, WINDOW + SIGNATURE.length - 1);
    const found = Buffer.from(data.buffer, data.byteOffset, data.byteLength).indexOf(SIGNATURE);
    if (found >= 0) return at + found;
  }
  return undefined;
}

function memberAt(bytes: RandomAccess, header: LocalHeader, start: number): { readonly member: RawMember; readonly end: () => number } {
  const { name, flags, method, compressedSize } = header;
  // The sizes stand behind the data.
  const later = (flags & 8) !== 0 && compressedSize === 0;
  const stop = later ? bytes.size : Math.min(bytes.size, start + compressedSize);
  const refused = (reason: string) => ({
    member: { kind: 'refused', name, reason } satisfies RawMember,
    end: () => (later ? start : stop),
  });
  if ((flags & 0x2041) !== 0) return refused('encrypted: unpack the archive and give the directory');
  const state: DecompressState = {};
  const file = (open: () => AsyncGenerator<Uint8Array>, cut: () => string | undefined): RawMember => ({
    kind: 'file',
    name,
    open,
    reopenable: false,
    packed: method !== 0,
    damage: () => state.damage ?? cut(),
  });
  const cut = () => (!later && start + compressedSize > bytes.size ? 'the archive is cut off inside it' : undefined);
  switch (method) {
    case 0:
      if (later) return refused('stored without its size, in an archive without a directory');
      return { member: file(() => range(bytes, start, stop), cut), end: () => stop };
    case 8:
      return {
        member: file(() => inflate('deflate-raw', () => range(bytes, start, stop), false, state), cut),
        end: () => (later ? start + (state.consumed ?? 0) : stop),
      };
    default:
      return refused(`compressed by a method that is not read here (${method})`);
  }
}
